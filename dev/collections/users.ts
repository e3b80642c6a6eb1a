import type { CollectionConfig } from 'payload'

import { isLead, isStaff, staff } from './access.js'

/** The people who sign in to the admin panel. The plugin adds their governance roles. */
export const users: CollectionConfig = {
  slug: 'users',
  labels: {
    singular: { en: 'Staff account', fr: 'Compte du personnel' },
    plural: { en: 'Staff accounts', fr: 'Comptes du personnel' },
  },
  auth: true,
  admin: { useAsTitle: 'name', defaultColumns: ['name', 'email'] },
  access: {
    admin: ({ req }) => isStaff(req),
    create: ({ req }) => isLead(req),
    read: staff,
    update: ({ req }) => isLead(req) || (isStaff(req) && req.user ? { id: { equals: req.user.id } } : false),
    delete: ({ req }) => isLead(req),
  },
  fields: [{ name: 'name', type: 'text', required: true, label: { en: 'Name', fr: 'Nom' } }],
}
