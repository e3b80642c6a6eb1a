import { type AccessTable, stores, unread } from '../../kernel/accessTable.js'
import type { Role } from '../../kernel/actor.js'

/** What a publication takes; people read the fields that it is made of. */
export const KEPT = unread('promised')

/** Drafts are written by few and read by all staff; what was in force is on the public pages. */
export const noticesAccess = (editors: readonly Role[]): AccessTable => ({
  'gov-notices': {
    create: editors,
    read: 'staff',
    update: editors,
    delete: 'nobody',
    classes: { address: { fields: ['key'], update: 'nobody' }, kept: KEPT },
  },
  'gov-notice-versions': stores('staff'),
})
