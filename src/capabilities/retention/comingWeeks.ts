import type { Where } from 'payload'

import { addSpan } from '../../kernel/calendar.js'
import { all, countRows } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { DATE_FIELD, type Retention, timeZoneOf } from './context.js'
import { dueBefore } from './domain.js'
import { duePart, released } from './store.js'

/** Three calendar months are 92 days at most: what came in today is in the last of them. */
export const WEEKS = 14

export interface Week {
  goes: number
  /** Reaches its date, and stays because of holds. */
  held: number
}

/** The first days of the coming weeks, of which a screen shows what leaves in each. */
export const weekStarts = (now: Date, timeZone: string): Date[] =>
  Array.from({ length: WEEKS }, (_, week) => addSpan(now, { days: 7 * week }, timeZone))

/** What the runner deletes in each of the coming weeks if nothing changes; the first has what is due now as well. */
export const comingWeeks = async (
  ctx: Context,
  retention: Retention,
  collection: string,
  { now, theirs }: { now: Date; theirs: null | Where },
): Promise<Week[]> => {
  const zone = timeZoneOf(ctx.payload)
  const { earlyHours } = retention.options
  const ends = weekStarts(now, zone).map((start) =>
    dueBefore(addSpan(start, { days: 7 }, zone), earlyHours).toISOString(),
  )
  const due = await duePart(ctx, collection, new Date(ends.at(-1)!))
  const free = await released(ctx, collection)
  const reach = theirs ? [theirs] : []
  const weeks: Week[] = []
  for (const [week, end] of ends.entries()) {
    const within: Where[] = [
      { [DATE_FIELD]: { less_than_equal: end } },
      ...(week > 0 ? [{ [DATE_FIELD]: { greater_than: ends[week - 1] } }] : []),
      ...reach,
    ]
    const goes = await countRows(ctx, collection, all(due, ...within))
    const reached = await countRows(ctx, collection, all(...within, ...(free ? [free] : [])))
    weeks.push({ goes, held: reached - goes })
  }
  return weeks
}
