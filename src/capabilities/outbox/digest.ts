import { dayIn, nextHour } from '../../kernel/calendar.js'
import type { MailValue, Person } from '../../kernel/ports.js'
import { timeZoneOf } from '../../platform/clock.js'
import { all, compareAndSet, findRow, findRows, insertOnce, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { OUTBOX } from './collections.js'
import { composer } from './compose.js'

/** The hour of the day, in the organization's zone, at which digests leave. */
const DIGEST_HOUR = 8

/** Mails that may wait, to somebody who asked for one mail a day. What is urgent is never collected. */
export const waitsForDigest = (row: Row, staff: Person[]): boolean =>
  row.state === 'waiting' &&
  row.digest === true &&
  row.toKind === 'user' &&
  staff.some((person) => person.ref === row.toRef && person.mail !== 'atOnce')

/** A mail that only informs, to somebody who wants none of these. Whatever else it is, it leaves. */
export const isUnwanted = (row: Row, staff: Person[], informing: readonly string[]): boolean =>
  row.state === 'waiting' &&
  row.toKind === 'user' &&
  informing.includes(String(row.template)) &&
  staff.some((person) => person.ref === row.toRef && person.mail === 'needed')

const inState = (row: Row, state: string) => all({ id: { equals: row.id } }, { state: { equals: state } })

/** It stays on the list, where it says why it was not sent. */
export const leaveOut = async (ctx: Context, row: Row): Promise<void> => {
  await compareAndSet(ctx, OUTBOX, inState(row, 'waiting'), { state: 'unwanted' })
}

/** Puts a mail aside for the next digest. */
export const collect = async (ctx: Context, row: Row, now: Date): Promise<void> => {
  const nextAt = nextHour(now, DIGEST_HOUR, timeZoneOf(ctx.payload)).toISOString()
  await compareAndSet(ctx, OUTBOX, inState(row, 'waiting'), { state: 'collected', nextAt })
}

/** What was put aside, in a line each: subject and link, as the mail itself would have said. */
const linesOf = (ctx: Context, rows: Row[], locale: string): string => {
  const compose = composer(ctx.payload)
  return rows
    .map((row) => {
      const { subject } = compose(row, locale)
      const link = row.path ? `\n  ${ctx.payload.config.serverURL ?? ''}${String(row.path)}` : ''
      return `- ${subject}${link}`
    })
    .join('\n')
}

/** One mail for one person, whose key allows one a day; it names its parts, so that a crash loses none. */
const digestFor = async (ctx: Context, person: Person, rows: Row[], now: Date): Promise<Row | null> => {
  const key = `digest:${person.ref}:${dayIn(now, timeZoneOf(ctx.payload))}`
  const values: Record<string, MailValue> = {
    count: String(rows.length),
    lines: linesOf(ctx, rows, person.locale),
  }
  const made = await insertOnce(ctx, OUTBOX, {
    key,
    template: 'mail:digest',
    state: 'waiting',
    toKind: 'user',
    toRef: person.ref,
    values,
    path: ctx.payload.config.routes.admin,
    parts: rows.map(({ id }) => id),
    attempts: 0,
    nextAt: now.toISOString(),
    causedAt: now.toISOString(),
  })
  return made ?? findRow(ctx, OUTBOX, { key: { equals: key } })
}

/** Makes a digest of what was put aside and is due. What came after today's digest waits for tomorrow's. */
export const sendDigests = async (ctx: Context, staff: Person[], now: Date): Promise<void> => {
  const due = await findRows(
    ctx,
    OUTBOX,
    all({ state: { equals: 'collected' } }, { nextAt: { less_than_equal: now.toISOString() } }),
    { limit: 500, sort: 'nextAt' },
  )
  for (const ref of new Set(due.map((row) => String(row.toRef)))) {
    const rows = due.filter((row) => row.toRef === ref)
    const person = staff.find((one) => one.ref === ref)
    const digest = person ? await digestFor(ctx, person, rows, now) : null
    const parts = ((digest?.parts ?? []) as unknown[]).map(String)
    for (const row of rows) {
      // Without an account any more: the usual way says so.
      const data = !digest
        ? { state: 'waiting' }
        : parts.includes(String(row.id))
          ? { state: 'digested' }
          : { nextAt: nextHour(now, DIGEST_HOUR, timeZoneOf(ctx.payload)).toISOString() }
      await compareAndSet(ctx, OUTBOX, inState(row, 'collected'), data)
    }
  }
}
