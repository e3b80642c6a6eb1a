import { type AccessTable, CLOSED, stores, unread } from '../kernel/accessTable.js'
import { TAKEDOWN_READERS } from './takedown.js'

/** What no single capability owns. */
export const sharedAccess: AccessTable = {
  'gov-leases': CLOSED,
  'gov-timers': CLOSED,
  'gov-receipts': CLOSED,
  'gov-counters': CLOSED,
  'gov-disclosures': CLOSED,
  // Shown in the list of decisions only, once somebody said why.
  'gov-takedowns': stores(TAKEDOWN_READERS, {
    original: { ...unread('original'), masked: { entry: 'moderation.disclosed' } },
  }),
  'global:gov-settings': {
    create: 'nobody',
    read: 'staff',
    readVersions: ['aed', 'ed'],
    update: ['aed', 'ed'],
    delete: 'nobody',
    // Says what was decided once, such as who may still name themselves: nobody changes it by hand.
    classes: { decided: { fields: ['setUpAt', 'adoptedAt'], create: 'nobody', update: 'nobody' } },
  },
}
