import type { Actor } from '../../kernel/actor.js'
import { isUncovered } from '../../kernel/disclosure.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { findRow, findRows, type Row } from '../../platform/db.js'
import { disclosedTo } from '../../platform/disclosure.js'
import { idOfRef } from '../../platform/ids.js'
import type { Context } from '../../platform/runtime.js'
import { TAKEDOWNS } from '../../platform/takedown.js'
import { CASES } from './collections.js'
import { commentOf, type Desk } from './context.js'
import { isoOf, refuseOthers } from './reads.js'
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
  const id = comment.takedown ? idOfRef(ctx.payload, TAKEDOWNS, String(comment.takedown)) : null
  const takedown =
    id === null ? null : await findRow({ payload: ctx.payload }, TAKEDOWNS, { id: { equals: id } })
  const text = String((takedown?.original as { text?: string } | null)?.text ?? '')
  const ref = takedown && refOf(TAKEDOWNS, takedown.id)
  return desk.options.mask && ref && text && !isUncovered(actor.ref, { subject: ref }, open)
    ? { text: '', signals: [], covered: ref }
    : { text, signals, covered: null }
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
    { state: { in: ['kept', 'removed'] } },
    {
      limit: Math.min(Math.max(limit, 1), 100),
      sort: ['-decidedAt', '-id'],
    },
  )
  const open = await disclosedTo(at, actor.ref)
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
        item: String(row.item),
        subject: (comment?.subject as Ref | undefined) ?? null,
        ...(await textOf(ctx, desk, actor, { the: row, comment }, open)),
      }
    }),
  )
}
