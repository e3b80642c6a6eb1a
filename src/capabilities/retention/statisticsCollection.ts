import type { CollectionConfig } from 'payload'

import { unitFields } from '../../platform/unit.js'

export const STATISTICS = 'gov-statistics'

/**
 * What was counted of records that are anonymized: one row for each collection (or form) and month of receipt. While
 * the month is open it holds small counts, and no door shows it; published, only what may be told is left of it.
 */
export const statisticsCollection: CollectionConfig = {
  slug: STATISTICS,
  admin: { hidden: true },
  graphQL: false,
  disableDuplicate: true,
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true },
    { name: 'subjectCollection', type: 'text', required: true, index: true },
    // The form, where the collection holds messages of several.
    { name: 'form', type: 'text' },
    { name: 'month', type: 'text', required: true },
    { name: 'state', type: 'text', required: true, index: true },
    // By field and value, until it is published; and the deletions that are being added to it.
    { name: 'counts', type: 'json' },
    { name: 'adding', type: 'json' },
    { name: 'published', type: 'json' },
    { name: 'smallest', type: 'number' },
    { name: 'publishedAt', type: 'date' },
    ...unitFields(),
  ],
}
