import { hasRole } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import { textOf } from '../../platform/endpoint.js'
import { nowOf } from '../../platform/runtime.js'
import { endTakedown, openTakedown, writeTakedown } from '../../platform/takedown.js'
import { type Call, mustUpdate } from './call.js'
import { settle } from './publishing.js'
import { removalOf } from './rows.js'
import { defaultLocale, imageFor, save } from './store.js'
import type { Target } from './target.js'

/** S2-39: the reason and the last content are kept first, then the content goes. */
export const takeDown = async (call: Call): Promise<void> => {
  const { ctx, req, target, situation, actor, body, port } = call
  if (!hasRole(actor, ...port.options.takedownRoles))
    throw new GovernanceError('notAllowed', 'Your role does not allow this.')
  await mustUpdate(call)
  const reason = textOf(body, 'reason', { required: true, max: 2000 })
  if (!situation.live || !situation.stored)
    throw new GovernanceError('stateConflict', 'This is not live, so there is nothing to take down.', {
      why: 'notLive',
    })
  // The whole document goes, whatever the language in which somebody saw that it must.
  const whole: Target = { ...target, locale: undefined }
  const live = target.locale ? await imageFor(ctx, port.options, whole, situation.stored) : situation.live
  // What went live without being recorded is recorded first: the reason names the publication that it ends.
  await settle(ctx, port.options, whole, situation.stored, live)
  const removal = await removalOf(ctx, whole, live.hash)
  // Left by a process that died on the way: this reason counts.
  const open = await openTakedown(ctx, removal)
  if (open) await endTakedown(ctx, open.id, nowOf(ctx.payload))
  const draft = { ...removal, reason, original: situation.stored }
  const { id } = await writeTakedown(ctx, draft, actor, nowOf(ctx.payload))
  // Only the status is checked: a draft that is not complete must not keep the old content live.
  const locale = defaultLocale(req.payload)
  try {
    await save(req.payload, target, { _status: 'draft' }, { req, locale, unpublishAllLocales: true })
  } catch (error) {
    // Nothing went: the reason permits nobody to remove it later.
    await endTakedown(ctx, id, nowOf(ctx.payload))
    throw error
  }
}
