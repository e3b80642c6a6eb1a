import type { Actor } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import { type ReceiptDraft, SELF, type Severity } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { machine } from '../../kernel/stateMachine.js'
import { type Case, CASE_ROLES, type Outcome, rankOf, requireWhole, timerKeyOf } from './case.js'
import { columnOf, type Ladder, mailsTo, rungAt } from './concerned.js'
import { endOfTest } from './drill.js'
import {
  type Because,
  entry,
  type IncidentAction,
  type IncidentLedgerAction,
  type IncidentState,
  marked,
  type Policy,
  stopped,
  type Task,
  TEST_KIND,
  type TimelineEntry,
  TIMER_KIND,
  timerKey,
} from './events.js'

export { BUILT_IN_KINDS, SEVERITIES, TEST_KIND, TIMER_KIND, timerKey } from './events.js'
export { escalate, nextEscalation } from './escalation.js'
export { CASE_ROLES }
export type { Because, Case, IncidentAction, IncidentState, Outcome, Policy, Task, TimelineEntry }

export const lifecycle = machine<IncidentState, IncidentAction>('incident', {
  reported: { acknowledge: 'acknowledged' },
  acknowledged: { contain: 'contained', resolve: 'resolved' },
  contained: { resolve: 'resolved' },
  // Closing is the review: it says what changes.
  resolved: { close: 'closed' },
  closed: {},
})
export const OPEN_STATES: readonly IncidentState[] = ['reported', 'acknowledged', 'contained', 'resolved']
export const ACTIONS: readonly IncidentAction[] = ['acknowledge', 'contain', 'resolve', 'close']

export interface Report {
  number: string
  causeKey: string
  kind: string
  severity: Severity
  summary: string
  /** Where no person wrote the summary: it is said in the language of whoever reads it. */
  because?: Because
  place?: string
  /** When it happened, where that is known. */
  happenedAt?: Date
  subject?: Ref
  /** Whom it is about, among staff: none of them learns of it. */
  concerned?: readonly Ref[]
  /** Where to write to a visitor; only when they said that it is safe. */
  contact?: string
  /** What the list of addresses not to write to knows theirs by, where they did not say that it is safe. */
  unsafe?: readonly string[]
  /** What a visitor calls themselves; nobody has checked it. */
  visitorName?: string
  anonymous?: boolean
  receipt?: Omit<ReceiptDraft, 'issuedAt' | 'kind' | 'number' | 'subject'>
}

/** A new case: row, evidence, alert and timer in one. `ladder` says who can be told now. */
export const report = (input: Report, actor: Actor, now: Date, policy: Policy, ladder: Ladder): Outcome => {
  const { number, kind, severity } = input
  const dueAt = policy.answerBy(severity, now)
  const named = !input.anonymous && actor.kind !== 'visitor'
  const first: TimelineEntry = {
    at: now.toISOString(),
    what: 'reported',
    ...(named ? { by: actor.ref, name: actor.name } : {}),
  }
  return {
    data: {
      number,
      causeKey: input.causeKey,
      kind,
      severity,
      rank: rankOf('reported', severity, kind),
      summary: input.summary,
      because: input.because ?? null,
      place: input.place || null,
      happenedAt: input.happenedAt?.toISOString() ?? null,
      subject: input.subject ?? null,
      concerned: columnOf(input.concerned ?? []),
      beyond: ladder.blocked,
      contact: input.contact || null,
      state: 'reported',
      reporterKind: input.anonymous ? 'anonymous' : actor.kind,
      reporterRef: named ? (actor.ref ?? null) : null,
      reporterName: (named ? actor.name : input.visitorName) || null,
      reportedAt: now.toISOString(),
      ackDueAt: dueAt.toISOString(),
      escalations: 0,
      timeline: [first],
    },
    effects: {
      ledger: [entry('incidents.reported', SELF, actor, now, { severity, ...marked(kind) })],
      mail: mailsTo(rungAt(ladder, 0), ladder, {
        template: kind === TEST_KIND ? 'test' : 'alert',
        key: `incidents:${SELF}:alert`,
        about: { number, kind: policy.kindLabel(kind), severity, dueAt },
        subject: SELF,
        path: policy.casePath(SELF),
      }),
      timers: [{ key: timerKey(SELF), kind: TIMER_KIND, subject: SELF, dueAt }],
      unsafe: (input.unsafe ?? []).map((key) => ({ key, subject: SELF })),
      receipts: input.receipt
        ? [{ ...input.receipt, number, kind: 'incident', subject: SELF, issuedAt: now }]
        : [],
    },
  }
}

/** Words that an action needs; the others take none. */
export const WORDS_FOR: Partial<Record<IncidentAction, 'changes' | 'happened'>> = {
  resolve: 'happened',
  close: 'changes',
}

/** What a review says beside what changes. */
export interface Review {
  /** Better words for what happened than whoever resolved it had. */
  happened?: string
  /** For whoever reported: they read it with their receipt, or beside their report. */
  answer?: string
}

const reviewed = (action: IncidentAction, found: Case, { happened, answer }: Review): Review =>
  action === 'close'
    ? {
        ...(happened && happened !== found.happened ? { happened } : {}),
        ...(answer ? { answer } : {}),
      }
    : {}

const STAMPS: Record<IncidentAction, string> = {
  acknowledge: 'acknowledged',
  contain: 'contained',
  resolve: 'resolved',
  close: 'closed',
}

/** One step of the work on a case. Acknowledging stops the escalation in the same write. */
export const step = (
  found: Case,
  action: IncidentAction,
  words: string,
  actor: Actor,
  now: Date,
  review: Review = {},
): Outcome => {
  requireWhole(found)
  const state = lifecycle.next(found.state, action)
  if (found.kind === TEST_KIND) return endOfTest(found, now, actor)
  const field = WORDS_FOR[action]
  if (field && !words) {
    throw new GovernanceError('invalidInput', `Please fill in "${field}".`, { field }, { field })
  }
  const done = STAMPS[action]
  const line: TimelineEntry = { at: now.toISOString(), what: state, by: actor.ref, name: actor.name }
  if (words) line.words = words
  const said = reviewed(action, found, review)
  return {
    data: {
      state,
      rank: rankOf(state, found.severity, found.kind),
      [`${done}At`]: now.toISOString(),
      [`${done}By`]: actor.ref ?? null,
      ...(field ? { [field]: words } : {}),
      ...said,
      timeline: [...found.timeline, { ...line, ...said }],
    },
    effects: {
      ledger: [
        entry(`incidents.${done}` as IncidentLedgerAction, found.ref, actor, now, {
          from: found.state,
          to: state,
        }),
      ],
      timers: action === 'acknowledge' ? [{ ...stopped(found.ref), key: timerKeyOf(found) }] : [],
    },
  }
}

/** How bad a visitor's report is until somebody has looked: visitors are asked one question only. */
export const severityOfVisitor = (kind: string, danger: boolean): Severity => {
  if (danger || kind === 'danger') return 'critical'
  return ['lost-or-stolen', 'privacy-breach', 'unauthorized-access'].includes(kind) ? 'high' : 'medium'
}
