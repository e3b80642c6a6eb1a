import type { DatabaseAdapter, PayloadRequest, Where } from 'payload'

import type { Differences, DriverError, Lookup } from './differences.js'

/** What SQLite and Postgres share, because drizzle speaks to both: it lists every value of a failed query. */
export const removeParameters = (error: DriverError): void => {
  const { message = '', stack, params } = error
  if (!Array.isArray(params)) return
  const end = message.indexOf('\nparams: ')
  const wordless = end < 0 ? message : message.slice(0, end)
  Object.assign(error, { params: [], message: wordless, stack: stack?.replace(message, () => wordless) })
}

/** A piece of SQL. */
type Sql = object
interface SqlTemplate {
  (strings: TemplateStringsArray, ...parts: unknown[]): Sql
  param: (value: unknown) => Sql
  join: (parts: Sql[], between: Sql) => Sql
  identifier: (name: string) => Sql
}

/** What drizzle hands to a condition that it is asked for: so no copy of it is imported beside the adapter's own. */
interface Operators {
  and: (...conditions: unknown[]) => unknown
  isNull: (column: unknown) => unknown
  lte: (column: unknown, value: unknown) => unknown
  not: (condition: unknown) => unknown
  or: (...conditions: unknown[]) => unknown
  sql: SqlTemplate
}

type Table = Record<string, unknown> & { id: unknown }
type Select = (columns: object) => {
  from: (table: Table) => { where: (condition: unknown) => Promise<Record<string, unknown>[]> }
}
interface Session {
  select: Select
  selectDistinct: Select
}

/** Of Payload's SQL adapters what is needed here. */
interface Drizzled {
  tableNameMap: Map<string, string>
  tables: Record<string, Table>
  versionsSuffix: string
  drizzle: Session & {
    query: Record<
      string,
      { findFirst: (of: { where: (fields: unknown, own: Operators) => unknown }) => { toSQL: () => unknown } }
    >
  }
  /** Where others only read from. */
  primaryDrizzle?: Session
  sessions: Record<string, undefined | { db: unknown }>
  deleteWhere: (args: { db: unknown; tableName: string; where: unknown }) => Promise<void>
  execute: (args: { db: unknown; sql: Sql }) => Promise<{ rows: Record<string, unknown>[] }>
}

/** As Payload names tables by slugs; what a host names otherwise is in the adapter's map, by this name. */
const snake = (slug: string): string =>
  (/[\W_]/.test(slug) ? slug : slug.replace(/([a-z\d])([A-Z])/g, '$1_$2'))
    .replace(/[\W_]+/g, '_')
    .toLowerCase()

interface Found {
  db: Drizzled
  name: string
  table: Table
  own: Operators
}

/** They stay with the connection: to ask for them takes a statement that is put together and thrown away. */
const OPERATORS = Symbol.for('payload-plugin-governance.operators')

const operatorsOf = (db: Drizzled, table: string): Operators => {
  const holder = db.drizzle as { [OPERATORS]?: Operators }
  if (holder[OPERATORS]) return holder[OPERATORS]
  db.drizzle.query[table]!.findFirst({
    where: (_, own) => {
      holder[OPERATORS] = own
      return undefined
    },
  }).toSQL()
  return holder[OPERATORS]!
}

/** The table of a collection or of its versions; null where it cannot be told. */
const tableOf = (adapter: DatabaseAdapter, collection: string, versions = false): Found | null => {
  const db = adapter as unknown as Drizzled
  const slug = snake(collection)
  const name = db.tableNameMap.get(versions ? `_${slug}${db.versionsSuffix}` : slug)
  const table = name === undefined ? undefined : db.tables[name]
  return name !== undefined && table ? { db, name, table, own: operatorsOf(db, name) } : null
}

const sessionOf = async (db: Drizzled, req: Partial<PayloadRequest>): Promise<unknown> =>
  (req.transactionID ? db.sessions[String(await req.transactionID)]?.db : undefined) ?? db.drizzle

/** Reads what was just written, also where others read from a copy. */
const readerOf = (db: Drizzled): Session => db.primaryDrizzle ?? db.drizzle

/**
 * Rows whose column holds one of these values, which go along as one: written out, each value is a parameter of its
 * own, and to put hundreds of them into a statement takes longer than the database takes for it.
 */
type InList = (sql: SqlTemplate, column: unknown, values: readonly unknown[]) => Sql

/** A column with a date no later than that one, for a database that keeps dates as text. */
type NotLater = (sql: SqlTemplate, column: unknown, at: string) => Sql

const conditionOf = (inList: InList, { table, own }: Found, { among, beside }: Lookup): unknown => {
  const [column, other] = [table[among.column], beside && table[beside.column]]
  if (!column || (beside && !other)) return null
  const wanted = inList(own.sql, column, among.values)
  if (!beside) return wanted
  return own.and(wanted, own.or(own.isNull(other), own.not(inList(own.sql, other, beside.values))))
}

type InSets = Pick<Differences, 'countAmong' | 'deleteDocuments' | 'deleteVersions' | 'filled' | 'lookUp'>

/** One statement for many rows, where Payload's own way reads them before or lists each value. */
export const inSets = (inList: InList, notLater?: NotLater): InSets => ({
  // A document that goes leaves its versions with `parent: null`; rows of arrays, languages and relationships go with
  // theirs by the foreign keys of the schema.
  deleteVersions: async (adapter, { collection, ids, req, gone }) => {
    const found = tableOf(adapter, collection, true)
    if (!found?.table.parent) {
      const of = (where: Where): Promise<unknown> => adapter.deleteVersions({ collection, where, req })
      await of({ parent: { in: ids } })
      await of({ parent: { exists: false } })
      return
    }
    const { db, name, table, own } = found
    const orphaned = own.isNull(table.parent)
    const where = gone ? orphaned : own.or(inList(own.sql, table.parent, ids), orphaned)
    await db.deleteWhere({ db: await sessionOf(db, req), tableName: name, where })
  },
  deleteDocuments: async (adapter, { collection, ids, createdTo, req }) => {
    const { db, name, table, own } = tableOf(adapter, collection)!
    const theirs = inList(own.sql, table.id, ids)
    const made = table.createdAt
    const where =
      createdTo && made
        ? own.and(theirs, notLater ? notLater(own.sql, made, createdTo) : own.lte(made, createdTo))
        : theirs
    await db.deleteWhere({ db: await sessionOf(db, req), tableName: name, where })
  },
  lookUp: async (adapter, wanted) => {
    const found = tableOf(adapter, wanted.collection, wanted.versions)
    const where = found && conditionOf(inList, found, wanted)
    if (!found || !where || wanted.columns.some((column) => !found.table[column])) return null
    const columns = Object.fromEntries(wanted.columns.map((column) => [column, found.table[column]]))
    return readerOf(found.db).selectDistinct(columns).from(found.table).where(where)
  },
  countAmong: async (adapter, wanted) => {
    const found = tableOf(adapter, wanted.collection, wanted.versions)
    const where = found && conditionOf(inList, found, { ...wanted, columns: [] })
    if (!found || !where) return null
    const many = { many: found.own.sql`count(*)` }
    const [row] = await readerOf(found.db).select(many).from(found.table).where(where)
    return Number(row?.many ?? 0)
  },
  filled: async (adapter, collections) => {
    const tables = collections.map((collection) => tableOf(adapter, collection))
    const [first] = tables
    if (!first) return new Set(collections)
    const { sql } = first.own
    const parts = tables.map((found, at) => {
      const there = found ? sql`exists(select 1 from ${found.table})` : sql`(1 = 1)`
      return sql`${there} as ${sql.identifier(`c${at}`)}`
    })
    const statement = sql`select ${sql.join(parts, sql`, `)}`
    const { rows } = await first.db.execute({ db: readerOf(first.db), sql: statement })
    return new Set(collections.filter((_, at) => Boolean(rows[0]?.[`c${at}`])))
  },
})

/** What is not named stays as it is: rows of languages, arrays and relations are written anew only where they are. */
export const setInVersion: Differences['setInVersion'] = async (
  adapter,
  { collection, id, fields, updatedAt, req },
) => {
  const versionData = { version: fields, updatedAt }
  await adapter.updateVersion({ collection, id, versionData, returning: false, req } as never)
}
