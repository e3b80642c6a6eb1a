import type { Role } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { Effects, Severity } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import {
  type IncidentState,
  SEVERITIES,
  type Task,
  TEST_KIND,
  type TimelineEntry,
  timerKey,
} from './events.js'

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
  /** Records that belong to it besides what it is about. */
  records?: readonly Ref[]
  /** The case that it was made part of. */
  mergedInto: null | Ref
}

export interface Outcome {
  data: Record<string, unknown>
  effects: Effects
}

/** From the mildest to the worst. */
export const severityRank = (severity: Severity): number => SEVERITIES.indexOf(severity)

/** Sort key of lists: unacknowledged above all, then by how far the work is, then by severity; a test comes last. */
export const rankOf = (state: IncidentState, severity: Severity, kind: string): number => {
  if (kind === TEST_KIND) return 0
  const stage = { reported: 3, acknowledged: 2, contained: 2, resolved: 1, closed: 0 }[state]
  return stage * 10 + severityRank(severity)
}

/** A timer that was stopped stays so: each time that a case is on its own again, it gets another one. */
export const timerKeyOf = ({ ref, timeline }: Case): string => {
  const again = timeline.filter(({ what }) => what === 'unmerged').length
  return `${timerKey(ref)}${again > 0 ? `:${again}` : ''}`
}

export const isOverdue = ({ doneAt, dueAt }: Task, now: Date): boolean => !doneAt && new Date(dueAt) < now

/** @throws GovernanceError `stateConflict` for a case that is part of another one: the work goes on there. */
export const requireWhole = ({ mergedInto }: Case): void => {
  if (mergedInto !== null)
    throw new GovernanceError('stateConflict', 'This case is merged with another one. Please go on there.', {
      why: 'isPart',
    })
}

/** @throws GovernanceError `stateConflict` for one that is closed, too: what was reviewed stays as it was. */
export const requireOpen = (found: Case): void => {
  requireWhole(found)
  const { state } = found
  if (state === 'closed')
    throw new GovernanceError('stateConflict', 'This case is closed. Nothing is added to it any more.', {
      why: 'caseClosed',
    })
}
