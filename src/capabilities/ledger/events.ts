/** Actions of the ledger itself; each capability keeps its own closed list in its `events.ts`. */
export const LEDGER_ACTIONS = ['ledger.sealed', 'ledger.erased', 'ledger.read', 'ledger.exported'] as const
