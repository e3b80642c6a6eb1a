import type { CollectionBeforeOperationHook, CollectionConfig } from 'payload'

import { withHooks } from '../../platform/merge.js'
import { hasTimestamps, type Retention } from './context.js'
import { refuseRestored } from './restored.js'

/**
 * While a restored database waits for its replay, records that were deleted may be back: no door shows them, the
 * host's own code through the Local API included. What people send is taken, as long as it cannot be mistaken for one
 * that was deleted: without a time of creation the same id would do.
 */
const guard =
  (retention: Retention): CollectionBeforeOperationHook =>
  async ({ operation, req, collection, args }) => {
    if (operation === 'create' && hasTimestamps(req.payload, collection.slug)) return args
    await refuseRestored({ payload: req.payload }, retention)
    return args
  }

/**
 * Files are sent without any operation: only the access of the collection is asked. The admin panel asks it too, for
 * what anybody may do at all: refused there, no page would open, the one that says what to do among them.
 */
const withClosedFiles = (retention: Retention, collection: CollectionConfig): CollectionConfig => {
  if (!collection.upload) return collection
  const read = collection.access?.read
  return {
    ...collection,
    access: {
      ...collection.access,
      read: async (args) => {
        if (args.isReadingStaticFile) await refuseRestored({ payload: args.req.payload }, retention)
        // Payload's own rule where the host has none.
        return read ? read(args) : Boolean(args.req.user)
      },
    },
  }
}

export const closedWhileRestored = (retention: Retention, collection: CollectionConfig): CollectionConfig =>
  withHooks(withClosedFiles(retention, collection), { beforeOperation: [guard(retention)] }, true)
