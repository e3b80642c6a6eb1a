import { type AccessTable, stores, unread } from '../../kernel/accessTable.js'
import { CASE_ROLES } from './domain.js'

/** Whoever reported sees the state of the own report through an endpoint; everybody else does not learn of a case. */
export const incidentsAccess: AccessTable = {
  'gov-incidents': stores(CASE_ROLES, { keys: unread('causeKey') }),
}
