import type { Actor } from '../../kernel/actor.js'
import type { GovernanceError } from '../../kernel/errors.js'
import { actorOrSystem } from '../../platform/actor.js'
import type { Row } from '../../platform/db.js'
import { type Context, nowOf, type Verdict } from '../../platform/runtime.js'
import { endTakedown, openTakedown } from '../../platform/takedown.js'
import { missing, takedownNeeded, voided } from './domain.js'
import { differing, digestLeaves, type Image } from './image.js'
import { decisionTargets } from './languages.js'
import type { MediaGuard } from './mediaGuard.js'
import { refuseMedia } from './mediaRefusal.js'
import { languagesLost, type Needed, neededFor } from './needed.js'
import type { SanitizedApprovals } from './options.js'
import { abortPublish, beginPublish, finishPublish } from './publications.js'
import { refuse } from './refusals.js'
import { openReview } from './rows.js'
import { imageFor } from './store.js'
import { type Doc, isLive, subjectOf, type Target } from './target.js'
import { withoutUnpublished } from './unpublished.js'

/** What a write is judged by. */
export interface Rules {
  options: SanitizedApprovals
  guard: MediaGuard
}

/** A write to one document. */
export interface Change {
  target: Target
  stored: Doc | null
  next: Doc | null
  /** What the adapter was given. */
  data?: Doc
  attempt: string
}

export const actorFor = (ctx: Context): Actor =>
  actorOrSystem({ payload: ctx.payload, user: ctx.req?.user ?? null })

/**
 * A publication that a process began and wrote, but did not live to record, is recorded now.
 * @returns the review that is open then.
 */
export const settle = async (ctx: Context, target: Target, live: Image): Promise<Row | null> => {
  const review = await openReview(ctx, target)
  if (review?.hash !== live.hash || (review.state !== 'publishing' && review.state !== 'approved'))
    return review
  await finishPublish(ctx, review, actorFor(ctx))
  return null
}

/** The same for each language that is decided on by itself. */
export const settleLanguages = async (
  ctx: Context,
  options: SanitizedApprovals,
  target: Target,
  stored: Doc,
): Promise<void> => {
  for (const part of decisionTargets(ctx.payload, options, target)) {
    if (part.locale && isLive(stored, part.locale))
      await settle(ctx, part, await imageFor(ctx, options, part, stored))
  }
}

const isApproved = (review: Row | null): review is Row =>
  review?.state === 'approved' || review?.state === 'publishing'

/** Why nothing that is approved is this content. */
const notApproved = async (ctx: Context, { target, image }: Needed): Promise<GovernanceError> => {
  const open = await openReview(ctx, target)
  return isApproved(open)
    ? voided(differing(open.leaves as Record<string, string>, digestLeaves(image.leaves)))
    : missing()
}

/** Reserves every approval that the write needs, or none of them. */
const beginAll = async (
  ctx: Context,
  change: Change,
  needed: Needed[],
  known: Row | null,
): Promise<Row[]> => {
  const begun: Row[] = []
  for (const one of needed) {
    const review = await beginPublish(ctx, one.target, one.image.hash, one.target.locale ? null : known)
    if (review) begun.push(review)
    else {
      for (const { id } of begun) await abortPublish(ctx, id)
      return refuse(ctx, subjectOf(change.target), change.attempt, await notApproved(ctx, one))
    }
  }
  return begun
}

/** A write that makes a content live, or changes one that is. @throws what is not approved is refused */
export const asPublication = async (
  ctx: Context,
  { options, guard }: Rules,
  change: Change & { next: Doc },
  after: Image,
  known: Row | null,
): Promise<Verdict> => {
  const { target, next, attempt } = change
  const subject = subjectOf(target)
  if (languagesLost(ctx, options, change).length > 0) return refuse(ctx, subject, attempt, takedownNeeded())
  // Whoever approved the whole approved each of its languages.
  const whole = await beginPublish(ctx, target, after.hash, known)
  const reviews = whole
    ? [whole]
    : await beginAll(ctx, change, await neededFor(ctx, options, { ...change, image: after }), known)
  const data = withoutUnpublished(ctx, options, target, next)
  await refuseMedia(ctx, data ? { ...change, next: { ...next, ...data } } : change, reviews, guard)
  return {
    ...(data ? { args: { data: { ...change.data, ...data } } } : {}),
    failed: async () => {
      for (const { id } of reviews) await abortPublish(ctx, id)
    },
    done: async () => {
      for (const review of reviews) await finishPublish(ctx, review, actorFor(ctx))
      const removal = await openTakedown(ctx, subject)
      if (removal) await endTakedown(ctx, removal.id, nowOf(ctx.payload))
    },
  }
}
