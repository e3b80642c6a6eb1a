import type { Actor } from '../../kernel/actor.js'
import { randomToken } from '../../kernel/canonical.js'
import { type MessageDraft, SELF } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { findRow, findRows, insertOnce, type Row } from '../../platform/db.js'
import { type Context, nowOf, runtimeOf } from '../../platform/runtime.js'
import { createUnitOnce, transition } from '../../platform/unit.js'
import { authorsOf } from './authors.js'
import { DECISIONS, REVIEWS } from './collections.js'
import {
  type Definition,
  decideApprove,
  decideRequestChanges,
  decideResubmit,
  decideWithdraw,
  dueOf,
  openKeyOf,
  type ReviewState,
  reviews,
} from './domain.js'
import { differing, digestLeaves, type Image } from './image.js'
import { adminPathOf, entry, factsOf } from './rows.js'
import { subjectOf, type Target } from './target.js'

/** People who may approve now: the first role that has somebody who is no author. */
const approversFor = async (ctx: Context, definition: Definition, excluded: Ref[]): Promise<Ref[]> => {
  for (const role of definition.steps[0]?.roles ?? []) {
    const people = await runtimeOf(ctx.payload).people(ctx.payload, [role])
    const free = people.map(({ ref }) => ref).filter((ref) => !excluded.includes(ref))
    if (free.length > 0) return free
  }
  return []
}

const mailTo = (ctx: Context, template: string, to: Ref, target: Target, round: number): MessageDraft => ({
  // A token per cause: the same person may be asked again in a later round of the same review.
  key: `${template}:${SELF}:${round}:${to}:${randomToken(6)}`,
  template,
  to: { user: to },
  values: { what: subjectOf(target).replace(':', ' ') },
  path: adminPathOf(ctx, target),
})

export interface Submission {
  target: Target
  image: Image
  actor: Actor
  definition: Definition
  locales: string[]
}

/** @returns the review and whether anybody can approve it. @throws `stateConflict` when a review is under way. */
export const submit = async (
  ctx: Context,
  { target, image, actor, definition, locales }: Submission,
): Promise<{ row: Row; approvers: number }> => {
  const subject = subjectOf(target)
  const now = nowOf(ctx.payload)
  const authors = Object.keys(await authorsOf(ctx, subject))
  const approvers = await approversFor(ctx, definition, [...authors, actor.ref ?? ''])
  const content = {
    hash: image.hash,
    leaves: digestLeaves(image.leaves),
    locales,
    submittedBy: actor.ref,
    submittedByName: actor.name,
    submittedAt: now.toISOString(),
    dueAt: dueOf(now).toISOString(),
    comment: null,
    decidedBy: null,
    decidedByName: null,
    decidedAt: null,
    publishingSince: null,
  }
  const effects = (round: number) => ({
    ledger: [
      entry('approvals.submitted', subject, actor, now, { hash: image.hash, round, authors: authors.length }),
    ],
    mail: approvers.map((ref) => mailTo(ctx, 'approvals:mail:awaiting', ref, target, round)),
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
      definition,
      ...content,
    },
    effects(1),
  )
  if (made) return { row: made, approvers: approvers.length }
  const row = await transition(ctx, REVIEWS, { openKey: { equals: subject } }, (found) => {
    const state = decideResubmit(factsOf(found), image.hash)
    const round = Number(found.round ?? 1) + 1
    return { data: { ...content, state, round, definition }, effects: effects(round) }
  })
  return { row, approvers: approvers.length }
}

/** History beside the review, written after the deciding write; `healDecisions` completes it after a crash. */
const recordDecision = async (ctx: Context, row: Row, attested: string[] = []): Promise<void> => {
  await insertOnce({ payload: ctx.payload }, DECISIONS, {
    key: `${row.id}:${row.round}:${String(row.state)}`,
    review: String(row.id),
    subject: row.subject,
    round: row.round,
    step: (row.definition as Definition).steps[0]?.key,
    outcome: row.state,
    hash: row.hash,
    by: row.decidedBy,
    byName: row.decidedByName,
    at: row.decidedAt,
    comment: row.comment,
    attested,
  })
}

export interface DecisionRequest {
  target: Target
  actor: Actor
  image: Image
}

const decidedBy = (actor: Actor, now: Date) => ({
  decidedBy: actor.ref,
  decidedByName: actor.name,
  decidedAt: now.toISOString(),
})

/** @throws what `decideApprove` refuses; of two at once one gets `alreadyDecided`. */
export const approve = async (
  ctx: Context,
  input: DecisionRequest & { seenHash: string; attested: string[] },
): Promise<Row> => {
  const { target, actor, image, seenHash, attested } = input
  const subject = subjectOf(target)
  const now = nowOf(ctx.payload)
  const leaves = digestLeaves(image.leaves)
  const row = await transition(ctx, REVIEWS, { openKey: { equals: subject } }, async (found) => {
    const touches = await authorsOf(ctx, subject)
    const state = decideApprove({
      review: factsOf(found),
      actor,
      authors: Object.keys(touches),
      seenHash,
      currentHash: image.hash,
      attested,
      changed: differing(found.leaves as Record<string, string>, leaves),
    })
    return {
      data: { state, hash: image.hash, leaves, authors: touches, comment: null, ...decidedBy(actor, now) },
      effects: {
        ledger: [
          entry('approvals.approved', subject, actor, now, {
            hash: image.hash,
            round: found.round,
            attested,
          }),
        ],
        mail: [
          mailTo(ctx, 'approvals:mail:approved', String(found.submittedBy), target, Number(found.round)),
        ],
      },
    }
  })
  await recordDecision(ctx, row, attested)
  return row
}

export const requestChanges = async (
  ctx: Context,
  target: Target,
  actor: Actor,
  comment: string,
): Promise<Row> => {
  const subject = subjectOf(target)
  const now = nowOf(ctx.payload)
  const row = await transition(ctx, REVIEWS, { openKey: { equals: subject } }, async (found) => {
    const state = decideRequestChanges(
      factsOf(found),
      actor,
      Object.keys(await authorsOf(ctx, subject)),
      comment,
    )
    return {
      data: { state, comment, ...decidedBy(actor, now) },
      effects: {
        ledger: [
          entry('approvals.changesRequested', subject, actor, now, { round: found.round }, { comment }),
        ],
        mail: [
          mailTo(
            ctx,
            'approvals:mail:changesRequested',
            String(found.submittedBy),
            target,
            Number(found.round),
          ),
        ],
      },
    }
  })
  await recordDecision(ctx, row)
  return row
}

/** @param because why it ended without a person asking for it (`deleted`). */
export const withdraw = (ctx: Context, subject: Ref, actor: Actor, because?: string): Promise<Row> =>
  transition(ctx, REVIEWS, { openKey: { equals: subject } }, (found) => {
    const state = because
      ? reviews.next(found.state as ReviewState, 'withdraw')
      : decideWithdraw(factsOf(found), actor)
    return {
      data: { state, openKey: openKeyOf(subject, state, found.id) },
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

/** Completes the history of decisions whose process died after the deciding write. */
export const healDecisions = async (ctx: Context, limit = 200): Promise<number> => {
  const recent = await findRows(
    ctx,
    REVIEWS,
    { state: { in: ['approved', 'changesRequested'] } },
    { limit, sort: '-id' },
  )
  let healed = 0
  for (const row of recent.filter(({ decidedBy: by }) => by)) {
    const key = `${row.id}:${row.round}:${String(row.state)}`
    if (await findRow(ctx, DECISIONS, { key: { equals: key } })) continue
    await recordDecision(
      ctx,
      row,
      row.state === 'approved' ? (row.definition as Definition).attestations : [],
    )
    healed += 1
  }
  return healed
}
