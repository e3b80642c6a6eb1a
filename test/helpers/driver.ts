import type { BasePayload } from 'payload'

type Row = Record<string, unknown>

/** What somebody with the database's own password can do, past Payload and past the plugin. */
export interface Driver {
  /** Sets plain columns of the row with that number. */
  set: (sequence: number, values: Row) => Promise<void>
  remove: (sequence: number) => Promise<void>
  /** Copies a row under another key, number and place. */
  copy: (
    sequence: number,
    values: { key: string; sequence: null | number | string; place: number | string },
  ) => Promise<void>
  /** Puts the whole table back to what it was when this driver was made. */
  restore: () => Promise<void>
  /** Forgets what it was: another start on this database would take the copy for a table of its own. */
  forget: () => Promise<void>
}

interface Sql {
  name: string
  drizzle: unknown
  execute: (args: { drizzle: unknown; raw: string }) => Promise<unknown>
}
interface Mongo {
  collections: Record<
    string,
    {
      collection: {
        find: (query: Row) => { toArray: () => Promise<Row[]> }
        insertMany: (rows: Row[]) => Promise<unknown>
        updateOne: (query: Row, change: Row) => Promise<unknown>
        deleteMany: (query: Row) => Promise<unknown>
      }
    }
  >
}

const literal = (value: unknown): string =>
  value === null
    ? 'NULL'
    : typeof value === 'number'
      ? String(value)
      : `'${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll("'", "''")}'`

const onSql = async (db: Sql, slug: string): Promise<Driver> => {
  const table = `"${slug.replaceAll('-', '_')}"`
  const copy = `"copy_of_${slug.replaceAll('-', '_')}"`
  const run = (raw: string): Promise<unknown> => db.execute({ drizzle: db.drizzle, raw })
  const column = (name: string): string =>
    `"${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`
  const columns = (names: string[]): string => names.map(column).join(', ')
  const ALL = [
    ...['key', 'at', 'action', 'subject', 'actorKind', 'actorRef', 'actorRoles', 'facts', 'onBehalfOf'],
    ...['request', 'commitments', 'personal', 'scope', 'sequence', 'previousHash', 'hash', 'place'],
    ...['updatedAt', 'createdAt'],
  ]
  await run(`DROP TABLE IF EXISTS ${copy}`)
  await run(`CREATE TABLE ${copy} AS SELECT * FROM ${table}`)
  return {
    set: async (sequence, values) => {
      const changes = Object.entries(values).map(([name, value]) => `${column(name)} = ${literal(value)}`)
      await run(`UPDATE ${table} SET ${changes.join(', ')} WHERE "sequence" = ${sequence}`)
    },
    remove: async (sequence) => {
      await run(`DELETE FROM ${table} WHERE "sequence" = ${sequence}`)
    },
    copy: async (sequence, values) => {
      const chosen = ALL.map((name) =>
        name in values ? literal(values[name as keyof typeof values]) : column(name),
      )
      await run(
        `INSERT INTO ${table} (${columns(ALL)}) SELECT ${chosen.join(', ')} FROM ${table} WHERE "sequence" = ${sequence}`,
      )
    },
    restore: async () => {
      await run(`DELETE FROM ${table}`)
      await run(`INSERT INTO ${table} SELECT * FROM ${copy}`)
    },
    forget: async () => {
      await run(`DROP TABLE ${copy}`)
    },
  }
}

const onMongo = async (db: Mongo, slug: string): Promise<Driver> => {
  const { collection } = db.collections[slug]!
  const kept = await collection.find({}).toArray()
  return {
    set: async (sequence, values) => {
      await collection.updateOne({ sequence }, { $set: values })
    },
    remove: async (sequence) => {
      await collection.deleteMany({ sequence })
    },
    copy: async (sequence, values) => {
      const [{ _id, ...row }] = (await collection.find({ sequence }).toArray()) as [Row]
      await collection.insertMany([{ ...row, ...values }])
    },
    restore: async () => {
      await collection.deleteMany({})
      if (kept.length > 0) await collection.insertMany(kept)
    },
    forget: () => Promise.resolve(),
  }
}

/** The driver below Payload, on whichever database this site has. */
export const driverOf = (payload: BasePayload, slug: string): Promise<Driver> =>
  'drizzle' in payload.db
    ? onSql(payload.db as unknown as Sql, slug)
    : onMongo(payload.db as unknown as Mongo, slug)
