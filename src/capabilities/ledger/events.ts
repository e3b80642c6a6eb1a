/** Personal values were erased; entries were removed by rule, and this one sums them up. */
export const ERASED = 'ledger.erased'
export const PRUNED = 'ledger.pruned'

/** Actions of the ledger itself; each capability keeps its own closed list in its `events.ts`. */
export const LEDGER_ACTIONS = [ERASED, PRUNED, 'ledger.read', 'ledger.exported'] as const
