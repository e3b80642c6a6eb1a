import type { Actor } from '../../kernel/actor.js'
import { addSpan } from '../../kernel/calendar.js'
import type { MessageDraft } from '../../kernel/ports.js'
import type { Row } from '../../platform/db.js'
import type { Context, Runner, TimerHandler } from '../../platform/runtime.js'
import { setTimer } from '../../platform/timer.js'
import { DATE_FIELD, nowOf, type Retention, timeZoneOf } from './context.js'
import { OVERDUE_BESIDE_MAIL, OVERDUE_MAIL, RUNNER, WATCH_TIMER } from './events.js'
import { reviewMails } from './holdReview.js'
import { reachOf } from './reach.js'
import { countDue, iso, oldestDue, oldestDueBeside } from './store.js'
import { runRetention } from './work.js'
import { pluralLabels } from './worklist.js'

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

/** Whoever answers messages, as far as they need know of them. */
const DESK: Actor = { kind: 'staff', roles: ['communications'] }
const SEEN = { key: 'overdue', template: OVERDUE_MAIL, roles: ['communications', 'aed'] }
const BESIDE = { key: 'overdueBeside', template: OVERDUE_BESIDE_MAIL, roles: ['privacy-officer', 'aed'] }

const mailOf = (
  { payload }: Context,
  collection: string,
  told: typeof SEEN,
  { count, oldest }: { count: number; oldest: Row | undefined },
): MessageDraft[] => {
  if (!oldest) return []
  const since = iso(oldest[DATE_FIELD])
  return [
    {
      key: `retention:${told.key}:${collection}:${since.slice(0, 10)}`,
      template: told.template,
      to: { roles: told.roles },
      values: { count: String(count), what: pluralLabels(payload, collection), since: { at: since } },
      path: `${payload.config.routes.admin}/governance/worklist`,
    },
  ]
}

/**
 * What the desk sees is told to it and to the AED. What it need not know of is told to the privacy officer, who can
 * delete it, and to the AED, who answers for it all: how many of which collection, and since when.
 */
const overdueIn = async (
  ctx: Context,
  retention: Retention,
  collection: string,
  limit: Date,
): Promise<MessageDraft[]> => {
  const count = await countDue(ctx, collection, limit)
  if (count === 0) return []
  const seen = await reachOf(ctx, retention, collection, DESK)
  const here = seen ? await countDue(ctx, collection, limit, seen) : count
  return [
    ...mailOf(ctx, collection, SEEN, {
      count: here,
      oldest: here > 0 ? await oldestDue(ctx, collection, limit, seen) : undefined,
    }),
    ...mailOf(ctx, collection, BESIDE, {
      count: count - here,
      oldest: seen && count > here ? await oldestDueBeside(ctx, collection, limit, seen) : undefined,
    }),
  ]
}

/**
 * A record that is still there a day past its date is told once for each oldest day. A timer, not the deleting runner:
 * that one may be what has failed.
 */
export const watchOverdue =
  (retention: Retention): TimerHandler =>
  async (_, { payload, now }) => {
    const zone = timeZoneOf(payload)
    const limit = addSpan(now, { days: -1 }, zone)
    const mail: MessageDraft[] = await reviewMails({ payload }, now)
    for (const collection of retention.rules.keys())
      mail.push(...(await overdueIn({ payload }, retention, collection, limit)))
    return { effects: { mail }, next: addSpan(now, { hours: 1 }, zone) }
  }
