import type { PayloadRequest } from 'payload'

import type { CollectedPort, DeletedPort } from '../../kernel/breachPorts.js'
import type { DuePort } from '../../kernel/consentPorts.js'
import type { CasePort, HoldPort } from '../../kernel/holdPorts.js'
import type { LedgerProofPort } from '../../kernel/ledgerPort.js'
import type { RetentionCommands } from '../../kernel/retentionPort.js'
import type { AddressKeys, FootprintPort, WorkPort } from '../../kernel/ports.js'
import { GovernanceError } from '../../kernel/errors.js'
import { parseRef } from '../../kernel/ref.js'
import { actorOf } from '../../platform/actor.js'
import type { Capability, Context, Reader, SharedOptions } from '../../platform/runtime.js'
import { dueAttestations } from './attestations.js'
import {
  attestationCollection,
  certificateCollection,
  deletionCollection,
  handledCollection,
  heldCollection,
  holdCollection,
  planCollection,
} from './collections.js'
import { retentionAccess } from './access.js'
import { collectedPort } from './collectedPort.js'
import { commands } from './commands.js'
import type { Retention } from './context.js'
import { deletedPort } from './deletedPort.js'
import { deskCard, doctorLines, navLinks } from './desk.js'
import { mayDecide, maySee } from './domain.js'
import { attestEndpoint } from './attestEndpoint.js'
import { dryRunFor } from './dryRun.js'
import { endpoints } from './endpoints.js'
import { WATCH_TIMER } from './events.js'
import { bringForward } from './forward.js'
import { governCollections, keepDates, retentionSeal } from './gate.js'
import { health, retentionAlarms } from './health.js'
import { holdRunner } from './holdJobs.js'
import { holdAlarms } from './holdReview.js'
import { holdPort } from './holds.js'
import { holdsPage } from './holdViews.js'
import { holdsFor } from './reach.js'
import { retentionRunner, startWatch, watchOverdue } from './jobs.js'
import type { SanitizedRetention } from './options.js'
import { drawPlans } from './plans.js'
import { isRestored, restoredFromBackup } from './restored.js'
import { certificateByNumber } from './reads.js'
import { safetyEndpoints } from './safetyEndpoints.js'
import { safetyView } from './safetyWatch.js'
import { indexPointers } from './pointers.js'
import { leavesOn } from './terms.js'
import { statisticsCollection } from './statisticsCollection.js'
import { statistics } from './statistics.js'
import { statisticsEndpoints } from './statisticsEndpoints.js'
import { worklist } from './worklist.js'

export interface RetentionPorts {
  /** Capabilities that keep something about the records themselves. */
  footprints?: FootprintPort[]
  work?: () => WorkPort | undefined
  /** What a hold on a case needs to know of it. */
  cases?: () => CasePort | undefined
  addressKeys?: AddressKeys
  ledger: LedgerProofPort
  shared: SharedOptions
}

export interface RetentionPort extends RetentionCommands {
  holds: HoldPort
  due: DuePort
  deletions: DeletedPort
  collected: CollectedPort
  /** The latest date on which a record received then leaves; undefined where retention does not govern. */
  deletionOf: (collection: string, receivedAt: Date, purposes: readonly string[]) => Date | undefined
}

const RSC = 'payload-plugin-governance/rsc'

const forWorkers =
  (read: Reader): Reader =>
  async (ctx, input) => {
    if (!maySee(ctx.actor)) throw new GovernanceError('notAllowed', 'Your role does not allow this.')
    return read({ payload: ctx.payload, actor: ctx.actor }, input)
  }

const forDeciders =
  (read: Reader): Reader =>
  async (ctx, input) => {
    if (!mayDecide(ctx.actor)) throw new GovernanceError('notAllowed', 'Your role does not allow this.')
    return read({ payload: ctx.payload, actor: ctx.actor }, input)
  }

/** What the screens show. */
const readers = (own: Retention): Record<string, Reader> => ({
  worklist: forWorkers(async (ctx, input) => ({
    list: await worklist(ctx, own, String(input.locale ?? 'en'), ctx.actor),
    report: await health(ctx, own),
    decides: mayDecide(ctx.actor),
    attest: mayDecide(ctx.actor) ? await dueAttestations(ctx, own) : [],
    safety: await safetyView(ctx, String(input.locale ?? 'en')),
  })),
  holds: async ({ req, actor }, input) => {
    if (!mayDecide(actor) || !req) throw new GovernanceError('notAllowed', 'Your role does not allow this.')
    return holdsPage(req as PayloadRequest, own, actor, String(input.locale ?? 'en'))
  },
  statistics: forWorkers((ctx, input) => statistics(ctx, own, ctx.actor, String(input.locale ?? 'en'))),
  dryRun: forDeciders((ctx, input) => dryRunFor(ctx, own, ctx.actor, String(input.locale ?? 'en'))),
  certificate: forWorkers((ctx, input) =>
    certificateByNumber(ctx, String(input.number ?? ''), String(input.locale ?? 'en')),
  ),
})

/** T: collected data is gone when it was promised to be, with its whole footprint, and with proof (S2-25, S2-26). */
export const retention = (options: SanitizedRetention, ports: RetentionPorts): Capability<RetentionPort> => {
  const own: Retention = {
    options,
    rules: new Map(),
    footprints: ports.footprints ?? [],
    work: ports.work,
    cases: ports.cases,
    addressKeys: ports.addressKeys,
    ledger: ports.ledger,
  }
  return {
    key: 'retention',
    access: () => retentionAccess,
    collections: [
      { collection: deletionCollection, appendOnly: true },
      { collection: certificateCollection, appendOnly: true },
      {
        collection: {
          ...holdCollection,
          access: { read: ({ req }) => holdsFor({ payload: req.payload }, own, actorOf(req)) },
        },
        appendOnly: true,
      },
      { collection: planCollection, appendOnly: true },
      { collection: handledCollection, appendOnly: true },
      { collection: attestationCollection, appendOnly: true },
      { collection: heldCollection, appendOnly: true },
      { collection: statisticsCollection, appendOnly: true },
    ],
    govern: (config) => governCollections(own, config),
    schema: (config) => keepDates(own, config),
    histories: () => ({ collections: [...own.rules.keys()] }),
    seals: [retentionSeal(own)],
    // First: what came in for a hold is known to the run that follows.
    runners: [holdRunner(own), retentionRunner(own)],
    alarms: async (ctx) => [...(await retentionAlarms(own)(ctx)), ...(await holdAlarms(ctx))],
    timers: { [WATCH_TIMER]: watchOverdue(own) },
    endpoints: [...endpoints(own), ...safetyEndpoints(own), attestEndpoint(own), ...statisticsEndpoints(own)],
    views: [
      {
        key: 'governanceWorklist',
        path: '/governance/worklist',
        component: `${RSC}#WorklistView`,
        title: 'governance:retention:worklist:title',
      },
      {
        key: 'governanceHolds',
        path: '/governance/holds',
        component: `${RSC}#HoldsView`,
        title: 'governance:retention:holds:title',
      },
      {
        key: 'governanceStatistics',
        path: '/governance/statistics',
        component: `${RSC}#StatisticsView`,
        title: 'governance:statistics:title',
      },
      {
        key: 'governanceCertificate',
        path: '/governance/certificates/:number',
        component: `${RSC}#CertificateView`,
        title: 'governance:retention:certificate:title',
      },
    ],
    reads: readers(own),
    desk: deskCard(own),
    navLinks: navLinks(own),
    doctor: (ctx) => doctorLines(ctx, own),
    onInit: async (payload) => {
      await indexPointers(payload, own)
      await drawPlans({ payload }, own)
      if (own.rules.size > 0) await startWatch({ payload })
      if (await isRestored({ payload }, own, { fresh: true }))
        payload.logger.error(`governance: ${restoredFromBackup().message}`)
    },
    port: {
      ...commands(own),
      holds: holdPort(own),
      deletions: deletedPort(own),
      collected: collectedPort(own),
      due: {
        governs: (subject) => own.rules.has(parseRef(subject).collection),
        dueNow: (place, subject, cause) => bringForward(place as Context, own, subject, cause),
      },
      deletionOf: (collection, receivedAt, purposes) => {
        const rule = own.rules.get(collection)
        const { timeZone } = ports.shared
        return rule && leavesOn(rule.terms, { receivedAt, purposes, record: {}, timeZone })
      },
    },
  }
}
