import { all, compareAndSet, type Row } from '../../platform/db.js'
import { inOneGo } from '../../platform/transaction.js'
import { DELETIONS } from './collections.js'
import type { Work } from './context.js'
import type { FilesPart } from './files.js'
import { type AfterDeletion, afterDeletion } from './hostHooks.js'
import { leaseLost } from './lost.js'
import type { RetentionRule } from './options.js'
import { deleteDocuments, deleteVersions, type Id, iso } from './store.js'
import { sweepUnit } from './traces.js'

/** Upload documents that go with a unit, with their files, listed before anything goes. */
export interface UploadsPart extends FilesPart {
  ids: Id[]
  createdTo: null | string
}

/** Names a point of the work for tests, before and after it happens. */
export const step = async <T>(work: Work, name: string, act: () => Promise<T>): Promise<T> => {
  const { onStep } = work.retention.options
  await onStep?.(`before:${name}`)
  const result = await act()
  await onStep?.(`after:${name}`)
  return result
}

export const partsOf = (unit: Row): UploadsPart[] => (unit.uploads as null | UploadsPart[]) ?? []

/**
 * Versions, rows and the uploaded documents of a unit, and what `done` writes: in one transaction where there are any.
 * Rows go before the documents that they name, which would otherwise be taken out of each row first.
 */
export const dropRows = async (
  work: Work,
  rule: RetentionRule,
  unit: Row,
  done: (within: Work, swept: Row, data: { hooksWaiting: boolean }) => Promise<Row>,
): Promise<Row> => {
  const ids = unit.ids as Id[]
  // What others keep about them goes first, and again when the rest is repeated.
  const swept = await step(work, 'dropTraces', () => sweepUnit(work, rule, unit))
  // Read before they go; hooks that nobody came to are called by the next run, with the ids.
  const hooks = await afterDeletion(work, rule, ids)
  await work.fence()
  const gone = await inOneGo(work, async (ctx) => {
    const within: Work = { ...work, ...ctx }
    await step(work, 'dropVersions', () => deleteVersions(within, rule.collection, ids))
    await step(work, 'dropRecords', () =>
      deleteDocuments(within, rule.collection, ids, unit.createdTo ? iso(unit.createdTo) : null),
    )
    // An autosave may have written a version between the sweep of versions and the row's end.
    await deleteVersions(within, rule.collection, ids, true)
    await step(work, 'dropUploads', async () => {
      for (const part of partsOf(unit)) {
        await deleteVersions(within, part.collection, part.ids)
        await deleteDocuments(within, part.collection, part.ids, part.createdTo)
      }
    })
    await work.retention.options.onStep?.('between:dropRows')
    return done(within, swept, { hooksWaiting: hooks !== null })
  })
  return hooks ? callHooks(work, gone, hooks) : gone
}

/** Hooks of the host after a deletion, at least once each. */
export const callHooks = async (work: Work, gone: Row, hooks: AfterDeletion): Promise<Row> => {
  await step(work, 'hooks', () => hooks(gone))
  await work.fence()
  const same = all({ key: { equals: gone.key } }, { state: { equals: gone.state } })
  const data = { hooksWaiting: false }
  const moved = await compareAndSet({ payload: work.payload }, DELETIONS, same, data)
  if (!moved) throw leaseLost()
  return { ...gone, ...moved, ...data }
}
