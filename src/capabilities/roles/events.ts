/** Everything that roles put on the ledger. */
export const ROLE_ACTIONS = ['roles.granted', 'roles.revoked'] as const
export type RoleAction = (typeof ROLE_ACTIONS)[number]
