import type { CollectionConfig } from 'payload'

import { unitFields } from '../../platform/unit.js'

export const CONSENTS = 'gov-consents'

/**
 * What happened to consents: given or refused with a submission, withdrawn, or another basis named by staff. Rows are
 * added, never changed by hand, and name nobody. Without timestamps and with random ids, so that a row says no more
 * than the time it was given, which is the day only where a form is anonymous.
 */
export const consentsCollection: CollectionConfig = {
  slug: CONSENTS,
  labels: {
    singular: { en: 'Consent record', fr: 'Consignation de consentement' },
    plural: { en: 'Consent records', fr: 'Consignations de consentement' },
  },
  admin: { hidden: true, useAsTitle: 'receipt' },
  defaultSort: '-at',
  disableDuplicate: true,
  graphQL: { disableMutations: true },
  timestamps: false,
  fields: [
    { name: 'id', type: 'text', required: true },
    // The record and what happened to it: nothing happens to one twice.
    { name: 'key', type: 'text', required: true, unique: true, index: true },
    { name: 'record', type: 'text', required: true, index: true },
    { name: 'schemaVersion', type: 'text', required: true },
    { name: 'state', type: 'text', required: true, index: true },
    { name: 'basis', type: 'text', required: true },
    { name: 'purpose', type: 'text', required: true, index: true },
    { name: 'words', type: 'json' },
    { name: 'at', type: 'date', required: true, index: true },
    // The door it came through.
    { name: 'via', type: 'text', required: true },
    { name: 'principal', type: 'text', index: true },
    { name: 'account', type: 'text', index: true },
    // Emptied when what was sent is deleted: some databases give its id to another record.
    { name: 'subject', type: 'text', index: true },
    { name: 'form', type: 'text' },
    { name: 'receipt', type: 'text', index: true },
    { name: 'notice', type: 'text' },
    { name: 'noticeRef', type: 'text' },
    { name: 'noticeNumber', type: 'number' },
    { name: 'noticeHash', type: 'text' },
    { name: 'locale', type: 'text' },
    { name: 'classes', type: 'json' },
    { name: 'others', type: 'json' },
    { name: 'controller', type: 'json' },
    { name: 'recipients', type: 'json' },
    { name: 'keptUntil', type: 'text' },
    { name: 'jurisdiction', type: 'text' },
    { name: 'withdrawal', type: 'text' },
    { name: 'why', type: 'textarea' },
    { name: 'byRef', type: 'text' },
    // What is still to do for the data: see `due.ts`.
    { name: 'due', type: 'text', index: true },
    ...unitFields(),
  ],
}
