import type { Role } from '../../kernel/actor.js'
import type { SetUpPlace } from '../../kernel/ports.js'
import { type Context, type Missing, runtimeOf, SETUP_PATH } from '../../platform/runtime.js'
import { settingsOf } from '../../platform/settings.js'
import type { OverviewPorts } from './context.js'
import { onceEach } from './domain.js'
import { reasonOf } from '../../platform/failure.js'

export const roleFor = (place: SetUpPlace, { approverRole }: OverviewPorts): Role | null =>
  place === 'approver' ? approverRole : place === 'privacy' ? 'privacy-officer' : place

/** What the overview itself finds missing. */
export const ownMissing =
  (ports: OverviewPorts) =>
  async (ctx: Context): Promise<Missing[]> => {
    const { organization } = await settingsOf(ctx.payload)
    const role = ports.approverRole
    const approvers = role === null ? null : await runtimeOf(ctx.payload).people(ctx.payload, [role])
    return [
      ...(approvers?.length === 0 ? [{ key: 'governance:overview:missing:approver', href: SETUP_PATH }] : []),
      ...(organization.en || organization.fr
        ? []
        : [{ key: 'governance:overview:missing:organization', href: SETUP_PATH }]),
    ]
  }

/** Of all capabilities. One that cannot be asked is named, and hides none of the others. */
export const allMissing = async (ctx: Context): Promise<Missing[]> => {
  const found = await Promise.all(
    runtimeOf(ctx.payload).capabilities.map(async (capability) => {
      try {
        return (await capability.missing?.(ctx)) ?? []
      } catch (err) {
        ctx.payload.logger.error(
          `governance: "${capability.key}" could not say what is missing: ${reasonOf(err)}`,
        )
        return [{ key: 'governance:overview:missing:unknown', values: { capability: capability.key } }]
      }
    }),
  )
  return onceEach(found.flat())
}
