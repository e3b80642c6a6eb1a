import { addSpan } from '../../kernel/calendar.js'
import type { MessageDraft } from '../../kernel/ports.js'
import { refOf } from '../../kernel/ref.js'
import type { Alarm } from '../../platform/alarm.js'
import { staffCollection } from '../../platform/actor.js'
import { all, countRows, findRows, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { HOLDS } from './collections.js'
import { timeZoneOf } from './context.js'
import { HOLDING } from './domain.js'
import { REVIEW_LATE_MAIL, REVIEW_MAIL } from './events.js'
import { LATE_DAYS, reviewOf } from './holdKinds.js'

const reviewable = (until: Date) =>
  all({ state: { in: HOLDING } }, { reviewAt: { less_than_equal: until.toISOString() } })

/** Holds whose review date has come, the longest ago first. */
export const holdsToReview = (ctx: Context, now: Date): Promise<Row[]> =>
  findRows({ payload: ctx.payload }, HOLDS, reviewable(now), { limit: 0, sort: 'reviewAt' })

const lateFrom = (ctx: Context, now: Date): Date =>
  addSpan(now, { hours: -24 * LATE_DAYS }, timeZoneOf(ctx.payload))

export const countReviews = async (
  ctx: Context,
  now: Date,
): Promise<{ holdsToReview: number; holdsLate: number }> => ({
  holdsToReview: await countRows({ payload: ctx.payload }, HOLDS, reviewable(now)),
  holdsLate: await countRows({ payload: ctx.payload }, HOLDS, reviewable(lateFrom(ctx, now))),
})

/** To who placed it and to the privacy officer, each once for each review date, and once more when it is late. */
const mailsOf = (ctx: Context, hold: Row, now: Date): MessageDraft[] => {
  const { payload } = ctx
  const reviewAt = new Date(hold.reviewAt as string)
  const late = reviewOf(reviewAt, now) === 'late'
  const by = String(hold.byRef ?? '')
  const isColleague = by.startsWith(`${staffCollection(payload)}:`)
  const mail: Omit<MessageDraft, 'key' | 'to'> = {
    template: late ? REVIEW_LATE_MAIL : REVIEW_MAIL,
    values: {
      since: { at: new Date(hold.placedAt as string).toISOString() },
      review: { at: reviewAt.toISOString() },
    },
    about: refOf(HOLDS, hold.id),
    path: `${payload.config.routes.admin}/governance/holds`,
  }
  const key = `retention:review:${hold.id}:${reviewAt.toISOString()}:${late ? 'late' : 'due'}`
  return [
    ...(isColleague ? [{ ...mail, key: `${key}:by`, to: { user: by } }] : []),
    { ...mail, key, to: { roles: ['privacy-officer'], except: isColleague ? [by] : [] } },
  ]
}

export const reviewMails = async (ctx: Context, now: Date): Promise<MessageDraft[]> =>
  (await holdsToReview(ctx, now)).flatMap((hold) => mailsOf(ctx, hold, now))

/** Kept beyond its date, and nobody has asked for two weeks whether it still must be. */
export const holdAlarms = async (ctx: Context & { now: Date }): Promise<Alarm[]> => {
  const { holdsLate } = await countReviews(ctx, ctx.now)
  return holdsLate === 0
    ? []
    : [
        {
          key: 'retention:holdsLate',
          kind: 'policy-violation',
          severity: 'high',
          because: { key: 'governance:incidents:because:holdsLate', values: { count: String(holdsLate) } },
        },
      ]
}
