import type { Capability } from '../../platform/runtime.js'
import { ledgerCollection, ledgerHeadCollection, ledgerValuesCollection } from './collections.js'
import { append, sealer, verifyLedger } from './store.js'

/** L: append-only, tamper-evident, erasable audit trail (S0-04, S2-08). */
export const ledger = (): Capability<{ append: typeof append; verify: typeof verifyLedger }> => ({
  key: 'ledger',
  collections: [
    { collection: ledgerCollection, appendOnly: true },
    { collection: ledgerValuesCollection, appendOnly: true },
    { collection: ledgerHeadCollection, appendOnly: true },
  ],
  runners: [sealer],
  doctor: async (ctx) => {
    const result = await verifyLedger(ctx)
    return [
      result.ok
        ? `Ledger: ${result.count} sealed entries verify, ${result.unsealed} wait to be sealed.`
        : `LEDGER DOES NOT VERIFY: entry ${result.at} is ${result.problem}. Tell the Assistant Executive Director now.`,
    ]
  },
  port: { append, verify: verifyLedger },
})
