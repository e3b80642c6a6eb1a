import { type AccessTable, stores, unread } from '../../kernel/accessTable.js'
import { READERS } from './readers.js'

export const ledgerAccess: AccessTable = {
  'gov-ledger': stores(READERS, { personal: unread('personal') }),
  'gov-ledger-head': stores(READERS),
}
