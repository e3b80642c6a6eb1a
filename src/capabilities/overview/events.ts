/** Everything that the set-up puts on the ledger; each role that it grants has an entry of its own. */
export const SETUP_ACTIONS = ['setup.done'] as const
export type SetupAction = (typeof SETUP_ACTIONS)[number]
