import { addSpan } from '../../kernel/calendar.js'
import type { MessageDraft } from '../../kernel/ports.js'
import type { Context, Runner, TimerHandler } from '../../platform/runtime.js'
import { setTimer } from '../../platform/timer.js'
import { DATE_FIELD, nowOf, type Retention, timeZoneOf } from './context.js'
import { OVERDUE_MAIL, RUNNER, WATCH_TIMER } from './events.js'
import { countDue, iso, oldestDue } from './store.js'
import { runRetention } from './work.js'

/** S2-26: wakes every five minutes; the lease and the unit's states make a cut run harmless. */
export const retentionRunner = (retention: Retention): Runner => ({
  key: RUNNER,
  everySeconds: 300,
  run: ({ payload }) => runRetention({ payload }, retention),
})

export const startWatch = (ctx: Context): Promise<void> =>
  setTimer(ctx, {
    key: WATCH_TIMER,
    kind: WATCH_TIMER,
    subject: 'system:retention',
    dueAt: nowOf(ctx.payload),
  })

/**
 * A record that is still there a day past its date is told to the communications employee and the AED, once for each
 * oldest day. A timer, not the deleting runner: that one may be what has failed.
 */
export const watchOverdue =
  (retention: Retention): TimerHandler =>
  async (_, { payload, now }) => {
    const zone = timeZoneOf(payload)
    const limit = addSpan(now, { days: -1 }, zone)
    const mail: MessageDraft[] = []
    for (const collection of retention.rules.keys()) {
      const oldest = await oldestDue({ payload }, collection, limit)
      if (!oldest) continue
      const count = await countDue({ payload }, collection, limit)
      const since = iso(oldest[DATE_FIELD]).slice(0, 10)
      mail.push({
        key: `retention:overdue:${collection}:${since}`,
        template: OVERDUE_MAIL,
        to: { roles: ['communications', 'aed'] },
        values: { count: String(count), since: { at: iso(oldest[DATE_FIELD]) } },
        path: `${payload.config.routes.admin}/governance/worklist`,
      })
    }
    return { effects: { mail }, next: addSpan(now, { hours: 1 }, zone) }
  }
