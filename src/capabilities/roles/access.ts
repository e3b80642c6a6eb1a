import { type AccessTable, CLOSED, type FieldClass, type HostRules } from '../../kernel/accessTable.js'

/** Visitors who may read an account (an author, say) do not learn roles. Who changes them is judged with the roles. */
export const ROLE_FIELDS: FieldClass = { fields: ['governanceRoles'], read: 'staff' }

/** How somebody gets mail is theirs to say: in another language, or a day late, it would not reach them. */
export const MAIL_FIELDS: FieldClass = {
  fields: ['governanceLanguage', 'governanceMail'],
  read: 'staff',
  update: { all: ['aed', 'ed'], others: 'oneself' },
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
  classes: { roles: ROLE_FIELDS, mail: MAIL_FIELDS },
}
