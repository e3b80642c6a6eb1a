import { addSpan } from '../../kernel/calendar.js'
import type { Alarm } from '../../platform/alarm.js'
import { all, countRows, findRow, findRows } from '../../platform/db.js'
import { LEASES } from '../../platform/lease.js'
import type { Context } from '../../platform/runtime.js'
import { CERTIFICATES, HOLDS } from './collections.js'
import { DATE_FIELD, nowOf, type Retention, timeZoneOf } from './context.js'
import { dueBefore, HOLDING } from './domain.js'
import { RUNNER } from './events.js'
import { countReviews } from './holdReview.js'
import { countWaiting } from './outbox.js'
import { safetyAlarms, type SafetyState, safetyState } from './safetyWatch.js'
import { countDue, countUndated, isConfirmed, iso, oldestDue } from './store.js'
import { overdueCount, sumOver } from './worklist.js'

export interface Health {
  ok: boolean
  lastSuccessAt: null | string
  hoursSinceSuccess: null | number
  stale: boolean
  /** Records whose date has passed and that nothing keeps. */
  overdue: number
  /** The earliest date among them. */
  oldestOverdue: null | string
  /** Records that the next run is to delete: their day has come, or is near enough. */
  backlog: number
  /** Records deleted in the last 24 hours, and how long the backlog takes at that rate; null while none were. */
  deletedLastDay: number
  hoursToClear: null | number
  /** Records under a rule without a date: nothing would ever delete them. */
  undated: number
  held: number
  /** Holds whose review date has come, and those that nobody has looked at two weeks later. */
  holdsToReview: number
  holdsLate: number
  /** Files of deleted records that could not be deleted yet. */
  filesWaiting: number
  lastError: null | string
  /** Why nothing goes by itself, or not everything. */
  safety: SafetyState
}

const HOUR = 3_600_000
const tenths = (value: number): number => Math.round(value * 10) / 10

const oldestOf = async (ctx: Context, retention: Retention, until: Date): Promise<null | string> => {
  const dates: string[] = []
  for (const collection of retention.rules.keys()) {
    const row = await oldestDue(ctx, collection, until)
    if (row) dates.push(iso(row[DATE_FIELD]))
  }
  return dates.sort()[0] ?? null
}

const deletedSince = async (ctx: Context, since: Date): Promise<number> => {
  const late = all({ endedAt: { greater_than: since.toISOString() } })
  const rows = await findRows(ctx, CERTIFICATES, late, { limit: 0, fields: ['rows'] })
  return rows.reduce((sum, { rows: count }) => sum + Number(count), 0)
}

/** Without a date although every run gives one; what was there before, and waits for somebody to say yes, apart. */
const countLost = (ctx: Context, retention: Retention): Promise<number> =>
  sumOver(retention, async (collection) =>
    (await isConfirmed(ctx, collection)) ? countUndated(ctx, collection) : 0,
  )

/** For monitoring: is data leaving as promised? It asks the database, not the queue that may have died. */
export const health = async (ctx: Context, retention: Retention): Promise<Health> => {
  const at = { payload: ctx.payload }
  const now = nowOf(ctx.payload)
  const lease = await findRow(at, LEASES, { key: { equals: RUNNER } })
  const last = lease?.lastSuccessAt ? iso(lease.lastSuccessAt) : null
  const hours = last === null ? null : tenths((now.getTime() - Date.parse(last)) / HOUR)
  const stale = hours === null || hours > retention.options.staleAfterHours
  const overdue = await overdueCount(at, retention)
  const undated = await sumOver(retention, (collection) => countUndated(at, collection))
  const lost = undated > 0 ? await countLost(at, retention) : 0
  const soon = dueBefore(now, retention.options.earlyHours)
  const backlog = await sumOver(retention, (collection) => countDue(at, collection, soon))
  const reviews = await countReviews(at, now)
  const deleted = await deletedSince(at, addSpan(now, { hours: -24 }, timeZoneOf(ctx.payload)))
  const safety = await safetyState(at, retention, now)
  const filesWaiting = await countWaiting(at)
  return {
    ok: !stale && overdue === 0 && lost === 0 && reviews.holdsLate === 0 && filesWaiting === 0 && safety.ok,
    lastSuccessAt: last,
    hoursSinceSuccess: hours,
    stale,
    overdue,
    oldestOverdue: overdue > 0 ? await oldestOf(at, retention, now) : null,
    backlog,
    deletedLastDay: deleted,
    hoursToClear: backlog === 0 ? 0 : deleted > 0 ? tenths((backlog / deleted) * 24) : null,
    undated,
    held: await countRows(at, HOLDS, { state: { in: HOLDING } }),
    ...reviews,
    filesWaiting,
    lastError: lease?.lastError ? String(lease.lastError) : null,
    safety,
  }
}

const KEY = 'governance:incidents:because'

/**
 * What those who answer for the site hear of by themselves: data that is late by more than a day, and records that
 * would never leave. That the runner stands still is said of every runner alike.
 */
export const retentionAlarms =
  (retention: Retention) =>
  async ({ payload, now }: Context & { now: Date }): Promise<Alarm[]> => {
    const late = addSpan(now, { hours: -retention.options.overdueHours }, timeZoneOf(payload))
    const overdue = await sumOver(retention, (collection) => countDue({ payload }, collection, late))
    const lost = await countLost({ payload }, retention)
    const of = (key: string, count: number): Alarm[] =>
      count === 0
        ? []
        : [
            {
              key: `retention:${key}`,
              kind: 'policy-violation',
              severity: 'high',
              because: { key: `${KEY}:${key}`, values: { count: String(count) } },
            },
          ]
    return [
      ...of('overdueData', overdue),
      ...of('undatedData', lost),
      ...(await safetyAlarms({ payload }, retention, now)),
    ]
  }
