import type { CollectionConfig } from 'payload'

import { staff } from './access.js'

/** What the centre says on its social media accounts, prepared and approved here. */
export const socialPosts: CollectionConfig = {
  slug: 'socialPosts',
  labels: {
    singular: { en: 'Social media post', fr: 'Publication sociale' },
    plural: { en: 'Social media posts', fr: 'Publications sociales' },
  },
  admin: { useAsTitle: 'text', defaultColumns: ['text', 'network', 'plannedAt', '_status'] },
  versions: { drafts: true },
  access: { create: staff, read: staff, update: staff, delete: staff },
  fields: [
    {
      name: 'text',
      type: 'textarea',
      required: true,
      localized: true,
      label: { en: 'Text', fr: 'Texte' },
    },
    {
      name: 'network',
      type: 'select',
      required: true,
      label: { en: 'Network', fr: 'Réseau' },
      options: [
        { value: 'facebook', label: 'Facebook' },
        { value: 'instagram', label: 'Instagram' },
        { value: 'linkedin', label: 'LinkedIn' },
        { value: 'mastodon', label: 'Mastodon' },
      ],
    },
    { name: 'link', type: 'text', label: { en: 'Link', fr: 'Lien' } },
    {
      name: 'plannedAt',
      type: 'date',
      label: { en: 'Planned for', fr: 'Prévue pour le' },
      admin: { date: { pickerAppearance: 'dayAndTime' } },
    },
  ],
}
