import type { Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { addSpan } from '../../kernel/calendar.js'
import { SELF } from '../../kernel/ports.js'
import { all, countRows, findRow, findRows, insertOnce } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { transition } from '../../platform/unit.js'
import { PLANS } from './collections.js'
import { DATE_FIELD, nowOf, type Retention, timeZoneOf } from './context.js'
import { planMachine, type PlanState } from './domain.js'
import type { RetentionAction } from './events.js'
import { countUndated, existingRows, iso } from './store.js'

const confirmed: RetentionAction = 'retention.planConfirmed'

/** Notes, once per collection, what was there before governance. Rows written under governance carry a date. */
export const drawPlans = async (ctx: Context, retention: Retention): Promise<void> => {
  const at = { payload: ctx.payload }
  for (const [collection, rule] of retention.rules) {
    if (await findRow(at, PLANS, { key: { equals: `first:${collection}` } })) continue
    const { count, boundary } = await existingRows(at, collection)
    await insertOnce(at, PLANS, {
      key: `first:${collection}`,
      subjectCollection: collection,
      months: 'months' in rule.terms.span ? rule.terms.span.months : 0,
      terms: rule.terms,
      rev: 0,
      state: (count > 0 ? 'proposed' : 'empty') satisfies PlanState,
      existing: count,
      boundary,
      installedAt: nowOf(ctx.payload).toISOString(),
    })
  }
}

export interface PlanView {
  collection: string
  existing: number
  /** How many of them would go: at once, within 30 days, and later. */
  atOnce: number
  within30Days: number
  later: number
  /** Still without a date: the runner is at it. */
  undated: number
}

/** What would be deleted when, for every plan that waits for a person. */
export const openPlans = async (ctx: Context): Promise<PlanView[]> => {
  const at = { payload: ctx.payload }
  const now = nowOf(ctx.payload)
  const month = addSpan(now, { days: 30 }, timeZoneOf(ctx.payload))
  const views: PlanView[] = []
  for (const plan of await findRows(at, PLANS, { state: { equals: 'proposed' } }, { limit: 1000 })) {
    const collection = String(plan.subjectCollection)
    const old: Where = plan.boundary ? { createdAt: { less_than_equal: iso(plan.boundary) } } : {}
    const until = (limit: Date): Promise<number> =>
      countRows(at, collection, all(old, { [DATE_FIELD]: { less_than_equal: limit.toISOString() } }))
    const [existing, atOnce, soon, undated] = await Promise.all([
      countRows(at, collection, old),
      until(now),
      until(month),
      countUndated(at, collection),
    ])
    views.push({
      collection,
      existing,
      atOnce,
      within30Days: soon - atOnce,
      later: existing - soon - undated,
      undated,
    })
  }
  return views
}

/** A person with the right says that what was there before may go as planned. */
export const confirmPlan = async (ctx: Context, collection: string, actor: Actor): Promise<void> => {
  const now = nowOf(ctx.payload)
  await transition({ payload: ctx.payload }, PLANS, { key: { equals: `first:${collection}` } }, (row) => ({
    data: {
      state: planMachine.next(row.state as PlanState, 'confirm'),
      confirmedAt: now.toISOString(),
      confirmedBy: actor.ref ?? actor.kind,
    },
    effects: {
      ledger: [
        {
          action: confirmed,
          subject: SELF,
          actor,
          at: now,
          facts: { collection, existing: Number(row.existing) },
        },
      ],
    },
  }))
}
