import type { CollectionConfig } from 'payload'

import { isStaff, staff } from './access.js'

/** People who may sign in to the public site. They are not staff and never see the admin panel. */
export const members: CollectionConfig = {
  slug: 'members',
  labels: {
    singular: { en: 'Site member', fr: 'Membre du site' },
    plural: { en: 'Site members', fr: 'Membres du site' },
  },
  auth: true,
  admin: { useAsTitle: 'email' },
  access: {
    admin: () => false,
    create: staff,
    read: ({ req }) =>
      isStaff(req) || (req.user?.collection === 'members' ? { id: { equals: req.user.id } } : false),
    update: ({ req }) => req.user?.collection === 'members' && { id: { equals: req.user.id } },
    delete: staff,
  },
  fields: [{ name: 'displayName', type: 'text', label: { en: 'Display name', fr: 'Nom affiché' } }],
}
