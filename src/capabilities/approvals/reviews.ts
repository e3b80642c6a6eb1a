import type { Actor } from '../../kernel/actor.js'
import { canonicalJSON } from '../../kernel/canonical.js'
import type { Ref } from '../../kernel/ref.js'
import type { Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { keepNewestVersion } from '../../platform/versions.js'
import { createUnitOnce, transition } from '../../platform/unit.js'
import { authorsOf } from './authors.js'
import { REVIEWS } from './collections.js'
import { type Definition, rolesText, stepAt } from './definition.js'
import { decideResubmit, decideWithdraw } from './domain.js'
import { digestLeaves, type Image } from './image.js'
import { closing, queueOf, type ReviewState, reviews } from './lifecycle.js'
import { dueAtOf, dueTimer, expireTimers, mailTo } from './notify.js'
import { entry, factsOf } from './rows.js'
import { subjectOf, type Target } from './target.js'
import { askedFor, type Unfilled, unfilledSteps } from './workflow.js'

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

/** Fields of a review that begins a round. */
const contentOf = (
  ctx: Context,
  { target, image, actor, definition, locales }: Submission,
  now: Date,
): Record<string, unknown> => {
  const first = stepAt(definition, 0)!
  const dueAt = dueAtOf(ctx, first, now)
  return {
    hash: image.hash,
    leaves: digestLeaves(image.leaves),
    locales,
    definition,
    step: 0,
    awaits: rolesText(first.roles),
    approvals: [],
    submittedBy: actor.ref,
    submittedByName: actor.name,
    submittedAt: now.toISOString(),
    dueAt: dueAt.toISOString(),
    queue: queueOf(dueAt, subjectOf(target)),
    comment: null,
    decidedBy: null,
    decidedByName: null,
    decidedAt: null,
    publishAt: null,
    scheduledBy: null,
    publishingSince: null,
  }
}

/** @throws `stateConflict` when a review is under way. */
export const submit = async (ctx: Context, submission: Submission): Promise<Submitted> => {
  const { target, image, actor, definition } = submission
  const subject = subjectOf(target)
  const now = nowOf(ctx.payload)
  // Before the review: what is kept must be what was submitted, or older.
  await keepNewestVersion(ctx, target)
  const wrote = [...Object.keys(await authorsOf(ctx, subject)), actor.ref ?? '']
  const first = stepAt(definition, 0)!
  const asked = await askedFor(ctx, first, wrote)
  const unfilled = await unfilledSteps(ctx, definition, wrote)
  const content = contentOf(ctx, submission, now)
  const dueAt = dueAtOf(ctx, first, now)
  const effects = (round: number, more: Record<string, unknown> = {}) => ({
    ledger: [
      entry('approvals.submitted', subject, actor, now, {
        hash: image.hash,
        round,
        steps: definition.steps.map(({ key }) => key),
        authors: wrote.length - 1,
        ...more,
      }),
    ],
    mail: asked.map((ref) => mailTo(ctx, 'approvals:mail:awaiting', ref, target)),
    timers: [dueTimer(ctx, { round, step: 0, dueAt, now }), ...expireTimers(ctx, definition, round, now)],
  })
  const made = await createUnitOnce(
    ctx,
    REVIEWS,
    {
      openKey: subject,
      subject,
      kind: target.kind,
      entity: target.slug,
      docId: target.id === undefined ? null : String(target.id),
      state: 'inReview' satisfies ReviewState,
      round: 1,
      ...content,
    },
    effects(1),
  )
  if (made) return { row: made, approvers: asked.length, unfilled }
  const row = await transition(ctx, REVIEWS, { openKey: { equals: subject } }, (found) => {
    const state = decideResubmit(factsOf(found), image.hash)
    const round = Number(found.round ?? 1) + 1
    const changed = canonicalJSON(found.definition) === canonicalJSON(definition) ? {} : { newRules: true }
    return { data: { ...content, state, round }, effects: effects(round, changed) }
  })
  return { row, approvers: asked.length, unfilled }
}

/** @param because why it ended without a person asking for it (`deleted`). */
export const withdraw = (ctx: Context, subject: Ref, actor: Actor, because?: string): Promise<Row> =>
  transition(ctx, REVIEWS, { openKey: { equals: subject } }, (found) => {
    const state = because
      ? reviews.next(found.state as ReviewState, 'withdraw')
      : decideWithdraw(factsOf(found), actor)
    return {
      data: { state, ...closing(subject, state, found.id), publishAt: null },
      effects: {
        ledger: [
          entry('approvals.withdrawn', subject, actor, nowOf(ctx.payload), {
            round: found.round,
            ...(because ? { because } : {}),
          }),
        ],
      },
    }
  })
