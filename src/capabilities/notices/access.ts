import { type AccessTable, stores } from '../../kernel/accessTable.js'
import type { Role } from '../../kernel/actor.js'

/** Drafts are written by few and read by all staff; what was in force is on the public pages. */
export const noticesAccess = (editors: readonly Role[]): AccessTable => ({
  'gov-notices': {
    create: editors,
    read: 'staff',
    update: editors,
    delete: 'nobody',
    classes: { address: { fields: ['key'], update: 'nobody' } },
  },
  'gov-notice-versions': stores('staff'),
})
