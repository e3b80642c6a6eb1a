import type { CollectionConfig } from 'payload'

import { unitFields } from '../../platform/unit.js'

export const ROLE_COUNTS = 'gov-role-counts'
export const ROLE_RECORDS = 'gov-role-records'

/** How many hold a guarded role. A conditional decrement decides which of two demotions at once may go through. */
export const roleCountsCollection: CollectionConfig = {
  slug: ROLE_COUNTS,
  admin: { hidden: true },
  graphQL: false,
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true },
    { name: 'count', type: 'number', required: true },
    { name: 'rev', type: 'number', defaultValue: 0 },
    { name: 'touchedAt', type: 'date' },
  ],
}

/**
 * The roles of each account as the ledger knows them. What differs from the account was changed past the plugin (or a
 * crash came in between): a runner puts it on the ledger.
 */
export const roleRecordsCollection: CollectionConfig = {
  slug: ROLE_RECORDS,
  admin: { hidden: true },
  graphQL: false,
  fields: [
    { name: 'subject', type: 'text', required: true, unique: true, index: true },
    { name: 'roles', type: 'json' },
    ...unitFields(),
  ],
}
