import { all, compareAndSet, findRows } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { DATE_FIELD, nowOf, type Retention, timeZoneOf, type Work } from './context.js'
import { earliestHeld } from './copies.js'
import { receiptOf } from './domain.js'
import type { RetentionRule } from './options.js'
import { UNDATED } from './store.js'
import { type Facts, leavesOn, needsPurposes } from './terms.js'

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
      })
    }
    done += rows.length
  }
  return done
}
