import { hasRole, type Actor } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { all, countRows, findRow, findRows, type Row } from '../../platform/db.js'
import { disclosedTo } from '../../platform/disclosure.js'
import { idIn, idOfRef } from '../../platform/ids.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { namesOf } from '../../platform/titles.js'
import { CASES, REPORTS } from './collections.js'
import type { Desk } from './context.js'
import { MODERATORS } from './domain.js'
import { overdueBefore, type QueueItem, toItem } from './queueItem.js'
import { removalOf } from './restoring.js'

export type { QueueItem } from './queueItem.js'

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
