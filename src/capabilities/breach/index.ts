import type { ContactPort } from '../../kernel/breachPorts.js'
import type { Capability, Context } from '../../platform/runtime.js'
import { breachAccess } from './access.js'
import { breachCollection, peopleCollection } from './collections.js'
import { addressIn } from './contacts.js'
import type { BreachWork } from './context.js'
import { checkCollected } from './gate.js'
import { deskCard, linksAbout, navLinks } from './desk.js'
import { endpoints } from './endpoints.js'
import { breachRunner, watchRunner } from './jobs.js'
import { reads } from './reads.js'
import { hiddenBreaches } from './store.js'

const RSC = 'payload-plugin-governance/rsc'

/**
 * S2-09: after a breach the risk is assessed, all whom it concerns are found and told once, in their language, and a
 * register is kept.
 */
export const breach = (work: BreachWork): Capability<Pick<ContactPort, 'addressOf'>> => ({
  key: 'breach',
  access: () => breachAccess,
  govern: (config) => checkCollected(config, work.options),
  collections: [
    { collection: breachCollection, appendOnly: true },
    { collection: peopleCollection, appendOnly: true },
  ],
  endpoints: endpoints(work),
  runners: [breachRunner(work), watchRunner(work)],
  // The first that matches by its beginning is taken: the longest come first.
  views: [
    {
      key: 'governanceBreachDeclare',
      path: '/governance/breaches/declare',
      component: `${RSC}#BreachDeclareView`,
      title: 'governance:breach:declare:title',
    },
    {
      key: 'governanceBreachRegister',
      path: '/governance/breaches/register',
      component: `${RSC}#BreachRegisterView`,
      title: 'governance:breach:register:title',
    },
    {
      key: 'governanceBreach',
      path: '/governance/breaches/:id',
      component: `${RSC}#BreachView`,
      title: 'governance:breach:case:title',
    },
    {
      key: 'governanceBreaches',
      path: '/governance/breaches',
      component: `${RSC}#BreachesView`,
      title: 'governance:breach:title',
    },
  ],
  reads: reads(work),
  navLinks,
  desk: deskCard(work),
  linksAbout: linksAbout(work),
  hides: (ctx, actor) => hiddenBreaches(ctx, work, actor),
  // Read when a notice leaves.
  port: { addressOf: (place, record) => addressIn(place as Context, work, record) },
})
