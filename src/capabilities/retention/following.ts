import type { Where } from 'payload'

import { addSpan } from '../../kernel/calendar.js'
import { all, compareAndSet, findRow, findRows, insertOnce, type Row } from '../../platform/db.js'
import { rowPages } from '../../platform/rowPages.js'
import type { Context, Verdict, WriteAttempt } from '../../platform/runtime.js'
import { PLANS } from './collections.js'
import { DATE_FIELD, hasTimestamps, type Retention, timeZoneOf, type Work } from './context.js'
import { dateOf } from './dates.js'
import type { RetentionRule } from './options.js'
import { type Id, iso } from './store.js'
import { fieldsWatched } from './terms.js'

/** Rows of one write that are looked at right after it; of a larger one the runner looks at the rest. */
const AT_ONCE = 500
const BATCH = 200

/** Which rows an update touches, as a query. */
export const touched = (attempt: WriteAttempt): Where =>
  attempt.id !== undefined && attempt.id !== null
    ? { id: { equals: attempt.id } }
    : { ...(attempt.where as object) }

const watched = ({ terms, purposeField }: RetentionRule): string[] => [
  ...fieldsWatched(terms),
  ...(purposeField ? [purposeField] : []),
]

/** Brings a row's date to what its rule says now, where that is earlier. */
const bringNearer = async (
  ctx: Context,
  retention: Retention,
  rule: RetentionRule,
  row: Row,
): Promise<void> => {
  const date = (await dateOf(ctx, retention, rule, row)).toISOString()
  const later: Where = { or: [{ [DATE_FIELD]: { greater_than: date } }, { [DATE_FIELD]: { exists: false } }] }
  const one = all({ id: { equals: row.id } }, later)
  await compareAndSet(ctx, rule.collection, one, { [DATE_FIELD]: date, updatedAt: null })
}

/** A record that is closed, or changes its state or purpose, leaves by the term of what it is now: never later. */
export const follow = async (
  ctx: Context,
  retention: Retention,
  rule: RetentionRule,
  attempt: WriteAttempt,
): Promise<Verdict | undefined> => {
  const names = watched(rule)
  if (!Object.keys(attempt.data ?? {}).some((name) => names.includes(name))) return undefined
  const before = await findRows(ctx, rule.collection, touched(attempt), { limit: AT_ONCE, fields: ['id'] })
  const ids: Id[] = before.map(({ id }) => id)
  return {
    done: async () => {
      if (ids.length === 0) return
      const rows = await findRows(ctx, rule.collection, { id: { in: ids } }, { limit: ids.length })
      for (const row of rows) await bringNearer(ctx, retention, rule, row)
    },
  }
}

const keyOf = (collection: string): string => `followed:${collection}`

/**
 * What `follow` did not reach: larger writes, and those after which a process died. Rows that changed since the last
 * time; all of them in a collection without timestamps.
 */
export const followLate = async (work: Work, rule: RetentionRule): Promise<void> => {
  if (watched(rule).length === 0) return
  const at = { payload: work.payload }
  // By the machine's clock, as Payload dates rows.
  const began = new Date()
  const plan = await findRow(at, PLANS, { key: { equals: keyOf(rule.collection) } })
  const since = plan?.boundary
    ? addSpan(new Date(iso(plan.boundary)), { hours: -1 }, timeZoneOf(work.payload))
    : null
  const changed: Where[] =
    since && hasTimestamps(work.payload, rule.collection)
      ? [{ updatedAt: { greater_than_equal: since.toISOString() } }]
      : []
  for await (const rows of rowPages(at, rule.collection, changed, { size: BATCH })) {
    await work.fence()
    for (const row of rows) await bringNearer(at, work.retention, rule, row)
  }
  const boundary = began.toISOString()
  const noted = plan && (await compareAndSet(at, PLANS, { key: { equals: plan.key } }, { boundary }))
  if (!noted)
    await insertOnce(at, PLANS, {
      key: keyOf(rule.collection),
      subjectCollection: rule.collection,
      months: 0,
      rev: 0,
      state: 'empty',
      boundary,
    })
}
