import type { Where } from 'payload'

import { type Actor, SYSTEM } from '../../kernel/actor.js'
import { canonicalJSON } from '../../kernel/canonical.js'
import { SELF } from '../../kernel/ports.js'
import { all, compareAndSet, findRow, findRows, insertOnce, type Row } from '../../platform/db.js'
import type { Context, Translate } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import { type Decision, transition } from '../../platform/unit.js'
import { PLANS } from './collections.js'
import { DATE_FIELD, nowOf, type Work } from './context.js'
import { factsOf } from './dates.js'
import { type ChangeAction, changeMachine, type ChangeState } from './domain.js'
import type { RetentionAction } from './events.js'
import type { RetentionRule } from './options.js'
import { dbId, iso } from './store.js'
import { leavesOn, type Terms, termsFrom, termsInWords } from './terms.js'

const BATCH = 200
/** Batches of one run; a look at more rows goes on in the next one. */
const BATCHES_PER_RUN = 250
const changedRule: RetentionAction = 'retention.ruleChanged'
const lengthened: RetentionAction = 'retention.lengthened'

const keyOf = (collection: string): string => `terms:${collection}`
const same = (a: unknown, b: unknown): boolean => canonicalJSON(a) === canonicalJSON(b)
const earlierIn = (plan: Row): Terms[] => (plan.earlier as null | Terms[]) ?? []

/** What records were received under, and what the rule is now, in words. */
const saidIn = (plan: Row, t: Translate): { from: string; to: string } => ({
  from: earlierIn(plan)
    .map((terms) => termsInWords(terms, t))
    .join(' / '),
  to: termsInWords(termsFrom(plan.terms)!, t),
})

const moved = (plan: Row, action: ChangeAction, data: Record<string, unknown> = {}): Decision => ({
  data: { ...data, state: changeMachine.next(plan.state as ChangeState, action) },
})

/** What records were dated by until now: of installations that are older than this, months from receipt. */
const firstTerms = async (ctx: Context, rule: RetentionRule): Promise<Terms> => {
  const first = await findRow(ctx, PLANS, { key: { equals: `first:${rule.collection}` } })
  const months = Number(first?.months ?? 0)
  return termsFrom(first?.terms) ?? (months > 0 ? { span: { months }, cases: [] } : rule.terms)
}

const planOf = async (ctx: Context, rule: RetentionRule): Promise<Row> => {
  const key = { key: { equals: keyOf(rule.collection) } }
  const found = await findRow(ctx, PLANS, key)
  if (found) return found
  await insertOnce(ctx, PLANS, {
    key: keyOf(rule.collection),
    subjectCollection: rule.collection,
    months: 0,
    rev: 0,
    state: 'settled' satisfies ChangeState,
    terms: await firstTerms(ctx, rule),
    earlier: [],
  })
  return (await findRow(ctx, PLANS, key))!
}

/** The date by the rule as it is, and whether the stored one is what an earlier rule had said. */
const judge = async (
  work: Work,
  rule: RetentionRule,
  row: Row,
  earlier: Terms[],
): Promise<{ stored: string; now: string; isOwn: boolean } | null> => {
  if (!row[DATE_FIELD]) return null
  const facts = await factsOf(work, work.retention, rule, row)
  const stored = iso(row[DATE_FIELD])
  const isOwn = earlier.some((terms) => leavesOn(terms, facts).toISOString() === stored)
  return { stored, now: leavesOn(rule.terms, facts).toISOString(), isOwn }
}

const setDate = async (
  work: Work,
  rule: RetentionRule,
  row: Row,
  { stored, now }: { stored: string; now: string },
): Promise<boolean> => {
  const as: Where = { [DATE_FIELD]: { equals: stored } }
  const one = all({ id: { equals: row.id } }, as)
  const data = { [DATE_FIELD]: now, updatedAt: null }
  return (await compareAndSet({ payload: work.payload }, rule.collection, one, data)) !== null
}

/** Goes on where the last run stopped. Each row once; `act` says what to count of it. */
const eachRow = async (
  work: Work,
  rule: RetentionRule,
  plan: Row,
  act: (row: Row) => Promise<'longer' | 'nearer' | null>,
): Promise<{ plan: Row; done: boolean }> => {
  const at = { payload: work.payload }
  let current = plan
  for (let batches = 0; batches < BATCHES_PER_RUN; batches += 1) {
    const after = current.cursor ? dbId(work.payload, rule.collection, String(current.cursor)) : null
    const rows = await findRows(at, rule.collection, after === null ? {} : { id: { greater_than: after } }, {
      limit: BATCH,
    })
    if (rows.length === 0) return { plan: current, done: true }
    await work.fence()
    const counts = { longer: 0, nearer: 0 }
    for (const row of rows) {
      const what = await act(row)
      if (what) counts[what] += 1
    }
    current = await transition(at, PLANS, { key: { equals: plan.key } }, (found) =>
      found.state === plan.state && same(found.terms, plan.terms)
        ? {
            data: {
              cursor: String(rows.at(-1)!.id),
              existing: Number(found.existing ?? 0) + counts.longer,
              nearer: Number(found.nearer ?? 0) + counts.nearer,
            },
          }
        : null,
    )
    if (current.state !== plan.state) break
    if (rows.length < BATCH) return { plan: current, done: true }
  }
  return { plan: current, done: false }
}

/** Brings forward what leaves earlier by the new rule, counts what could stay longer, and says so on the ledger. */
const look = async (work: Work, rule: RetentionRule, plan: Row): Promise<void> => {
  const earlier = earlierIn(plan)
  const { done } = await eachRow(work, rule, plan, async (row) => {
    const found = await judge(work, rule, row, earlier)
    if (!found) return null
    if (found.now < found.stored) return (await setDate(work, rule, row, found)) ? 'nearer' : null
    return found.now > found.stored && found.isOwn ? 'longer' : null
  })
  if (!done) return
  const t = translatorFor(work.payload, 'en')
  await transition({ payload: work.payload }, PLANS, { key: { equals: plan.key } }, (found) => {
    if (found.state !== 'looking') return null
    const longer = Number(found.existing ?? 0)
    const facts = {
      collection: rule.collection,
      ...saidIn(found, t),
      broughtForward: Number(found.nearer ?? 0),
      couldStayLonger: longer,
    }
    return {
      ...moved(found, longer > 0 ? 'ask' : 'finish', longer > 0 ? {} : { earlier: [] }),
      effects: {
        ledger: [{ action: changedRule, subject: SELF, actor: SYSTEM, at: nowOf(work.payload), facts }],
      },
    }
  })
}

/** A person has said that they may stay longer: those whose date is still what an earlier rule had said. */
const lengthen = async (work: Work, rule: RetentionRule, plan: Row): Promise<void> => {
  const earlier = earlierIn(plan)
  const { done } = await eachRow(work, rule, plan, async (row) => {
    const found = await judge(work, rule, row, earlier)
    if (found && found.isOwn && found.now > found.stored) await setDate(work, rule, row, found)
    return null
  })
  if (!done) return
  await transition({ payload: work.payload }, PLANS, { key: { equals: plan.key } }, (found) =>
    found.state === 'lengthening' ? moved(found, 'finish', { earlier: [] }) : null,
  )
}

/** Follows changes of the host's rules: shorter at once, longer only once somebody confirmed it. */
export const followRule = async (work: Work, rule: RetentionRule): Promise<void> => {
  const at = { payload: work.payload }
  let plan = await planOf(at, rule)
  if (!same(plan.terms, rule.terms)) {
    plan = await transition(at, PLANS, { key: { equals: plan.key } }, (found) => {
      const before = termsFrom(found.terms)
      return moved(found, 'change', {
        terms: rule.terms,
        earlier: [...earlierIn(found), ...(before ? [before] : [])],
        cursor: null,
        existing: 0,
        nearer: 0,
      })
    })
  }
  if (plan.state === 'looking') await look(work, rule, plan)
  else if (plan.state === 'lengthening') await lengthen(work, rule, plan)
}

export interface ChangeView {
  collection: string
  from: string
  to: string
  count: number
}

/** Changes that wait for somebody to say whether what is there may stay longer. */
export const openChanges = async (ctx: Context, locale: string): Promise<ChangeView[]> => {
  const t = translatorFor(ctx.payload, locale)
  const waiting: Where = { state: { equals: 'waiting' satisfies ChangeState } }
  const rows = await findRows({ payload: ctx.payload }, PLANS, waiting, { limit: 1000 })
  return rows.map((row) => ({
    collection: String(row.subjectCollection),
    ...saidIn(row, t),
    count: Number(row.existing),
  }))
}

/** Somebody with the right says that these records may stay longer than they were promised to. */
export const confirmLonger = async (ctx: Context, collection: string, actor: Actor): Promise<void> => {
  const now = nowOf(ctx.payload)
  const t = translatorFor(ctx.payload, 'en')
  await transition({ payload: ctx.payload }, PLANS, { key: { equals: keyOf(collection) } }, (found) => ({
    ...moved(found, 'confirm', {
      cursor: null,
      confirmedAt: now.toISOString(),
      confirmedBy: actor.ref ?? actor.kind,
    }),
    effects: {
      ledger: [
        {
          action: lengthened,
          subject: SELF,
          actor,
          at: now,
          facts: { collection, count: Number(found.existing), ...saidIn(found, t) },
        },
      ],
    },
  }))
}
