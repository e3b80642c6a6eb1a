import { refOf } from '../../kernel/ref.js'
import { compareAndSet, findRows, type Row } from '../../platform/db.js'
import { RECEIPTS } from '../../platform/receipt.js'
import { HOLDS } from './collections.js'
import { nowOf, type Work } from './context.js'
import type { UnitAction } from './domain.js'
import type { RetentionRule } from './options.js'
import {
  deleteDependents,
  deleteDocuments,
  deleteVersions,
  type Id,
  iso,
  rowsById,
  sweepTraces,
} from './store.js'
import { removeFile, removeStored } from './uploads.js'

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

const dropFiles = async (work: Work, unit: Row): Promise<void> => {
  for (const part of partsOf(unit)) {
    await removeStored(work.payload, part.collection, await rowsById(work, part.collection, part.ids))
    for (const name of part.names) {
      await work.fence()
      await step(work, 'file', async () => {
        await removeFile(work.payload, part.collection, name)
      })
    }
  }
}

const dropUploads = async (work: Work, unit: Row): Promise<void> => {
  for (const part of partsOf(unit)) {
    await deleteVersions(work, part.collection, part.ids)
    await deleteDocuments(work, part.collection, part.ids, part.createdTo)
    await sweepTraces(work, part.collection, part.ids)
  }
}

/** A receipt keeps its number and says that, and when, what it stood for was deleted. */
const closeReceipts = async (work: Work, collection: string, ids: Id[]): Promise<void> => {
  const refs = ids.map((id) => refOf(collection, id))
  const more = await Promise.all(work.retention.footprints.map((port) => port.receiptSubjects(work, refs)))
  const at = { payload: work.payload }
  const receipts = await findRows(at, RECEIPTS, { subject: { in: [...refs, ...more.flat()] } }, { limit: 0 })
  for (const receipt of receipts) {
    // On SQLite an earlier record may have had the same id: what is closed stays as it was closed.
    if ((receipt.facts as null | { state?: string })?.state === 'deleted') continue
    await compareAndSet(
      at,
      RECEIPTS,
      { id: { equals: receipt.id } },
      { facts: { state: 'deleted', deletedOn: nowOf(work.payload).toISOString() } },
    )
  }
}

/** What people wrote about a record when they held it and let it go: a record that goes is on hold no more. */
const forgetHolds = async (work: Work, refs: string[]): Promise<void> => {
  const at = { payload: work.payload }
  for (const hold of await findRows(at, HOLDS, { subject: { in: refs } }, { limit: 0, fields: ['why'] }))
    if (hold.why) await compareAndSet(at, HOLDS, { id: { equals: hold.id } }, { why: '', releasedWhy: null })
}

const dropRows = async (work: Work, rule: RetentionRule, unit: Row): Promise<void> => {
  const ids = unit.ids as Id[]
  const refs = ids.map((id) => refOf(rule.collection, id))
  for (const port of work.retention.footprints) await port.forget(work, refs)
  await forgetHolds(work, refs)
  await deleteDependents(work, rule, ids)
  await closeReceipts(work, rule.collection, ids)
  await sweepTraces(work, rule.collection, ids)
  await deleteDocuments(work, rule.collection, ids, unit.createdTo ? iso(unit.createdTo) : null)
  // An autosave may have written a version between the sweep of versions and the row's end.
  await deleteVersions(work, rule.collection, ids)
}

/** What each action after listing does; each may be repeated. */
export const DOES: Partial<
  Record<UnitAction, (work: Work, rule: RetentionRule, unit: Row) => Promise<void>>
> = {
  dropFiles: (work, _, unit) => dropFiles(work, unit),
  dropUploads: (work, _, unit) => dropUploads(work, unit),
  dropVersions: (work, rule, unit) => deleteVersions(work, rule.collection, unit.ids as Id[]),
  dropRows,
}
