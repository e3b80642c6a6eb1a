import type { Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { canonicalJSON } from '../../kernel/canonical.js'
import type { Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { keepNewestVersion } from '../../platform/versions.js'
import { createUnitOnce, transition } from '../../platform/unit.js'
import { closeAuthors } from './authors.js'
import { REVIEWS } from './collections.js'
import { type Definition, everyRole, stepAt } from './definition.js'
import { decideResubmit, decideWithdraw } from './domain.js'
import type { Image } from './image.js'
import { closing, type ReviewState, reviews } from './lifecycle.js'
import { newReview, roundOf } from './newReview.js'
import { dueAtOf, dueTimer, expireTimers, mailTo } from './notify.js'
import { aboutPart, entry, factsOf, openReview, openWhere, retrospectivesOf } from './rows.js'
import { decisionKey, subjectOf, type Target } from './target.js'
import { askedFor, staffingOf, type Unfilled, unfilledSteps } from './workflow.js'

export interface Submission {
  target: Target
  image: Image
  actor: Actor
  definition: Definition
  locales: string[]
}

export interface Submitted {
  row: Row
  /** How many people are asked now. */
  approvers: number
  /** Steps that nobody can complete as things are. */
  unfilled: Unfilled[]
}

/** @throws `stateConflict` when a review is under way. */
export const submit = async (ctx: Context, submission: Submission): Promise<Submitted> => {
  const { target, image, actor, definition } = submission
  const subject = subjectOf(target)
  const now = nowOf(ctx.payload)
  // Before the review: what is kept must be what was submitted, or older.
  await keepNewestVersion(ctx, target)
  const wrote = [...Object.keys(await closeAuthors(ctx, target)), actor.ref ?? '']
  const first = stepAt(definition, 0)!
  const staffing = await staffingOf(ctx, target, everyRole(definition))
  const asked = askedFor(staffing, first, wrote)
  const unfilled = unfilledSteps(staffing, definition, wrote)
  const dueAt = dueAtOf(ctx, first, now)
  const beginning = { ...submission, state: 'inReview' as const, dueAt, now }
  const effects = (round: number, more: Record<string, unknown> = {}) => ({
    ledger: [
      entry('approvals.submitted', subject, actor, now, {
        hash: image.hash,
        ...aboutPart(target),
        round,
        steps: definition.steps.map(({ key }) => key),
        authors: wrote.length - 1,
        ...more,
      }),
    ],
    mail: asked.map((ref) => mailTo(ctx, 'approvals:mail:awaiting', ref, target)),
    timers: [dueTimer(ctx, { round, step: 0, dueAt, now }), ...expireTimers(ctx, definition, round, now)],
  })
  const made = await createUnitOnce(ctx, REVIEWS, newReview(beginning), effects(1))
  if (made) return { row: made, approvers: asked.length, unfilled }
  const row = await transition(ctx, REVIEWS, openWhere(target), (found) => {
    const state = decideResubmit(factsOf(found), image.hash)
    const round = Number(found.round ?? 1) + 1
    const changed = canonicalJSON(found.definition) === canonicalJSON(definition) ? {} : { newRules: true }
    return { data: { ...roundOf(beginning), state, round }, effects: effects(round, changed) }
  })
  return { row, approvers: asked.length, unfilled }
}

/**
 * @param because why it ended without a person asking for it (`deleted`).
 * @param where the review, where it is not the open one of the document.
 */
export const withdraw = (
  ctx: Context,
  target: Target,
  actor: Actor,
  because?: string,
  where: Where = openWhere(target),
): Promise<Row> =>
  transition(ctx, REVIEWS, where, (found) => {
    const state = because
      ? reviews.next(found.state as ReviewState, 'withdraw')
      : decideWithdraw(factsOf(found), actor)
    return {
      data: { state, ...closing(decisionKey(target), state, found.id), publishAt: null },
      effects: {
        ledger: [
          entry('approvals.withdrawn', subjectOf(target), actor, nowOf(ctx.payload), {
            round: found.round,
            ...aboutPart(target),
            ...(because ? { because } : {}),
          }),
        ],
      },
    }
  })

/** The document is gone: its reviews have no end of their own. @param target the document, or one language of it */
export const endReviews = async (ctx: Context, target: Target, actor: Actor): Promise<void> => {
  const open = await openReview(ctx, target)
  if (open && open.state !== 'publishing') await withdraw(ctx, target, actor, 'deleted')
  for (const { id } of await retrospectivesOf(ctx, target))
    await withdraw(ctx, target, actor, 'deleted', { id: { equals: id } })
}
