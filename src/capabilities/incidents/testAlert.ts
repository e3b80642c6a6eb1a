import { SYSTEM } from '../../kernel/actor.js'
import { monthIn } from '../../kernel/calendar.js'
import { isOpen } from '../../kernel/officeHours.js'
import { findRow, findRows } from '../../platform/db.js'
import { type Context, runtimeOf } from '../../platform/runtime.js'
import { settingsOf } from '../../platform/settings.js'
import { INCIDENTS } from './collections.js'
import { TEST_KIND } from './domain.js'
import type { CaseWork } from './standing.js'
import { openCase } from './store.js'

const WORDS = 'governance:incidents:because:test'

/**
 * Once a month, when the office is open, an alert that is only a test: it goes the way of all others, mails and rounds
 * included, so that people know what it looks like and see that it arrives. Not before the month after the set-up.
 * @returns how many were opened
 */
export const openTest = async (ctx: Context, work: CaseWork, now: Date): Promise<number> => {
  const { timeZone, officeHours } = runtimeOf(ctx.payload).options
  if (!work.options.monthlyTest || (officeHours && !isOpen(now, officeHours))) return 0
  const month = monthIn(now, timeZone)
  const { setUpAt } = await settingsOf(ctx.payload)
  if (!setUpAt || monthIn(new Date(setUpAt), timeZone) >= month) return 0
  const causeKey = `test:${month}`
  if (await findRow(ctx, INCIDENTS, { causeKey: { equals: causeKey } })) return 0
  const because = { key: WORDS }
  const draft = { causeKey, kind: TEST_KIND, severity: 'high' as const, summary: WORDS, because }
  return (await openCase(ctx, work, draft, SYSTEM)).opened ? 1 : 0
}

/** Did the last test end without anybody saying "I have this"? Then the next real alert may end so, too. */
export const isUnanswered = async (ctx: Context): Promise<boolean> => {
  const tests = { kind: { equals: TEST_KIND } }
  const [last] = await findRows(ctx, INCIDENTS, tests, { limit: 1, sort: '-reportedAt' })
  return last !== undefined && last.state === 'closed' && !last.acknowledgedAt
}
