import type { Capability } from '../../platform/runtime.js'
import { ledgerAccess } from './access.js'
import { ledgerCollection, ledgerHeadCollection } from './collections.js'
import { deskCard, navLinks } from './desk.js'
import { endpoints } from './endpoints.js'
import { withHistories } from './history.js'
import { reads } from './reads.js'
import { append, sealer, verifyLedger } from './store.js'

const RSC = 'payload-plugin-governance/rsc'

/** L: append-only, tamper-evident, erasable audit trail (S0-04, S2-08). */
export const ledger = (): Capability<{ append: typeof append; verify: typeof verifyLedger }> => ({
  key: 'ledger',
  access: () => ledgerAccess,
  collections: [
    { collection: ledgerCollection, appendOnly: true },
    { collection: ledgerHeadCollection, appendOnly: true },
  ],
  endpoints,
  reads,
  views: [
    {
      key: 'governanceLedgerEntry',
      path: '/governance/ledger/entries/:key',
      component: `${RSC}#LedgerEntryView`,
      title: 'governance:ledgerScreen:entry:title',
    },
    {
      key: 'governanceLedger',
      path: '/governance/ledger',
      component: `${RSC}#LedgerView`,
      title: 'governance:ledgerScreen:title',
    },
  ],
  desk: deskCard,
  navLinks,
  complete: withHistories,
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
