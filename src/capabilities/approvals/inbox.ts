import type { PayloadRequest } from 'payload'

import { languageIn } from '../../kernel/labels.js'
import type { Ref } from '../../kernel/ref.js'
import { colleaguesOf, readableAmong } from '../../platform/readable.js'
import { type Context, nowOf, type Reader } from '../../platform/runtime.js'
import { labelOf, titlesOf } from '../../platform/titles.js'
import { cursorOf, cursorText, type InboxFilter, type InboxQuery, OPEN, pageOf } from './inboxQuery.js'
import { dueIn, type Listed, targetOfListed, WAITING } from './listed.js'
import type { ApprovalsPort } from './port.js'
import { adminPathOf } from './rows.js'
import type { Target } from './target.js'
import { voidAmong } from './voidRows.js'

export interface InboxItem {
  title: string
  /** Label of the collection or global. */
  what: string
  href: string
  /** Names the document to the endpoints. */
  kind: Target['kind']
  slug: string
  id?: string
  /** The one language that is decided on, where languages are published apart. */
  locale?: string
  /** As the review says; `void` where its approval is. */
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
/** Where counting stops. */
export const MOST_COUNTED = 99

type Titles = Map<Ref, string>

/** As this person may read them; a document without a title is named by its number. */
const titlesFor = (req: PayloadRequest, rows: Listed[]): Promise<Titles> =>
  titlesOf(
    req,
    rows.filter((row) => targetOfListed(row).kind !== 'global').map(({ subject }) => subject),
  )

/** One language of a document is named, or nobody would know which one waits. */
const titleIn = (title: string, part: null | string | undefined, language: string): string =>
  part ? `${title} (${languageIn(language, part)})` : title

/** @param known titles that were looked up already */
export const itemsOf = async (
  ctx: Context,
  port: ApprovalsPort,
  req: PayloadRequest,
  rows: Listed[],
  locale: string,
  known?: Titles,
): Promise<InboxItem[]> => {
  const [titles, voids] = await Promise.all([known ?? titlesFor(req, rows), voidAmong(ctx, port, rows)])
  const now = nowOf(ctx.payload).toISOString()
  const labels = new Map<string, string>()
  return rows.map((row) => {
    const { subject, submittedByName, submittedAt, queue } = row
    const state = voids.has(row.id) ? 'void' : row.state
    const target = targetOfListed(row)
    const { kind, slug, id } = target
    const named = `${kind}:${slug}`
    const what = labels.get(named) ?? labelOf(ctx.payload, slug, kind, locale)
    labels.set(named, what)
    const dueAt = dueIn(queue)
    return {
      ...target,
      what,
      title: titleIn(titles.get(subject) ?? (id === undefined ? what : `${what} ${id}`), row.locale, locale),
      href: adminPathOf(ctx, target),
      state,
      submittedBy: submittedByName ?? '',
      submittedAt,
      dueAt,
      overdue: WAITING.includes(state) && dueAt < now,
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
export const inbox =
  (port: ApprovalsPort): Reader =>
  async (ctx, input): Promise<Inbox> => {
    const { actor, req, payload } = ctx
    if (actor.kind !== 'staff' || !req) return { items: [] }
    const at = { payload }
    const titles: Titles = new Map()
    const { rows, next } = await pageOf(at, actor, queryOf(input), {
      now: nowOf(payload),
      limit: PAGE,
      after: cursorOf(input.after),
      readable: (subjects) => readableAmong(req, subjects),
      seen: async (found) => {
        for (const [subject, title] of await titlesFor(req, found)) titles.set(subject, title)
      },
    })
    return {
      items: await itemsOf(at, port, req, rows, String(input.locale ?? 'en'), titles),
      ...(next ? { next: cursorText(next) } : {}),
    }
  }

/** Apart from the list, which does not wait for them. */
export const inboxCounts: Reader = async ({ actor, payload, req }): Promise<InboxCounts> => {
  const now = nowOf(payload)
  const readable = async (subjects: Ref[]): Promise<ReadonlySet<Ref>> =>
    req ? readableAmong(req, subjects) : new Set()
  const count = async (query: InboxQuery): Promise<Capped> => {
    const { rows, next } = await pageOf({ payload }, actor, query, { now, limit: MOST_COUNTED, readable })
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
  async ({ actor, payload, req }, input): Promise<InboxChoices> => {
    if (actor.kind !== 'staff' || !req) return { entities: [], people: [], states: [] }
    const locale = String(input.locale ?? 'en')
    const { collections, globals } = port.governed()
    const people = await colleaguesOf(req)
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
