import { postgresAdapter } from '@payloadcms/db-postgres'
import pg from 'pg'

import { type Kind, named } from './kind.js'

/** A connection that ends with its dropped database is no error of a test; a failing query still is. */
class QuietPool extends pg.Pool {
  constructor(options?: pg.PoolConfig) {
    super(options)
    this.on('error', () => undefined)
    this.on('connect', (client) => client.on('error', () => undefined))
  }
}

const run = async (uri: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: uri })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

export const postgres: Kind = {
  owns: (uri) => uri.startsWith('postgres'),
  adapterFor: (uri) =>
    postgresAdapter({ pg: { ...pg, Pool: QuietPool }, pool: { connectionString: uri, max: 10 } }),
  fresh: async (base, name) => {
    await run(base, `CREATE DATABASE ${name}`)
    return {
      uri: named(base, name),
      // FORCE, because `payload.destroy()` leaves the adapter's connections open.
      drop: () => run(base, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
    }
  },
}
