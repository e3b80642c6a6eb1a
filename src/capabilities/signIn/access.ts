import { type AccessTable, CLOSED } from '../../kernel/accessTable.js'

export const signInAccess: AccessTable = { 'gov-sign-ins': CLOSED }
