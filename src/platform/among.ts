import { MANY } from './databases/differences.js'
import { differencesOf } from './databases/index.js'
import { countRows, findRows, rawDb, type Row } from './db.js'
import type { Context } from './runtime.js'

type Id = number | string

/**
 * Rows of which a field, a plain column, holds one of these values: with their ids, and no other fields than these, in
 * any order. For lists of hundreds, where most of the time of a question goes into writing them out.
 */
export const rowsAmong = async (
  { payload }: Context,
  collection: string,
  field: string,
  values: readonly Id[],
  fields: readonly string[] = [],
): Promise<Row[]> => {
  if (values.length === 0) return []
  const columns = [...new Set(['id', ...fields])]
  const wanted = { collection, columns, among: { column: field, values } }
  const looked = await differencesOf(payload.db)?.lookUp(rawDb(payload), wanted)
  if (looked) return looked as unknown as Row[]
  return findRows({ payload }, collection, { [field]: { in: [...values] } }, { limit: 0, fields: columns })
}

/** How many they are. */
export const countAmong = async (
  { payload }: Context,
  collection: string,
  field: string,
  values: readonly Id[],
): Promise<number> => {
  if (values.length === 0) return 0
  const wanted = { collection, among: { column: field, values } }
  const many = await differencesOf(payload.db)?.countAmong(rawDb(payload), wanted)
  return many ?? countRows({ payload }, collection, { [field]: { in: [...values] } })
}

/** Of these collections those that hold anything at all. One that the site does not have holds nothing. */
export const filledAmong = async (
  { payload }: Context,
  collections: readonly string[],
): Promise<Set<string>> => {
  const known = [...new Set(collections)].filter((slug) => payload.collections[slug as never])
  if (known.length === 0) return new Set()
  return (await differencesOf(payload.db)?.filled(rawDb(payload), known)) ?? new Set(known)
}

/**
 * What versions of these records hold in these fields, plain columns, each combination once and in how many of them;
 * null where it is not to be had.
 */
export const versionsAmong = async (
  { payload }: Context,
  collection: string,
  parents: readonly Id[],
  fields: readonly string[],
): Promise<{ parent: Id; version: Record<string, unknown>; many: number }[] | null> => {
  const columns = ['parent', ...fields.map((name) => `version_${name}`)]
  const among = { column: 'parent', values: parents }
  const wanted = { collection, versions: true, columns, among }
  const looked = await differencesOf(payload.db)?.lookUp(rawDb(payload), wanted)
  if (!looked) return null
  return looked.map((row) => ({
    parent: row.parent as Id,
    version: Object.fromEntries(fields.map((name) => [name, row[`version_${name}`]])),
    many: row[MANY],
  }))
}

/**
 * Which of these values a field, a plain column, holds in rows or in versions of a collection, other than those of
 * these records; null where it is not to be had.
 */
export const heldElsewhere = async (
  { payload }: Context,
  where: { collection: string; field: string; versions: boolean },
  values: readonly Id[],
  leaving: readonly Id[],
): Promise<null | string[]> => {
  const { collection, field, versions } = where
  const column = versions ? `version_${field}` : field
  const beside = { column: versions ? 'parent' : 'id', values: leaving }
  const wanted = { collection, versions, columns: [column], among: { column, values } }
  const asked = leaving.length > 0 ? { ...wanted, beside } : wanted
  const looked = await differencesOf(payload.db)?.lookUp(rawDb(payload), asked)
  return looked ? looked.map((row) => String(row[column])) : null
}
