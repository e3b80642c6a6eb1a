import { type AccessTable, CLOSED, stores, unread } from '../../kernel/accessTable.js'
import { BREACH_ROLES } from './domain.js'

export const breachAccess: AccessTable = {
  // Nothing of a person but a digest and where their record is: screens show numbers.
  'gov-breach-people': CLOSED,
  'gov-breaches': stores(BREACH_ROLES, { keys: unread('causeKey', 'progress') }),
}
