import type { Actor } from '../../kernel/actor.js'
import type { Effects, LedgerDraft, MessageDraft, Severity, TimerDraft } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'

/** S2-37 names incidents and policy violations; the list is the host's to extend. */
export const BUILT_IN_KINDS: readonly string[] = [
  'privacy-breach',
  'unauthorized-access',
  'lost-or-stolen',
  'malicious-content',
  'policy-violation',
  'outage',
  'danger',
  'other',
]
/** The kind of the monthly test: nobody reports it, and it counts nowhere. */
export const TEST_KIND = 'test'

/** From the mildest to the worst: the index is the rank. */
export const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high', 'critical']

export type IncidentState = 'acknowledged' | 'closed' | 'contained' | 'reported' | 'resolved'
export type IncidentAction = 'acknowledge' | 'close' | 'contain' | 'resolve'

/** One line of a case's history. Only ever appended. */
export interface TimelineEntry {
  at: string
  what: 'escalated' | 'reported' | IncidentState
  /** `users:7`; absent for visitors and for the system. */
  by?: Ref
  /** Snapshot, so that the history outlives the account. */
  name?: string
  words?: string
  round?: number
  to?: string[]
}

/** What the domain needs to know of a stored case. */
export interface Case {
  ref: Ref
  id: number | string
  number: string
  kind: string
  severity: Severity
  state: IncidentState
  reportedAt: Date
  ackDueAt: Date
  escalations: number
  timeline: TimelineEntry[]
}

export interface Outcome {
  data: Record<string, unknown>
  effects: Effects
}

/** Everything this capability writes to the ledger. */
export const INCIDENT_ACTIONS = [
  'incidents.reported',
  'incidents.acknowledged',
  'incidents.escalated',
  'incidents.contained',
  'incidents.resolved',
  'incidents.closed',
  'incidents.read',
  'incidents.disclosed',
] as const
export type IncidentLedgerAction = (typeof INCIDENT_ACTIONS)[number]

/**
 * The privacy officer reads the ledger but not the cases: an entry says that a case moved, never what it is
 * about.
 * No words, no kind, no number, and for a report not who made it.
 */
export const entry = (
  action: IncidentLedgerAction,
  subject: Ref,
  actor: Actor,
  at: Date,
  facts: Record<string, number | string | string[] | true> = {},
): LedgerDraft => ({
  action,
  subject,
  actor: action === 'incidents.reported' ? { kind: actor.kind, roles: [] } : actor,
  at,
  facts,
})

/** Whoever counts entries leaves those of tests out. */
export const marked = (kind: string): { test?: true } => (kind === TEST_KIND ? { test: true } : {})

export const timerKey = (ref: Ref): string => `incidents:${ref}`
export const TIMER_KIND = 'incidents.escalate'

/** Ends the escalation of a case. */
export const stopped = (ref: Ref): TimerDraft => ({
  key: timerKey(ref),
  kind: TIMER_KIND,
  subject: ref,
  dueAt: null,
})

/** What a mail about a case may say: number, kind, severity, deadline. */
export interface CaseMail {
  number: string
  /** A translation key, or the host's own label. */
  kind: string | { en: string; fr: string }
  severity: Severity
  dueAt: Date
}

/** Why a case was opened that no person wrote: said in the language of whoever reads it. */
export interface Because {
  /** `governance:…` */
  key: string
  values?: Record<string, string>
}

export interface Policy {
  /** Until when somebody must have said "I have this", if asked at that time. */
  answerBy: (severity: Severity, from: Date) => Date
  rounds: number
  /** Words for a kind: a translation key or the host's label. */
  kindLabel: (kind: string) => CaseMail['kind']
  /** Path of a case in the admin panel. */
  casePath: (id: string) => string
}

export interface CaseMailDraft {
  template: 'alert' | 'escalated' | 'test' | 'testEscalated'
  key: string
  to: MessageDraft['to']
  about: CaseMail
  /** The case: whom it concerns is not shown that there was a mail. */
  subject: Ref
  path: string
}

export const caseMail = ({ template, key, to, about, subject, path }: CaseMailDraft): MessageDraft => ({
  key,
  template: `incidents:mail:${template}`,
  to,
  about: subject,
  values: {
    number: about.number,
    kind: about.kind,
    severity: `governance:incidents:severity:${about.severity}`,
    deadline: { at: about.dueAt.toISOString() },
  },
  path,
})
