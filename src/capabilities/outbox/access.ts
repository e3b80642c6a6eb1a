import { type AccessTable, stores, unread } from '../../kernel/accessTable.js'

export const outboxAccess: AccessTable = {
  'gov-outbox': stores(['aed', 'ed'], { addresses: unread('address') }),
  'gov-unsafe-addresses': stores(['privacy-officer', 'aed', 'ed'], { keys: unread('key') }),
}
