import type { Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import type { Ref } from '../../kernel/ref.js'
import { all, findRows } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { awaiting } from './awaitingMe.js'
import { REVIEWS } from './collections.js'
import { delegatorsOf } from './delegations.js'
import { type Listed, LISTED_FIELDS, WAITING } from './listed.js'

export type InboxFilter = 'all' | 'me' | 'mine'

/** States that a list of open reviews can hold. */
export const OPEN = ['inReview', 'changesRequested', 'approved', 'publishing', 'retrospective']

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

/** As many rows as one look at the database reads when it leaves out what a person wrote or approved. */
const LOOKS = 10

interface Reader {
  where: Where[]
  /** This person, and those in whose name they may decide; of "awaiting me" only. */
  people: Ref[]
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
  if (query.filter === 'all') return { where: asked(query), people: [] }
  if (query.filter === 'mine')
    return { where: [...asked(query), { submittedBy: { equals: actor.ref } }], people: [] }
  const delegators = await delegatorsOf(ctx, actor)
  const roles = [...new Set([...actor.roles, ...delegators.flatMap((delegator) => delegator.roles)])]
  if (roles.length === 0) return null
  const people = [actor.ref, ...delegators.map(({ ref }) => ref)]
  return {
    where: [
      ...asked(query),
      { or: roles.map((role) => ({ awaits: { contains: `|${role}|` } })) },
      { submittedBy: { not_in: people } },
    ],
    people,
  }
}

/** By both, as the index is: Payload would sort by the second anyway, the other way round, and no index has that. */
const ORDER = ['queue', 'createdAt']

/** Open reviews, first what is due first. */
export const listedWhere = async (ctx: Context, where: Where, limit: number): Promise<Listed[]> =>
  (await findRows(ctx, REVIEWS, where, { limit, sort: ORDER, fields: LISTED_FIELDS })) as unknown as Listed[]

const partWhere = (part: Part, asOf: string, after: string): Where[] => {
  const place: Where = { queue: { greater_than: after } }
  // Said by what it is not: without statistics a database would take the index of states, and sort all of them.
  const waiting: Where = { state: { not_in: OPEN.filter((state) => !WAITING.includes(state)) } }
  if (part === 'waiting') return [place, waiting]
  if (part === 'overdue') return [place, { queue: { less_than: asOf } }, waiting]
  return [place, { or: [{ queue: { greater_than_equal: asOf } }, { state: { not_in: WAITING } }] }]
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
        awaiting(ctx, reader.people, rows),
        readable(rows.map(({ subject }) => subject)),
        seen?.(rows),
      ])
      for (const row of others) if (shown.has(row.subject)) found.push({ row, part })
      if (found.length > limit) return cut()
      if (rows.length <= limit) break
      place = rows.at(-1)!.queue
      // Who wrote or approved nearly everything gets a short page with a next one, rather than a slow one.
      if (looks >= LOOKS) return { rows: found.map(({ row }) => row), next: { part, asOf, queue: place } }
    }
  }
  return { rows: found.map(({ row }) => row) }
}
