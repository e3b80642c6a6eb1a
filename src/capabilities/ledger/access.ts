import { type AccessTable, CLOSED, stores, unread } from '../../kernel/accessTable.js'
import { READERS } from './readers.js'

export const ledgerAccess: AccessTable = {
  'gov-ledger': stores(READERS, { personal: unread('personal') }),
  'gov-ledger-head': stores(READERS),
  // What an earlier version kept there is on its way to the entries.
  'gov-ledger-values': CLOSED,
}
