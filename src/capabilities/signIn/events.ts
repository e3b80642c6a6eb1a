/** Everything that signing in puts on the ledger. */
export const SIGN_IN_ACTIONS = ['signIn.failed', 'signIn.locked'] as const
export type SignInAction = (typeof SIGN_IN_ACTIONS)[number]
