import type { BasePayload, PayloadRequest, Where } from 'payload'

import { differencesOf } from '../../platform/databases/index.js'
import { all, countRows, deleteRows, findRow, findRows, rawDb, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { PLANS } from './collections.js'
import { DATE_FIELD, hasTimestamps, sameRecords } from './context.js'
import { sparing } from './heldBy.js'

export type Id = number | string
const never: Where = { id: { in: [] } }
export const isVersioned = (payload: BasePayload, collection: string): boolean =>
  Boolean(payload.collections[collection as never]?.config.versions)
export const iso = (value: unknown): string => new Date(value as string).toISOString()

/** Ids in evidence are text; the database wants its own type. */
export const dbId = (payload: BasePayload, collection: string, id: string): Id => {
  const own = payload.collections[collection as never]?.customIDType
  return (own ?? payload.db.defaultIDType) === 'number' && /^\d+$/.test(id) ? Number(id) : id
}

/** Nothing was there before governance, or somebody has said that it may go. */
export const isConfirmed = async (ctx: Context, collection: string): Promise<boolean> => {
  const plan = await findRow(ctx, PLANS, { key: { equals: `first:${collection}` } })
  return plan !== null && plan.state !== 'proposed'
}

/** Without a confirmed plan, what was there before governance does not go. */
export const released = async (ctx: Context, collection: string): Promise<Where | null> => {
  const plan = await findRow(ctx, PLANS, { key: { equals: `first:${collection}` } })
  if (!plan) return never
  if (plan.state !== 'proposed') return null
  return plan.boundary ? { createdAt: { greater_than: iso(plan.boundary) } } : never
}

/** Rows of a collection whose date lies before `limit` and that may go: not held, not unconfirmed. */
export const duePart = async (ctx: Context, collection: string, limit: Date): Promise<Where> => {
  const [free, spared] = await Promise.all([released(ctx, collection), sparing(ctx, collection)])
  return all({ [DATE_FIELD]: { less_than_equal: limit.toISOString() } }, ...spared, ...(free ? [free] : []))
}

const beside = (ids: Id[]): Where[] => (ids.length > 0 ? [{ id: { not_in: ids } }] : [])

export const dueRows = async (
  ctx: Context,
  collection: string,
  limit: Date,
  except: Id[],
  most: number,
): Promise<Row[]> => {
  const where = all(await duePart(ctx, collection, limit), ...beside(except))
  return findRows(ctx, collection, where, { limit: most, sort: DATE_FIELD })
}

/** The same where only ids and dates are asked for, from that date on: what is older was looked at before. */
export const dueFrom = async (
  ctx: Context,
  collection: string,
  { due, except, most, from }: { due: Where; except: Id[]; most: number; from: null | string },
): Promise<Row[]> => {
  const where = all(due, ...beside(except), ...(from ? [{ [DATE_FIELD]: { greater_than_equal: from } }] : []))
  return findRows(ctx, collection, where, { limit: most, sort: DATE_FIELD, fields: [DATE_FIELD] })
}

export const countDue = async (
  ctx: Context,
  collection: string,
  limit: Date,
  among?: null | Where,
): Promise<number> => {
  const due = await duePart(ctx, collection, limit)
  return countRows(ctx, collection, among ? all(among, due) : due)
}

/** Rows whose date lies before `limit` and that stay because holds keep them. */
export const countKept = async (ctx: Context, collection: string, limit: Date): Promise<number> => {
  const free = await released(ctx, collection)
  const dated = all({ [DATE_FIELD]: { less_than_equal: limit.toISOString() } }, ...(free ? [free] : []))
  return (await countRows(ctx, collection, dated)) - (await countDue(ctx, collection, limit))
}

export const oldestDue = async (
  ctx: Context,
  collection: string,
  limit: Date,
  among?: null | Where,
): Promise<Row | undefined> => {
  const due = await duePart(ctx, collection, limit)
  const where = among ? all(among, due) : due
  return (await findRows(ctx, collection, where, { limit: 1, sort: DATE_FIELD }))[0]
}

const LOOKED_AT_ONCE = 100

/** The oldest that this condition does not find: in databases the opposite of a condition is not always one. */
export const oldestDueBeside = async (
  ctx: Context,
  collection: string,
  limit: Date,
  beside: Where,
): Promise<Row | undefined> => {
  const passed: Id[] = []
  for (;;) {
    const rows = await dueRows(ctx, collection, limit, passed, LOOKED_AT_ONCE)
    const ids = rows.map(({ id }) => id)
    const found = await findRows(ctx, collection, all(beside, { id: { in: ids } }), { limit: LOOKED_AT_ONCE })
    const known = new Set(found.map(({ id }) => String(id)))
    const other = rows.find(({ id }) => !known.has(String(id)))
    if (other || rows.length < LOOKED_AT_ONCE) return other
    passed.push(...ids)
  }
}

export const rowsById = async (
  ctx: Context,
  collection: string,
  ids: Id[],
  fields?: string[],
): Promise<Row[]> =>
  ids.length === 0
    ? []
    : findRows(ctx, collection, { id: { in: ids } }, { limit: ids.length, ...(fields ? { fields } : {}) })

/** Without a date: older than the installation, or written past every API. */
export const UNDATED: Where = { [DATE_FIELD]: { exists: false } }
export const countUndated = (ctx: Context, collection: string): Promise<number> =>
  countRows(ctx, collection, UNDATED)

/** Last creation among rows without a date, and how many they are: what stood there before governance. */
export const existingRows = async (
  ctx: Context,
  collection: string,
): Promise<{ count: number; boundary: null | string }> => {
  const count = await countUndated(ctx, collection)
  const [last] = count > 0 ? await findRows(ctx, collection, UNDATED, { limit: 1, sort: '-createdAt' }) : []
  return { count, boundary: last?.createdAt ? iso(last.createdAt) : null }
}

export const countVersions = async (ctx: Context, collection: string, ids: Id[]): Promise<number> => {
  if (!isVersioned(ctx.payload, collection) || ids.length === 0) return 0
  const among = { column: 'parent', values: ids }
  const { db } = ctx.payload
  const many = await differencesOf(db)?.countAmong(db, { collection, versions: true, among })
  return many ?? (await db.countVersions({ collection, where: { parent: { in: ids } }, req: {} })).totalDocs
}

/**
 * Deletes versions of these rows, and (SQL) those whose row went while they were being written; of rows that are `gone`
 * what was written between the two.
 */
export const deleteVersions = async (
  ctx: Context,
  collection: string,
  ids: Id[],
  gone = false,
): Promise<void> => {
  if (!isVersioned(ctx.payload, collection) || ids.length === 0) return
  const db = rawDb(ctx.payload)
  const req = ctx.req ?? {}
  const own = differencesOf(db)?.deleteVersions
  if (own) return own(db, { collection, ids, req, gone })
  await db.deleteVersions({ collection, where: { parent: { in: ids } }, req })
  await db.deleteVersions({ collection, where: { parent: { exists: false } }, req })
}

/** Whether a version may be written of a row that is gone: SQL refuses it. */
export const versionsStay = ({ payload }: Context): boolean =>
  differencesOf(payload.db)?.versionsStay === true

export const deleteDocuments = async (
  ctx: Context,
  collection: string,
  ids: Id[],
  createdTo?: null | string,
): Promise<void> => {
  if (ids.length === 0) return
  const db = rawDb(ctx.payload)
  const own = differencesOf(db)?.deleteDocuments
  if (!own) return deleteRows(ctx, collection, sameRecords(ctx.payload, collection, ids, createdTo))
  const until = createdTo && hasTimestamps(ctx.payload, collection) ? createdTo : null
  await own(db, { collection, ids, createdTo: until, req: ctx.req ?? {} })
}

/** What a job of Payload's queue holds; its log is rows of its own, which only the whole row can be written with. */
export const rewriteJob = async (ctx: Context, id: Id, data: Record<string, unknown>): Promise<void> => {
  await rawDb(ctx.payload).updateOne({ collection: 'payload-jobs', id, data, req: {} } as never)
}

/** A record as its collection's own hooks know it: in the site's language, after its `afterRead`. */
export const documentOf = async (req: PayloadRequest, collection: string, id: Id): Promise<null | Row> =>
  (await req.payload.findByID({
    collection: collection as never,
    id,
    depth: 0,
    disableErrors: true,
    overrideAccess: true,
    showHiddenFields: true,
    trash: true,
    req,
  })) as null | Row
