import type { CollectionConfig } from 'payload'

import { unitFields } from '../../platform/unit.js'

export const EVIDENCE = 'gov-evidence'

/**
 * Files that belong to a case. No door of Payload's shows them: no list, file address or join. The content is in the
 * row, so that there is never one without the other, on no disk and behind no storage adapter
 * (docs/decisions/0015-evidence-in-the-database.md).
 */
export const evidenceCollection: CollectionConfig = {
  slug: EVIDENCE,
  labels: {
    singular: { en: 'Evidence file', fr: 'Pièce au dossier' },
    plural: { en: 'Evidence files', fr: 'Pièces au dossier' },
  },
  admin: { hidden: true },
  graphQL: false,
  disableDuplicate: true,
  lockDocuments: false,
  fields: [
    // In addresses, instead of the id: it cannot be guessed.
    { name: 'key', type: 'text', required: true, unique: true, index: true },
    { name: 'incident', type: 'text', required: true, index: true },
    { name: 'name', type: 'text', required: true },
    { name: 'mime', type: 'text', required: true },
    { name: 'size', type: 'number', required: true },
    { name: 'digest', type: 'text', required: true },
    { name: 'content', type: 'textarea', required: true },
    { name: 'addedAt', type: 'date', required: true },
    { name: 'addedBy', type: 'text' },
    { name: 'addedName', type: 'text' },
    // Until the history of the case names it, it is no file of the case.
    { name: 'pending', type: 'checkbox', index: true },
    ...unitFields(),
  ],
}
