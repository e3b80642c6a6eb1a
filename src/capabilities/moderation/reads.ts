import { hasRole, type Actor } from '../../kernel/actor.js'
import { isUncovered } from '../../kernel/disclosure.js'
import { GovernanceError } from '../../kernel/errors.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { heldByOther, isHeldBy } from '../../platform/claim.js'
import { all, countRows, findRow, findRows, type Row } from '../../platform/db.js'
import { disclosedTo } from '../../platform/disclosure.js'
import { idIn, idOfRef } from '../../platform/ids.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { namesOf } from '../../platform/titles.js'
import { CASES, REPORTS } from './collections.js'
import { authorKeyOf, type Desk } from './context.js'
import { MODERATORS } from './domain.js'
import { type Signal, signalsShown } from './triage/shown.js'

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
  /** What reporters wrote, newest last, at most ten; none while it is covered. */
  words: string[]
  /** Reporters wrote something, and this person has neither taken the case nor said why they need it. */
  covered: boolean
  heldByOther: boolean
  /** Written by the person who asks: a colleague decides. */
  own: boolean
  /** What triage saw in this revision, the weightiest first. */
  signals: Signal[]
  /** The rule by which a machine held it back; null where none did. */
  heldBy: null | string
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

export const refuseOthers = (actor: Actor): void => {
  if (!hasRole(actor, ...MODERATORS))
    throw new GovernanceError(
      actor.kind === 'visitor' ? 'notSignedIn' : 'notAllowed',
      actor.kind === 'visitor' ? 'Please sign in first.' : 'Your role does not allow this.',
    )
}

export const isoOf = (at: unknown): string => new Date(at as string).toISOString()
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
  open: ReadonlySet<Ref>,
): QueueItem => {
  const now = nowOf(ctx.payload)
  const words = reports.flatMap((report) => (report.words ? [String(report.words)] : [])).slice(-10)
  const holder = isHeldBy(the, actor, now) ? actor.ref : undefined
  const needsReason =
    desk.options.mask && !isUncovered(actor.ref, { subject: refOf(CASES, the.id), holder }, open)
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
    danger: Number(the.priority) >= 1,
    reports: Number(the.reports),
    categories,
    words: needsReason ? [] : words,
    covered: needsReason && words.length > 0,
    heldByOther: heldByOther(the, actor, now),
    signals: signalsShown(the, comment),
    heldBy: (the.heldBy as null | string) ?? null,
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
  const uncovered = await disclosedTo(at, actor.ref)
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
            uncovered,
          ),
        ]
      : []
  })
  return { open: count, overdue, items }
}
