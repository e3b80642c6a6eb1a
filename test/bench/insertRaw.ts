import type { Payload } from 'payload'

interface Drizzle {
  drizzle: {
    insert: (table: unknown) => {
      values: (rows: unknown[]) => { returning: (what: object) => Promise<{ id: number }[]> }
    }
  }
  tables: Record<string, { id: unknown }>
}
interface Mongoose {
  collections: Record<string, { collection: Native }>
  versions: Record<string, { collection: Native }>
}
interface Native {
  insertMany: (rows: object[]) => Promise<{ insertedIds: Record<number, unknown> }>
}

const DATES = ['createdAt', 'updatedAt', 'dueAt', 'submittedAt', 'at', 'deleteAfter']

/** MongoDB keeps dates as dates. */
const withDates = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      DATES.includes(key) && typeof value === 'string' ? new Date(value) : value,
    ]),
  )

/** `version: { title }` is the column `version_title`. */
const flat = ({ version, ...row }: Record<string, unknown>): Record<string, unknown> => ({
  ...row,
  ...Object.fromEntries(
    Object.entries((version ?? {}) as Record<string, unknown>).map(([key, value]) => [
      `version_${key}`,
      value,
    ]),
  ),
})

/**
 * Inserts rows through the driver, below Payload and its plugins: only so are 100,000 of them there in seconds.
 * Plain columns only. @returns the ids in the order of the rows.
 */
export const insertRaw = async (
  payload: Payload,
  slug: string,
  rows: Record<string, unknown>[],
  versions = false,
): Promise<unknown[]> => {
  const db = payload.db as unknown as Drizzle & Mongoose & { name: string }
  if (db.name === 'mongoose') {
    const { collection } = (versions ? db.versions : db.collections)[slug]!
    const { insertedIds } = await collection.insertMany(
      rows.map((row) =>
        withDates({
          ...row,
          ...(row.version ? { version: withDates(row.version as Record<string, unknown>) } : {}),
        }),
      ),
    )
    return rows.map((_, index) => insertedIds[index])
  }
  const name = slug.replaceAll('-', '_')
  const table = db.tables[versions ? `_${name}_v` : name]!
  const made: { id: number }[] = []
  // SQLite takes 32,766 values in one statement.
  for (let from = 0; from < rows.length; from += 250) {
    made.push(
      ...(await db.drizzle
        .insert(table)
        .values(rows.slice(from, from + 250).map(flat))
        .returning({ id: table.id })),
    )
  }
  return made.map(({ id }) => id)
}

/**
 * Postgres counts what was inserted by itself, within a minute of so large a change; here it does at once. The other
 * databases go by what they find when they are asked.
 */
export const settle = async (payload: Payload): Promise<void> => {
  const { name, pool } = payload.db as unknown as {
    name: string
    pool?: { query: (text: string) => Promise<unknown> }
  }
  if (name === 'postgres') await pool?.query('VACUUM ANALYZE')
}
