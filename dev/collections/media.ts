import type { CollectionConfig } from 'payload'

import { environment } from '../environment.js'
import { everyone, staff } from './access.js'

/** Pictures of the public site. */
export const media: CollectionConfig = {
  slug: 'media',
  labels: { singular: { en: 'Picture', fr: 'Image' }, plural: { en: 'Pictures', fr: 'Images' } },
  upload: {
    staticDir: environment.mediaDir,
    mimeTypes: ['image/png', 'image/jpeg', 'image/webp'],
    imageSizes: [{ name: 'card', width: 640, height: 360 }],
  },
  access: { create: staff, read: everyone, update: staff, delete: staff },
  fields: [
    {
      name: 'alt',
      type: 'text',
      required: true,
      localized: true,
      label: { en: 'Description for people who cannot see it', fr: 'Description pour qui ne la voit pas' },
    },
  ],
}
