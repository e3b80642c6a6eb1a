import type { Actor } from '../../kernel/actor.js'
import { changedMeanwhile, doesNotExist } from '../../kernel/errors.js'
import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { all, findRow, findRows, isUniqueViolation, type Row } from '../../platform/db.js'
import { unknownReceipt, verifyReceipt } from '../../platform/receipt.js'
import { type Context, nowOf, runtimeOf } from '../../platform/runtime.js'
import { createUnitOnce, transition } from '../../platform/unit.js'
import { appealableUntil, judgeAppeal, judgeUndo } from './appealing.js'
import { applyDecision } from './applying.js'
import { CASES } from './collections.js'
import { authorKeyOf, commentOf, type Desk } from './context.js'
import { caseMachine, type CaseKind, type CaseState } from './domain.js'
import { appealed, awaitingAppeal, undoneEntry } from './events.js'

const appealCause = (decision: Row): string => `appeal:${refOf(CASES, decision.id)}`

/** The appeal against that decision, whatever became of it. */
export const appealAgainst = (ctx: Context, decision: Row): Promise<null | Row> =>
  findRow({ payload: ctx.payload }, CASES, { cause: { equals: appealCause(decision) } })

/** The last removal of that item, whether it stands or not. */
export const lastRemoval = async (ctx: Context, item: Ref): Promise<null | Row> => {
  const about = all({ item: { equals: item } }, { state: { equals: 'removed' satisfies CaseState } })
  const [last] = await findRows({ payload: ctx.payload }, CASES, about, { limit: 1, sort: '-decidedAt' })
  return last ?? null
}

/** Until when this decision can be appealed. */
export const appealEnds = (ctx: Context, desk: Desk, decision: Row): Date =>
  appealableUntil(
    new Date(decision.decidedAt as string),
    desk.options.appealDays,
    runtimeOf(ctx.payload).options.timeZone,
  )

/** Who says that they wrote it: by the receipt, or by the account that they are signed in with. */
export interface Claimant {
  number: string
  code: string
  /** Read only without a number. */
  on: string
}

/**
 * The comment of this claimant. One answer for a forged receipt, one of another kind, and what is not there.
 * @throws GovernanceError `receiptUnknown`, `notFound`
 */
export const ownComment = async (ctx: Context, desk: Desk, who: Claimant, actor: Actor): Promise<Row> => {
  if (who.number) {
    const receipt = await verifyReceipt(ctx, who.number, who.code, nowOf(ctx.payload))
    const subject = String(receipt.subject)
    const { state } = (receipt.facts ?? {}) as { state?: string }
    // Once the comment is deleted, another one may have its id on some databases.
    const isComment =
      receipt.kind === 'comment' && state !== 'deleted' && parseRef(subject).collection === desk.options.slug
    const comment = isComment ? await commentOf(ctx, desk, subject) : null
    if (!comment) throw unknownReceipt()
    return comment
  }
  const key = authorKeyOf(ctx, actor)
  const comment = key && who.on ? await commentOf(ctx, desk, who.on) : null
  if (!comment || comment.authorKey !== key) throw doesNotExist()
  return comment
}

/**
 * Puts a removal before somebody else than who decided it: a case of its own, with the author's words. The unique
 * cause lets a decision have one appeal, the unique place lets it not be taken back and appealed at once.
 * @throws GovernanceError `stateConflict`, `changedSinceRead`
 */
export const appeal = async (
  ctx: Context,
  desk: Desk,
  comment: Row,
  plea: string,
  actor: Actor,
): Promise<Row> => {
  const at = { payload: ctx.payload }
  const now = nowOf(ctx.payload)
  const item = refOf(desk.options.slug, comment.id)
  const decision = comment.state === 'removed' ? await lastRemoval(ctx, item) : null
  judgeAppeal(
    {
      state: (decision?.state as CaseState | undefined) ?? null,
      until: decision ? appealEnds(ctx, desk, decision) : now,
      appealed: decision !== null && (await appealAgainst(ctx, decision)) !== null,
    },
    now,
  )
  const against = refOf(CASES, decision!.id)
  const made = await createUnitOnce(
    at,
    CASES,
    {
      item,
      revision: Number(comment.revision),
      kind: 'appeal' satisfies CaseKind,
      cause: appealCause(decision!),
      place: `open:${item}`,
      state: 'open' satisfies CaseState,
      priority: 0,
      reports: 0,
      openedAt: now.toISOString(),
      applied: true,
      against,
      plea: plea || null,
    },
    {
      ledger: [appealed(actor, now, { item, against })],
      mail: [awaitingAppeal(ctx.payload.config.routes.admin, String(decision!.decidedBy))],
    },
  )
  if (made) return made
  const first = await appealAgainst(ctx, decision!)
  if (first) return first
  throw changedMeanwhile()
}

/**
 * Takes a removal back: the case is open again, and the comment is as it was before.
 * @throws GovernanceError `stateConflict`, `notAllowed`, `changedSinceRead`
 */
export const undoRemoval = async (
  ctx: Context,
  desk: Desk,
  id: number | string,
  actor: Actor,
): Promise<Row> => {
  const at = { payload: ctx.payload }
  const now = nowOf(ctx.payload)
  try {
    const row = await transition(at, CASES, { id: { equals: id } }, async (the) => {
      const state = caseMachine.next(the.state as CaseState, 'undo')
      judgeUndo(
        {
          decidedBy: String(the.decidedBy),
          decidedAt: new Date(the.decidedAt as string),
          appealed: (await appealAgainst(ctx, the)) !== null,
        },
        actor.ref ?? '',
        now,
      )
      // What is still being carried out is let end first: the runner takes seconds.
      if (the.applied !== true) throw changedMeanwhile()
      return {
        data: {
          state,
          place: `open:${String(the.item)}`,
          revision: Number(the.revision) + 1,
          applied: false,
          decidedAt: null,
          decidedBy: null,
          decidedByName: null,
          category: null,
          reason: null,
          words: null,
        },
        effects: {
          ledger: [undoneEntry(actor, now, { item: String(the.item), revision: Number(the.revision) })],
        },
      }
    })
    await applyDecision(ctx, desk, row)
    return row
  } catch (error) {
    // An appeal came in between and has the item's place.
    throw isUniqueViolation(error) ? changedMeanwhile() : error
  }
}
