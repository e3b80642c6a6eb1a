import type { CollectionConfig } from 'payload'

import { publishedOrStaff, staff } from './access.js'
import { contentField, slugField, summaryField, titleField } from './fields.js'

/** Lasting pages of the site: home, about, services, contact. */
export const pages: CollectionConfig = {
  slug: 'pages',
  labels: { singular: { en: 'Page', fr: 'Page' }, plural: { en: 'Pages', fr: 'Pages' } },
  admin: { useAsTitle: 'title', defaultColumns: ['title', 'slug', '_status', 'updatedAt'] },
  versions: { drafts: true },
  access: { create: staff, read: publishedOrStaff, update: staff, delete: staff },
  fields: [titleField, slugField, summaryField, contentField],
}
