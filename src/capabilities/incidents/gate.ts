import type { CollectionConfig } from 'payload'

import { actorOrSystem } from '../../platform/actor.js'
import { withHooks } from '../../platform/merge.js'
import { readingOf } from '../../platform/reading.js'
import { recordReading } from './queries.js'

/**
 * Whatever door a case is read through (REST, Local API, the admin panel's own list), the reading is on the ledger
 * before the answer leaves: one entry per operation, also for a condition that finds nothing or is only counted. If it
 * cannot be written, nothing is read.
 */
export const withRecordedReading = (collection: CollectionConfig): CollectionConfig =>
  withHooks(collection, {
    afterOperation: [
      async ({ args, operation, req, result }) => {
        const reading = readingOf(operation, args, result)
        if (reading) {
          const ids = operation === 'findDistinct' ? [] : reading.ids
          const facts = operation === 'findDistinct' ? { values: reading.ids.length } : reading.facts
          await recordReading({ payload: req.payload }, actorOrSystem(req), ids, facts)
        }
        return result
      },
    ],
  })
