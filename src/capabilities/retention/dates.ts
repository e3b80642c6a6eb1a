import { GovernanceError } from '../../kernel/errors.js'
import { all, compareAndSet, findRows } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { DATE_FIELD, nowOf, type Retention, timeZoneOf, type Work } from './context.js'
import { earliestHeld } from './copies.js'
import { receiptOf } from './domain.js'
import type { RetentionRule } from './options.js'
import { iso, UNDATED } from './store.js'
import { datesWatched, type Facts, leavesOn, needsPurposes } from './terms.js'

/** In text that is compared a year of five digits comes before one of four. */
const LAST_YEAR = 9999

/** The instant as every date is stored, or null where it is none. */
const written = (value: unknown): null | string => {
  const at = value instanceof Date || typeof value === 'string' ? new Date(value) : null
  if (!at || Number.isNaN(at.getTime())) return null
  const year = at.getUTCFullYear()
  return year >= 0 && year <= LAST_YEAR ? at.toISOString() : null
}

/**
 * SQLite keeps a date as the text that it was given and compares it as text: what cannot be read keeps every list and
 * every run from working, and what is only spelled in another way (`2026-05-01T12:00:00Z`) is later than itself.
 * @throws GovernanceError `invalidInput`
 */
export const readDates = (
  rule: RetentionRule,
  data: Record<string, unknown> = {},
  ofVersion = false,
): void => {
  for (const field of new Set([
    ...['createdAt', 'updatedAt', rule.receivedAt, DATE_FIELD],
    ...datesWatched(rule.terms),
  ])) {
    const value = data[field]
    const mayBeEmpty = ofVersion || (field !== 'createdAt' && field !== 'updatedAt')
    if (value === undefined || (value === null && mayBeEmpty)) continue
    const date = written(value)
    if (!date) throw new GovernanceError('invalidInput', `"${field}" must be a date.`, { field }, { field })
    data[field] = date
  }
}

type Stored = Readonly<Record<string, unknown>>

const keysIn = (value: unknown): string[] =>
  [value].flat().flatMap((one) => (typeof one === 'string' && one !== '' ? [one] : []))

const purposesOf = async (
  ctx: Context,
  retention: Retention,
  rule: RetentionRule,
  record: Stored,
): Promise<readonly string[]> => {
  if (!needsPurposes(rule.terms)) return []
  if (rule.purposeField) return keysIn(record[rule.purposeField])
  const desk = retention.work?.()
  return desk?.collection === rule.collection ? desk.purposesOf(ctx, record) : []
}

/** What the date of a record is made of, as it is or is about to be stored. */
export const factsOf = async (
  ctx: Context,
  retention: Retention,
  rule: RetentionRule,
  record: Stored,
): Promise<Facts> => ({
  receivedAt: receiptOf(record[rule.receivedAt] ?? record.createdAt, nowOf(ctx.payload)),
  purposes: await purposesOf(ctx, retention, rule, record),
  record,
  timeZone: timeZoneOf(ctx.payload),
})

/** The date on which a record leaves by its rule. */
export const dateOf = async (
  ctx: Context,
  retention: Retention,
  rule: RetentionRule,
  record: Stored,
): Promise<Date> => {
  const date = leavesOn(rule.terms, await factsOf(ctx, retention, rule, record))
  const held = rule.copies ? await earliestHeld(ctx, retention, rule, record) : null
  return held && held < date ? held : date
}

/** Gives rows that lack one their date: older than the installation, or written past every API. */
export const dateRows = async (work: Work, rule: RetentionRule, most: number): Promise<number> => {
  let done = 0
  while (done < most) {
    const rows = await findRows(work, rule.collection, UNDATED, { limit: 100 })
    if (rows.length === 0) break
    await work.fence()
    for (const row of rows) {
      const date = await dateOf(work, work.retention, rule, row)
      await compareAndSet(work, rule.collection, all({ id: { equals: row.id } }, UNDATED), {
        [DATE_FIELD]: date.toISOString(),
        // The same instant, in the one spelling that SQLite compares.
        ...(row.createdAt ? { createdAt: iso(row.createdAt) } : {}),
      })
    }
    done += rows.length
  }
  return done
}
