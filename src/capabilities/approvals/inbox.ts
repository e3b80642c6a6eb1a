import type { PayloadRequest, Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import type { Ref } from '../../kernel/ref.js'
import { all, findRows, type Row } from '../../platform/db.js'
import { type Context, nowOf, type Reader, runtimeOf } from '../../platform/runtime.js'
import { labelOf, titlesOf } from '../../platform/titles.js'
import { AUTHORS } from './collections.js'
import { delegatorsOf } from './delegations.js'
import {
  cursorOf,
  cursorText,
  type InboxFilter,
  type InboxQuery,
  OPEN,
  pageOf,
  WAITING,
} from './inboxQuery.js'
import type { ApprovalsPort } from './port.js'
import { adminPathOf } from './rows.js'
import type { Target } from './target.js'

export interface InboxItem {
  title: string
  /** Label of the collection or global. */
  what: string
  href: string
  /** Names the document to the endpoints. */
  kind: Target['kind']
  slug: string
  id?: string
  state: string
  submittedBy: string
  submittedAt: string
  dueAt: string
  overdue: boolean
}
export interface Inbox {
  items: InboxItem[]
  /** Goes into the address of the next page; absent on the last one. */
  next?: string
}
/** A count that stops where counting would cost more than it tells. */
export interface Capped {
  count: number
  more: boolean
}
export type InboxCounts = Record<InboxFilter | 'overdue', Capped>
/** What the filters offer. */
export interface InboxChoices {
  entities: { value: string; label: string }[]
  people: { value: string; label: string }[]
  states: string[]
}

const PAGE = 50
const MOST_COUNTED = 99

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
      ...target,
      id: row.docId ? String(row.docId) : undefined,
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

const FILTERS: readonly InboxFilter[] = ['me', 'mine', 'all']

const shortText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= 200 ? value : undefined

/** What an address asks for; what cannot be asked for is left out. */
const queryOf = (input: Record<string, unknown>): InboxQuery => ({
  filter: FILTERS.find((one) => one === input.filter) ?? 'me',
  entity: shortText(input.entity),
  state: OPEN.find((one) => one === input.state),
  submittedBy: shortText(input.by),
  overdue: input.overdue === true || input.overdue === '1',
})

/** One page: what is overdue first, then what is due first. */
export const inbox: Reader = async (ctx, input): Promise<Inbox> => {
  const { actor, req, payload } = ctx
  if (actor.kind !== 'staff' || !req) return { items: [] }
  const at = { payload }
  const { rows, next } = await pageOf(at, actor, queryOf(input), {
    now: nowOf(payload),
    limit: PAGE,
    after: cursorOf(input.after),
  })
  return {
    items: await itemsOf(at, req, rows, String(input.locale ?? 'en')),
    ...(next ? { next: cursorText(next) } : {}),
  }
}

/** Apart from the list, which does not wait for them. */
export const inboxCounts: Reader = async ({ actor, payload }): Promise<InboxCounts> => {
  const now = nowOf(payload)
  const count = async (query: InboxQuery): Promise<Capped> => {
    const { rows, next } = await pageOf({ payload }, actor, query, { now, limit: MOST_COUNTED })
    return { count: rows.length, more: next !== undefined }
  }
  return {
    me: await count({ filter: 'me' }),
    mine: await count({ filter: 'mine' }),
    all: await count({ filter: 'all' }),
    overdue: await count({ filter: 'me', overdue: true }),
  }
}

/** Collections, globals, people and states that the list can be narrowed to. */
export const inboxChoices =
  (port: ApprovalsPort): Reader =>
  async ({ actor, payload }, input): Promise<InboxChoices> => {
    if (actor.kind !== 'staff') return { entities: [], people: [], states: [] }
    const locale = String(input.locale ?? 'en')
    const { collections, globals } = port.governed()
    const people = await runtimeOf(payload).people(payload, [])
    return {
      entities: [
        ...collections.map((slug) => ({
          value: slug,
          label: labelOf(payload, slug, 'collection', locale),
        })),
        ...globals.map((slug) => ({
          value: `global:${slug}`,
          label: labelOf(payload, slug, 'global', locale),
        })),
      ].sort((a, b) => a.label.localeCompare(b.label, locale)),
      people: people
        .map(({ ref, name }) => ({ value: ref, label: name ?? ref }))
        .sort((a, b) => a.label.localeCompare(b.label, locale)),
      states: OPEN,
    }
  }
