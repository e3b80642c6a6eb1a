import type { PayloadRequest, Where } from 'payload'

import { type Actor, hasRole } from '../../kernel/actor.js'
import type { Ref } from '../../kernel/ref.js'
import { all, countRows, findRows, type Row } from '../../platform/db.js'
import { type Context, nowOf, type Reader } from '../../platform/runtime.js'
import { labelOf, titlesOf } from '../../platform/titles.js'
import { AUTHORS, REVIEWS } from './collections.js'
import { adminPathOf } from './rows.js'
import type { Target } from './target.js'
import type { ApprovalsPort } from './port.js'

export type InboxFilter = 'all' | 'me' | 'mine'

export interface InboxItem {
  title: string
  /** Label of the collection or global. */
  what: string
  href: string
  state: string
  submittedBy: string
  submittedAt: string
  dueAt: string
  overdue: boolean
}
export interface Inbox {
  items: InboxItem[]
  counts: Record<InboxFilter, number>
  overdue: number
  hasMore: boolean
}

const PAGE = 50
const OPEN = ['inReview', 'changesRequested', 'approved', 'publishing']

/** Subjects this person worked on since they were last live: they cannot decide on these. */
const touchedBy = async (ctx: Context, author: Ref): Promise<Ref[]> =>
  (
    await findRows(ctx, AUTHORS, all({ author: { equals: author } }, { open: { equals: true } }), {
      limit: 5000,
    })
  ).map((row) => String(row.subject))

/** Reviews that this person may decide. */
export const awaitingMe = async (ctx: Context, port: ApprovalsPort, actor: Actor): Promise<Where | null> => {
  if (!actor.ref || !hasRole(actor, ...(port.options.definition.steps[0]?.roles ?? []))) return null
  const own = await touchedBy(ctx, actor.ref)
  return all(
    { state: { equals: 'inReview' } },
    { submittedBy: { not_equals: actor.ref } },
    ...(own.length > 0 ? [{ subject: { not_in: own } }] : []),
  )
}

export const overdueOnly = (where: Where, now: Date): Where =>
  all(where, { dueAt: { less_than: now.toISOString() } })

export const itemsOf = async (
  ctx: Context,
  req: PayloadRequest,
  rows: Row[],
  locale: string,
): Promise<InboxItem[]> => {
  // Titles as this person may read them; a document they may not read is named by its number.
  const titles = await titlesOf(
    req,
    rows.filter(({ kind }) => kind !== 'global').map(({ subject }) => String(subject)),
  )
  const now = nowOf(ctx.payload)
  return rows.map((row) => {
    const what = labelOf(ctx.payload, String(row.entity), row.kind as Target['kind'], locale)
    const target: Target = {
      kind: row.kind as Target['kind'],
      slug: String(row.entity),
      id: row.docId as string,
    }
    return {
      what,
      title: titles.get(String(row.subject)) ?? (row.docId ? `${what} ${String(row.docId)}` : what),
      href: adminPathOf(ctx, target),
      state: String(row.state),
      submittedBy: String(row.submittedByName ?? ''),
      submittedAt: String(row.submittedAt),
      dueAt: String(row.dueAt ?? row.submittedAt),
      overdue: row.state === 'inReview' && new Date(row.dueAt as string) < now,
    }
  })
}

/** Awaiting me, mine, all: what has waited longest first, so what is overdue comes first. */
export const inbox =
  (port: ApprovalsPort): Reader =>
  async (ctx, input): Promise<Inbox> => {
    const { actor } = ctx
    if (actor.kind !== 'staff' || !ctx.req)
      return { items: [], counts: { me: 0, mine: 0, all: 0 }, overdue: 0, hasMore: false }
    const at = { payload: ctx.payload }
    const open: Where = { state: { in: OPEN } }
    const mine = all(open, { submittedBy: { equals: actor.ref } })
    const me = await awaitingMe(at, port, actor)
    const filter =
      (['me', 'mine', 'all'] as const).find((one) => one === input.filter) ?? (me ? 'me' : 'mine')
    const where = filter === 'all' ? open : filter === 'mine' ? mine : me
    const rows = where ? await findRows(at, REVIEWS, where, { limit: PAGE + 1, sort: 'dueAt' }) : []
    const counts = {
      me: me ? await countRows(at, REVIEWS, me) : 0,
      mine: await countRows(at, REVIEWS, mine),
      all: await countRows(at, REVIEWS, open),
    }
    const overdue = await countRows(
      at,
      REVIEWS,
      overdueOnly({ state: { equals: 'inReview' } }, nowOf(ctx.payload)),
    )
    return {
      items: await itemsOf(at, ctx.req, rows.slice(0, PAGE), String(input.locale ?? 'en')),
      counts,
      overdue,
      hasMore: rows.length > PAGE,
    }
  }
