import type { SeenCasePort } from '../../kernel/breachPorts.js'
import type { CasePort } from '../../kernel/holdPorts.js'
import type { IncidentPort } from '../../kernel/ports.js'
import type { Capability } from '../../platform/runtime.js'
import { incidentsAccess } from './access.js'
import { seenCasePort } from './caseLook.js'
import { incidentCollection, INCIDENTS } from './collections.js'
import { CASE_ROLES, TIMER_KIND } from './domain.js'
import { deadlineRunner } from './deadlines.js'
import { withReportThis } from './matter.js'
import { deskCard, navLinks, receiptLines } from './desk.js'
import { staffEndpoints } from './endpoints.js'
import { evidenceCollection } from './evidenceCollection.js'
import { evidenceEndpoints } from './evidenceEndpoints.js'
import { evidenceRunner } from './evidenceStore.js'
import { withRecordedReading } from './gate.js'
import { casePort } from './keeping.js'
import { keepingEndpoints } from './keepingEndpoints.js'
import { SETTLE_KIND } from './merging.js'
import { mergingEndpoints } from './mergingEndpoints.js'
import { settleHandler } from './mergingStore.js'
import type { SanitizedIncidents } from './options.js'
import { publicEndpoints } from './publicEndpoints.js'
import { teamEndpoints } from './teamEndpoints.js'
import { reads } from './reads.js'
import { refusalAlarms, withRefusals } from './refusals.js'
import { countCases } from './queries.js'
import { type CaseWork, exceptConcerned, hiddenCases, mayBeTold } from './standing.js'
import { answersAlone, escalateHandler, isVacant, openFor } from './store.js'
import { isUnanswered } from './testAlert.js'
import { vacancyAlarms, watchRunner } from './watch.js'

const RSC = 'payload-plugin-governance/rsc'

/**
 * I: reports reach the Assistant Executive Director, or the Executive Director when nobody answers (S2-37,
 * S2-31).
 */
export const incidents = (
  options: SanitizedIncidents,
  ports: Omit<CaseWork, 'options'>,
): Capability<IncidentPort & { cases: CasePort; seen: SeenCasePort }> => {
  const work: CaseWork = { options, ...ports }
  return {
    key: 'incidents',
    access: () => incidentsAccess(options.mask),
    collections: [
      {
        collection: withRecordedReading({ ...incidentCollection, access: { read: exceptConcerned } }),
        appendOnly: true,
      },
      { collection: evidenceCollection, appendOnly: true },
    ],
    complete: withReportThis,
    histories: () => ({ collections: [INCIDENTS] }),
    endpoints: [
      ...staffEndpoints(work),
      ...teamEndpoints(work),
      ...evidenceEndpoints(work),
      ...mergingEndpoints(work),
      ...keepingEndpoints(work),
      ...(options.publicReports ? publicEndpoints(work) : []),
    ],
    timers: { [TIMER_KIND]: escalateHandler(work), [SETTLE_KIND]: settleHandler(work) },
    runners: [deadlineRunner(options), evidenceRunner, watchRunner(work)],
    govern: (config) => withRefusals(config, options.refusals),
    alarms: async (ctx) => [
      ...(await refusalAlarms(ctx, options.refusals)),
      ...(await vacancyAlarms(ctx.payload)),
    ],
    // The first that matches by its beginning is taken: the longest come first.
    views: [
      {
        key: 'governanceIncidentReport',
        path: '/governance/incidents/report',
        component: `${RSC}#IncidentReportView`,
        title: 'governance:incidents:report:title',
      },
      {
        key: 'governanceIncidentCase',
        path: '/governance/incidents/:id',
        component: `${RSC}#IncidentCaseView`,
        title: 'governance:incidents:case:title',
      },
      {
        key: 'governanceIncidents',
        path: '/governance/incidents',
        component: `${RSC}#IncidentsView`,
        title: 'governance:incidents:title',
      },
    ],
    slots: { header: [`${RSC}#IncidentBanner`] },
    reads: reads(work),
    navLinks,
    desk: deskCard(work),
    receipts: { incident: receiptLines },
    missing: async ({ payload }) => {
      const vacant = await Promise.all(
        CASE_ROLES.map(async (role) => ((await isVacant(payload, role)) ? role : null)),
      )
      const found = vacant.filter((role) => role !== null).map((role) => role as string)
      if (await answersAlone(payload)) found.push('alone')
      if (await isUnanswered({ payload })) found.push('testAnswer')
      return found.map((what) => ({ key: `governance:incidents:missing:${what}` }))
    },
    doctor: async ({ payload, t }) => {
      const { open, unacknowledged } = await countCases({ payload }, new Date(8.64e15))
      return [t('governance:terminal:doctor:incidents', { open, unacknowledged })]
    },
    hides: hiddenCases,
    mayBeTold: mayBeTold(work),
    port: { open: openFor(work), cases: casePort(work), seen: seenCasePort(work) },
  }
}
