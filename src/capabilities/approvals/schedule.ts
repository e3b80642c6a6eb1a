import { type Actor, SYSTEM } from '../../kernel/actor.js'
import { GovernanceError, isGovernanceError } from '../../kernel/errors.js'
import { SELF } from '../../kernel/ports.js'
import type { Row } from '../../platform/db.js'
import { type Context, nowOf, type TimerHandler } from '../../platform/runtime.js'
import { transition } from '../../platform/unit.js'
import { REVIEWS } from './collections.js'
import { voided } from './domain.js'
import { type ApprovalMail, PUBLISH_TIMER } from './events.js'
import { differing, digestLeaves } from './image.js'
import { mailTo } from './notify.js'
import type { SanitizedApprovals } from './options.js'
import { aboutPart, entry, openWhere, planOf } from './rows.js'
import { imageFor, newestDoc, publish, targetOf } from './store.js'
import { subjectOf, type Target } from './target.js'
import { reviewOf } from './timers.js'

const cannotSchedule = (): GovernanceError =>
  new GovernanceError('stateConflict', 'Only what is approved can be planned. Have it approved first.', {
    why: 'notApprovedYet',
  })

/** Plans the publication of exactly what is approved. @throws `stateConflict`, `invalidInput` for a time gone by. */
export const schedule = (ctx: Context, target: Target, at: Date, actor: Actor): Promise<Row> => {
  const now = nowOf(ctx.payload)
  if (Number.isNaN(at.getTime()) || at <= now) {
    throw new GovernanceError(
      'invalidInput',
      'Please give a time in the future.',
      { field: 'at', why: 'future' },
      { field: 'at' },
    )
  }
  const subject = subjectOf(target)
  return transition(ctx, REVIEWS, openWhere(target), (row) => {
    if (row.state !== 'approved') throw cannotSchedule()
    const nth = Number(row.rev ?? 0) + 1
    return {
      data: { publishAt: at.toISOString(), scheduledBy: actor.ref },
      effects: {
        ledger: [
          entry('approvals.scheduled', subject, actor, now, {
            at: at.toISOString(),
            hash: row.hash,
            ...aboutPart(target),
          }),
        ],
        // A timer per plan: an earlier one finds another time on the review and stops.
        timers: [
          {
            key: `${PUBLISH_TIMER}:${SELF}:${nth}`,
            kind: PUBLISH_TIMER,
            subject: SELF,
            dueAt: at,
            data: { at: at.toISOString(), hash: row.hash },
          },
        ],
      },
    }
  })
}

export const unschedule = (ctx: Context, target: Target, actor: Actor): Promise<Row> => {
  const subject = subjectOf(target)
  return transition(ctx, REVIEWS, openWhere(target), (row) => {
    if (!planOf(row).publishAt)
      throw new GovernanceError('stateConflict', 'No publication is planned.', { why: 'nothingPlanned' })
    return {
      data: { publishAt: null, scheduledBy: null },
      effects: {
        ledger: [entry('approvals.unscheduled', subject, actor, nowOf(ctx.payload), aboutPart(target))],
      },
    }
  })
}

const isThisPlan = (row: Row | null, data: Record<string, unknown>): row is Row =>
  row !== null &&
  (row.state === 'approved' || row.state === 'publishing') &&
  row.hash === data.hash &&
  planOf(row).publishAt === data.at

const codeOf = (error: unknown): string => (isGovernanceError(error) ? error.code : 'failed')

/** Content that changed needs another approval; what else stands in the way does not. */
const mailFor = (code: string): ApprovalMail =>
  ['approvalVoid', 'notFound'].includes(code)
    ? 'approvals:mail:scheduleFailed'
    : 'approvals:mail:scheduleRefused'

/** Nothing goes live, and the person who planned it and the one who submitted it are told why. */
const giveUp = async (
  ctx: Context,
  row: Row,
  plan: Record<string, unknown>,
  error: unknown,
  now: Date,
): Promise<void> => {
  const subject = String(row.subject)
  const target = targetOf(ctx.payload, row)
  const told = [...new Set([row.scheduledBy, row.submittedBy].filter(Boolean).map(String))]
  const code = codeOf(error)
  await transition({ payload: ctx.payload }, REVIEWS, { id: { equals: row.id } }, (found) =>
    // Published by hand, or planned anew, at the same moment: then nothing has failed.
    isThisPlan(found, plan)
      ? {
          // Its time stays: the panel says of it that nothing went live.
          data: { scheduledBy: null },
          effects: {
            ledger: [
              entry('approvals.scheduleFailed', subject, SYSTEM, now, {
                code,
                hash: found.hash,
                ...aboutPart(target),
              }),
            ],
            mail: told.map((ref) => mailTo(ctx, mailFor(code), ref, target)),
          },
        }
      : null,
  )
}

/** At the planned time exactly the approved content goes live, once, or nothing does. */
export const publishAsPlanned =
  (options: SanitizedApprovals): TimerHandler =>
  async (timer, ctx) => {
    const row = await reviewOf(ctx, timer)
    if (!isThisPlan(row, timer.data)) return { next: null }
    const at: Context = { payload: ctx.payload }
    const target = targetOf(ctx.payload, row)
    try {
      const doc = await newestDoc(at, target)
      if (!doc || doc.deletedAt) throw new GovernanceError('notFound', 'The content is gone.')
      const image = await imageFor(at, options, target, doc, true)
      if (image.hash !== row.hash)
        throw voided(differing(row.leaves as Record<string, string>, digestLeaves(image.leaves)))
      await publish(ctx.payload, target)
    } catch (error) {
      ctx.payload.logger.warn(`governance: a planned publication was not carried out (${codeOf(error)})`)
      await giveUp(at, row, timer.data, error, ctx.now)
    }
    return { next: null }
  }
