import type { Actor } from '../../kernel/actor.js'
import type { GovernanceError } from '../../kernel/errors.js'
import { actorOrSystem } from '../../platform/actor.js'
import type { Row } from '../../platform/db.js'
import type { Context, Verdict, WriteAttempt } from '../../platform/runtime.js'
import { isOneWrite } from '../../platform/unit.js'
import { voided } from './domain.js'
import { differing, digestLeaves, type Image, isWhole } from './image.js'
import { decisionTargets } from './languages.js'
import type { MediaGuard } from './mediaGuard.js'
import { refuseMedia } from './mediaRefusal.js'
import { languagesLost, type Needed, neededFor } from './needed.js'
import type { SanitizedApprovals } from './options.js'
import { abortPublish, beginPublish, finishPublish } from './publications.js'
import { refuse } from './refusals.js'
import { openReview } from './rows.js'
import { entityOf, hasTrash, imageFor, storedDoc } from './store.js'
import { type Doc, isLive, subjectOf, type Target, toTarget } from './target.js'
import { withoutUnpublished } from './unpublished.js'
import { fenced, missing, takedownNeeded } from './verdicts.js'

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

const isApproved = (review: Row | null): review is Row =>
  review?.state === 'approved' || review?.state === 'publishing'

const settleOne = async (ctx: Context, target: Target, live: Image): Promise<void> => {
  const review = await openReview(ctx, target)
  if (review?.hash === live.hash && isApproved(review)) await finishPublish(ctx, review, actorFor(ctx))
}

/**
 * A publication that a process began and wrote, but did not live to record, is recorded now; that of each language,
 * too, that is decided on by itself.
 */
export const settle = async (
  ctx: Context,
  options: SanitizedApprovals,
  target: Target,
  stored: Doc,
  live: Image,
): Promise<void> => {
  await settleOne(ctx, target, live)
  for (const part of decisionTargets(ctx.payload, options, target)) {
    if (part.locale && isLive(stored, part.locale))
      await settleOne(ctx, part, await imageFor(ctx, options, part, stored))
  }
}

/** Why nothing that is approved is this content. */
const notApproved = async (ctx: Context, { target, image }: Needed): Promise<GovernanceError> => {
  const open = await openReview(ctx, target)
  return isApproved(open)
    ? voided(differing(open.leaves as Record<string, string>, digestLeaves(image.leaves)))
    : missing()
}

/** Reserves every approval that the write needs, or none of them. */
const beginAll = async (ctx: Context, change: Change, needed: Needed[]): Promise<Row[]> => {
  const begun: Row[] = []
  for (const one of needed) {
    const review = await beginPublish(ctx, one.target, one.image.hash)
    if (review) begun.push(review)
    else {
      for (const { id } of begun) await abortPublish(ctx, id)
      return refuse(ctx, subjectOf(change.target), change.attempt, await notApproved(ctx, one))
    }
  }
  return begun
}

/** Reserves what the write needs; what an earlier one left behind is settled before anything is refused. */
const begin = async (
  ctx: Context,
  options: SanitizedApprovals,
  change: Change & { next: Doc },
  after: Image,
  before: Image | null,
): Promise<Row[]> => {
  const { target, stored, attempt } = change
  const asOne = decisionTargets(ctx.payload, options, target).includes(target)
  // Most often there is just this to do. An open review of this content leaves none of another one to be settled.
  const approved = asOne ? await beginPublish(ctx, target, after.hash) : null
  if (approved) return [approved]
  if (before && stored) await settle(ctx, options, target, stored, before)
  if (languagesLost(ctx, options, change).length > 0)
    return refuse(ctx, subjectOf(target), attempt, takedownNeeded())
  // Whoever approved the whole approved each of its languages.
  const whole = await beginPublish(ctx, target, after.hash)
  return whole ? [whole] : beginAll(ctx, change, await neededFor(ctx, options, { ...change, image: after }))
}

/** The write with what it needs reserved. @throws media without rights are refused */
const reserved = async (
  ctx: Context,
  { options, guard }: Rules,
  change: Change & { next: Doc },
  begun: Row[],
): Promise<Verdict> => {
  const data = withoutUnpublished(ctx, options, change.target, change.next)
  const next = { ...change.next, ...data }
  await refuseMedia(ctx, { ...change, next }, begun, guard)
  return {
    ...(data ? { args: { data: { ...change.data, ...data } } } : {}),
    failed: async () => {
      for (const { id } of begun) await abortPublish(ctx, id)
    },
    done: async () => {
      for (const review of begun) await finishPublish(ctx, review, actorFor(ctx), true)
    },
  }
}

/**
 * A write that makes a content live, or changes one that is.
 * @param before image of what is live now
 * @throws what is not approved is refused
 */
export const asPublication = async (
  ctx: Context,
  rules: Rules,
  change: Change & { next: Doc },
  after: Image,
  before: Image | null,
): Promise<Verdict> => reserved(ctx, rules, change, await begin(ctx, rules.options, change, after, before))

/**
 * A write of every field of a document is judged without a look at what is there: exactly this is approved, or it is
 * not. Undefined where the row must be read first, or it is not approved.
 */
export const asApproved = async (
  ctx: Context,
  rules: Rules,
  attempt: WriteAttempt,
): Promise<Verdict | undefined> => {
  const { options } = rules
  const { collection, data, id, operation } = attempt
  if (operation !== 'update' || id === undefined || !data || !isLive(data)) return undefined
  const target = toTarget(collection, id)
  const isKnown = isWhole(entityOf(ctx.payload, target), data) && !hasTrash(ctx.payload, target)
  if (!isKnown || !decisionTargets(ctx.payload, options, target).includes(target)) return undefined
  const { hash } = await imageFor(ctx, options, target, data)
  // In a transaction the review is held until the write is there. Without one a process that stood still could write
  // long after somebody freed the review: then the row must be the one that it was.
  const isHeld = await isOneWrite(ctx)
  const [review, stamp] = isHeld
    ? [await beginPublish(ctx, target, hash), null]
    : await Promise.all([beginPublish(ctx, target, hash), storedDoc(ctx, target, { updatedAt: true })])
  if (!review) return undefined
  if (!isHeld && !stamp) {
    await abortPublish(ctx, review.id)
    return undefined
  }
  const change = { target, stored: null, next: { ...data, id }, data, attempt: operation }
  return fenced(attempt, stamp, await reserved(ctx, rules, change, [review]))
}
