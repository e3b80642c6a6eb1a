import { type AccessTable, CLOSED, type FieldClass, type HostRules } from '../../kernel/accessTable.js'

/** Roles and how somebody wants mail: visitors who may read an account (an author, say) do not learn them. */
export const STAFF_FIELDS: FieldClass = {
  fields: ['governanceRoles', 'governanceLanguage', 'governanceMail'],
  read: 'staff',
}

export const rolesAccess: AccessTable = { 'gov-role-counts': CLOSED, 'gov-role-records': CLOSED }

/**
 * Payload's default lets everyone who is signed in do everything, members of the public with accounts of their own
 * included: whoever makes an account among the staff is staff. What the host decides for staff, and for who is not
 * signed in (the first account), stays as it is; a rule for reading that the host wrote itself, too.
 */
export const accountsAccess: HostRules = {
  create: 'notMembers',
  read: { unlessOwn: 'notMembers' },
  readVersions: { unlessOwn: 'notMembers' },
  update: 'notMembers',
  delete: 'notMembers',
  classes: { staff: STAFF_FIELDS },
}
