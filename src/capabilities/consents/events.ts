/** Actions on the ledger. */
export const CONSENT_ACTIONS = ['consents.withdrawn', 'consents.basisNamed', 'consents.basisLifted'] as const
export type ConsentAction = (typeof CONSENT_ACTIONS)[number]
