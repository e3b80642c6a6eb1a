import { type AccessTable, CLOSED, type FieldClass, stores, unread } from '../../kernel/accessTable.js'
import { CASE_ROLES } from './domain.js'

/** How to reach who reported: covered, except to whoever took the case on. */
const CONTACT: FieldClass = {
  fields: ['contact'],
  masked: { entry: 'incidents.disclosed', holder: 'acknowledgedBy' },
}

/** Whoever reported sees the state of the own report through an endpoint; everybody else does not learn of a case. */
export const incidentsAccess = (mask: boolean): AccessTable => ({
  // Files leave through an endpoint that judges the person and leaves the opening on the ledger.
  'gov-evidence': CLOSED,
  'gov-incidents': stores(CASE_ROLES, {
    keys: unread('causeKey', 'concerned', 'beyond', 'assigned'),
    ...(mask ? { contact: CONTACT } : {}),
  }),
})
