import type { Payload } from 'payload'

interface Drizzled {
  tables: Record<string, object>
  drizzle: { select: () => { from: (table: object) => Promise<unknown[]> } }
}
interface Mongoose {
  connection: {
    db: {
      listCollections: () => { toArray: () => Promise<{ name: string }[]> }
      collection: (name: string) => { find: () => { toArray: () => Promise<unknown[]> } }
    }
  }
}

/** Every table (or MongoDB collection) of the database in which that text stands, whatever wrote it there. */
export const tablesWith = async (payload: Payload, text: string): Promise<string[]> => {
  const hits: string[] = []
  const look = (name: string, rows: unknown[]): void => {
    if (JSON.stringify(rows).includes(text)) hits.push(name)
  }
  if ('tables' in payload.db) {
    const { tables, drizzle } = payload.db as unknown as Drizzled
    for (const [name, table] of Object.entries(tables)) look(name, await drizzle.select().from(table))
  } else {
    const { db } = (payload.db as unknown as Mongoose).connection
    for (const { name } of await db.listCollections().toArray()) {
      look(name, await db.collection(name).find().toArray())
    }
  }
  return hits.sort()
}
