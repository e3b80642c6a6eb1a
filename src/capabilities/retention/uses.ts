import type { BasePayload, FlattenedField, Where } from 'payload'

import { heldElsewhere } from '../../platform/among.js'
import { all, findRows, rawDb, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { counts, isColumn, pointersIn, pointersTo, uploadsIn } from './footprint.js'
import { hasRichText, namesIn } from './richText.js'
import { type Id, isVersioned } from './store.js'

const PAGE = 200

/** Records that are about to go, and do not count as users of a file. */
export interface Leaving {
  collection: string
  ids: Id[]
}

const versionsWhere = async (
  payload: BasePayload,
  collection: string,
  where: Where,
  page?: number,
): Promise<Row[]> => {
  const { docs } = await rawDb(payload).findVersions({
    collection,
    where,
    ...(page === undefined ? { limit: 0, pagination: false } : { limit: PAGE, page, sort: 'id' }),
    req: {},
  })
  return docs.map((version) => version.version as unknown as Row)
}

/** By a field that is a column of its own: only that is read. Null where the database is asked by Payload. */
const byColumn = async (
  ctx: Context,
  of: { collection: string; field: string },
  ids: Id[],
  leaving: Id[],
): Promise<null | string[]> => {
  const versioned = isVersioned(ctx.payload, of.collection)
  const [used, before] = await Promise.all([
    heldElsewhere(ctx, { ...of, versions: false }, ids, leaving),
    versioned ? heldElsewhere(ctx, { ...of, versions: true }, ids, leaving) : [],
  ])
  return used && before && [...used, ...before]
}

/** By upload and relationship fields of collections: found by query. */
const byFields = async (ctx: Context, target: string, ids: Id[], leaving: Leaving): Promise<string[]> => {
  const { payload } = ctx
  const used: string[] = []
  for (const { collection, path, polymorphic } of pointersTo(payload, target)) {
    const { config } = payload.collections[collection as never]!
    const query = (prefix: string): Where => ({
      [`${prefix}${path}${polymorphic ? '.value' : ''}`]: { in: ids },
    })
    const isLeaving = collection === leaving.collection
    const field = config.flattenedFields.find(({ name }) => name === path)
    if (field && isColumn(field)) {
      const found = await byColumn(ctx, { collection, field: path }, ids, isLeaving ? leaving.ids : [])
      if (found) {
        used.push(...found)
        continue
      }
    }
    const stay: Where[] = isLeaving ? [{ id: { not_in: leaving.ids } }] : []
    const images = await findRows(ctx, collection, all(query(''), ...stay), { limit: 0 })
    if (isVersioned(payload, collection)) {
      const stayVersions: Where[] = isLeaving ? [{ parent: { not_in: leaving.ids } }] : []
      images.push(...(await versionsWhere(payload, collection, all(query('version.'), ...stayVersions))))
    }
    for (const image of images) {
      for (const ref of uploadsIn(payload, config.flattenedFields, image, [path])) {
        if (ref.collection === target) used.push(String(ref.id))
      }
    }
  }
  return used
}

/** A record that shows a file now. */
export interface User {
  collection: string
  row: Row
}

/** By fields of records as they are now: which record shows each of these, one of them where several do. */
export const usersOf = async (ctx: Context, target: string, ids: Id[]): Promise<Map<string, User>> => {
  const { payload } = ctx
  const users = new Map<string, User>()
  for (const { collection, path, polymorphic } of ids.length > 0 ? pointersTo(payload, target) : []) {
    const { config } = payload.collections[collection as never]!
    const where = { [`${path}${polymorphic ? '.value' : ''}`]: { in: ids } }
    for (const row of await findRows(ctx, collection, where, { limit: 0 })) {
      for (const ref of uploadsIn(payload, config.flattenedFields, row, [path]))
        if (ref.collection === target && !users.has(String(ref.id)))
          users.set(String(ref.id), { collection, row })
    }
  }
  return users
}

const imagesOfGlobal = async (ctx: Context, slug: string, versioned: boolean): Promise<Row[]> => {
  const doc = (await rawDb(ctx.payload).findGlobal({ slug, req: {} } as never)) as unknown as null | Row
  if (!versioned) return doc ? [doc] : []
  const { docs } = await rawDb(ctx.payload).findGlobalVersions({
    global: slug,
    where: {},
    limit: 1,
    sort: '-updatedAt',
    req: {},
  } as never)
  return [...(doc ? [doc] : []), ...docs.map((version) => version.version as unknown as Row)]
}

/** By globals: a handful, read whole, with their newest draft. */
const byGlobals = async (ctx: Context, target: string, wanted: Set<string>): Promise<string[]> => {
  const used: string[] = []
  for (const config of ctx.payload.globals.config) {
    const fields: FlattenedField[] = config.flattenedFields
    const paths = pointersIn(ctx.payload, config.slug, fields, target).map(({ path }) => path)
    const rich = hasRichText(ctx.payload, fields)
    if (!counts(config.slug) || (paths.length === 0 && !rich)) continue
    for (const image of await imagesOfGlobal(ctx, config.slug, Boolean(config.versions))) {
      for (const ref of uploadsIn(ctx.payload, fields, image, paths)) {
        if (ref.collection === target) used.push(String(ref.id))
      }
      if (rich) used.push(...namesIn(image, target, wanted))
    }
  }
  return used
}

/** By rich texts of collections: no database can be asked for a node, so they are read, page by page. */
const byRichTexts = async (
  ctx: Context,
  target: string,
  wanted: Set<string>,
  leaving: Leaving,
): Promise<string[]> => {
  const { payload } = ctx
  const used: string[] = []
  for (const { config } of Object.values(payload.collections)) {
    if (!counts(config.slug) || !hasRichText(payload, config.flattenedFields)) continue
    const isLeaving = config.slug === leaving.collection
    for (let after: Id | undefined; ;) {
      const stay = isLeaving ? [{ id: { not_in: leaving.ids } }] : []
      const next = after === undefined ? [] : [{ id: { greater_than: after } }]
      const where = stay.length + next.length > 0 ? all(...stay, ...next) : {}
      const rows = await findRows(ctx, config.slug, where, { limit: PAGE, sort: 'id' })
      for (const row of rows) used.push(...namesIn(row, target, wanted))
      after = rows.at(-1)?.id
      if (rows.length < PAGE) break
    }
    if (!isVersioned(payload, config.slug)) continue
    const stay: Where[] = isLeaving ? [{ parent: { not_in: leaving.ids } }] : []
    for (let page = 1; ; page += 1) {
      const newest = all({ latest: { equals: true } }, ...stay)
      const images = await versionsWhere(payload, config.slug, newest, page)
      for (const image of images) used.push(...namesIn(image, target, wanted))
      if (images.length < PAGE) break
    }
  }
  return used
}

/**
 * Which of these documents something else of the site still shows: a field of another row or of one of its versions,
 * a global, or a rich text (live or in its newest draft).
 */
export const usedElsewhere = async (
  ctx: Context,
  target: string,
  ids: Id[],
  leaving: Leaving,
): Promise<Set<string>> => {
  const used = new Set<string>()
  const left = (): Id[] => ids.filter((id) => !used.has(String(id)))
  const wanted = (): Set<string> => new Set(left().map(String))
  const note = (found: string[]): void => found.forEach((id) => used.add(id))
  if (left().length > 0) note(await byFields(ctx, target, left(), leaving))
  if (left().length > 0) note(await byGlobals(ctx, target, wanted()))
  if (left().length > 0) note(await byRichTexts(ctx, target, wanted(), leaving))
  return used
}
