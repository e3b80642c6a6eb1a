import { refOf } from '../../kernel/ref.js'
import { rowsAmong } from '../../platform/among.js'
import { all, findRows, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { DELETIONS } from './collections.js'
import { DATE_FIELD, nowOf, type Work } from './context.js'
import { type Counts, LISTED_STATES, recordDigest } from './domain.js'
import { type FilesPart, isElsewhere } from './files.js'
import { holdsInForce, keptAmong } from './heldBy.js'
import type { RetentionRule } from './options.js'
import type { UploadsPart } from './steps.js'
import { countVersions, type Id, iso, rowsById } from './store.js'
import { storedImages } from './stored.js'
import { noStores } from './traces.js'
import {
  allFileNames,
  mayNameUploads,
  type Naming,
  namingVersions,
  ownUploadRows,
  uploadFields,
} from './uploads.js'
import { usedElsewhere } from './uses.js'

const lastCreation = (rows: Row[]): null | string =>
  rows
    .map((row) => (row.createdAt ? iso(row.createdAt) : ''))
    .sort()
    .at(-1) || null

/** Ids that another unit has taken before. Units are listed one after the other, under the lease. */
const takenBy = async (ctx: Context, rule: RetentionRule, unit: Row): Promise<Set<string>> => {
  const where = all({ state: { in: LISTED_STATES } }, { subjectCollection: { equals: rule.collection } })
  const others = await findRows(ctx, DELETIONS, where, { limit: 10_000, fields: ['key', 'ids'] })
  return new Set(
    others
      .filter(({ key }) => key !== unit.key)
      .flatMap(({ ids }) => ((ids as Id[] | null) ?? []).map(String)),
  )
}

/** A governed upload that another record still shows goes with that record, not before it. */
export const inUse = async (ctx: Context, rule: RetentionRule, rows: Row[]): Promise<Set<string>> => {
  const { config } = ctx.payload.collections[rule.collection as never]!
  const ids = rows.map((row) => row.id)
  return config.upload && rows.length > 0
    ? usedElsewhere(ctx, rule.collection, ids, { collection: rule.collection, ids })
    : new Set()
}

/** When it was listed is told by the clock that dates files, which is not the one that tests set. */
const filesOf = async (work: Work, collection: string, rows: Row[]): Promise<FilesPart> => ({
  collection,
  names: await allFileNames(work, collection, rows),
  listedAt: Date.now(),
  ...(isElsewhere(work.payload.collections[collection as never]!.config)
    ? { stored: await storedImages(work, collection, rows) }
    : {}),
})

const uploadsPart = async (work: Work, collection: string, rows: Row[]): Promise<UploadsPart> => ({
  ...(await filesOf(work, collection, rows)),
  ids: rows.map((row) => row.id),
  createdTo: lastCreation(rows),
})

/** What the list is made of, and nothing else of what people sent: it need not be read. */
const rowsToList = (work: Work, rule: RetentionRule, ids: Id[]): Promise<Row[]> => {
  const { config } = work.payload.collections[rule.collection as never]!
  // Of an upload its own files are listed, too.
  const fields = config.upload ? undefined : uploadFields(work, rule)
  return fields
    ? rowsAmong(work, rule.collection, 'id', ids, ['createdAt', DATE_FIELD, ...fields])
    : rowsById(work, rule.collection, ids)
}

const countsOf = (uploads: UploadsPart[]): Pick<Counts, 'files' | 'uploads'> => ({
  uploads: uploads.reduce((sum, part) => sum + part.ids.length, 0),
  files: uploads.reduce((sum, part) => sum + part.names.length, 0),
})

/** How many versions these records have: counted while they were read, where they were. */
const versionsOf = async (work: Work, rule: RetentionRule, ids: Id[], naming: Naming[]): Promise<number> => {
  if (!mayNameUploads(work, rule)) return countVersions(work, rule.collection, ids)
  const of = new Set(ids.map(String))
  return naming.reduce((sum, { parent, many = 1 }) => sum + (of.has(String(parent)) ? many : 0), 0)
}

export interface Listed {
  outcome: 'list' | 'yield'
  data: Record<string, unknown>
}

/** Reads holds after the intent was written and yields to them; then writes down everything that is going to go. */
export const list = async (work: Work, rule: RetentionRule, unit: Row): Promise<Listed> => {
  const wished = unit.ids as Id[]
  // All at once: what of it is not free is left out afterwards.
  const [holds, taken, present, naming] = await Promise.all([
    holdsInForce(work),
    takenBy(work, rule, unit),
    rowsToList(work, rule, wished),
    namingVersions(work, rule, wished),
  ])
  const held = await keptAmong(work, work.retention, rule.collection, wished, holds)
  const free = present.filter(({ id }) => !held.has(String(id)) && !taken.has(String(id)))
  const used = await inUse(work, rule, free)
  const rows = free.filter((row) => !used.has(String(row.id)))
  if (rows.length === 0) {
    return { outcome: 'yield', data: { ids: null, endedAt: nowOf(work.payload).toISOString() } }
  }
  const ids = rows.map((row) => row.id)
  const uploads: UploadsPart[] = []
  const [theirs, versions] = await Promise.all([
    ownUploadRows(work, rule, rows, { holds, naming }),
    versionsOf(work, rule, ids, naming),
  ])
  for (const [collection, own] of theirs) {
    if (own.length > 0) uploads.push(await uploadsPart(work, collection, own))
  }
  if (work.payload.collections[rule.collection as never]!.config.upload) {
    // Its own files; the documents themselves are the unit's rows.
    uploads.push({ ...(await filesOf(work, rule.collection, rows)), ids: [], createdTo: null })
  }
  const dates = rows.flatMap((row) => (row[DATE_FIELD] ? [iso(row[DATE_FIELD])] : [])).sort()
  const counts: Counts = {
    rows: rows.length,
    versions,
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
export const withoutHeld = async (work: Work, rule: RetentionRule, unit: Row): Promise<null | Listed> => {
  const holds = await holdsInForce(work)
  if (holds.length === 0) return null
  const own = await keptAmong(work, work.retention, rule.collection, unit.ids as Id[], holds)
  if (own.size > 0) return list(work, rule, unit)
  const parts = (unit.uploads as null | UploadsPart[]) ?? []
  let spared = false
  const uploads: UploadsPart[] = []
  for (const part of parts) {
    const held = await keptAmong(work, work.retention, part.collection, part.ids, holds)
    const ids = part.ids.filter((id) => !held.has(String(id)))
    if (ids.length === part.ids.length) {
      uploads.push(part)
      continue
    }
    spared = true
    if (ids.length > 0)
      uploads.push(await uploadsPart(work, part.collection, await rowsById(work, part.collection, ids)))
  }
  const counts = { ...(unit.counts as Counts), ...countsOf(uploads) }
  return spared ? { outcome: 'list', data: { uploads, counts } } : null
}
