import { hasRole, type Actor } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { heldByOther } from '../../platform/claim.js'
import { all, countRows, findRow, findRows, type Row } from '../../platform/db.js'
import { idIn, idOfRef } from '../../platform/ids.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { namesOf } from '../../platform/titles.js'
import { TAKEDOWNS } from '../../platform/takedown.js'
import { CASES, REPORTS } from './collections.js'
import { authorKeyOf, commentOf, type Desk } from './context.js'
import { MODERATORS, NEEDS_WORDS } from './domain.js'

export interface QueueItem {
  id: string
  /** To be sent back with a decision. */
  rev: number
  kind: string
  openedAt: string
  overdue: boolean
  danger: boolean
  reports: number
  /** Reports by category code. */
  categories: Record<string, number>
  /** What reporters wrote, newest last, at most ten. */
  words: string[]
  heldByOther: boolean
  /** Written by the person who asks: a colleague decides. */
  own: boolean
  comment: {
    ref: Ref
    subject: Ref
    /** Title of the document as this person may read it, otherwise its label and number. */
    subjectName: string
    text: string
    name: null | string
    staff: boolean
    locale: string
    state: string
    revision: number
    at: string
  }
}

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
  text: string
}

export const refuseOthers = (actor: Actor): void => {
  if (!hasRole(actor, ...MODERATORS))
    throw new GovernanceError(
      actor.kind === 'visitor' ? 'notSignedIn' : 'notAllowed',
      actor.kind === 'visitor' ? 'Please sign in first.' : 'Your role does not allow this.',
    )
}

const isoOf = (at: unknown): string => new Date(at as string).toISOString()

export const overdueBefore = (desk: Desk, now: Date): string =>
  new Date(now.getTime() - desk.options.targetHours * 3_600_000).toISOString()

const toItem = (
  ctx: Context,
  desk: Desk,
  actor: Actor,
  the: Row,
  comment: Row,
  reports: Row[],
  names: Map<Ref, string>,
): QueueItem => {
  const now = nowOf(ctx.payload)
  const categories: Record<string, number> = {}
  for (const report of reports) {
    const code = String(report.category)
    categories[code] = (categories[code] ?? 0) + 1
  }
  return {
    id: String(the.id),
    rev: Number(the.rev),
    kind: String(the.kind),
    openedAt: isoOf(the.openedAt),
    overdue: isoOf(the.openedAt) < overdueBefore(desk, now),
    danger: Number(the.priority) > 0,
    reports: Number(the.reports),
    categories,
    words: reports.flatMap((report) => (report.words ? [String(report.words)] : [])).slice(-10),
    heldByOther: heldByOther(the, actor, now),
    own: comment.authorKey !== null && comment.authorKey === authorKeyOf(ctx, actor),
    comment: {
      ref: refOf(desk.options.slug, comment.id),
      subject: String(comment.subject),
      subjectName: names.get(String(comment.subject)) ?? String(comment.subject),
      text: String(comment.text ?? ''),
      name: (comment.authorName as null | string) ?? null,
      staff: Boolean(comment.staff),
      locale: String(comment.locale),
      state: String(comment.state),
      revision: Number(comment.revision),
      at: isoOf(comment.at),
    },
  }
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
  const items = rows.flatMap((row) => {
    const comment = byRef.get(String(row.item))
    const ref = refOf(CASES, row.id)
    return comment
      ? [
          toItem(
            ctx,
            desk,
            actor,
            row,
            comment,
            reports.filter((report) => report.case === ref),
            names,
          ),
        ]
      : []
  })
  return { open: count, overdue, items }
}

const originalText = async (ctx: Context, comment: Row | null): Promise<string> => {
  if (comment?.state !== 'removed') return String(comment?.text ?? '')
  const id = comment.takedown ? idOfRef(ctx.payload, TAKEDOWNS, String(comment.takedown)) : null
  const takedown =
    id === null ? null : await findRow({ payload: ctx.payload }, TAKEDOWNS, { id: { equals: id } })
  return String((takedown?.original as { text?: string } | null)?.text ?? '')
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
        text: await originalText(ctx, comment),
      }
    }),
  )
}

export interface Fate {
  state: string
  text: string
  category: null | string
  reason: null | string
  /** Written for the author: only beside the reason that says nothing without them. */
  words: null | string
}

/** For the author's receipt: where the comment stands, and for a removal its category and reason. */
export const readFate = async (ctx: Context, desk: Desk, subject: Ref): Promise<Fate | null> => {
  const comment = await commentOf(ctx, desk, subject)
  if (!comment) return null
  const [the] =
    comment.state === 'removed'
      ? await findRows(
          { payload: ctx.payload },
          CASES,
          all({ item: { equals: subject } }, { state: { equals: 'removed' } }),
          {
            limit: 1,
          },
        )
      : []
  return {
    state: String(comment.state),
    text: String(comment.text ?? ''),
    category: (the?.category as null | string) ?? null,
    reason: (the?.reason as null | string) ?? null,
    words: the?.reason === NEEDS_WORDS ? ((the.words as null | string) ?? null) : null,
  }
}
