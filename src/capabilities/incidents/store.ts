import type { BasePayload } from 'payload'

import { type Actor, type Role, SYSTEM } from '../../kernel/actor.js'
import { keyedHash, randomToken } from '../../kernel/canonical.js'
import { doesNotExist, isGovernanceError } from '../../kernel/errors.js'
import type { IncidentDraft, Place } from '../../kernel/ports.js'
import { idFor, parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { all, findRow, type Row } from '../../platform/db.js'
import { codeFrom, newReceipt } from '../../platform/receipt.js'
import { type Context, nowOf, runtimeOf, type TimerHandler } from '../../platform/runtime.js'
import { wake } from '../../platform/tick.js'
import { createUnitOnce, transition } from '../../platform/unit.js'
import { answerBy } from './answerBy.js'
import { INCIDENTS } from './collections.js'
import { BEYOND, isHeard, peopleIn } from './concerned.js'
import * as domain from './domain.js'
import { rootOf, rowOf } from './merged.js'
import { isAlerted } from './merging.js'
import type { SanitizedIncidents } from './options.js'
import { capacityIn, type CaseWork, ladderFor, seenBy, standingOf } from './standing.js'
import { requireMay, type Work } from './team.js'

export const policyOf = (payload: BasePayload, options: SanitizedIncidents): domain.Policy => ({
  answerBy: (severity, from) =>
    answerBy(severity, from, options.acknowledgeMinutes, runtimeOf(payload).options.officeHours),
  rounds: options.rounds,
  kindLabel: (kind) => options.kinds[kind] ?? `governance:incidents:kind:${kind}`,
  casePath: (id) => `${payload.config.routes.admin}/governance/incidents/${id}`,
})

export const caseOf = (row: Row): domain.Case => ({
  ref: refOf(INCIDENTS, row.id),
  id: row.id,
  number: String(row.number),
  kind: String(row.kind),
  severity: row.severity as domain.Case['severity'],
  state: row.state as domain.IncidentState,
  reportedAt: new Date(row.reportedAt as string),
  ackDueAt: new Date(row.ackDueAt as string),
  escalations: Number(row.escalations ?? 0),
  timeline: (row.timeline as domain.TimelineEntry[] | null) ?? [],
  concerned: peopleIn(row.concerned),
  assigned: peopleIn(row.assigned),
  tasks: (row.tasks as domain.Task[] | null) ?? [],
  happened: String(row.happened ?? ''),
  records: peopleIn(row.records),
  mergedInto: row.mergedInto ? String(row.mergedInto) : null,
})

export type NewReport = Omit<domain.Report, 'number' | 'receipt'> & {
  /** Set for people without an account: they get a receipt in that language. */
  receiptLocale?: string
}
export interface Opened {
  number: string
  ref: Ref
  /** False when this cause had opened the case before. */
  opened: boolean
  /** Only its holder has it; the same report sent twice gets the same one. */
  token?: string
  /** False when nobody can be told now: whoever reports it hears that. */
  heard: boolean
}

/** A database's own words can quote what was written; none of that belongs in a log. */
export const withoutWords = (error: unknown): Error => {
  if (isGovernanceError(error)) return error
  const { name, code } = error as { name?: string; code?: string }
  return new Error(`The incident could not be recorded (${[name, code].filter(Boolean).join(' ')}).`)
}

/**
 * Records a case before any mail: row, evidence, alert, timer and receipt are one write (S2-37). Never
 * joins the caller's
 * transaction: a report outlives the rollback of what was reported.
 */
export const openCase = async (
  place: Context,
  work: CaseWork,
  draft: NewReport,
  actor: Actor,
): Promise<Opened> => {
  const at: Context = { payload: place.payload }
  const { receiptLocale, ...words } = draft
  // From the cause, so that the same report sent twice gets the same one.
  const code = codeFrom(keyedHash(at.payload.secret, `incident:${draft.causeKey}`), 'hex')
  const token = receiptLocale ? code.token : undefined
  try {
    const ladder = await ladderFor(at, work, draft.concerned ?? [], draft.kind)
    const heard = isHeard(ladder)
    const known = async (): Promise<null | Opened> => {
      const row = await findRow(at, INCIDENTS, { causeKey: { equals: draft.causeKey } })
      return row && { number: String(row.number), ref: refOf(INCIDENTS, row.id), opened: false, token, heard }
    }
    // A number taken by another case is drawn again; a cause taken by another case is that case.
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const { number } = newReceipt()
      const receipt = receiptLocale ? { tokenHash: code.tokenHash, locale: receiptLocale } : undefined
      const { data, effects } = domain.report(
        { ...words, number, receipt },
        actor,
        nowOf(at.payload),
        policyOf(at.payload, work.options),
        ladder,
      )
      const row = await createUnitOnce(at, INCIDENTS, data, effects)
      if (row) wake(at.payload, ['outbox'])
      if (row) return { number, ref: refOf(INCIDENTS, row.id), opened: true, token, heard }
      const before = await known()
      if (before) return before
    }
    throw new Error('no free number')
  } catch (error) {
    throw withoutWords(error)
  }
}

/** For other capabilities. An unknown kind becomes "other": a case is never lost over its label. */
export const openFor =
  (work: CaseWork) =>
  async (place: Place, draft: IncidentDraft, actor: Actor): Promise<Opened> =>
    openCase(
      place as Context,
      work,
      {
        ...draft,
        ...(typeof draft.summary === 'string'
          ? { summary: draft.summary }
          : { summary: draft.summary.key, because: draft.summary }),
        kind: work.options.kindCodes.includes(draft.kind) ? draft.kind : 'other',
      },
      actor,
    )

/** The condition for an id as a path gave it. @throws GovernanceError `notFound` for what cannot be one. */
export const byId = (payload: BasePayload, id: string) => {
  const value = idFor(payload.db.defaultIDType, id)
  // A word where the database numbers its rows would be an error of the driver, not an answer.
  if (payload.db.defaultIDType === 'number' && typeof value !== 'number') throw doesNotExist()
  return { id: { equals: value } }
}

/**
 * One change to a case by one of its people; two at once give one change and then the other, judged anew.
 * @throws GovernanceError `notFound`, also where the case is not for this person; `notAllowed` where the step is not.
 */
export const changeCase = async (
  ctx: Context,
  work: CaseWork,
  actor: Actor,
  id: string,
  doing: Work,
  decide: (found: domain.Case, now: Date) => domain.Outcome | null | Promise<domain.Outcome | null>,
): Promise<domain.Case> => {
  const at = { payload: ctx.payload }
  const standing = await standingOf(at, work, actor)
  if (!standing) throw doesNotExist()
  const row = await transition(at, INCIDENTS, all(byId(ctx.payload, id), seenBy(at, standing)), (found) => {
    requireMay(capacityIn(standing, found), doing)
    return decide(caseOf(found), nowOf(ctx.payload))
  })
  return caseOf(row)
}

/** Is it part of a case by which somebody hears of it? Of those that go round in a circle nobody would. */
const isHeardOf = async (ctx: Context, id: string, rounds: number): Promise<boolean> => {
  const row = await rowOf(ctx, refOf(INCIDENTS, id))
  const root = row?.mergedInto ? await rootOf(ctx, row) : null
  return row !== null && root !== null && isAlerted(caseOf(row), caseOf(root), rounds)
}

/**
 * An unanswered case goes up. The round is recorded in the case itself, with its mail: never twice, never
 * silently.
 */
export const escalateHandler =
  (work: CaseWork): TimerHandler =>
  async (timer, { payload, now }) => {
    const at = { payload }
    const { id } = parseRef(timer.subject)
    const policy = policyOf(payload, work.options)
    const round = Number(timer.step) + 1 + Number(timer.data?.from ?? 0)
    if (await isHeardOf(at, id, work.options.rounds)) return { next: null }
    const row = await transition(at, INCIDENTS, byId(payload, id), async (found) =>
      domain.escalate(
        caseOf(found),
        round,
        SYSTEM,
        now,
        policy,
        await ladderFor(at, work, peopleIn(found.concerned), String(found.kind)),
      ),
    ).catch((error: unknown) => {
      if (isGovernanceError(error) && error.code === 'notFound') return null
      throw error
    })
    return { next: row && domain.nextEscalation(caseOf(row), round, now, policy) }
  }

/** Is the role at the foot of the ladder held by nobody? */
export const isVacant = async (payload: BasePayload, role: Role): Promise<boolean> =>
  (await runtimeOf(payload).people(payload, [role])).length === 0

/** Would a report about one person reach nobody, since that person is all who could be told? */
export const answersAlone = async (payload: BasePayload): Promise<boolean> =>
  (await runtimeOf(payload).people(payload, [...domain.CASE_ROLES, ...BEYOND])).length === 1

/** A key under which the same press of a button opens one case only. */
export const causeKeyOf = (payload: BasePayload, source: string, parts: string[]): string =>
  `${source}:${parts.some(Boolean) ? keyedHash(payload.secret, parts.join('\n')).slice(0, 40) : randomToken(18)}`
