/** The ledger has no options yet and cannot be switched off: every other capability leaves its evidence here. */
export type LedgerOptions = Record<string, never>
