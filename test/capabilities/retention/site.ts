import type { CollectionConfig } from 'payload'

import type { RetentionOptions } from '../../../src/capabilities/retention/options.js'

/** Collections of a host with collected data: transcripts with versions, files and rows in arrays. */
export const collectionsIn = (folder: string): CollectionConfig[] => [
  {
    slug: 'evidence',
    versions: true,
    upload: { staticDir: folder },
    fields: [{ name: 'note', type: 'text' }],
  },
  {
    slug: 'transcripts',
    versions: { drafts: true },
    trash: true,
    fields: [
      { name: 'words', type: 'textarea' },
      { name: 'topic', type: 'text', localized: true },
      { name: 'scan', type: 'upload', relationTo: 'evidence' },
      {
        name: 'parts',
        type: 'array',
        fields: [
          { name: 'line', type: 'text' },
          { name: 'files', type: 'upload', relationTo: ['evidence'], hasMany: true },
        ],
      },
    ],
  },
  {
    slug: 'notes',
    fields: [
      { name: 'text', type: 'text' },
      { name: 'about', type: 'relationship', relationTo: 'transcripts' },
    ],
  },
  { slug: 'leaflets', fields: [{ name: 'cover', type: 'upload', relationTo: 'evidence' }] },
]

export const governed: RetentionOptions['collections'] = {
  transcripts: { months: 3, dependents: [{ collection: 'notes', field: 'about' }] },
}

/** The other capabilities are off: publishing needs no approval here. */
export const alone = {
  approvals: false,
  moderation: false,
  notices: false,
  forms: false,
  incidents: false,
} as const
