import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

import { databaseKind, DatabaseUnusable, withoutCredentials } from '../databases.js'

const require = createRequire(import.meta.url)
/** The driver that the adapter itself will use. */
const driver = <T>(adapter: string, name: string): T => createRequire(require.resolve(adapter))(name) as T

/** Milliseconds a database server gets to answer. */
const patience = 5000

const reason = (error: unknown): string => {
  const failures = error instanceof AggregateError ? error.errors : [error]
  const first: unknown = failures[0] ?? error
  const message =
    first instanceof Error ? first.message || String((first as { code?: string }).code) : String(first)
  return message.split('\n')[0]?.replace(/[.\s]+$/, '') || 'no reason given'
}

const probeFile = (uri: string): void => {
  const file = path.resolve(
    uri
      .slice('file:'.length)
      .replace(/^\/\/(?=\/)/, '')
      .replace(/\?.*$/, ''),
  )
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const handle = fs.openSync(file, 'a+')
  try {
    const head = Buffer.alloc(16)
    const length = fs.readSync(handle, head, 0, 16, 0)
    if (length > 0 && head.toString('latin1', 0, 15) !== 'SQLite format 3') {
      throw new Error('the file is not an SQLite database')
    }
  } finally {
    fs.closeSync(handle)
  }
}

interface PgClient {
  connect: () => Promise<void>
  end: () => Promise<void>
  query: (sql: string) => Promise<unknown>
}

const probePostgres = async (uri: string): Promise<void> => {
  const { Client } = driver<{ Client: new (options: object) => PgClient }>('@payloadcms/db-postgres', 'pg')
  const client = new Client({ connectionString: uri, connectionTimeoutMillis: patience })
  try {
    await client.connect()
    await client.query('select 1')
  } finally {
    await client.end().catch(() => undefined)
  }
}

interface MongoClient {
  connect: () => Promise<unknown>
  close: () => Promise<void>
  db: () => { command: (command: object) => Promise<unknown> }
}

const probeMongo = async (uri: string): Promise<void> => {
  const { mongo } = driver<{
    mongo: { MongoClient: new (uri: string, options: object) => MongoClient }
  }>('@payloadcms/db-mongodb', 'mongoose')
  const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: patience })
  try {
    await client.connect()
    await client.db().command({ listCollections: 1 })
  } finally {
    await client.close().catch(() => undefined)
  }
}

/**
 * Tries the database with its own driver before Payload does, because Payload reports a
 * database that cannot be reached with several stack traces.
 * @throws DatabaseUnusable with one sentence.
 */
export const probeDatabase = async (uri: string): Promise<void> => {
  const kind = databaseKind(uri)
  try {
    if (kind === 'sqlite') probeFile(uri)
    else if (kind === 'postgres') await probePostgres(uri)
    else await probeMongo(uri)
  } catch (error) {
    throw new DatabaseUnusable(
      `The database at ${withoutCredentials(uri)} (DATABASE_URI) cannot be used: ${reason(error)}.`,
    )
  }
}
