import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'

import type { Config } from 'payload'

import type { Kind } from './kinds/kind.js'
import { mongodb } from './kinds/mongodb.js'
import { postgres } from './kinds/postgres.js'
import { sqlite } from './kinds/sqlite.js'
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

const KINDS: readonly Kind[] = [sqlite, postgres, mongodb]
const OF_LEG: Record<Leg, Kind> = { sqlite, postgres, mongodb, 'mongodb-replica': mongodb }

/** The adapter for an address that `FreshDatabase.uri` gave, in any process. */
export function adapterFor(uri: string): Config['db'] {
  const kind = KINDS.find((one) => one.owns(uri))
  if (!kind) throw new Error(`No database of the tests has the address ${uri}.`)
  return kind.adapterFor(uri)
}

async function fresh(leg: Leg, base: string): Promise<FreshDatabase> {
  const made = await OF_LEG[leg].fresh(base, `governance_${randomBytes(6).toString('hex')}`)
  return { ...made, db: adapterFor(made.uri) }
}
