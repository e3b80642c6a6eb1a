import type { PayloadRequest, Where } from 'payload'

import { type Actor, hasRole } from '../../kernel/actor.js'
import { randomToken } from '../../kernel/canonical.js'
import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import { all, type Row } from '../../platform/db.js'
import { type Context, nowOf, runtimeOf } from '../../platform/runtime.js'
import { createUnitOnce, transition } from '../../platform/unit.js'
import { authorsOf } from './authors.js'
import { REVIEWS } from './collections.js'
import { decidedBy, deciderOf, recordDecisions, requestChanges, whoApproved } from './decisions.js'
import { type Definition, EMERGENCY_ROLES, stepAt } from './definition.js'
import { decideApprove } from './domain.js'
import type { Image } from './image.js'
import { closing, reviews, type ReviewState } from './lifecycle.js'
import { newReview } from './newReview.js'
import { dueAtOf, dueTimer, mailTo } from './notify.js'
import { everyApprover, type SanitizedApprovals } from './options.js'
import { grant } from './publications.js'
import { aboutPart, entry, factsOf, retrospectivesOf } from './rows.js'
import { publish } from './store.js'
import { decisionKey, subjectOf, type Target } from './target.js'

export interface Emergency {
  target: Target
  image: Image
  actor: Actor
  reason: string
  locales: string[]
  req: PayloadRequest
}

/** Somebody else reads afterwards what went out in a hurry. */
const afterwards = (options: SanitizedApprovals): Definition => ({
  steps: [
    {
      key: 'afterwards',
      roles: [...new Set([...EMERGENCY_ROLES, ...everyApprover(options)])],
      approvals: 1,
      dueDays: 3,
      checklist: [],
    },
  ],
  attestations: [...options.attestations],
  expireDays: null,
})

const openRetrospective = async (
  ctx: Context,
  options: SanitizedApprovals,
  { target, image, actor, reason, locales }: Emergency,
  others: string[],
): Promise<Row | null> => {
  const now = nowOf(ctx.payload)
  const authors = await authorsOf(ctx, target)
  const definition = afterwards(options)
  const step = stepAt(definition, 0)!
  const dueAt = dueAtOf(ctx, step, now)
  const openKey = `after:${decisionKey(target)}:${randomToken(9)}`
  return createUnitOnce(
    ctx,
    REVIEWS,
    {
      ...newReview({
        target,
        image,
        definition,
        locales,
        actor,
        state: 'retrospective',
        dueAt,
        now,
        openKey,
      }),
      // Whoever wrote it does not read it for the others, although their work is done once it is live.
      authors,
      comment: reason,
    },
    {
      mail: others.map((ref) => mailTo(ctx, 'approvals:mail:retrospective', ref, target)),
      timers: [dueTimer(ctx, { round: 1, step: 0, dueAt, now })],
    },
  )
}

/** The write did not happen: nobody has anything to read afterwards. */
const callOff = async (ctx: Context, rows: (null | Row)[]): Promise<void> => {
  for (const row of rows) {
    if (!row) continue
    await transition(ctx, REVIEWS, { id: { equals: row.id } }, (found) =>
      reviews.can(found.state as ReviewState, 'withdraw')
        ? { data: { state: 'withdrawn', ...closing('', 'withdrawn', found.id) } }
        : null,
    )
  }
}

/**
 * Publishes the newest draft without an approval. The reason, the mail to the other of AED and ED, and the review
 * afterwards are written first, so that a crash leaves a review without a publication, never the reverse.
 * @throws GovernanceError `notAllowed`
 */
export const publishInEmergency = async (
  ctx: Context,
  options: SanitizedApprovals,
  emergency: Emergency,
): Promise<void> => {
  const { target, actor, req } = emergency
  if (!hasRole(actor, ...EMERGENCY_ROLES))
    throw new GovernanceError('notAllowed', 'Only the AED and the ED publish in an emergency.', {
      why: 'onlyLeaders',
    })
  const leaders = await runtimeOf(ctx.payload).people(ctx.payload, EMERGENCY_ROLES)
  const others = leaders.map(({ ref }) => ref).filter((ref) => ref !== actor.ref)
  const review = await openRetrospective(ctx, options, emergency, others)
  let granted: null | Row = null
  try {
    granted = await grant(ctx, {
      ...emergency,
      emergency: true,
      mail: others.map((ref) => mailTo(ctx, 'approvals:mail:emergency', ref, target)),
    })
    await publish(req.payload, target, { req })
  } catch (error) {
    await callOff(ctx, [granted, review])
    throw error
  }
}

/** The review of a document that waits for somebody to read it afterwards; the oldest of several. */
export const retrospectiveOf = async (ctx: Context, target: Target): Promise<Row | null> =>
  (await retrospectivesOf(ctx, target))[0] ?? null

/** @throws GovernanceError `notFound` when nothing waits to be read. */
const oldestWhere = async (ctx: Context, target: Target): Promise<Where> => {
  const row = await retrospectiveOf(ctx, target)
  if (!row) throw doesNotExist()
  return all({ id: { equals: row.id } }, { state: { equals: 'retrospective' } })
}

/** It was right to publish this. @throws what `decideApprove` refuses. */
export const confirm = async (
  ctx: Context,
  target: Target,
  actor: Actor,
  attested: string[],
): Promise<void> => {
  const subject = subjectOf(target)
  const now = nowOf(ctx.payload)
  const row = await transition(ctx, REVIEWS, await oldestWhere(ctx, target), async (found) => {
    const review = factsOf(found)
    const decider = await deciderOf(ctx, actor, Object.keys(await authorsOf(ctx, target)))
    const outcome = decideApprove({
      review,
      decider,
      seenHash: review.hash,
      currentHash: review.hash,
      changed: [],
      attested,
      now,
    })
    const mine = outcome.approvals.at(-1)
    return {
      data: {
        state: outcome.state,
        step: outcome.step,
        approvals: outcome.approvals,
        awaits: null,
        ...decidedBy(actor, now),
        ...closing(decisionKey(target), outcome.state, found.id),
      },
      effects: {
        ledger: [
          entry('approvals.confirmed', subject, whoApproved(actor, mine), now, {
            hash: review.hash,
            ...aboutPart(target),
            attested,
          }),
        ],
      },
    }
  })
  await recordDecisions(ctx, row)
}

/** It was not: who published is told, and the content can be taken down. */
export const object = async (ctx: Context, target: Target, actor: Actor, comment: string): Promise<void> => {
  await requestChanges(ctx, target, actor, comment, await oldestWhere(ctx, target))
}
