import type { BasePayload } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { doesNotExist } from '../../kernel/errors.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { all, findRow, findRows, type Row } from '../../platform/db.js'
import { idIn } from '../../platform/ids.js'
import { newReceipt } from '../../platform/receipt.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { createUnitOnce, emit, transition } from '../../platform/unit.js'
import { BREACHES } from './collections.js'
import type { BreachWork } from './context.js'
import type { Counts } from './counts.js'
import * as domain from './domain.js'
import { entry } from './events.js'
import type { BreachState } from './events.js'
import type { NoticeText } from './noticeText.js'

const dateIn = (value: unknown): Date | null => (value ? new Date(value as string) : null)
const listIn = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : [])

export const breachOf = (row: Row): domain.Breach => ({
  ref: refOf(BREACHES, row.id),
  id: row.id,
  number: String(row.number),
  state: row.state as BreachState,
  summary: String(row.summary ?? ''),
  incident: row.incident ? String(row.incident) : null,
  discoveredAt: new Date(row.discoveredAt as string),
  declaredAt: new Date(row.declaredAt as string),
  assessments: listIn(row.assessments),
  round: Number(row.round ?? 0),
  criteria: (row.criteria as domain.Criteria | null) ?? null,
  counts: (row.counts as Counts | null) ?? null,
  notice: (row.notice as NoticeText | null) ?? null,
  noticeBy: row.noticeBy ? String(row.noticeBy) : null,
  approvedAt: dateIn(row.approvedAt),
  notifiedAt: dateIn(row.notifiedAt),
  closedAt: dateIn(row.closedAt),
  met: (row.met as domain.Breach['met'] | null) ?? {},
  means: listIn(row.means),
  timeline: listIn(row.timeline),
})

export const casePath = (payload: BasePayload, id: number | string): string =>
  `${payload.config.routes.admin}/governance/breaches/${id}`

/** Breaches that were declared from a case which this person must not learn of. */
export const hiddenBreaches = async (ctx: Context, work: BreachWork, actor: Actor): Promise<Ref[]> => {
  const cases = (await work.cases()?.hidden(ctx, actor)) ?? []
  if (cases.length === 0) return []
  const rows = await findRows(
    { payload: ctx.payload },
    BREACHES,
    { incident: { in: cases } },
    { limit: 10_000, fields: ['id'] },
  )
  return rows.map(({ id }) => refOf(BREACHES, id))
}

/** @throws GovernanceError `notFound` for what is not there, and for what is not this person's to know of */
export const breachSeen = async (
  place: Context,
  work: BreachWork,
  actor: Actor,
  id: string,
): Promise<Row> => {
  const ctx = { payload: place.payload }
  const known = idIn(ctx.payload, BREACHES, id)
  const row = known === null ? null : await findRow(ctx, BREACHES, { id: { equals: known } })
  if (!row || !domain.mayWork(actor)) throw doesNotExist()
  if (row.incident) {
    const hidden = (await work.cases()?.hidden(ctx, actor)) ?? []
    if (hidden.includes(String(row.incident))) throw doesNotExist()
  }
  return row
}

/** All that this person may know of, newest first. */
export const breachesFor = async (
  place: Context,
  work: BreachWork,
  actor: Actor,
  limit = 1000,
): Promise<Row[]> => {
  const ctx = { payload: place.payload }
  const hidden = (await work.cases()?.hidden(ctx, actor)) ?? []
  const rows = await findRows(ctx, BREACHES, {}, { limit, sort: '-declaredAt' })
  return rows.filter(({ incident }) => !incident || !hidden.includes(String(incident)))
}

/** The breach that was declared from that case. */
export const breachFrom = (ctx: Context, incident: Ref): Promise<null | Row> =>
  findRow({ payload: ctx.payload }, BREACHES, { causeKey: { equals: `case:${incident}` } })

/** Records a breach; the same cause declares one, whoever is first. */
export const declareBreach = async (
  place: Context,
  input: Omit<domain.Declaration, 'number'>,
  actor: Actor,
): Promise<{ row: Row; declared: boolean }> => {
  const ctx = { payload: place.payload }
  const known = (): Promise<null | Row> => findRow(ctx, BREACHES, { causeKey: { equals: input.causeKey } })
  // A number taken by another breach is drawn again; a cause taken by another breach is that breach.
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const before = await known()
    if (before) return { row: before, declared: false }
    const { data, effects } = domain.declare(
      { ...input, number: newReceipt().number },
      actor,
      nowOf(ctx.payload),
    )
    const row = await createUnitOnce(ctx, BREACHES, data, effects ?? {})
    if (row) return { row, declared: true }
  }
  const row = await known()
  if (!row) throw new Error('no free number')
  return { row, declared: false }
}

/** One change by one of its people; two at once give one change and then the other, judged anew. */
export const changeBreach = async (
  place: Context,
  work: BreachWork,
  actor: Actor,
  id: string,
  decide: (
    found: domain.Breach,
    now: Date,
    row: Row,
  ) => domain.Outcome | null | Promise<domain.Outcome | null>,
): Promise<domain.Breach> => {
  const ctx = { payload: place.payload }
  const seen = await breachSeen(ctx, work, actor, id)
  const row = await transition(ctx, BREACHES, all({ id: { equals: seen.id } }), (found) =>
    decide(breachOf(found), nowOf(ctx.payload), found),
  )
  return breachOf(row)
}

export const recordReading = (ctx: Context, actor: Actor, ref: Ref): Promise<void> =>
  emit({ payload: ctx.payload }, { ledger: [entry('breach.read', ref, actor, nowOf(ctx.payload))] })
