import type { Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { parseRef, type Ref } from '../../kernel/ref.js'
import { all, findRows } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { AUTHORS, REVIEWS } from './collections.js'
import { delegatorsOf } from './delegations.js'
import { decisionKey, type Target } from './target.js'

export type InboxFilter = 'all' | 'me' | 'mine'

/** States that a list of open reviews can hold. */
export const OPEN = ['inReview', 'changesRequested', 'approved', 'publishing', 'retrospective']
/** Somebody else must decide. */
export const WAITING = ['inReview', 'retrospective']

/** Where the next page begins: after this place in its part of the list, which was cut at this time. */
export interface Cursor {
  part: Part
  asOf: string
  queue: string
}

export interface InboxQuery {
  filter: InboxFilter
  /** Slug of a collection, or `global:slug`. */
  entity?: string
  state?: string
  submittedBy?: Ref
  overdue?: boolean
}

/** What is overdue comes before the rest; what awaits one person is in that order anyway. */
type Part = 'overdue' | 'rest' | 'waiting'

const PARTS: readonly Part[] = ['overdue', 'rest', 'waiting']

export const cursorText = ({ part, asOf, queue }: Cursor): string =>
  Buffer.from(JSON.stringify([part, asOf, queue])).toString('base64url')

/** A cursor from an address; undefined begins at the start. */
export const cursorOf = (text: unknown): Cursor | undefined => {
  if (typeof text !== 'string' || text === '' || text.length > 600) return undefined
  try {
    const [part, asOf, queue] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    const known = PARTS.find((one) => one === part)
    return known && typeof asOf === 'string' && typeof queue === 'string'
      ? { part: known, asOf, queue }
      : undefined
  } catch {
    return undefined
  }
}

/** A review as a list shows it. What it is about and when it is due stand in the other columns. */
export interface Listed {
  subject: Ref
  locale?: null | string
  state: string
  submittedByName?: string
  submittedAt: string
  queue: string
}

/** No more than is shown: a page costs by what is read of each row. */
const FIELDS: (keyof Listed)[] = ['subject', 'locale', 'state', 'submittedByName', 'submittedAt', 'queue']

/** The document, or the one language of it that is decided on. */
export const targetOfListed = ({ subject, locale }: Listed): Target & { id?: string } => {
  const { collection, id } = parseRef(subject)
  const part = locale ? { locale } : {}
  return collection === 'global'
    ? { kind: 'global', slug: id, ...part }
    : { kind: 'collection', slug: collection, id, ...part }
}

/** See `queueOf`: a place begins with the time at which the review is due. */
export const dueIn = (queue: string): string => queue.slice(0, queue.indexOf('~'))

/** As many rows as one look at the database reads when it leaves out what a person wrote. */
const LOOKS = 10

interface Reader {
  where: Where[]
  /** People whose work this person cannot decide on. */
  wrote: Ref[]
}

const asked = (query: InboxQuery): Where[] => [
  ...(query.entity
    ? query.entity.startsWith('global:')
      ? [{ kind: { equals: 'global' } }, { entity: { equals: query.entity.slice(7) } }]
      : [{ kind: { equals: 'collection' } }, { entity: { equals: query.entity } }]
    : []),
  ...(query.state ? [{ state: { equals: query.state } }] : []),
  ...(query.submittedBy ? [{ submittedBy: { equals: query.submittedBy } }] : []),
]

/** Null when nothing can ever await this person. */
const readerFor = async (ctx: Context, actor: Actor, query: InboxQuery): Promise<null | Reader> => {
  if (!actor.ref || actor.kind !== 'staff') return null
  if (query.filter === 'all') return { where: asked(query), wrote: [] }
  if (query.filter === 'mine')
    return { where: [...asked(query), { submittedBy: { equals: actor.ref } }], wrote: [] }
  const delegators = await delegatorsOf(ctx, actor)
  const roles = [...new Set([...actor.roles, ...delegators.flatMap((delegator) => delegator.roles)])]
  if (roles.length === 0) return null
  const wrote = [actor.ref, ...delegators.map(({ ref }) => ref)]
  return {
    where: [
      ...asked(query),
      { or: roles.map((role) => ({ awaits: { contains: `|${role}|` } })) },
      { submittedBy: { not_in: wrote } },
    ],
    wrote,
  }
}

/** By both, as the index is: Payload would sort by the second anyway, the other way round, and no index has that. */
const ORDER = ['queue', 'createdAt']

/** Open reviews, first what is due first. */
export const listedWhere = async (ctx: Context, where: Where, limit: number): Promise<Listed[]> =>
  (await findRows(ctx, REVIEWS, where, { limit, sort: ORDER, fields: FIELDS })) as unknown as Listed[]

const partWhere = (part: Part, asOf: string, after: string): Where[] => {
  const place: Where = { queue: { greater_than: after } }
  // Said by what it is not: without statistics a database would take the index of states, and sort all of them.
  const waiting: Where = { state: { not_in: OPEN.filter((state) => !WAITING.includes(state)) } }
  if (part === 'waiting') return [place, waiting]
  if (part === 'overdue') return [place, { queue: { less_than: asOf } }, waiting]
  return [place, { or: [{ queue: { greater_than_equal: asOf } }, { state: { not_in: WAITING } }] }]
}

/** Leaves out content that this person, or who delegated to them, worked on since it was last live. */
const notWritten = async (ctx: Context, wrote: Ref[], rows: Listed[]): Promise<Listed[]> => {
  if (wrote.length === 0 || rows.length === 0) return rows
  const keyOf = (row: Listed): string => decisionKey(targetOfListed(row))
  const touched = await findRows(
    ctx,
    AUTHORS,
    // By the index of both: one person may be the author of very much.
    all({ subject: { in: rows.map(keyOf) } }, { author: { in: wrote } }, { open: { not_equals: false } }),
    { limit: 5000, fields: ['subject'] },
  )
  const own = new Set(touched.map(({ subject }) => String(subject)))
  return rows.filter((row) => !own.has(keyOf(row)))
}

export interface Page {
  rows: Listed[]
  next?: Cursor
}

interface PageOptions {
  now: Date
  limit: number
  after?: Cursor
  /** Looks up what else belongs to these rows meanwhile; some of them may not be on the page. */
  seen?: (rows: Listed[]) => Promise<void>
  /** The documents among these that this person may read: the host's access says so. */
  readable: (subjects: Ref[]) => Promise<ReadonlySet<Ref>>
}

/** @returns rows that this person may see in that list, at most `limit`, and where the next ones begin. */
export const pageOf = async (
  ctx: Context,
  actor: Actor,
  query: InboxQuery,
  { now, limit, after, seen, readable }: PageOptions,
): Promise<Page> => {
  const reader = await readerFor(ctx, actor, query)
  if (!reader) return { rows: [] }
  const asOf = after?.asOf ?? now.toISOString()
  const parts: Part[] = query.overdue
    ? ['overdue']
    : query.filter === 'me'
      ? ['waiting']
      : ['overdue', 'rest']
  const first = after ? parts.indexOf(after.part) : 0
  const found: { row: Listed; part: Part }[] = []
  const cut = (): Page => {
    const last = found[limit - 1]!
    return {
      rows: found.slice(0, limit).map(({ row }) => row),
      next: { part: last.part, asOf, queue: last.row.queue },
    }
  }
  let looks = 0
  for (const part of parts.slice(Math.max(first, 0))) {
    let place = after?.part === part ? after.queue : ''
    for (;;) {
      const where = all(...reader.where, ...partWhere(part, asOf, place))
      const rows = await listedWhere(ctx, where, limit + 1)
      looks += 1
      const [others, shown] = await Promise.all([
        notWritten(ctx, reader.wrote, rows),
        readable(rows.map(({ subject }) => subject)),
        seen?.(rows),
      ])
      for (const row of others) if (shown.has(row.subject)) found.push({ row, part })
      if (found.length > limit) return cut()
      if (rows.length <= limit) break
      place = rows.at(-1)!.queue
      // Who wrote nearly everything gets a short page with a next one, rather than a slow one.
      if (looks >= LOOKS) return { rows: found.map(({ row }) => row), next: { part, asOf, queue: place } }
    }
  }
  return { rows: found.map(({ row }) => row) }
}
