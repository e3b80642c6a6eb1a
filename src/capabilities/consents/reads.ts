import { instantFrom, monthIn } from '../../kernel/calendar.js'
import { timeZoneOf } from '../../platform/clock.js'
import { all, countRows, findRows, type Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { CONSENTS } from './collections.js'
import type { Consents } from './context.js'
import { monthsUntil, type Told, toldOf } from './counts.js'
import type { Due } from './due.js'
import { consentRows, purposesKnown, rowsOfPerson, withNamed } from './store.js'
import { purposeIn, shownOf } from './view.js'

const STATES = ['given', 'refused', 'withdrawn'] as const
type Counted = Record<(typeof STATES)[number], Told>
export interface PurposeView {
  purpose: string
  words: string
  total: Counted
  months: ({ month: string } & Counted)[]
}
export interface RecordView {
  record: string
  receipt: string
  subject: string | null
  purpose: string
  words: string
  state: 'given' | 'refused' | 'withdrawn'
  since: string
  named: { record: string; basis: string; since: string; why: string } | null
  /** Withdrawn by the same person with another of their messages. */
  elsewhere: string | null
}
export interface WaitingView {
  receipt: string
  subject: string
  words: string
  since: string
  due: Exclude<Due, 'kept'>
}
export interface ConsentsView {
  purposes: PurposeView[]
  records: RecordView[]
  waiting: WaitingView[]
  /** What was looked for, as it was typed. */
  asked: string
}

const MONTHS = 6

const countedIn = async (ctx: Context, own: Consents, purpose: string, from?: string): Promise<Counted> => {
  const zone = timeZoneOf(ctx.payload)
  const start = from ? instantFrom(`${from}-01`, zone) : null
  const end = start && new Date(start.getTime() + 32 * 24 * 3_600_000)
  const until = end && instantFrom(`${monthIn(end, zone)}-01`, zone)
  const time =
    start && until
      ? [{ at: { greater_than_equal: start.toISOString() } }, { at: { less_than: until.toISOString() } }]
      : []
  const counts = await Promise.all(
    STATES.map(async (state) => {
      const number = await countRows(
        ctx,
        CONSENTS,
        all({ purpose: { equals: purpose } }, { state: { equals: state } }, ...time),
      )
      return [state, toldOf(number, own.options.fewerThan)] as const
    }),
  )
  return Object.fromEntries(counts) as Counted
}

const purposeView = async (
  ctx: Context,
  own: Consents,
  purpose: string,
  locale: string,
): Promise<PurposeView> => {
  const months = monthsUntil(monthIn(nowOf(ctx.payload), timeZoneOf(ctx.payload)), MONTHS)
  const worded = await findRows(
    ctx,
    CONSENTS,
    all({ purpose: { equals: purpose } }, { words: { exists: true } }),
    { limit: 1, sort: '-at' },
  )
  const rows: PurposeView['months'] = []
  for (const month of months) rows.push({ month, ...(await countedIn(ctx, own, purpose, month)) })
  return {
    purpose,
    words: purposeIn(worded, purpose, locale),
    total: await countedIn(ctx, own, purpose),
    months: rows,
  }
}

const namedFor = (rows: readonly Row[], purpose: string): RecordView['named'] => {
  const ended = rows.filter(({ state }) => state === 'lifted').map(({ record }) => String(record))
  const row = rows.findLast(
    (one) => one.state === 'named' && one.purpose === purpose && !ended.includes(String(one.record)),
  )
  return row
    ? {
        record: String(row.record),
        basis: String(row.basis),
        since: new Date(row.at as string).toISOString(),
        why: String(row.why ?? ''),
      }
    : null
}

/** The records of one receipt as they stand. */
const recordsOf = (rows: readonly Row[], locale: string, ofPerson: readonly Row[]): RecordView[] =>
  shownOf(rows, locale, ofPerson).map(({ record, purpose, words, state, since, elsewhere }) => {
    const asked = rows.find((row) => row.record === record)
    return {
      ...{ record, purpose, words, state },
      receipt: String(asked?.receipt ?? ''),
      subject: (asked?.subject as null | string) ?? null,
      since: since.toISOString(),
      named: namedFor(withNamed(rows, ofPerson), purpose),
      elsewhere: elsewhere?.toISOString() ?? null,
    }
  })

const groupedBy = (rows: Row[], name: string): Row[][] => {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(String(row[name]), [...(groups.get(String(row[name])) ?? []), row])
  return [...groups.values()]
}

const NEWEST = 40

/** The newest receipts that asked for consent, or the one that was looked for. */
const recordsShown = async (ctx: Context, asked: string, locale: string): Promise<RecordView[]> => {
  if (asked) {
    const found = await consentRows(ctx, { receipt: { equals: asked.trim().toUpperCase() } })
    return recordsOf(found, locale, await rowsOfPerson(ctx, found))
  }
  const where = { state: { in: ['given', 'refused', 'withdrawn'] } }
  const newest = await findRows(ctx, CONSENTS, where, { limit: NEWEST, sort: '-at', fields: ['receipt'] })
  const receipts = [...new Set(newest.map(({ receipt }) => String(receipt)))]
  const rows = receipts.length > 0 ? await consentRows(ctx, { receipt: { in: receipts } }) : []
  const groups = groupedBy(rows, 'receipt')
  const ofPersons = await rowsOfPerson(ctx, rows)
  return receipts.flatMap((receipt) =>
    recordsOf(groups.find((group) => group[0]!.receipt === receipt) ?? [], locale, ofPersons),
  )
}

/** Withdrawn and not gone yet: what retention will take, what a hold keeps, and what a person has to delete. */
export const waiting = async (ctx: Context, locale: string): Promise<WaitingView[]> => {
  const rows = await findRows(
    ctx,
    CONSENTS,
    all({ state: { equals: 'withdrawn' } }, { due: { in: ['open', 'due', 'held', 'ungoverned'] } }),
    { limit: 200, sort: 'at' },
  )
  return groupedBy(rows, 'subject').map((group) => ({
    receipt: String(group[0]!.receipt),
    subject: String(group[0]!.subject),
    words: group.map((row) => purposeIn(group, String(row.purpose), locale)).join(', '),
    since: new Date(group.at(-1)!.at as string).toISOString(),
    due: String(group[0]!.due) as WaitingView['due'],
  }))
}

export const overview = async (
  ctx: Context,
  own: Consents,
  locale: string,
  asked: string,
): Promise<ConsentsView> => {
  const purposes = await purposesKnown(ctx)
  return {
    asked,
    purposes: await Promise.all(purposes.map((purpose) => purposeView(ctx, own, purpose, locale))),
    records: await recordsShown(ctx, asked, locale),
    waiting: await waiting(ctx, locale),
  }
}

/** What whoever answers a message sees of it: which purposes, and whether they may be served. */
export const ofMessage = async (ctx: Context, subject: string, locale: string): Promise<RecordView[]> => {
  const rows = await consentRows(ctx, { subject: { equals: subject } })
  return recordsOf(rows, locale, await rowsOfPerson(ctx, rows)).map((one) => ({
    ...one,
    named: one.named && { ...one.named, why: '' },
  }))
}
