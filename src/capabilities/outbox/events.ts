/** Everything this capability writes to the ledger. */
export const OUTBOX_ACTIONS = ['outbox.lifted'] as const
export type OutboxAction = (typeof OUTBOX_ACTIONS)[number]
