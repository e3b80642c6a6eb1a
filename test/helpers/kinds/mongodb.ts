import { mongooseAdapter } from '@payloadcms/db-mongodb'
import { MongoClient } from 'mongodb'

import { type Kind, named } from './kind.js'

/** Standalone or a replica set: the address says which. */
export const mongodb: Kind = {
  owns: (uri) => uri.startsWith('mongodb'),
  // Indexes are built in the background: a test must not write before they are there.
  adapterFor: (uri) => mongooseAdapter({ ensureIndexes: true, url: uri }),
  // A database comes to be with its first write.
  fresh: async (base, name) => {
    const uri = named(base, name)
    return {
      uri,
      drop: async () => {
        const client = await MongoClient.connect(uri)
        try {
          await client.db(name).dropDatabase()
        } finally {
          await client.close()
        }
      },
    }
  },
}
