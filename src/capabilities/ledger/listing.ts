import type { Where } from 'payload'

import { endOfDay, instantFrom } from '../../kernel/calendar.js'
import type { Ref } from '../../kernel/ref.js'
import { all, countRows, lacking, type Row } from '../../platform/db.js'
import { type Context, runtimeOf } from '../../platform/runtime.js'
import { translations } from '../../translations/index.js'
import { LEDGER } from './collections.js'
import { writtenAt } from './domain.js'
import { ledgerRows } from './rows.js'

/** What a person asked the ledger for. All of it comes from an address. */
export interface LedgerQuery {
  /** Who did it, or in whose name: `users:7`. */
  person?: Ref
  /** A thing (`posts:12`, `global:nav`), or a kind of things (`posts`). */
  thing?: string
  /** A capability (`approvals`) or one action of it (`approvals.published`). */
  action?: string
  /** Days in the organization's zone, both included. */
  from?: string
  to?: string
  /** All that happened under one request, or in one run. */
  request?: string
  /** The one entry of this number in the chain. */
  number?: number
  /** Also who read the ledger itself. @default false, where no action was asked for */
  readings?: boolean
}

/** Where the next page begins. The key is random and never changes, so that no page skips or repeats. */
export interface Place {
  at: string
  key: string
}

export const READING = 'ledger.read'

const text = (value: unknown, shape: RegExp): string | undefined =>
  typeof value === 'string' && shape.test(value) ? value : undefined

const DAY = /^\d{4}-\d\d-\d\d$/

/** From the parameters of an address; what has not the shape of an answer is none. */
export const queryOf = (given: (name: string) => unknown): LedgerQuery => ({
  person: text(given('person'), /^[\w-]{1,60}:.{1,100}$/),
  thing: text(given('thing'), /^[\w-]{1,60}(:.{1,100})?$/),
  action: text(given('action'), /^\w{1,40}(\.\w{1,60})?$/),
  from: text(given('from'), DAY),
  to: text(given('to'), DAY),
  request: text(given('request'), /^[\w-]{1,60}$/),
  number: Number(text(given('number'), /^\d{1,12}$/) ?? NaN) || undefined,
  readings: Boolean(given('readings')),
})

/** Actions by capability, as the ledger's words list them: a test holds that list equal to what is written. */
export const actionsByArea = (): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(translations.en.governance.ledger.action).map(([area, actions]) => [
      area,
      Object.keys(actions).map((action) => `${area}.${action}`),
    ]),
  )

/** All of a kind: its documents, those without a number yet, and what was about many at once. */
const ofKind = (ctx: Context, slug: string): Where => {
  // There is no "begins with": what only ends with that name is left out by name.
  const { collections } = ctx.payload
  const longer = Object.keys(collections).filter((other) => other !== slug && other.endsWith(slug))
  return {
    or: [
      { subject: { equals: slug } },
      { subject: { equals: `collection:${slug}` } },
      all(
        { subject: { contains: `${slug}:` } },
        ...longer.map((other) => lacking(ctx.payload, 'subject', `${other}:`)),
      ),
    ],
  }
}

const spanOf = (ctx: Context, { from, to }: LedgerQuery): Where[] => {
  const { timeZone } = runtimeOf(ctx.payload).options
  const first = instantFrom(from ?? '', timeZone)
  const last = endOfDay(to ?? '', timeZone)
  const isDate = (at: Date): boolean => !Number.isNaN(at.getTime())
  return [
    ...(isDate(first) ? [{ at: { greater_than_equal: first.toISOString() } }] : []),
    ...(isDate(last) ? [{ at: { less_than_equal: last.toISOString() } }] : []),
  ]
}

export const whereOf = (ctx: Context, query: LedgerQuery): Where[] => {
  const { person, thing, action, request, number, readings } = query
  return [
    ...(request ? [{ request: { equals: request } }] : []),
    ...(number ? [{ sequence: { equals: number } }] : []),
    ...(person ? [{ or: [{ actorRef: { equals: person } }, { onBehalfOf: { equals: person } }] }] : []),
    ...(thing ? [thing.includes(':') ? { subject: { equals: thing } } : ofKind(ctx, thing)] : []),
    ...(action
      ? [
          action.includes('.')
            ? { action: { equals: action } }
            : { action: { in: actionsByArea()[action] ?? [action] } },
        ]
      : readings || request || number
        ? []
        : [{ action: { not_equals: READING } }]),
    ...spanOf(ctx, query),
  ]
}

export const placeText = ({ at, key }: Place): string =>
  Buffer.from(JSON.stringify([at, key])).toString('base64url')

/** A place from an address; undefined begins at the newest. */
export const placeOf = (given: unknown): Place | undefined => {
  if (typeof given !== 'string' || given === '' || given.length > 400) return undefined
  try {
    const [at, key] = JSON.parse(Buffer.from(given, 'base64url').toString()) as unknown[]
    return typeof at === 'string' && !Number.isNaN(Date.parse(at)) && typeof key === 'string'
      ? { at, key }
      : undefined
  } catch {
    return undefined
  }
}

const before = ({ at, key }: Place): Where =>
  all({ at: { less_than_equal: at } }, { or: [{ at: { less_than: at } }, { key: { less_than: key } }] })

export interface Page {
  rows: Row[]
  next?: string
}

/** Newest first. */
export const pageOf = async (ctx: Context, where: Where[], limit: number, after?: Place): Promise<Page> => {
  const rows = await ledgerRows(ctx, all(...where, ...(after ? [before(after)] : [])), {
    limit: limit + 1,
    sort: ['-at', '-key'],
  })
  const last = rows[limit - 1]
  return rows.length > limit && last
    ? { rows: rows.slice(0, limit), next: placeText({ at: writtenAt(last), key: String(last.key) }) }
    : { rows }
}

export const countOf = (ctx: Context, where: Where[]): Promise<number> =>
  countRows(ctx, LEDGER, where.length > 0 ? all(...where) : {})
