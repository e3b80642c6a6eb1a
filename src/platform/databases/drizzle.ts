import type { Where } from 'payload'

import type { Differences, DriverError } from './differences.js'

/** What SQLite and Postgres share, because drizzle speaks to both: it lists every value of a failed query. */
export const removeParameters = (error: DriverError): void => {
  const { message = '', stack, params } = error
  if (!Array.isArray(params)) return
  const end = message.indexOf('\nparams: ')
  const wordless = end < 0 ? message : message.slice(0, end)
  Object.assign(error, { params: [], message: wordless, stack: stack?.replace(message, () => wordless) })
}

/** What drizzle hands to a condition that it is asked for: so no copy of it is imported beside the adapter's own. */
interface Operators {
  inArray: (column: unknown, values: unknown[]) => unknown
  isNull: (column: unknown) => unknown
  or: (...conditions: unknown[]) => unknown
}

/** Of Payload's SQL adapters what is needed here. */
interface Drizzled {
  tableNameMap: Map<string, string>
  tables: Record<string, { id: unknown; parent?: unknown }>
  versionsSuffix: string
  drizzle: {
    query: Record<
      string,
      { findFirst: (of: { where: (fields: unknown, own: Operators) => unknown }) => { toSQL: () => unknown } }
    >
  }
  sessions: Record<string, undefined | { db: unknown }>
  deleteWhere: (args: { db: unknown; tableName: string; where: unknown }) => Promise<void>
}

const operatorsFor = (db: Drizzled, table: string): Operators => {
  let operators: Operators | undefined
  db.drizzle.query[table]!.findFirst({
    where: (_, own) => {
      operators = own
      return undefined
    },
  }).toSQL()
  return operators!
}

/** As Payload names tables by slugs; what a host names otherwise is in the adapter's map, by this name. */
const snake = (slug: string): string =>
  (/[\W_]/.test(slug) ? slug : slug.replace(/([a-z\d])([A-Z])/g, '$1_$2'))
    .replace(/[\W_]+/g, '_')
    .toLowerCase()

/**
 * Payload's own reads every version whole and then deletes by id. A document that goes leaves its versions with
 * `parent: null`; rows of arrays, languages and relationships go with theirs by the foreign keys of the schema.
 */
export const deleteVersionsAtOnce: Differences['deleteVersions'] = async (
  adapter,
  { collection, ids, req },
) => {
  const db = adapter as unknown as Drizzled
  const name = db.tableNameMap.get(`_${snake(collection)}${db.versionsSuffix}`)
  const parent = name === undefined ? undefined : db.tables[name]?.parent
  if (name === undefined || !parent) {
    const of = (where: Where): Promise<unknown> => adapter.deleteVersions({ collection, where, req })
    await of({ parent: { in: ids } })
    await of({ parent: { exists: false } })
    return
  }
  const { inArray, isNull, or } = operatorsFor(db, name)
  const session = req.transactionID ? db.sessions[String(await req.transactionID)]?.db : undefined
  const where = or(inArray(parent, ids), isNull(parent))
  await db.deleteWhere({ db: session ?? db.drizzle, tableName: name, where })
}

/** What is not named stays as it is: rows of languages, arrays and relations are written anew only where they are. */
export const setInVersion: Differences['setInVersion'] = async (
  adapter,
  { collection, id, fields, updatedAt, req },
) => {
  const versionData = { version: fields, updatedAt }
  await adapter.updateVersion({ collection, id, versionData, returning: false, req } as never)
}
