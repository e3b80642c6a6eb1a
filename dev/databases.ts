import type { Config } from 'payload'

type DatabaseAdapter = NonNullable<Config['db']>

export type DatabaseKind = 'mongodb' | 'postgres' | 'sqlite'

/** Thrown for a DATABASE_URI that cannot be used; its message is one sentence for the person at the terminal. */
export class DatabaseUnusable extends Error {
  override name = 'DatabaseUnusable'
}

/** The address without user name, password and options, fit for a terminal. */
export const withoutCredentials = (uri: string): string =>
  uri.replace(/\/\/[^/]*@/, '//').replace(/\?.*$/s, '')

/**
 * Which of the three databases a DATABASE_URI names.
 * @throws DatabaseUnusable when it names none of them.
 */
export const databaseKind = (uri: string): DatabaseKind => {
  if (/^file:.+/.test(uri)) return 'sqlite'
  if (/^postgres(ql)?:\/\/.+/.test(uri)) return 'postgres'
  if (/^mongodb(\+srv)?:\/\/.+/.test(uri)) return 'mongodb'
  throw new DatabaseUnusable(
    `DATABASE_URI "${withoutCredentials(uri)}" is not an address this demo knows: ` +
      'use file:path/to/file.db, postgres://user:password@host/database or mongodb://host/database.',
  )
}

/** The Payload adapter for a DATABASE_URI; only the chosen one is loaded. */
export const databaseAdapter = async (uri: string): Promise<DatabaseAdapter> => {
  switch (databaseKind(uri)) {
    case 'mongodb': {
      const { mongooseAdapter } = await import('@payloadcms/db-mongodb')
      return mongooseAdapter({ url: uri })
    }
    case 'postgres': {
      const { postgresAdapter } = await import('@payloadcms/db-postgres')
      return postgresAdapter({ pool: { connectionString: uri } })
    }
    case 'sqlite': {
      const { sqliteAdapter } = await import('@payloadcms/db-sqlite')
      return sqliteAdapter({
        // The id of a deleted row is not given to another: evidence names records by their ids.
        autoIncrement: true,
        busyTimeout: 5000,
        client: { url: uri },
        wal: { synchronous: 'NORMAL' },
      })
    }
  }
}
