import type { BasePayload } from 'payload'

import { SYSTEM } from '../../kernel/actor.js'
import { all, findRow } from '../../platform/db.js'
import { reasonOf } from '../../platform/failure.js'
import { type Alarm, type Context, type Runner, runtimeOf } from '../../platform/runtime.js'
import { settingsOf } from '../../platform/settings.js'
import { stalledAlarms } from '../../platform/stalled.js'
import { INCIDENTS } from './collections.js'
import { CASE_ROLES } from './domain.js'
import { WATCH } from './refusals.js'
import type { CaseWork } from './standing.js'
import { isVacant, openCase } from './store.js'
import { openTest } from './testAlert.js'

const DAY = 24 * 60

interface Asked {
  alarms: Alarm[]
  failed: number
}

/** What every capability says is wrong, and what has stopped. One that cannot say hides none of the others. */
const askAll = async (ctx: Context, now: Date): Promise<Asked> => {
  let failed = 0
  const one = async (key: string, work: Promise<Alarm[]> | undefined): Promise<Alarm[]> => {
    try {
      return (await work) ?? []
    } catch (error) {
      failed += 1
      ctx.payload.logger.error(`governance: "${key}" could not say what is wrong: ${reasonOf(error)}`)
      return []
    }
  }
  const { capabilities } = runtimeOf(ctx.payload)
  const alarms = await Promise.all([
    one('runners', stalledAlarms(ctx.payload, now)),
    ...capabilities.map(({ key, alarms: ask }) => one(key, ask?.({ ...ctx, now }))),
  ])
  return { alarms: alarms.flat(), failed }
}

const windowKeyOf = (alarm: Alarm, number: number): string => `watch:${alarm.key}:${number}`

/**
 * The cause under which this alarm opens a case now, or null while one of the same cause is younger than the window.
 * Windows have numbers, so that of two processes one opens it; a cause that lasts over the end of a window is not new.
 */
export const causeOf = async (ctx: Context, alarm: Alarm, now: Date): Promise<null | string> => {
  const span = (alarm.windowMinutes ?? DAY) * 60_000
  const number = Math.floor(now.getTime() / span)
  const recent = { reportedAt: { greater_than: new Date(now.getTime() - span).toISOString() } }
  const keys = [number, number - 1].map((one) => windowKeyOf(alarm, one))
  const known = await findRow(
    ctx,
    INCIDENTS,
    all({ causeKey: { in: keys } }, { or: [recent, { causeKey: { equals: keys[0] } }] }),
  )
  return known ? null : keys[0]!
}

/** So long after a case about a vacant role there is no other one. */
const WEEK = 7 * DAY

/** A role of the ladder that nobody holds, once the set-up is finished: until then the set-up says so. */
export const vacancyAlarms = async (payload: BasePayload): Promise<Alarm[]> => {
  if (!(await settingsOf(payload)).setUpAt) return []
  const vacant = await Promise.all(CASE_ROLES.map((role) => isVacant(payload, role)))
  return CASE_ROLES.filter((_, index) => vacant[index]).map((role) => ({
    key: `vacant:${role}`,
    kind: 'other',
    severity: 'high',
    because: { key: `governance:incidents:missing:${role}` },
    windowMinutes: WEEK,
  }))
}

/** Opens a case for what is wrong and nobody has reported: once per cause and window, for all processes. */
export const watchRunner = (work: CaseWork): Runner => ({
  key: WATCH,
  everySeconds: 60,
  last: true,
  run: async ({ payload, fence, now }) => {
    const ctx = { payload }
    const { alarms, failed } = await askAll(ctx, now)
    let done = await openTest(ctx, work, now)
    for (const alarm of alarms) {
      const causeKey = await causeOf(ctx, alarm, now)
      if (!causeKey) continue
      await fence()
      const { kind, severity, because, concerned } = alarm
      const draft = { causeKey, kind, severity, summary: because.key, because, concerned }
      if ((await openCase(ctx, work, draft, SYSTEM)).opened) done += 1
    }
    return failed > 0 ? { done, left: failed, note: `${failed} failed` } : { done }
  },
})
