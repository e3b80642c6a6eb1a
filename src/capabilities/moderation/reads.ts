import { hasRole, type Actor } from '../../kernel/actor.js'
import { isUncovered } from '../../kernel/disclosure.js'
import { GovernanceError } from '../../kernel/errors.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { all, countRows, findRow, findRows, type Row } from '../../platform/db.js'
import { disclosedTo } from '../../platform/disclosure.js'
import { idIn, idOfRef } from '../../platform/ids.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { namesOf } from '../../platform/titles.js'
import { TAKEDOWNS } from '../../platform/takedown.js'
import { UNDO_MINUTES } from './appealing.js'
import { CASES, REPORTS } from './collections.js'
import { commentOf, type Desk } from './context.js'
import { DECIDED, MODERATORS } from './domain.js'
import { isoOf, overdueBefore, type QueueItem, toItem } from './queueItem.js'
import { removalOf } from './restoring.js'

export type { QueueItem } from './queueItem.js'

export interface Queue {
  open: number
  overdue: number
  items: QueueItem[]
}

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
  /** Of what was removed and is covered: the record to ask for. */
  covered: null | Ref
  /** This person can take it back until then; null where they cannot. */
  undoUntil: null | string
}

export const refuseOthers = (actor: Actor): void => {
  if (!hasRole(actor, ...MODERATORS))
    throw new GovernanceError(
      actor.kind === 'visitor' ? 'notSignedIn' : 'notAllowed',
      actor.kind === 'visitor' ? 'Please sign in first.' : 'Your role does not allow this.',
    )
}

/** By appeal: the decision that it is against, with the text that was removed. */
const beforeAppeals = async (
  ctx: Context,
  rows: Row[],
  comments: ReadonlyMap<Ref, Row>,
): Promise<Map<Ref, { the: Row; original: string }>> => {
  const found = new Map<Ref, { the: Row; original: string }>()
  for (const row of rows.filter(({ against }) => Boolean(against))) {
    const id = idOfRef(ctx.payload, CASES, String(row.against))
    const the = id === null ? null : await findRow({ payload: ctx.payload }, CASES, { id: { equals: id } })
    const removal = await removalOf(ctx, comments.get(String(row.item)) ?? null)
    if (the) found.set(refOf(CASES, row.id), { the, original: removal?.original.text ?? '' })
  }
  return found
}

/**
 * Open cases: danger first, then the oldest. With `first`, that case leads.
 * @throws GovernanceError for non-moderators
 */
export const readQueue = async (
  ctx: Context,
  desk: Desk,
  actor: Actor,
  options: { limit?: number; first?: string; locale?: string } = {},
): Promise<Queue> => {
  refuseOthers(actor)
  const at = { payload: ctx.payload }
  const open = { state: { equals: 'open' } }
  const limit = Math.min(Math.max(Math.trunc(options.limit ?? 20) || 20, 1), 100)
  const rows = await findRows(at, CASES, open, { limit, sort: ['-priority', 'openedAt', 'id'] })
  const wished = options.first ? idIn(ctx.payload, CASES, options.first) : null
  if (wished !== null) {
    const known = rows.findIndex((row) => row.id === wished)
    const first =
      known >= 0 ? rows.splice(known, 1)[0] : await findRow(at, CASES, all({ id: { equals: wished } }, open))
    if (first) rows.unshift(first)
  }
  const ids = rows
    .map((row) => idOfRef(ctx.payload, desk.options.slug, String(row.item)))
    .filter((id) => id !== null)
  const [comments, reports, count, overdue] = await Promise.all([
    ids.length > 0 ? findRows(at, desk.options.slug, { id: { in: ids } }, { limit: ids.length }) : [],
    rows.length > 0
      ? findRows(
          at,
          REPORTS,
          { case: { in: rows.map((row) => refOf(CASES, row.id)) } },
          { limit: 1000, sort: 'id' },
        )
      : [],
    countRows(at, CASES, open),
    countRows(at, CASES, all(open, { openedAt: { less_than: overdueBefore(desk, nowOf(ctx.payload)) } })),
  ])
  const byRef = new Map(comments.map((row) => [refOf(desk.options.slug, row.id), row]))
  const subjects = comments.map((comment) => String(comment.subject))
  const names = ctx.req ? await namesOf(ctx.req, subjects, options.locale ?? 'en') : new Map<Ref, string>()
  const uncovered = await disclosedTo(at, actor.ref)
  const appealed = await beforeAppeals(ctx, rows, byRef)
  const items = rows.flatMap((row) => {
    const comment = byRef.get(String(row.item))
    const ref = refOf(CASES, row.id)
    if (!comment) return []
    const mine = reports.filter((report) => report.case === ref)
    const around = { reports: mine, names, open: uncovered, before: appealed.get(ref) ?? null }
    return [toItem(ctx, desk, actor, row, comment, around)]
  })
  return { open: count, overdue, items }
}

/** The text that a decision was about; of what was removed the original, if this person said why they need it. */
const textOf = async (
  ctx: Context,
  desk: Desk,
  actor: Actor,
  comment: Row | null,
  open: ReadonlySet<Ref>,
): Promise<Pick<DecisionItem, 'covered' | 'text'>> => {
  if (comment?.state !== 'removed') return { text: String(comment?.text ?? ''), covered: null }
  const removal = await removalOf(ctx, comment)
  const ref = removal && refOf(TAKEDOWNS, removal.row.id)
  const text = removal?.original.text ?? ''
  return desk.options.mask && ref && text && !isUncovered(actor.ref, { subject: ref }, open)
    ? { text: '', covered: ref }
    : { text, covered: null }
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
        ...(await textOf(ctx, desk, actor, comment, open)),
      }
    }),
  )
}
