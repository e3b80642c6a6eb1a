import { unlink } from 'node:fs/promises'
import { join } from 'node:path'

import type { Desk } from './retentionSite.js'

const BATCH = 500

interface Pooled {
  pool: {
    connect: () => Promise<{
      query: (text: string, values?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>
      release: () => void
    }>
  }
}
interface Sqlite {
  client: {
    execute: (statement: { sql: string; args: unknown[] }) => Promise<{ rows: Record<string, unknown>[] }>
    batch: (statements: { sql: string; args: unknown[] }[], mode: 'write') => Promise<unknown>
  }
}
interface Native {
  find: (
    where: object,
    options: object,
  ) => {
    sort: (by: object) => { limit: (most: number) => { toArray: () => Promise<Record<string, unknown>[]> } }
  }
  deleteMany: (where: object) => Promise<unknown>
}
interface Mongoose {
  collections: Record<string, { collection: Native }>
  versions: Record<string, { collection: Native }>
}

const unlinkAll = async (folder: string, names: unknown[]): Promise<void> => {
  await Promise.all(names.map((name) => unlink(join(folder, String(name)))))
}

const LETTERS = `select l.id, l.scan_id, s.filename from letters l left join scans s on s.id = l.scan_id
  where l.delete_after <= `

const onPostgres = async ({ site, folder }: Desk): Promise<void> => {
  const client = await (site.payload.db as unknown as Pooled).pool.connect()
  try {
    for (;;) {
      const { rows } = await client.query(
        `${LETTERS} now() + interval '1 year' order by l.delete_after limit ${BATCH}`,
      )
      if (rows.length === 0) return
      const [ids, scans] = [rows.map(({ id }) => id), rows.flatMap(({ scan_id }) => scan_id ?? [])]
      await client.query('begin')
      await client.query('delete from _letters_v where parent_id = any($1)', [ids])
      await client.query('delete from letters where id = any($1)', [ids])
      await client.query('delete from scans where id = any($1)', [scans])
      await client.query('commit')
      await unlinkAll(
        folder,
        rows.flatMap(({ filename }) => filename ?? []),
      )
    }
  } finally {
    client.release()
  }
}

const onSqlite = async ({ site, folder }: Desk): Promise<void> => {
  const { client } = site.payload.db as unknown as Sqlite
  const args = [new Date('2100-01-01').toISOString()]
  for (;;) {
    const { rows } = await client.execute({
      sql: `${LETTERS} ? order by l.delete_after limit ${BATCH}`,
      args,
    })
    if (rows.length === 0) return
    const [ids, scans] = [rows.map(({ id }) => id), rows.flatMap(({ scan_id }) => scan_id ?? [])]
    const among = (values: unknown[]): string => `(${values.map(() => '?').join(',')})`
    await client.batch(
      [
        { sql: `delete from _letters_v where parent_id in ${among(ids)}`, args: ids },
        { sql: `delete from letters where id in ${among(ids)}`, args: ids },
        { sql: `delete from scans where id in ${among(scans)}`, args: scans },
      ],
      'write',
    )
    await unlinkAll(
      folder,
      rows.flatMap(({ filename }) => filename ?? []),
    )
  }
}

const onMongo = async ({ site, folder }: Desk): Promise<void> => {
  const { collections, versions } = site.payload.db as unknown as Mongoose
  const letters = collections.letters!.collection
  const scans = collections.scans!.collection
  for (;;) {
    const due = { deleteAfter: { $lte: new Date('2100-01-01') } }
    const rows = await letters
      .find(due, { projection: { scan: 1 } })
      .sort({ deleteAfter: 1 })
      .limit(BATCH)
      .toArray()
    if (rows.length === 0) return
    const [ids, files] = [rows.map(({ _id }) => _id), rows.flatMap(({ scan }) => scan ?? [])]
    const named = await scans
      .find({ _id: { $in: files } }, { projection: { filename: 1 } })
      .sort({ _id: 1 })
      .limit(BATCH)
      .toArray()
    await versions.letters!.collection.deleteMany({ parent: { $in: ids } })
    await letters.deleteMany({ _id: { $in: ids } })
    await scans.deleteMany({ _id: { $in: files } })
    await unlinkAll(
      folder,
      named.map(({ filename }) => filename),
    )
  }
}

/** What somebody would write by hand for these very tables: no holds, no lists, no proof. */
export const setBased = (desk: Desk): Promise<void> => {
  const { name } = desk.site.payload.db as { name: string }
  if (name === 'postgres') return onPostgres(desk)
  return name === 'sqlite' ? onSqlite(desk) : onMongo(desk)
}
