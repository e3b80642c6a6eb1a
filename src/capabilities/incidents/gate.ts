import type { CollectionConfig } from 'payload'

import { actorOrSystem } from '../../platform/actor.js'
import { withHooks } from '../../platform/merge.js'
import { recordReading } from './queries.js'

/**
 * Whatever door a case is read through (REST, Local API, the admin panel's own list), the reading is on the
 * ledger
 * before the answer leaves: one entry per operation. If it cannot be written, nothing is read.
 */
export const withRecordedReading = (collection: CollectionConfig): CollectionConfig =>
  withHooks(collection, {
    afterOperation: [
      async ({ operation, req, result }) => {
        if (operation !== 'find' && operation !== 'findByID') return result
        const found = result as null | { docs?: { id: number | string }[]; id?: number | string }
        const rows = found?.docs ?? (found?.id === undefined ? [] : [found as { id: number | string }])
        await recordReading({ payload: req.payload }, actorOrSystem(req), rows)
        return result
      },
    ],
  })
