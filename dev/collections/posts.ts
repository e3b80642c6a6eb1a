import type { CollectionConfig } from 'payload'

import { publishedOrStaff, staff } from './access.js'
import { contentField, slugField, summaryField, titleField } from './fields.js'

/** News of the centre. Visitors may comment on them. */
export const posts: CollectionConfig = {
  slug: 'posts',
  labels: { singular: { en: 'Post', fr: 'Article' }, plural: { en: 'Posts', fr: 'Articles' } },
  admin: { useAsTitle: 'title', defaultColumns: ['title', '_status', 'date', 'updatedAt'] },
  versions: { drafts: { autosave: true } },
  access: { create: staff, read: publishedOrStaff, update: staff, delete: staff },
  fields: [
    titleField,
    slugField,
    summaryField,
    {
      name: 'date',
      type: 'date',
      label: { en: 'Date', fr: 'Date' },
      admin: { position: 'sidebar', date: { pickerAppearance: 'dayOnly' } },
    },
    { name: 'image', type: 'upload', relationTo: 'media', label: { en: 'Image', fr: 'Image' } },
    contentField,
  ],
}
