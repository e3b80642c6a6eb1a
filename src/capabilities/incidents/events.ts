import type { Actor } from '../../kernel/actor.js'
import type { LedgerDraft, MessageDraft, Severity, TimerDraft } from '../../kernel/ports.js'
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
  what:
    | 'absorbed'
    | 'assigned'
    | 'ended'
    | 'escalated'
    | 'evidenceAdded'
    | 'kept'
    | 'keptNoMore'
    | 'merged'
    | 'noted'
    | 'recordAdded'
    | 'recordRemoved'
    | 'released'
    | 'reported'
    | 'taskAdded'
    | 'taskDone'
    | 'unassigned'
    | 'unmerged'
    | IncidentState
  /** `users:7`; absent for visitors and for the system. */
  by?: Ref
  /** Snapshot, so that the history outlives the account. */
  name?: string
  /** Key of the file that was added. */
  file?: string
  /** Who was given the case or a task, with their name at the time. */
  who?: Ref
  whose?: string
  words?: string
  /** The other case, where two were merged. */
  other?: { ref: Ref; number: string }
  /** What happened, where the review says it otherwise than whoever resolved the case. */
  happened?: string
  /** What a review tells whoever reported. */
  answer?: string
  round?: number
  to?: string[]
}

/** Something to do for a case, by the end of a day. */
export interface Task {
  id: string
  words: string
  /** Who is to do it: one of the case's people, or nobody yet. */
  who: null | Ref
  /** Their name at the time. */
  whose: string
  dueAt: string
  doneAt?: string
  doneBy?: Ref
  doneName?: string
}

/** Everything this capability writes to the ledger. */
export const INCIDENT_ACTIONS = [
  'incidents.reported',
  'incidents.acknowledged',
  'incidents.escalated',
  'incidents.contained',
  'incidents.resolved',
  'incidents.closed',
  'incidents.assigned',
  'incidents.unassigned',
  'incidents.taskAdded',
  'incidents.taskDone',
  'incidents.noted',
  'incidents.evidenceAdded',
  'incidents.evidenceOpened',
  'incidents.recordAdded',
  'incidents.recordRemoved',
  'incidents.kept',
  'incidents.keptNoMore',
  'incidents.merged',
  'incidents.absorbed',
  'incidents.unmerged',
  'incidents.released',
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
  template: 'alert' | 'assigned' | 'assignedWaiting' | 'escalated' | 'task' | 'test' | 'testEscalated'
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
