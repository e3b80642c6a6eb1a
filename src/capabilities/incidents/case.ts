import type { Role } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { Effects, Severity } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { type IncidentState, SEVERITIES, type Task, type TimelineEntry } from './events.js'

/** Who may read and work on cases. Nobody else learns that one exists. */
export const CASE_ROLES: readonly Role[] = ['aed', 'ed']

/** Of what staff did against a policy only AED and ED learn: no stand-in, and nobody whom they could ask to help. */
const VIOLATION = 'policy-violation'
export const isViolation = (kind: string): boolean => kind === VIOLATION
export const NO_VIOLATION = { kind: { not_equals: VIOLATION } }

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
  /** Whom it is about, among staff. */
  concerned: readonly Ref[]
  /** Who was asked to work on it. */
  assigned: readonly Ref[]
  tasks: readonly Task[]
  /** What happened, in the words of whoever resolved it. */
  happened: string
}

export interface Outcome {
  data: Record<string, unknown>
  effects: Effects
}

/** Sort key of lists: unacknowledged above all, then by how far the work is, then by severity. */
export const rankOf = (state: IncidentState, severity: Severity): number => {
  const stage = { reported: 3, acknowledged: 2, contained: 2, resolved: 1, closed: 0 }[state]
  return stage * 10 + SEVERITIES.indexOf(severity)
}

export const TIMER_KIND = 'incidents.escalate'
export const timerKey = (ref: Ref): string => `incidents:${ref}`

export const isOverdue = ({ doneAt, dueAt }: Task, now: Date): boolean => !doneAt && new Date(dueAt) < now

/** @throws GovernanceError `stateConflict` for a case that is closed: what was reviewed stays as it was. */
export const requireOpen = ({ state }: Case): void => {
  if (state === 'closed')
    throw new GovernanceError('stateConflict', 'This case is closed. Nothing is added to it any more.', {
      why: 'caseClosed',
    })
}
