import type { LedgerCommands, LedgerProofPort } from '../../kernel/ledgerPort.js'
import type { HoldPort } from '../../kernel/holdPorts.js'
import type { FootprintPort, IncidentPort } from '../../kernel/ports.js'
import type { Capability, Context, DoctorContext } from '../../platform/runtime.js'
import { ledgerAccess } from './access.js'
import { ledgerCollection, ledgerHeadCollection } from './collections.js'
import { deskCard, navLinks } from './desk.js'
import { earlierValues, earlierValuesCollection } from './earlier.js'
import { endpoints } from './endpoints.js'
import { withHistories } from './history.js'
import { reads } from './reads.js'
import { erase, eraser, footprint } from './erase.js'
import { fileProblem, headsFrom, headsRunner } from './heads.js'
import { keeper } from './keep.js'
import { proven } from './proven.js'
import type { SanitizedLedger } from './options.js'
import { sealer } from './seal.js'
import { append } from './store.js'
import { foundOn, missing, verifyWhole, watcher } from './watch.js'

/** What other capabilities hand over, once all are built. */
export interface LedgerPorts {
  incidents: () => IncidentPort | undefined
  holds: () => HoldPort | undefined
}

const doctorLines = async ({ t, ...ctx }: DoctorContext, options: SanitizedLedger): Promise<string[]> => {
  const result = await verifyWhole(ctx, options)
  const [first] = result.findings
  const problem = await fileProblem(ctx)
  return [
    first
      ? t('governance:terminal:doctor:ledgerBroken', {
          found: t(`governance:ledger:found:${first.problem}`, { at: first.at }),
        })
      : t('governance:terminal:doctor:ledger', { count: result.count, unsealed: result.unsealed }),
    ...(problem && options.headsFile
      ? [t('governance:terminal:doctor:ledgerFile', { file: options.headsFile, problem })]
      : []),
  ]
}

type Port = LedgerCommands & LedgerProofPort & { append: typeof append; footprint: FootprintPort }

const RSC = 'payload-plugin-governance/rsc'

/** L: append-only, tamper-evident, erasable audit trail (S0-04, S2-08). */
export const ledger = (options: SanitizedLedger, ports: LedgerPorts): Capability<Port> => ({
  key: 'ledger',
  access: () => ledgerAccess,
  collections: [
    { collection: ledgerCollection, appendOnly: true },
    { collection: ledgerHeadCollection, appendOnly: true },
    { collection: earlierValuesCollection, appendOnly: true },
  ],
  endpoints: endpoints(options),
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
  runners: [
    sealer,
    eraser,
    keeper(options, ports),
    headsRunner(options),
    watcher(options, ports),
    earlierValues,
  ],
  missing,
  doctor: (ctx) => doctorLines(ctx, options),
  port: {
    ...proven,
    append,
    verify: (place, known, progress) => verifyWhole(place as Context, options, known, progress),
    readHeads: headsFrom,
    erase: (place, erasure, actor) => erase(place as Context, erasure, actor),
    found: (place) => foundOn(place as Context),
    footprint: footprint(options.eraseWithRecords),
  },
})
