import { type AccessTable, CLOSED, type FieldClass, stores, unread } from '../../kernel/accessTable.js'
import { DECIDERS, WORKERS } from './domain.js'

/** On the host's records: set at receipt, and earlier only through the worklist. */
export const LEAVES_ON: FieldClass = { fields: ['deleteAfter'], create: 'nobody', update: 'nobody' }

export const retentionAccess: AccessTable = {
  'gov-deletions': stores(DECIDERS, { counting: unread('tallies') }),
  'gov-certificates': stores(WORKERS),
  'gov-holds': stores(DECIDERS),
  'gov-retention-plans': stores(WORKERS),
  'gov-handled': stores(WORKERS),
  'gov-attestations': stores(WORKERS),
  'gov-held': CLOSED,
  // Few records at a time, and forms that not everybody may know of: read by one door, which knows who asks.
  'gov-statistics': CLOSED,
}
