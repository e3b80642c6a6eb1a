import { type Actor, SYSTEM } from '../../kernel/actor.js'
import { addSpan, dayIn } from '../../kernel/calendar.js'
import { GovernanceError } from '../../kernel/errors.js'
import { SELF } from '../../kernel/ports.js'
import { all, countRows, findRow, findRows, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { emit, transition } from '../../platform/unit.js'
import { CERTIFICATES, PLANS } from './collections.js'
import { nowOf, type Retention, timeZoneOf, type Work } from './context.js'
import { DECIDERS, dueBefore } from './domain.js'
import { type RetentionAction, SHARE_MAIL } from './events.js'
import type { RetentionRule } from './options.js'
import { asksFirst, lookBack, type Share, shareMachine, type ShareState } from './safety.js'
import { safetyRow } from './safetyRow.js'
import { countDue, iso } from './store.js'
import { pluralLabels } from './worklist.js'

const PREFIX = 'share:'
const keyOf = (collection: string): string => `${PREFIX}${collection}`
const byKey = (collection: string) => ({ key: { equals: keyOf(collection) } })
const asked: RetentionAction = 'retention.shareAsked'
const confirmed: RetentionAction = 'retention.shareConfirmed'

/** What a question says, and up to which dates somebody has said yes. */
interface ShareData {
  /** The last date of the batch that waits. */
  until?: string
  due?: number
  total?: number
  confirmed?: string
}
const dataOf = (row: Row | null): ShareData => (row?.data ?? {}) as ShareData

/**
 * Dates up to here were confirmed by a person: in an answer, or with the plan for what was there before, which named
 * what goes at once.
 */
const confirmedUntil = async (
  ctx: Context,
  { options }: Retention,
  collection: string,
  row: Row | null,
): Promise<Date | null> => {
  const plan = await findRow(ctx, PLANS, { key: { equals: `first:${collection}` } })
  const byPlan = plan?.confirmedAt ? dueBefore(new Date(iso(plan.confirmedAt)), options.earlyHours) : null
  const byAnswer = dataOf(row).confirmed ? new Date(dataOf(row).confirmed!) : null
  if (!byPlan || !byAnswer) return byPlan ?? byAnswer
  return byPlan > byAnswer ? byPlan : byAnswer
}

/** For how long (ms) the records of the shortest term are there before the runner takes them. */
const shortestStay = ({ payload }: Context, { options, rules }: Retention, collection: string): number => {
  const { terms } = rules.get(collection)!
  const now = nowOf(payload)
  const stays = [terms, ...terms.cases].map(
    ({ span }) => addSpan(now, span, timeZoneOf(payload)).getTime() - now.getTime(),
  )
  return Math.min(...stays) - options.earlyHours * 3_600_000
}

/** Deleted by the runner a short while ago, beyond what somebody confirmed. */
const takenOf = async (
  ctx: Context,
  retention: Retention,
  collection: string,
  until: Date | null,
): Promise<number> => {
  const back = lookBack(shortestStay(ctx, retention, collection))
  const since = new Date(nowOf(ctx.payload).getTime() - back)
  const rows = await findRows(
    ctx,
    CERTIFICATES,
    all(
      { subjectCollection: { equals: collection } },
      { reason: { equals: 'due' } },
      { endedAt: { greater_than: since.toISOString() } },
      ...(until ? [{ windowTo: { greater_than: until.toISOString() } }] : []),
    ),
    { limit: 0, fields: ['rows'] },
  )
  return rows.reduce((sum, { rows: count }) => sum + Number(count), 0)
}

export interface Judged extends Share {
  asks: boolean
  confirmed: Date | null
}

/** What a run at that time would take of a collection, and whether it asks before. Changes nothing. */
export const judgeShare = async (
  ctx: Context,
  retention: Retention,
  collection: string,
  limit: Date,
): Promise<Judged> => {
  const at = { payload: ctx.payload }
  const row = await findRow(at, PLANS, byKey(collection))
  const until = await confirmedUntil(at, retention, collection, row)
  const free = until && until < limit ? until : null
  const due =
    until && !free
      ? 0
      : (await countDue(at, collection, limit)) - (free ? await countDue(at, collection, free) : 0)
  if (due === 0) return { due, taken: 0, total: 0, asks: false, confirmed: until }
  const total = await countRows(at, collection, {})
  const taken = await takenOf(at, retention, collection, until)
  return { due, taken, total, asks: asksFirst({ due, taken, total }, retention.options), confirmed: until }
}

const move = (
  work: Work,
  collection: string,
  decide: (state: ShareState, data: ShareData) => ShareData | null,
  to: { action: 'ask' | 'withdraw'; share?: Share },
): Promise<Row> =>
  transition({ payload: work.payload }, PLANS, byKey(collection), (found) => {
    const data = decide(found.state as ShareState, dataOf(found))
    if (!data) return null
    const { due = 0, total = 0 } = data
    const entry = { action: asked, subject: SELF, actor: SYSTEM, at: nowOf(work.payload) }
    return {
      data: { state: shareMachine.next(found.state as ShareState, to.action), data },
      effects:
        to.action === 'ask' ? { ledger: [{ ...entry, facts: { collection, count: due, total } }] } : {},
    }
  })

const remind = async ({ payload }: Context, collection: string, data: ShareData): Promise<void> => {
  const day = dayIn(nowOf(payload), timeZoneOf(payload))
  await emit(
    { payload },
    {
      mail: [
        {
          key: `retention:share:${collection}:${data.until ?? ''}:${day}`,
          template: SHARE_MAIL,
          to: { roles: DECIDERS },
          values: {
            what: pluralLabels(payload, collection),
            due: String(data.due ?? 0),
            total: String(data.total ?? 0),
          },
          path: `${payload.config.routes.admin}/governance/worklist`,
        },
      ],
    },
  )
}

/**
 * Up to which date the runner deletes of a collection now; null: nothing of it. What is too large a share waits for a
 * person, who is asked and reminded; what somebody confirmed before goes meanwhile.
 */
export const limitFor = async (work: Work, rule: RetentionRule, limit: Date): Promise<Date | null> => {
  const { collection } = rule
  const share = await judgeShare(work, work.retention, collection, limit)
  const at = { payload: work.payload }
  if (!share.asks) {
    const row = await findRow(at, PLANS, byKey(collection))
    if (row?.state === ('asked' satisfies ShareState))
      await move(
        work,
        collection,
        (state, { confirmed: said }) => (state === 'asked' ? (said ? { confirmed: said } : {}) : null),
        { action: 'withdraw' },
      )
    return limit
  }
  await safetyRow(at, keyOf(collection), 'settled' satisfies ShareState, collection)
  const { due, total } = share
  const row = await move(
    work,
    collection,
    // A question that waits stays as it was asked: the answer is to that batch.
    (state, data) => (state === 'asked' ? null : { ...data, until: limit.toISOString(), due, total }),
    { action: 'ask' },
  )
  await remind(at, collection, dataOf(row))
  return share.confirmed
}

export interface OpenShare {
  collection: string
  due: number
  total: number
  /** Names the batch: the answer is for these dates only. */
  until: string
}

/** Questions that wait for somebody who decides. */
export const openShares = async (ctx: Context): Promise<OpenShare[]> => {
  const at = { payload: ctx.payload }
  const rows = await findRows(at, PLANS, { state: { equals: 'asked' satisfies ShareState } }, { limit: 1000 })
  const mine = rows.filter(({ key }) => String(key).startsWith(PREFIX))
  return mine.map((row) => {
    const { until = '', due = 0, total = 0 } = dataOf(row)
    return { collection: String(row.subjectCollection), due, total, until }
  })
}

/** Somebody who decides has looked at it: this batch may go. */
export const confirmShare = async (
  ctx: Context,
  collection: string,
  until: string,
  actor: Actor,
): Promise<void> => {
  await transition({ payload: ctx.payload }, PLANS, byKey(collection), (found) => {
    const state = shareMachine.next(found.state as ShareState, 'confirm')
    const data = dataOf(found)
    if (data.until !== until)
      throw new GovernanceError('changedSinceRead', 'This is about another batch now. Reload and look again.')
    const now = nowOf(ctx.payload)
    return {
      data: {
        state,
        data: { confirmed: until },
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
            facts: { collection, count: data.due ?? 0, total: data.total ?? 0, endsAt: until },
          },
        ],
      },
    }
  })
}
