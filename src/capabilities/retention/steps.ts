import type { Row } from '../../platform/db.js'
import type { Work } from './context.js'
import type { UnitAction } from './domain.js'
import { afterDeletion } from './hostHooks.js'
import type { RetentionRule } from './options.js'
import { removeStored } from './stored.js'
import { deleteDocuments, deleteVersions, type Id, iso } from './store.js'
import { sweepAll, sweepUnit } from './traces.js'
import { removeFile } from './uploads.js'

/** Upload documents that go with a unit, listed before anything goes: the rows that name them go last. */
export interface UploadsPart {
  collection: string
  ids: Id[]
  names: string[]
  createdTo: null | string
}

/** Names a point of the work for tests, before and after it happens. */
export const step = async (work: Work, name: string, act: () => Promise<void>): Promise<void> => {
  const { onStep } = work.retention.options
  await onStep?.(`before:${name}`)
  await act()
  await onStep?.(`after:${name}`)
}

const partsOf = (unit: Row): UploadsPart[] => (unit.uploads as null | UploadsPart[]) ?? []

const dropFiles = async (work: Work, rule: RetentionRule, unit: Row): Promise<void> => {
  let unasked = 0
  for (const part of partsOf(unit)) {
    // The files of a governed upload collection are those of the unit's own rows.
    const own = part.ids.length === 0 && part.collection === rule.collection
    unasked += await removeStored(work, { ...part, ids: own ? (unit.ids as Id[]) : part.ids })
    for (const name of part.names) {
      await work.fence()
      await step(work, 'file', async () => {
        await removeFile(work.payload, part.collection, name)
      })
    }
  }
  await sweepAll(work, unit, [{ store: 'unasked', count: unasked, sweep: async () => undefined }])
}

const dropUploads = async (work: Work, rule: RetentionRule, unit: Row): Promise<void> => {
  await sweepUnit(work, rule, unit)
  for (const part of partsOf(unit)) {
    await deleteVersions(work, part.collection, part.ids)
    await deleteDocuments(work, part.collection, part.ids, part.createdTo)
  }
}

const dropRows = async (work: Work, rule: RetentionRule, unit: Row): Promise<void> => {
  const ids = unit.ids as Id[]
  const after = await afterDeletion(work, rule, ids)
  await deleteDocuments(work, rule.collection, ids, unit.createdTo ? iso(unit.createdTo) : null)
  // An autosave may have written a version between the sweep of versions and the row's end.
  await deleteVersions(work, rule.collection, ids)
  await after(unit)
}

/** What each action after listing does; each may be repeated. */
export const DOES: Partial<
  Record<UnitAction, (work: Work, rule: RetentionRule, unit: Row) => Promise<void>>
> = {
  dropFiles,
  dropUploads,
  dropVersions: (work, rule, unit) => deleteVersions(work, rule.collection, unit.ids as Id[]),
  dropRows,
}
