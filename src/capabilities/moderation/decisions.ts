import type { Actor } from '../../kernel/actor.js'
import { isUncovered } from '../../kernel/disclosure.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { findRows, type Row } from '../../platform/db.js'
import { disclosedTo } from '../../platform/disclosure.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { TAKEDOWNS } from '../../platform/takedown.js'
import { UNDO_MINUTES } from './appealing.js'
import { CASES } from './collections.js'
import { commentOf, type Desk } from './context.js'
import { DECIDED } from './domain.js'
import { isoOf } from './queueItem.js'
import { refuseOthers } from './reads.js'
import { removalOf } from './restoring.js'
import { type Signal, signalsShown } from './triage/shown.js'

export interface DecisionItem {
  id: string
  decision: string
  at: string
  by: string
  byName: null | string
  category: null | string
  reason: null | string
  words: null | string
  reports: number
  item: Ref
  subject: null | Ref
  /** Empty while it is covered. */
  text: string
  /** Of that text; none while it is covered. */
  signals: Signal[]
  /** Of what was removed and is covered: the record to ask for. */
  covered: null | Ref
  /** This person can take it back until then; null where they cannot. */
  undoUntil: null | string
}

/** The text that a decision was about; of what was removed the original, if this person said why they need it. */
const textOf = async (
  ctx: Context,
  desk: Desk,
  actor: Actor,
  { the, comment }: { the: Row; comment: Row | null },
  open: ReadonlySet<Ref>,
): Promise<Pick<DecisionItem, 'covered' | 'signals' | 'text'>> => {
  const signals = comment ? signalsShown(the, comment) : []
  if (comment?.state !== 'removed') return { text: String(comment?.text ?? ''), signals, covered: null }
  const removal = await removalOf(ctx, comment)
  const text = removal?.original.text ?? ''
  const ref = removal && refOf(TAKEDOWNS, removal.row.id)
  return desk.options.mask && ref && text && !isUncovered(actor.ref, { subject: ref }, open)
    ? { text: '', signals: [], covered: ref }
    : { text, signals, covered: null }
}

/** Whether an author appealed meanwhile is asked when it is taken back. */
const undoUntil = (row: Row, actor: Actor, now: Date): null | string => {
  if (row.state !== 'removed' || row.decidedBy !== actor.ref) return null
  const until = new Date(new Date(row.decidedAt as string).getTime() + UNDO_MINUTES * 60_000)
  return until > now ? until.toISOString() : null
}

/** Decisions, newest first, with the text they were about. @throws GovernanceError for non-moderators */
export const readDecisions = async (
  ctx: Context,
  desk: Desk,
  actor: Actor,
  limit = 50,
): Promise<DecisionItem[]> => {
  refuseOthers(actor)
  const at = { payload: ctx.payload }
  const rows = await findRows(
    at,
    CASES,
    { state: { in: DECIDED } },
    {
      limit: Math.min(Math.max(limit, 1), 100),
      sort: ['-decidedAt', '-id'],
    },
  )
  const open = await disclosedTo(at, actor.ref)
  const now = nowOf(ctx.payload)
  return Promise.all(
    rows.map(async (row) => {
      const comment = await commentOf(ctx, desk, String(row.item))
      return {
        id: String(row.id),
        decision: String(row.state),
        at: isoOf(row.decidedAt),
        by: String(row.decidedBy),
        byName: (row.decidedByName as null | string) ?? null,
        category: (row.category as null | string) ?? null,
        reason: (row.reason as null | string) ?? null,
        words: (row.words as null | string) ?? null,
        reports: Number(row.reports),
        undoUntil: undoUntil(row, actor, now),
        item: String(row.item),
        subject: (comment?.subject as Ref | undefined) ?? null,
        ...(await textOf(ctx, desk, actor, { the: row, comment }, open)),
      }
    }),
  )
}
