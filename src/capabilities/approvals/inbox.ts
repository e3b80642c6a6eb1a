import type { BasePayload, PayloadRequest, Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import type { Ref } from '../../kernel/ref.js'
import { all, countRows, findRows, type Row } from '../../platform/db.js'
import { type Context, nowOf, type Reader } from '../../platform/runtime.js'
import { AUTHORS, REVIEWS } from './collections.js'
import { delegatorsOf } from './delegations.js'
import { adminPathOf } from './rows.js'
import { readable, targetIn } from './store.js'
import type { Target } from './target.js'

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
const OPEN = ['inReview', 'changesRequested', 'approved', 'publishing', 'retrospective']
const WAITING = ['inReview', 'retrospective']

/** Subjects this person worked on since they were last live: they cannot decide on these. */
const touchedBy = async (ctx: Context, author: Ref): Promise<Ref[]> =>
  (
    await findRows(ctx, AUTHORS, all({ author: { equals: author } }, { open: { equals: true } }), {
      limit: 5000,
    })
  ).map((row) => String(row.subject))

/**
 * Reviews that this person may decide, for themselves or for somebody who delegated to them. An outline: whether the
 * content of one is theirs by a delegate is decided when they act.
 */
export const awaitingMe = async (ctx: Context, actor: Actor): Promise<Where | null> => {
  if (!actor.ref || actor.kind !== 'staff') return null
  const delegators = await delegatorsOf(ctx, actor)
  const roles = [...new Set([...actor.roles, ...delegators.flatMap((delegator) => delegator.roles)])]
  if (roles.length === 0) return null
  const wrote = [actor.ref, ...delegators.map(({ ref }) => ref)]
  const own = (await Promise.all(wrote.map((ref) => touchedBy(ctx, ref)))).flat()
  return all(
    { state: { in: WAITING } },
    { or: roles.map((role) => ({ awaits: { contains: `|${role}|` } })) },
    { submittedBy: { not_in: wrote } },
    ...(own.length > 0 ? [{ subject: { not_in: own } }] : []),
  )
}

export const overdueOnly = (where: Where, now: Date): Where =>
  all(where, { dueAt: { less_than: now.toISOString() } })

const labelOf = (payload: BasePayload, row: Row, locale: string): string => {
  const config =
    row.kind === 'global'
      ? payload.globals.config.find(({ slug }) => slug === row.entity)
      : payload.collections[row.entity as never]?.config
  const label =
    config &&
    ('label' in config ? config.label : (config as { labels?: { singular?: unknown } }).labels?.singular)
  if (typeof label === 'string') return label
  if (label && typeof label === 'object')
    return String((label as Record<string, string>)[locale] ?? Object.values(label)[0])
  return String(row.entity)
}

/** Titles as this person may read them; a document they may not read is named by its number. */
const titlesOf = async (req: PayloadRequest, rows: Row[]): Promise<Map<string, string>> => {
  const titles = new Map<string, string>()
  const bySlug = groupBy(rows)
  for (const [slug, group] of bySlug) {
    const config = req.payload.collections[slug as never]?.config
    if (!config || group[0]?.kind === 'global') continue
    const field = config.admin.useAsTitle || 'id'
    const ids = group.map((row) => targetIn(req.payload, slug, String(row.docId)).id!)
    for (const doc of await readable(req, slug, ids, field)) {
      if (doc[field]) titles.set(`${slug}:${String(doc.id)}`, String(doc[field]))
    }
  }
  return titles
}

const groupBy = (rows: Row[]): Map<string, Row[]> => {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(String(row.entity), [...(groups.get(String(row.entity)) ?? []), row])
  return groups
}

export const itemsOf = async (
  ctx: Context,
  req: PayloadRequest,
  rows: Row[],
  locale: string,
): Promise<InboxItem[]> => {
  const titles = await titlesOf(req, rows)
  const now = nowOf(ctx.payload)
  return rows.map((row) => {
    const what = labelOf(ctx.payload, row, locale)
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
      overdue: WAITING.includes(String(row.state)) && new Date(row.dueAt as string) < now,
    }
  })
}

/** Awaiting me, mine, all: what has waited longest first, so what is overdue comes first. */
export const inbox: Reader = async (ctx, input): Promise<Inbox> => {
  const { actor } = ctx
  if (actor.kind !== 'staff' || !ctx.req)
    return { items: [], counts: { me: 0, mine: 0, all: 0 }, overdue: 0, hasMore: false }
  const at = { payload: ctx.payload }
  const open: Where = { state: { in: OPEN } }
  const mine = all(open, { submittedBy: { equals: actor.ref } })
  const me = await awaitingMe(at, actor)
  const filter = (['me', 'mine', 'all'] as const).find((one) => one === input.filter) ?? (me ? 'me' : 'mine')
  const where = filter === 'all' ? open : filter === 'mine' ? mine : me
  const rows = where ? await findRows(at, REVIEWS, where, { limit: PAGE + 1, sort: 'dueAt' }) : []
  const counts = {
    me: me ? await countRows(at, REVIEWS, me) : 0,
    mine: await countRows(at, REVIEWS, mine),
    all: await countRows(at, REVIEWS, open),
  }
  const overdue = await countRows(at, REVIEWS, overdueOnly({ state: { in: WAITING } }, nowOf(ctx.payload)))
  return {
    items: await itemsOf(at, ctx.req, rows.slice(0, PAGE), String(input.locale ?? 'en')),
    counts,
    overdue,
    hasMore: rows.length > PAGE,
  }
}
