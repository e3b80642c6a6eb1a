import { refOf } from '../../kernel/ref.js'
import type { Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { DATE_FIELD, nowOf, type Work } from './context.js'
import { type Counts, recordDigest } from './domain.js'
import { keptAmong } from './heldBy.js'
import type { RetentionRule } from './options.js'
import type { UploadsPart } from './steps.js'
import { countVersions, type Id, iso, rowsById } from './store.js'
import { noStores } from './traces.js'
import { allFileNames, ownUploads } from './uploads.js'
import { usedElsewhere } from './uses.js'

const lastCreation = (rows: Row[]): null | string =>
  rows
    .map((row) => (row.createdAt ? iso(row.createdAt) : ''))
    .sort()
    .at(-1) || null

/** Ids that another unit has taken before. Units are listed one after the other, under the lease. */
const takenBy = (open: Row[], unit: Row): Set<string> =>
  new Set(
    open
      .filter((other) => other.key !== unit.key && other.state !== 'intended')
      .flatMap((other) => (other.ids as Id[]).map(String)),
  )

/** A governed upload that another record still shows goes with that record, not before it. */
export const inUse = async (ctx: Context, rule: RetentionRule, rows: Row[]): Promise<Set<string>> => {
  const { config } = ctx.payload.collections[rule.collection as never]!
  const ids = rows.map((row) => row.id)
  return config.upload && rows.length > 0
    ? usedElsewhere(ctx, rule.collection, ids, { collection: rule.collection, ids })
    : new Set()
}

const uploadsPart = async (ctx: Context, collection: string, ids: Id[]): Promise<UploadsPart> => {
  const rows = await rowsById(ctx, collection, ids)
  return {
    collection,
    ids: rows.map((row) => row.id),
    names: await allFileNames(ctx, collection, rows),
    createdTo: lastCreation(rows),
  }
}

const countsOf = (uploads: UploadsPart[]): Pick<Counts, 'files' | 'uploads'> => ({
  uploads: uploads.reduce((sum, part) => sum + part.ids.length, 0),
  files: uploads.reduce((sum, part) => sum + part.names.length, 0),
})

export interface Listed {
  outcome: 'list' | 'yield'
  data: Record<string, unknown>
}

/**
 * Reads holds after the intent was written and yields to them; then writes down everything that is going to go.
 * @param open the units under way in this collection, this one among them.
 */
export const list = async (work: Work, rule: RetentionRule, unit: Row, open: Row[]): Promise<Listed> => {
  const wished = unit.ids as Id[]
  const held = await keptAmong(work, work.retention, rule.collection, wished)
  const taken = takenBy(open, unit)
  const free = wished.filter((id) => !held.has(String(id)) && !taken.has(String(id)))
  const present = await rowsById(work, rule.collection, free)
  const used = await inUse(work, rule, present)
  const rows = present.filter((row) => !used.has(String(row.id)))
  if (rows.length === 0) {
    return { outcome: 'yield', data: { ids: null, endedAt: nowOf(work.payload).toISOString() } }
  }
  const ids = rows.map((row) => row.id)
  const uploads: UploadsPart[] = []
  for (const [collection, own] of await ownUploads(work, rule, rows)) {
    if (own.length > 0) uploads.push(await uploadsPart(work, collection, own))
  }
  if (work.payload.collections[rule.collection as never]!.config.upload) {
    // Its own files; the documents themselves are the unit's rows.
    const names = await allFileNames(work, rule.collection, rows)
    uploads.push({ collection: rule.collection, ids: [], names, createdTo: null })
  }
  const dates = rows.flatMap((row) => (row[DATE_FIELD] ? [iso(row[DATE_FIELD])] : [])).sort()
  const counts: Counts = {
    rows: rows.length,
    versions: await countVersions(work, rule.collection, ids),
    ...countsOf(uploads),
  }
  return {
    outcome: 'list',
    data: {
      ids,
      uploads,
      counts,
      stores: noStores(work.payload, work.retention, rule),
      createdTo: lastCreation(rows),
      windowFrom: dates[0] ?? null,
      windowTo: dates.at(-1) ?? null,
      digests: rows.map((row) =>
        recordDigest(
          work.payload.secret,
          refOf(rule.collection, row.id),
          row.createdAt ? iso(row.createdAt) : '',
        ),
      ),
    },
  }
}

/**
 * What a listed unit holds without what is held by now; null when nothing changes. A hold writes itself and then reads
 * the lists, this reads the holds after the list was written: one of the two sees the other.
 */
export const withoutHeld = async (
  work: Work,
  rule: RetentionRule,
  unit: Row,
  open: () => Promise<Row[]>,
): Promise<null | Listed> => {
  const own = await keptAmong(work, work.retention, rule.collection, unit.ids as Id[])
  if (own.size > 0) return list(work, rule, unit, await open())
  const parts = (unit.uploads as null | UploadsPart[]) ?? []
  let spared = false
  const uploads: UploadsPart[] = []
  for (const part of parts) {
    const held = await keptAmong(work, work.retention, part.collection, part.ids)
    const ids = part.ids.filter((id) => !held.has(String(id)))
    if (ids.length === part.ids.length) {
      uploads.push(part)
      continue
    }
    spared = true
    if (ids.length > 0) uploads.push(await uploadsPart(work, part.collection, ids))
  }
  const counts = { ...(unit.counts as Counts), ...countsOf(uploads) }
  return spared ? { outcome: 'list', data: { uploads, counts } } : null
}
