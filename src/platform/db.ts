import type { BasePayload, DatabaseAdapter, PayloadRequest, Where } from 'payload'

import { isUniqueViolation } from './databases/index.js'
import { everyRow } from './databases/mongodb.js'
import { withoutTime } from './timeless.js'
import type { Context } from './runtime.js'

export { isUniqueViolation } from './databases/index.js'

// What a row holds is known to its collection's configuration, not to the compiler.
// eslint-disable-next-line ts/no-explicit-any
export type Row = { id: number | string } & Record<string, any>

const METHODS = [
  'create',
  'updateOne',
  'updateMany',
  'deleteOne',
  'deleteMany',
  'upsert',
  'createGlobal',
  'updateGlobal',
  'createVersion',
  'updateVersion',
  'createGlobalVersion',
  'updateGlobalVersion',
  'deleteVersions',
] as const
export type SealedMethod = (typeof METHODS)[number]
export const SEALED_METHODS: readonly SealedMethod[] = METHODS

type Originals = Pick<DatabaseAdapter, SealedMethod>
// Kept on the adapter, not in this module: Next bundles pages and routes apart, hot reload loads a module again, and
// each copy would have a memory of its own while Payload and its adapter live on.
const ORIGINALS = Symbol.for('payload-plugin-governance.originals')
export const rememberOriginals = (adapter: DatabaseAdapter, methods: Originals): void => {
  Object.defineProperty(adapter, ORIGINALS, { configurable: true, value: methods })
}

/**
 * The adapter's own methods, below the seals. Only stores and `platform/` use them: governance rows are sealed
 * against everyone else.
 */
export const rawDb = (payload: BasePayload): Originals & DatabaseAdapter => {
  const own = (payload.db as { [ORIGINALS]?: Originals })[ORIGINALS]
  return own ? (Object.assign(Object.create(payload.db), own) as Originals & DatabaseAdapter) : payload.db
}

/** All of these. Typed for what it is: an array literal of different keys is no `Where` to the compiler. */
export const all = (...parts: Where[]): Where => ({ and: parts })

/** Rows whose field does not hold these words. On SQL Payload leaves the wildcards of `not_like` to whoever asks. */
export const lacking = (payload: BasePayload, field: string, words: string): Where => ({
  [field]: { not_like: payload.db.name === 'mongoose' ? words : `%${words}%` },
})

const requestOf = (ctx: Context): Partial<PayloadRequest> => ctx.req ?? {}

/** `timeless`: nothing of the row says when it was written, its id neither. */
interface Inserted {
  timeless?: boolean
}
const idFor = ({ payload }: Context, { timeless }: Inserted): object => (timeless ? withoutTime(payload) : {})

/** Inserts a row; null when a unique key is already taken. Never call it with `req` inside a Postgres transaction
 * for keys that may exist: the violation would abort the caller's transaction. */
export const insertOnce = async (
  ctx: Context,
  collection: string,
  data: Record<string, unknown>,
  how: Inserted = {},
): Promise<Row | null> => {
  try {
    return await insert(ctx, collection, data, how)
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
}

/** The same where nobody needs the row: SQL databases read it in a statement of its own. */
export const recordOnce = async (
  ctx: Context,
  collection: string,
  data: Record<string, unknown>,
  how: Inserted = {},
): Promise<void> => {
  const row = { collection, data, req: requestOf(ctx), ...idFor(ctx, how) }
  try {
    await rawDb(ctx.payload).create({ ...row, returning: false } as never)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
  }
}

export const insert = async (
  ctx: Context,
  collection: string,
  data: Record<string, unknown>,
  how: Inserted = {},
): Promise<Row> =>
  (await rawDb(ctx.payload).create({
    ...{ collection, data, req: requestOf(ctx) },
    ...idFor(ctx, how),
  })) as unknown as Row

/**
 * Conditional write in one statement: null means that no row matched any more (somebody was faster).
 * `data` holds plain columns only; a number may be `{ $inc: n }`.
 */
export const compareAndSet = async (
  ctx: Context,
  collection: string,
  where: Where,
  data: Record<string, unknown>,
): Promise<Row | null> =>
  (await rawDb(ctx.payload).updateOne({
    collection,
    where,
    // The adapter of MongoDB takes the increments out of the object that it is given: the caller's stays whole.
    data: { ...data },
    req: requestOf(ctx),
    options: { atomic: true },
  } as Parameters<DatabaseAdapter['updateOne']>[0])) as unknown as null | Row

/**
 * The same for every row that matches, in one statement; which they were is read afterwards, by a value that was
 * written. SQL databases have it as their conditional `updateOne`: their `updateMany` reads first, then writes by id.
 */
export const setAll = async (
  ctx: Context,
  collection: string,
  where: Where,
  data: Record<string, unknown>,
): Promise<void> => {
  const db = rawDb(ctx.payload)
  const write = { collection, where, data: { ...data }, req: requestOf(ctx) }
  if (db.name === 'mongoose') await db.updateMany({ ...write, returning: false } as never)
  else await db.updateOne({ ...write, options: { atomic: true } } as never)
}

export const findRow = async (ctx: Context, collection: string, where: Where): Promise<Row | null> =>
  (await ctx.payload.db.findOne({ collection, where, req: requestOf(ctx) })) as unknown as null | Row

export const findRows = async (
  ctx: Context,
  collection: string,
  where: Where,
  options: { limit?: number; sort?: string | string[]; fields?: string[] } = {},
): Promise<Row[]> => {
  const found = await ctx.payload.db.find({
    collection,
    where,
    limit: options.limit ?? 100,
    sort: options.sort ?? 'id',
    pagination: false,
    ...(options.fields ? { select: Object.fromEntries(options.fields.map((name) => [name, true])) } : {}),
    req: requestOf(ctx),
  })
  return found.docs as Row[]
}

export const countRows = async (ctx: Context, collection: string, where: Where): Promise<number> => {
  const condition = Object.keys(where).length > 0 ? where : everyRow
  return (await ctx.payload.db.count({ collection, where: condition, req: requestOf(ctx) })).totalDocs
}

export const deleteRows = async (ctx: Context, collection: string, where: Where): Promise<void> => {
  await rawDb(ctx.payload).deleteMany({ collection, where, req: requestOf(ctx) })
}
