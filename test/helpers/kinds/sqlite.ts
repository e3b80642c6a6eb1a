import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { sqliteAdapter } from '@payloadcms/db-sqlite'

import type { Kind } from './kind.js'

export const sqlite: Kind = {
  owns: (uri) => uri.startsWith('file:'),
  adapterFor: (uri) =>
    // Transactions stay off: with them, concurrent writes of one process fail with SQLITE_BUSY.
    sqliteAdapter({
      // As the README asks of hosts: ids of deleted rows are not used again.
      autoIncrement: true,
      busyTimeout: 5000,
      client: { url: uri },
      wal: { synchronous: 'NORMAL' },
    }),
  // A file in a directory of its own, for the files that SQLite keeps beside it.
  fresh: async (base, name) => {
    const directory = join(base, name)
    mkdirSync(directory, { recursive: true })
    return {
      uri: `file:${join(directory, 'test.db')}`,
      drop: async () => rmSync(directory, { recursive: true, force: true }),
    }
  },
}
