import type { BasePayload, Where } from 'payload'

import type { FootprintPort } from '../../kernel/ports.js'
import { refOf } from '../../kernel/ref.js'
import { filledAmong, rowsAmong } from '../../platform/among.js'
import { all, compareAndSet, deleteRows, findRows, type Row, setAll } from '../../platform/db.js'
import { RECEIPTS } from '../../platform/receipt.js'
import type { Context } from '../../platform/runtime.js'
import { DELETIONS, HANDLED, HOLDS } from './collections.js'
import { nowOf, type Retention, type Work } from './context.js'
import { copiesOf, dueWith } from './copies.js'
import { leaseLost } from './lost.js'
import type { RetentionRule } from './options.js'
import { keptAmong } from './heldBy.js'
import { deleteDocuments, deleteVersions, type Id } from './store.js'

/** What a store holds about records that go: how much was found, and how it goes. May be repeated after a crash. */
export interface Trace {
  store: string
  count: number
  sweep: () => Promise<unknown>
}

/** How much was found, by the key of the store. Kept on the unit, and on the certificate. */
export type Stores = Readonly<Record<string, number>>

const JOBS = 'payload-jobs'
const LOCKS = 'payload-locked-documents'
const PREFERENCES = 'payload-preferences'

const has = (payload: BasePayload, slug: string): boolean => Boolean(payload.collections[slug as never])

/** Indexes of plugin-search hold a copy of the title, and of whatever else the site copies there. */
const searchIndexes = (payload: BasePayload): string[] =>
  Object.values(payload.collections).flatMap(({ config: { slug, endpoints } }) =>
    (endpoints || []).some(({ path }) => path === '/reindex') ? [slug] : [],
  )

/** Every store of this site that is looked into, found empty or not: a certificate lists them all. */
export const noStores = (payload: BasePayload, retention: Retention, rule: RetentionRule): Stores => {
  const keys = [
    ...(rule.dependents.length > 0 ? ['dependents'] : []),
    ...(searchIndexes(payload).length > 0 ? ['search'] : []),
    ...(copiesOf(retention).length > 0 ? ['exports'] : []),
    ...(has(payload, JOBS) ? ['jobs'] : []),
    ...(has(payload, LOCKS) ? ['locks'] : []),
    ...(has(payload, PREFERENCES) ? ['preferences'] : []),
    ...['worklist', 'receipts', 'holds'],
    ...retention.footprints.flatMap(({ stores = [] }) => stores),
  ]
  return Object.fromEntries(keys.map((key) => [key, 0]))
}

/**
 * The same store looked into twice in one go counts twice; a repeat after a crash finds less, and takes nothing back.
 */
export const noted = (before: Stores, traces: readonly Trace[]): Stores => {
  const found = new Map<string, number>()
  for (const { store, count } of traces) found.set(store, (found.get(store) ?? 0) + count)
  const now = [...found].map(([store, count]): [string, number] => [
    store,
    Math.max(before[store] ?? 0, count),
  ])
  return { ...before, ...Object.fromEntries(now) }
}

const storesOf = (unit: Row): Stores => (unit.stores as null | Stores) ?? {}

/** Notes on the unit what was found, and only then sweeps it: a crash in between forgets no number. */
export const sweepAll = async (work: Work, unit: Row, traces: readonly Trace[]): Promise<Row> => {
  const found = traces.filter(({ count }) => count > 0)
  if (found.length === 0) return unit
  await work.fence()
  const same = all({ key: { equals: unit.key } }, { state: { equals: unit.state } })
  const stores = noted(storesOf(unit), found)
  const moved = await compareAndSet({ payload: work.payload }, DELETIONS, same, { stores })
  if (!moved) throw leaseLost()
  for (const { sweep } of found) await sweep()
  return { ...unit, stores }
}

const rowsTrace = (ctx: Context, store: string, collection: string, rows: Row[]): Trace => ({
  store,
  count: rows.length,
  sweep: () => deleteRows(ctx, collection, { id: { in: rows.map(({ id }) => id) } }),
})

/** Whether rows of that collection may name a record by this relationship: Payload refuses the question otherwise. */
const mayPoint = (payload: BasePayload, from: string, name: string, to: string): boolean =>
  (payload.collections[from as never]?.config.flattenedFields ?? []).some(
    (field) =>
      field.name === name && field.type === 'relationship' && [field.relationTo].flat().includes(to as never),
  )

const pointingTo = (field: string, collection: string, ids: Id[]): Where =>
  all({ [`${field}.relationTo`]: { equals: collection } }, { [`${field}.value`]: { in: ids } })

/** A receipt keeps its number and says that, and when, what it stood for was deleted. */
const receiptsTrace = async (work: Work, ports: readonly FootprintPort[], refs: string[]): Promise<Trace> => {
  const more = await Promise.all(ports.map((port) => port.receiptSubjects(work, refs)))
  const at = { payload: work.payload }
  const found = await rowsAmong(at, RECEIPTS, 'subject', [...refs, ...more.flat()])
  const ids = { id: { in: found.map(({ id }) => id) } }
  const receipts = found.length > 0 ? await findRows(at, RECEIPTS, ids, { limit: 0, fields: ['facts'] }) : []
  // On SQLite an earlier record may have had the same id: what is closed stays as it was closed.
  const open = receipts.filter(({ facts }) => (facts as null | { state?: string })?.state !== 'deleted')
  return {
    store: 'receipts',
    count: open.length,
    sweep: () => {
      const facts = { state: 'deleted', deletedOn: nowOf(work.payload).toISOString() }
      return setAll(at, RECEIPTS, { id: { in: open.map(({ id }) => id) } }, { facts })
    },
  }
}

/** What people wrote about a record when they held it and let it go: a record that goes is on hold no more. */
const holdsTrace = async (work: Work, refs: string[]): Promise<Trace> => {
  const at = { payload: work.payload }
  const holds = await rowsAmong(at, HOLDS, 'subject', refs, ['why'])
  const written = holds.filter(({ why }) => Boolean(why))
  return {
    store: 'holds',
    count: written.length,
    sweep: async () => {
      for (const { id } of written)
        await compareAndSet(at, HOLDS, { id: { equals: id } }, { why: '', releasedWhy: null })
    },
  }
}

/** What other capabilities hold. One that does not say how much is asked to forget without it. */
const portTraces = async (work: Work, ports: readonly FootprintPort[], refs: string[]): Promise<Trace[]> => {
  const traces: Trace[] = []
  for (const port of ports) {
    if (!port.found) {
      await port.forget(work, refs)
      continue
    }
    const found = Object.entries(await port.found(work, refs))
    const all = found.reduce((sum, [, count]) => sum + count, 0)
    traces.push(
      ...found.map(([store, count], index): Trace => ({
        store,
        count,
        // One call forgets everything of the port: with its first store that holds something.
        sweep: () =>
          found.findIndex(([, some]) => some > 0) === index && all > 0
            ? port.forget(work, refs)
            : Promise.resolve(),
      })),
    )
  }
  return traces
}

/** Records of one collection that go. */
interface Part {
  collection: string
  ids: Id[]
}

/** Stores in which there is anything at all, asked in one question; a store that is empty is asked nothing more. */
const usedStores = async (work: Work): Promise<(collection: string) => boolean> => {
  const { payload, retention } = work
  const own = [RECEIPTS, HOLDS, HANDLED, LOCKS, PREFERENCES, ...searchIndexes(payload)]
  const theirs = retention.footprints.flatMap(({ collections = [] }) => collections)
  const filled = await filledAmong(work, [...own, ...theirs])
  return (collection) => filled.has(collection)
}

/** Traces of records in Payload's own collections, in those of its plugins, and in ours: each store asked once. */
const tracesOf = async (work: Work, parts: readonly Part[]): Promise<Trace[]> => {
  const some = parts.filter(({ ids }) => ids.length > 0)
  if (some.length === 0) return []
  const { payload } = work
  const at = { payload }
  const refs = some.flatMap(({ collection, ids }) => ids.map((id) => refOf(collection, id)))
  const isUsed = await usedStores(work)
  const ports = work.retention.footprints.filter(
    ({ collections }) => !collections || collections.some(isUsed),
  )
  const traces: Trace[] = []
  // First: what the others hold leads to receipts.
  if (isUsed(RECEIPTS)) traces.push(await receiptsTrace(work, ports, refs))
  traces.push(...(await portTraces(work, ports, refs)))
  if (isUsed(HOLDS)) traces.push(await holdsTrace(work, refs))
  const handled = isUsed(HANDLED) ? await rowsAmong(at, HANDLED, 'subject', refs) : []
  traces.push(rowsTrace(at, 'worklist', HANDLED, handled))
  for (const { collection, ids } of some) {
    // A collection with `lockDocuments: false` is not among them.
    for (const [store, from, field] of [
      ['locks', LOCKS, 'document'] as const,
      ...searchIndexes(payload).map((index) => ['search', index, 'doc'] as const),
    ])
      if (isUsed(from) && mayPoint(payload, from, field, collection)) {
        const rows = await findRows(at, from, pointingTo(field, collection, ids), {
          limit: 0,
          fields: ['id'],
        })
        traces.push(rowsTrace(at, store, from, rows))
      }
  }
  if (isUsed(PREFERENCES)) {
    const keys = some.flatMap(({ collection, ids }) => ids.map((id) => `collection-${collection}-${id}`))
    const rows = await rowsAmong(at, PREFERENCES, 'key', keys)
    traces.push(rowsTrace(at, 'preferences', PREFERENCES, rows))
  }
  return traces
}

/** Rows the host declared as belonging to these records, with their own traces. */
const dependentTraces = async (work: Work, rule: RetentionRule, ids: Id[]): Promise<Trace[]> => {
  const traces: Trace[] = []
  for (const { collection, field } of rule.dependents) {
    const rows = await findRows(work, collection, { [field]: { in: ids } }, { limit: 0, fields: ['id'] })
    const known = rows.map(({ id }) => id)
    const held = await keptAmong(work, work.retention, collection, known)
    const theirs = known.filter((id) => !held.has(String(id)))
    if (theirs.length === 0) continue
    traces.push(...(await tracesOf(work, [{ collection, ids: theirs }])))
    traces.push({
      store: 'dependents',
      count: theirs.length,
      sweep: async () => {
        await deleteVersions(work, collection, theirs)
        await deleteDocuments(work, collection, theirs)
        await deleteVersions(work, collection, theirs, true)
      },
    })
  }
  return traces
}

/**
 * Everything that other stores hold about the records of a unit and about the upload documents that go with them:
 * before any of these goes, because what points to it goes too.
 */
export const sweepUnit = async (work: Work, rule: RetentionRule, unit: Row): Promise<Row> => {
  const ids = unit.ids as Id[]
  const parts = (unit.uploads as null | Part[]) ?? []
  const traces = [
    ...(await tracesOf(work, [{ collection: rule.collection, ids }, ...parts])),
    ...(await dependentTraces(work, rule, ids)),
    ...(await dueWith(work, rule.collection, ids)),
  ]
  return sweepAll(work, unit, traces)
}
