import type { CollectionConfig } from 'payload'

import { unitFields } from '../../platform/unit.js'

export const ATTEMPTS = 'gov-sign-ins'

/** Attempts in vain, counted until their ten minutes are over; then they are one entry, and the row goes. */
export const attemptsCollection: CollectionConfig = {
  slug: ATTEMPTS,
  admin: { hidden: true },
  graphQL: false,
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true },
    { name: 'account', type: 'text' },
    { name: 'name', type: 'text' },
    // As typed, where there is no such account.
    { name: 'address', type: 'text' },
    { name: 'digest', type: 'text' },
    { name: 'count', type: 'number', required: true, defaultValue: 1 },
    { name: 'others', type: 'number', required: true, defaultValue: 0 },
    { name: 'firstAt', type: 'date', required: true },
    { name: 'endsAt', type: 'date', required: true, index: true },
    { name: 'recordedAt', type: 'date', index: true },
    ...unitFields(),
  ],
}
