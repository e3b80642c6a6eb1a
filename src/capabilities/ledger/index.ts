import type { Capability } from '../../platform/runtime.js'
import { ledgerCollection, ledgerHeadCollection } from './collections.js'
import { append, sealer, verifyLedger } from './store.js'

/** L: append-only, tamper-evident, erasable audit trail (S0-04, S2-08). */
export const ledger = (): Capability<{ append: typeof append; verify: typeof verifyLedger }> => ({
  key: 'ledger',
  collections: [
    { collection: ledgerCollection, appendOnly: true },
    { collection: ledgerHeadCollection, appendOnly: true },
  ],
  runners: [sealer],
  doctor: async ({ t, ...ctx }) => {
    const result = await verifyLedger(ctx)
    return [
      result.ok
        ? t('governance:terminal:doctor:ledger', { count: result.count, unsealed: result.unsealed })
        : t('governance:terminal:doctor:ledgerBroken', {
            at: result.at,
            problem: t(`governance:terminal:ledger:${String(result.problem)}`),
          }),
    ]
  },
  port: { append, verify: verifyLedger },
})
