import { SYSTEM } from '../../kernel/actor.js'
import type { Row } from '../../platform/db.js'
import type { Context, Runner } from '../../platform/runtime.js'
import { imageFor, storedDoc, targetOf } from './store.js'
import { keyOf } from './reserve.js'
import { isLive, type Target } from './target.js'
import type { SanitizedApprovals } from './options.js'
import { settleRefusals } from './refusals.js'
import { abortPublish, finishPublish, stuckReviews } from './publications.js'
import { healDecisions } from './decisions.js'

/** Minutes after which a publication that was begun belongs to a process that died. */
const STUCK_MINUTES = 5

/** Whether what was approved went live before the process died. */
const isLiveBy = async (
  ctx: Context,
  options: SanitizedApprovals,
  target: Target,
  review: Row,
): Promise<boolean> => {
  const other = options.elsewhere[target.slug]
  if (other) return other.isLiveBy(ctx, keyOf(review))
  const stored = await storedDoc(ctx, target)
  const live = stored && isLive(stored, target.locale) ? await imageFor(ctx, options, target, stored) : null
  return live?.hash === review.hash
}

/** Finishes what a crash cut: a publication is either recorded (its content is live) or free to be tried again. */
export const healing = (options: SanitizedApprovals): Runner => ({
  key: 'approvals-heal',
  everySeconds: 60,
  run: async ({ payload, fence, now }) => {
    const ctx = { payload }
    let done = 0
    for (const review of await stuckReviews(ctx, new Date(now.getTime() - STUCK_MINUTES * 60_000))) {
      await fence()
      const target = targetOf(payload, review)
      if (await isLiveBy(ctx, options, target, review)) await finishPublish(ctx, review, SYSTEM)
      else await abortPublish(ctx, review.id)
      done += 1
    }
    await settleRefusals(payload)
    return { done: done + (await healDecisions(ctx)) }
  },
})
