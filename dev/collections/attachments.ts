import type { CollectionConfig } from 'payload'

import { environment } from '../environment.js'
import { staff } from './access.js'

/** Files that people send with the contact form. Never public; they are deleted with their submission. */
export const attachments: CollectionConfig = {
  slug: 'attachments',
  labels: {
    singular: { en: 'Attachment', fr: 'Pièce jointe' },
    plural: { en: 'Attachments', fr: 'Pièces jointes' },
  },
  upload: {
    staticDir: environment.attachmentsDir,
    mimeTypes: ['application/pdf', 'image/png', 'image/jpeg', 'text/plain'],
  },
  access: { create: staff, read: staff, update: () => false, delete: staff },
  fields: [],
}
