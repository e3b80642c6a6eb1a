import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'

import { everyone, staff } from './collections/access.js'
import { slugField } from './collections/fields.js'

/** The form builder as the demo organization uses it: short bilingual forms, no payments. */
export const forms = formBuilderPlugin({
  fields: { country: false, payment: false, state: false, upload: true },
  uploadCollections: ['attachments'],
  formOverrides: {
    labels: { singular: { en: 'Form', fr: 'Formulaire' }, plural: { en: 'Forms', fr: 'Formulaires' } },
    access: { create: staff, read: everyone, update: staff, delete: staff },
    fields: ({ defaultFields }) => [
      slugField,
      ...defaultFields.map((field) =>
        'name' in field && field.name === 'title' && field.type === 'text'
          ? { ...field, localized: true }
          : field,
      ),
    ],
  },
  formSubmissionOverrides: {
    labels: {
      singular: { en: 'Message received', fr: 'Message reçu' },
      plural: { en: 'Messages received', fr: 'Messages reçus' },
    },
    access: { read: staff, delete: staff },
  },
})
