import type { Config } from 'payload'

import { mapCollections } from '../../platform/merge.js'
import type { Capability } from '../../platform/runtime.js'
import { ROLES_FIELD, type SanitizedRoles } from './options.js'
import { people } from './store.js'

/** R: the people of S2 as roles on the admin users. */
export const roles = (options: SanitizedRoles): Capability<{ people: typeof people }> => ({
  key: 'roles',
  govern: (config: Config) => {
    const staffSlug = config.admin?.user ?? config.collections?.find((collection) => collection.auth)?.slug
    if (options.mapped) return config
    return mapCollections(config, (collection) => collection.slug === staffSlug, (collection) => ({
      ...collection,
      fields: [...collection.fields, { name: ROLES_FIELD, type: 'text', hasMany: true, label: { en: 'Governance roles', fr: 'Rôles de gouvernance' } }],
    }))
  },
  port: { people },
})
