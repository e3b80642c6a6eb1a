import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { mongooseAdapter } from '@payloadcms/db-mongodb'
import { postgresAdapter } from '@payloadcms/db-postgres'
import { sqliteAdapter } from '@payloadcms/db-sqlite'
import { MongoClient } from 'mongodb'
import type { Config } from 'payload'
import pg from 'pg'

import { type Leg, LEGS, LEGS_VARIABLE, type LegState, type LegStates } from './legs.js'

export type FreshDatabase = {
  /** For `db` in a Payload config. */
  db: Config['db']
  /** Its address, for a test that opens the same database from another process; see `adapterFor`. */
  uri: string
  /** Removes the database. Call it after `payload.destroy()`. */
  drop: () => Promise<void>
}

export type TestDatabase = {
  name: Leg
  /** Whether several writes can be one: not on SQLite as hosts run it, nor on a standalone mongod. */
  transactions: boolean
  /** Makes an empty database that no other call sees. */
  adapter: () => Promise<FreshDatabase>
}

const states = (): LegStates => {
  const known = process.env[LEGS_VARIABLE]
  if (known) return JSON.parse(known) as LegStates
  const none: LegState = { ready: false, reason: 'no test run has started it' }
  return { sqlite: { ready: true, uri: tmpdir() }, postgres: none, mongodb: none, 'mongodb-replica': none }
}

/** Why a leg is not available in this run; undefined when it is. */
export function reasonNotRun(leg: Leg): string | undefined {
  const state = states()[leg]
  return state.ready ? undefined : state.reason
}

/** The databases that this run has, in the order sqlite, postgres, mongodb, mongodb-replica. */
export function databases(): TestDatabase[] {
  const known = states()
  return LEGS.flatMap((name) => {
    const state = known[name]
    if (!state.ready) return []
    return [
      {
        name,
        transactions: name === 'postgres' || name === 'mongodb-replica',
        adapter: () => fresh(name, state.uri),
      },
    ]
  })
}

/** One database of this run by name. Throws when the run does not have it. */
export function databaseNamed(name: Leg): TestDatabase {
  const found = databases().find((database) => database.name === name)
  if (!found) throw new Error(`The database ${name} is not available in this run: ${reasonNotRun(name)}.`)
  return found
}

/** The adapter for an address that `FreshDatabase.uri` gave, in any process. */
export function adapterFor(uri: string): Config['db'] {
  if (uri.startsWith('file:')) {
    // Transactions stay off: with them, concurrent writes of one process fail with SQLITE_BUSY.
    return sqliteAdapter({
      // As the README asks of hosts: ids of deleted rows are not used again.
      autoIncrement: true,
      busyTimeout: 5000,
      client: { url: uri },
      wal: { synchronous: 'NORMAL' },
    })
  }
  if (uri.startsWith('postgres')) {
    return postgresAdapter({ pg: { ...pg, Pool: QuietPool }, pool: { connectionString: uri, max: 10 } })
  }
  return mongooseAdapter({ ensureIndexes: true, url: uri })
}

/** A connection that ends with its dropped database is no error of a test; a failing query still is. */
class QuietPool extends pg.Pool {
  constructor(options?: pg.PoolConfig) {
    super(options)
    this.on('error', () => undefined)
    this.on('connect', (client) => client.on('error', () => undefined))
  }
}

async function fresh(leg: Leg, base: string): Promise<FreshDatabase> {
  const name = `governance_${randomBytes(6).toString('hex')}`
  if (leg === 'sqlite') {
    const directory = join(base, name)
    mkdirSync(directory, { recursive: true })
    const uri = `file:${join(directory, 'test.db')}`
    return { db: adapterFor(uri), uri, drop: async () => rmSync(directory, { recursive: true, force: true }) }
  }
  const url = new URL(base)
  url.pathname = `/${name}`
  const uri = url.toString()
  if (leg === 'postgres') {
    await onPostgres(base, `CREATE DATABASE ${name}`)
    // FORCE, because `payload.destroy()` leaves the adapter's connections open.
    return {
      db: adapterFor(uri),
      uri,
      drop: () => onPostgres(base, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
    }
  }
  const drop = async (): Promise<void> => {
    const client = await MongoClient.connect(uri)
    try {
      await client.db(name).dropDatabase()
    } finally {
      await client.close()
    }
  }
  return { db: adapterFor(uri), uri, drop }
}

async function onPostgres(uri: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: uri })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
