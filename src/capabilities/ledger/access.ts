import { type AccessTable, stores, unread } from '../../kernel/accessTable.js'

const READERS = ['privacy-officer', 'aed', 'ed'] as const

export const ledgerAccess: AccessTable = {
  'gov-ledger': stores(READERS, { personal: unread('personal') }),
  'gov-ledger-head': stores(READERS),
}
