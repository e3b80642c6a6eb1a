import { type AccessTable, stores, unread } from '../../kernel/accessTable.js'
import type { Role } from '../../kernel/actor.js'

export const consentsAccess = (readers: readonly Role[]): AccessTable => ({
  // The account is a digest that tells one visitor's submissions from another's: nobody needs to see it.
  'gov-consents': stores(readers, { accounts: unread('account') }),
})
