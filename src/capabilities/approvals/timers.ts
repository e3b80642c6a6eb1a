import { SYSTEM } from '../../kernel/actor.js'
import { addSpan } from '../../kernel/calendar.js'
import type { Effects, MessageDraft } from '../../kernel/ports.js'
import { parseRef } from '../../kernel/ref.js'
import { timeZoneOf } from '../../platform/clock.js'
import { findRow, type Row } from '../../platform/db.js'
import { type Context, type TimerHandler, type TimerRow } from '../../platform/runtime.js'
import { transition } from '../../platform/unit.js'
import { authorsOf } from './authors.js'
import { REVIEWS } from './collections.js'
import { stepAt } from './definition.js'
import { authorsOfReview } from './domain.js'
import { closing, isOpen, type ReviewState, reviews } from './lifecycle.js'
import { mailTo } from './notify.js'
import type { SanitizedApprovals } from './options.js'
import { aboutPart, adminPathOf, entry, factsOf } from './rows.js'
import { ownId, targetOf } from './store.js'
import { askedFor, staffingOf } from './workflow.js'

/** Days between two mails about a review that stays overdue. */
const AGAIN_DAYS = 3

type Now = Context & { now: Date }

export const reviewOf = (ctx: Context, timer: TimerRow): Promise<Row | null> =>
  findRow({ payload: ctx.payload }, REVIEWS, {
    id: { equals: ownId(ctx.payload, parseRef(timer.subject).id) },
  })

const inDays = (ctx: Now, from: Date, days: number): Date => addSpan(from, { days }, timeZoneOf(ctx.payload))

const waitsStill = (row: Row | null, { data }: TimerRow): row is Row =>
  row !== null &&
  (row.state === 'inReview' || row.state === 'retrospective') &&
  Number(row.round) === Number(data.round) &&
  Number(row.step ?? 0) === Number(data.step)

/** Reminds who is asked the day before; when the day has come, tells those who answer for it until somebody decides. */
export const watchDue =
  (options: SanitizedApprovals): TimerHandler =>
  async (timer, ctx) => {
    const row = await reviewOf(ctx, timer)
    if (!waitsStill(row, timer)) return { next: null }
    const target = targetOf(ctx.payload, row)
    const subject = String(row.subject)
    const review = factsOf(row)
    const step = stepAt(review.definition, review.step)
    const dueAt = new Date(row.dueAt as string)
    const wrote = authorsOfReview(review, Object.keys(await authorsOf(ctx, target)))
    const asked = step ? askedFor(await staffingOf(ctx, target, step.roles), step, wrote) : []
    const due = { due: { at: dueAt.toISOString() } }
    if (ctx.now < dueAt) {
      return {
        next: dueAt,
        effects: { mail: asked.map((ref) => mailTo(ctx, 'approvals:mail:reminder', ref, target, due)) },
      }
    }
    const escalation: MessageDraft = {
      ...mailTo(ctx, 'approvals:mail:overdue', 'roles', target, due),
      to: { roles: [...options.escalateTo] },
      path: adminPathOf(ctx, target),
    }
    const effects: Effects = {
      ledger: [
        entry('approvals.overdue', subject, SYSTEM, ctx.now, {
          round: row.round,
          ...aboutPart(target),
          step: step?.key,
          dueAt: dueAt.toISOString(),
        }),
      ],
      mail: [...asked.map((ref) => mailTo(ctx, 'approvals:mail:reminder', ref, target, due)), escalation],
    }
    return { next: inDays(ctx, ctx.now, AGAIN_DAYS), effects }
  }

const lastMoved = (row: Row): Date =>
  new Date(Math.max(...[row.submittedAt, row.decidedAt].map((at) => (at ? Date.parse(String(at)) : 0))))

/** A review in which nothing was decided for so long ends; the content stays a draft. */
export const expire: TimerHandler = async (timer, ctx) => {
  const found = await reviewOf(ctx, timer)
  if (!found || !isOpen(found.state as ReviewState) || Number(found.round) !== Number(timer.data.round))
    return { next: null }
  const { expireDays } = factsOf(found).definition
  if (!expireDays) return { next: null }
  const at = inDays(ctx, lastMoved(found), expireDays)
  if (at > ctx.now) return { next: at }
  if (!reviews.can(found.state as ReviewState, 'expire')) return { next: inDays(ctx, ctx.now, 1) }
  const subject = String(found.subject)
  await transition({ payload: ctx.payload }, REVIEWS, { id: { equals: found.id } }, (row) => {
    if (!reviews.can(row.state as ReviewState, 'expire') || inDays(ctx, lastMoved(row), expireDays) > ctx.now)
      return null
    const state = reviews.next(row.state as ReviewState, 'expire')
    return {
      data: { state, ...closing(subject, state, row.id), publishAt: null },
      effects: {
        ledger: [
          entry('approvals.expired', subject, SYSTEM, ctx.now, {
            round: row.round,
            ...aboutPart(targetOf(ctx.payload, row)),
            after: expireDays,
          }),
        ],
        mail: [
          mailTo(ctx, 'approvals:mail:expired', String(row.submittedBy), targetOf(ctx.payload, row), {
            days: String(expireDays),
          }),
        ],
      },
    }
  })
  return { next: null }
}
