import type { BasePayload } from 'payload'

/** Milliseconds since 1970 by the server's clock; for SQLite, which has no server, by that of the machine. */
const ASKED: Record<string, string> = {
  postgres: 'select extract(epoch from clock_timestamp()) * 1000 as ms',
  sqlite: "select (julianday('now') - 2440587.5) * 86400000.0 as ms",
}

interface Sql {
  execute: (query: { drizzle: unknown; raw: string }) => Promise<{ rows: Record<string, unknown>[] }>
  drizzle: unknown
}
interface Mongo {
  connection: { db?: { admin: () => { command: (what: object) => Promise<{ localTime?: Date }> } } }
}

/** What time it is for the database itself. @throws when it does not say. */
export const databaseNow = async (payload: BasePayload): Promise<Date> => {
  const db = payload.db as unknown as Mongo & Sql & { name: string }
  const raw = ASKED[db.name]
  const told = raw
    ? Number((await db.execute({ drizzle: db.drizzle, raw })).rows[0]?.ms)
    : (await db.connection.db?.admin().command({ hello: 1 }))?.localTime?.getTime()
  if (told === undefined || !Number.isFinite(told))
    throw new Error(`The database "${db.name}" does not tell what time it is.`)
  return new Date(told)
}
