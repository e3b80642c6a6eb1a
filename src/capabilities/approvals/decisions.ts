import type { Actor } from '../../kernel/actor.js'
import type { Effects } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import type { Where } from 'payload'
import { findRow, findRows, insertOnce, type Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { keepNewestVersion } from '../../platform/versions.js'
import { transition } from '../../platform/unit.js'
import { authorsOf, closeAuthors } from './authors.js'
import { DECISIONS, REVIEWS } from './collections.js'
import { type Approval, rolesText, stepAt } from './definition.js'
import { delegatorsOf } from './delegations.js'
import { authorsOfReview, type Decider, decideApprove, decideRequestChanges } from './domain.js'
import { differing, digestLeaves, type Image } from './image.js'
import { closing, queueOf, type ReviewState } from './lifecycle.js'
import { dueAtOf, dueTimer, mailTo } from './notify.js'
import { aboutPart, entry, factsOf, openWhere } from './rows.js'
import { decisionKey, subjectOf, type Target } from './target.js'
import { askedFor, staffingOf } from './workflow.js'

/** @param authors everyone who touched the content since it was last live */
export const deciderOf = async (ctx: Context, actor: Actor, authors: readonly Ref[]): Promise<Decider> => ({
  actor,
  delegators: await delegatorsOf(ctx, actor),
  authors,
})

/** Rows of the history that this state of a review stands for; each has a key of its own. */
const historyOf = (row: Row): Record<string, unknown>[] => {
  const common = { review: String(row.id), subject: row.subject, round: row.round, hash: row.hash }
  const approvals = ((row.approvals ?? []) as Approval[]).map((approval) => ({
    ...common,
    key: `${row.id}:${row.round}:${approval.step}:${approval.by}`,
    step: approval.step,
    outcome: 'approved',
    by: approval.by,
    byName: approval.byName,
    for: approval.for,
    forName: approval.forName,
    at: approval.at,
    attested: approval.attested,
  }))
  if (row.state !== 'changesRequested' && row.state !== 'objected') return approvals
  return [
    ...approvals,
    {
      ...common,
      key: `${row.id}:${row.round}:${String(row.state)}`,
      outcome: row.state,
      by: row.decidedBy,
      byName: row.decidedByName,
      at: row.decidedAt,
      comment: row.comment,
    },
  ]
}

/** History beside the review, written after the deciding write; `healDecisions` completes it after a crash. */
export const recordDecisions = async (ctx: Context, row: Row): Promise<number> => {
  let made = 0
  for (const decision of historyOf(row)) {
    const known = await findRow({ payload: ctx.payload }, DECISIONS, { key: { equals: decision.key } })
    if (!known && (await insertOnce({ payload: ctx.payload }, DECISIONS, decision))) made += 1
  }
  return made
}

/** Completes the history of decisions whose process died after the deciding write. */
export const healDecisions = async (ctx: Context, limit = 200): Promise<number> => {
  const decided: ReviewState[] = ['inReview', 'approved', 'changesRequested', 'confirmed', 'objected']
  const recent = await findRows(ctx, REVIEWS, { state: { in: decided } }, { limit, sort: '-updatedAt' })
  let healed = 0
  for (const row of recent) healed += await recordDecisions(ctx, row)
  return healed
}

export interface DecisionRequest {
  target: Target
  actor: Actor
  image: Image
}

export const decidedBy = (actor: Actor, now: Date) => ({
  decidedBy: actor.ref,
  decidedByName: actor.name,
  decidedAt: now.toISOString(),
})

/** Who decided, and in whose name, for the ledger. */
export const inTheNameOf = (actor: Actor, delegator: Actor['onBehalfOf'] | null): Actor =>
  delegator ? { ...actor, onBehalfOf: { ref: delegator.ref, name: delegator.name } } : actor

/** The same, of an approval as it was just given. */
export const whoApproved = (actor: Actor, approval: Approval | undefined): Actor =>
  inTheNameOf(actor, approval?.for ? { ref: approval.for, name: approval.forName } : null)

/** @throws what `decideApprove` refuses; of two at once one gets `alreadyDecided`. */
export const approve = async (
  ctx: Context,
  input: DecisionRequest & { seenHash: string; attested: string[]; changed?: string[] },
): Promise<Row> => {
  const { target, actor, image, seenHash, attested, changed } = input
  const subject = subjectOf(target)
  const now = nowOf(ctx.payload)
  const leaves = digestLeaves(image.leaves)
  await keepNewestVersion(ctx, target)
  const row = await transition(ctx, REVIEWS, openWhere(target), async (found) => {
    const touches = await closeAuthors(ctx, target)
    const review = factsOf(found)
    const decider = await deciderOf(ctx, actor, Object.keys(touches))
    const outcome = decideApprove({
      review,
      decider,
      seenHash,
      currentHash: image.hash,
      attested,
      changed: changed ?? differing(found.leaves as Record<string, string>, leaves),
      now,
    })
    const mine = outcome.approvals.at(-1)
    const facts = {
      hash: image.hash,
      ...aboutPart(target),
      round: found.round,
      step: mine?.step,
      attested,
    }
    const data = {
      ...outcome,
      nextStep: undefined,
      hash: image.hash,
      leaves,
      authors: touches,
      comment: null,
    }
    if (outcome.state === 'inReview') {
      const { authors } = decider
      const who = whoApproved(actor, mine)
      return stillInReview(ctx, target, found, { outcome, facts, actor: who, now, data, authors })
    }
    return {
      data: { ...data, awaits: null, ...decidedBy(actor, now) },
      effects: {
        ledger: [entry('approvals.approved', subject, whoApproved(actor, mine), now, facts)],
        mail: [mailTo(ctx, 'approvals:mail:approved', String(found.submittedBy), target)],
      },
    }
  })
  await recordDecisions(ctx, row)
  return row
}

/** One approval of several: the same step waits for more people, or the next one begins. */
const stillInReview = async (
  ctx: Context,
  target: Target,
  found: Row,
  {
    outcome,
    facts,
    actor,
    now,
    data,
    authors,
  }: {
    outcome: { step: number; approvals: Approval[]; nextStep: boolean }
    facts: Record<string, unknown>
    actor: Actor
    now: Date
    data: Record<string, unknown>
    authors: readonly Ref[]
  },
): Promise<{ data: Record<string, unknown>; effects: Effects }> => {
  const subject = subjectOf(target)
  const ledger = [entry('approvals.stepApproved', subject, actor, now, facts)]
  if (!outcome.nextStep) return { data, effects: { ledger } }
  const review = factsOf(found)
  const step = stepAt(review.definition, outcome.step)!
  const dueAt = dueAtOf(ctx, step, now)
  const asked = askedFor(await staffingOf(ctx, target, step.roles), step, authorsOfReview(review, authors))
  return {
    data: {
      ...data,
      awaits: rolesText(step.roles),
      dueAt: dueAt.toISOString(),
      queue: queueOf(dueAt, String(found.openKey)),
    },
    effects: {
      ledger,
      mail: asked.map((ref) => mailTo(ctx, 'approvals:mail:awaiting', ref, target)),
      timers: [dueTimer(ctx, { round: Number(found.round), step: outcome.step, dueAt, now })],
    },
  }
}

export const requestChanges = async (
  ctx: Context,
  target: Target,
  actor: Actor,
  comment: string,
  /** The review, where it is not the open one of the document. */
  where: Where = openWhere(target),
): Promise<Row> => {
  const subject = subjectOf(target)
  const now = nowOf(ctx.payload)
  const row = await transition(ctx, REVIEWS, where, async (found) => {
    const decider = await deciderOf(ctx, actor, Object.keys(await authorsOf(ctx, target)))
    const { state, for: delegator } = decideRequestChanges(factsOf(found), decider, comment)
    const objected = state === 'objected'
    return {
      data: {
        state,
        comment,
        awaits: null,
        publishAt: null,
        ...decidedBy(actor, now),
        ...(objected ? closing(decisionKey(target), state, found.id) : {}),
      },
      effects: {
        ledger: [
          entry(
            objected ? 'approvals.objected' : 'approvals.changesRequested',
            subject,
            inTheNameOf(actor, delegator),
            now,
            { round: found.round, ...aboutPart(target) },
            { comment },
          ),
        ],
        mail: [
          mailTo(
            ctx,
            objected ? 'approvals:mail:objected' : 'approvals:mail:changesRequested',
            String(found.submittedBy),
            target,
          ),
        ],
      },
    }
  })
  await recordDecisions(ctx, row)
  return row
}
