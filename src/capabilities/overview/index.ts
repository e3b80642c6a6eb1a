import { GovernanceError } from '../../kernel/errors.js'
import { type Capability, type DeskContext, type Reader, SETUP_PATH } from '../../platform/runtime.js'
import type { OverviewCommands } from '../../platform/setUp.js'
import type { OverviewPorts } from './context.js'
import { deskOf } from './desk.js'
import { checkup } from './doctor.js'
import { endpoints } from './endpoints.js'
import { allMissing, ownMissing } from './missing.js'
import type { SanitizedOverview } from './options.js'
import { isAsked, runSetUp, setUpState } from './store.js'

const RSC = 'payload-plugin-governance/rsc'

const forStaff =
  (read: Reader): Reader =>
  async (ctx, input) => {
    if (ctx.actor.kind !== 'staff') throw new GovernanceError('notAllowed', 'Your role does not allow this.')
    return read(ctx, input)
  }

const commands = (ports: OverviewPorts): OverviewCommands => ({
  checkup,
  missing: allMissing,
  setUpState: (ctx, actor) => setUpState(ctx, actor, ports),
  runSetUp: (ctx, input, actor) => runSetUp(ctx, input, actor, ports),
})

/** V, its first page: the set-up, My desk, the banner of what is missing, the navigation group (S2-15, S2-32). */
export const overview = (
  _options: SanitizedOverview,
  ports: OverviewPorts,
): Capability<OverviewCommands> => ({
  key: 'overview',
  views: [
    {
      key: 'governanceSetup',
      path: '/governance/setup',
      component: `${RSC}#SetupView`,
      title: 'governance:overview:setup:title',
    },
  ],
  slots: {
    beforeDashboard: [`${RSC}#MyDesk`],
    header: [`${RSC}#MissingBanner`],
    afterNavLinks: [`${RSC}#GovernanceNav`],
  },
  endpoints: endpoints(ports),
  reads: {
    setUp: forStaff((ctx) => setUpState(ctx, ctx.actor, ports)),
    missing: forStaff(allMissing),
    desk: forStaff((_ctx, input) => deskOf(input as unknown as DeskContext)),
    asked: forStaff(async (ctx) =>
      isAsked(
        await setUpState(ctx, ctx.actor, ports),
        (await allMissing(ctx)).filter(({ href }) => href === SETUP_PATH).length,
      ),
    ),
  },
  missing: ownMissing(ports),
  port: commands(ports),
})
