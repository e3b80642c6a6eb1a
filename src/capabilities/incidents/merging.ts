import type { Actor } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { TimerDraft } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { type Case, isViolation, type Outcome, severityRank, timerKeyOf } from './case.js'
import { columnOf } from './concerned.js'
import {
  entry,
  type IncidentLedgerAction,
  type Policy,
  TEST_KIND,
  TIMER_KIND,
  type TimelineEntry,
} from './events.js'

export const SETTLE_KIND = 'incidents.settle'

const conflict = (why: string, sentence: string): GovernanceError =>
  new GovernanceError('stateConflict', sentence, { why })

/** Whom either of two cases is about: they see neither. */
export const unitedIn = (found: Case, into: Case): Ref[] => [
  ...new Set([...found.concerned, ...into.concerned]),
]

/** @throws GovernanceError `stateConflict` or `invalidInput`: these two do not become one. */
export const requireMergeable = (found: Case, into: Case): void => {
  if (found.ref === into.ref)
    throw new GovernanceError(
      'invalidInput',
      'A case cannot be merged with itself. Please choose the other one.',
      { field: 'into', why: 'itself' },
      { field: 'into' },
    )
  if (found.kind === TEST_KIND || into.kind === TEST_KIND)
    throw conflict('isTest', 'A test is no incident: it is merged with none.')
  if (found.mergedInto !== null)
    throw conflict('mergedAlready', 'This case is merged with another one already.')
  if (found.state === 'closed' || into.state === 'closed')
    throw conflict('closedStays', 'One of the two is closed. What was reviewed stays as it was.')
  if (into.mergedInto !== null)
    throw conflict(
      'intoMerged',
      'That case is itself merged with another one. Please choose the one that stays.',
    )
  // Whoever may read the one alone would learn of the other, or take them apart.
  if (isViolation(found.kind) !== isViolation(into.kind))
    throw conflict(
      'violationStays',
      'One of the two is a policy violation, which fewer people may read. They stay two cases.',
    )
  if (found.tasks.some(({ doneAt }) => !doneAt))
    throw conflict(
      'openTasks',
      'There are tasks to do in this case. Have them done first, or merge the other one into it.',
    )
}

const line = (
  found: Case,
  what: 'absorbed' | 'merged' | 'released' | 'unmerged',
  other: Case,
  actor: Actor,
  now: Date,
): { timeline: TimelineEntry[] } => ({
  timeline: [
    ...found.timeline,
    {
      at: now.toISOString(),
      what,
      by: actor.ref,
      name: actor.name,
      other: { ref: other.ref, number: other.number },
    },
  ],
})

const recorded = (found: Case, action: IncidentLedgerAction, actor: Actor, now: Date) => ({
  ledger: [entry(action, found.ref, actor, now)],
})

/** Should the process end between the two cases, this brings the other one into line. */
const settling = (found: Case, into: Case, now: Date): TimerDraft => ({
  key: `incidents:settle:${found.ref}:${found.timeline.length}`,
  kind: SETTLE_KIND,
  subject: found.ref,
  dueAt: now,
  data: { into: into.ref },
})

/**
 * Makes a case part of another one. It keeps its number, state and history; its timer goes on until the other case is
 * taken, or has one that runs at least as early (`isAlerted`), so that no alert is lost.
 */
export const merge = (found: Case, into: Case, blocked: boolean, actor: Actor, now: Date): Outcome => {
  requireMergeable(found, into)
  return {
    data: {
      ...line(found, 'merged', into, actor, now),
      mergedInto: into.ref,
      concerned: columnOf(unitedIn(found, into)),
      beyond: blocked,
    },
    effects: { ...recorded(found, 'incidents.merged', actor, now), timers: [settling(found, into, now)] },
  }
}

/** Takes the two apart again. What nobody had taken waits for somebody once more, with a timer of its own. */
export const unmerge = (found: Case, into: Case, actor: Actor, now: Date, policy: Policy): Outcome => {
  const waits = found.state === 'reported'
  const dueAt = found.ackDueAt > now ? found.ackDueAt : policy.answerBy(found.severity, now)
  const apart = line(found, 'unmerged', into, actor, now)
  const next = { ...found, ...apart }
  return {
    data: { ...apart, mergedInto: null, ...(waits ? { ackDueAt: dueAt.toISOString() } : {}) },
    effects: {
      ...recorded(found, 'incidents.unmerged', actor, now),
      timers: [
        settling(found, into, now),
        ...(waits
          ? [
              { key: timerKeyOf(found), kind: TIMER_KIND, subject: found.ref, dueAt: null },
              {
                key: timerKeyOf(next),
                kind: TIMER_KIND,
                subject: found.ref,
                dueAt,
                // Rounds are counted on: what was sent is not sent again.
                data: { from: found.escalations },
              },
            ]
          : []),
      ],
    },
  }
}

/** @throws GovernanceError `stateConflict`: there is nothing to take apart, or it was reviewed together. */
export const requireApart = (found: Case, root: Case | null): void => {
  if (found.mergedInto === null) throw conflict('notMerged', 'This case is not merged with another one.')
  if (root?.state === 'closed')
    throw conflict('closedStays', 'One of the two is closed. What was reviewed stays as it was.')
}

/** Keeps out of one case whom another one that it is part of is about; null where they are kept out already. */
export const keptOut = (found: Case, of: Case, blocked: boolean): null | Outcome =>
  of.concerned.every((ref) => found.concerned.includes(ref))
    ? null
    : { data: { concerned: columnOf(unitedIn(found, of)), beyond: blocked }, effects: {} }

/** Does this case say of the other one that it is part of it? */
export const holds = (into: Case, other: Ref): boolean => {
  const said = into.timeline.filter(({ what }) => what === 'absorbed' || what === 'released')
  const last = said.filter((one) => one.other?.ref === other).at(-1)
  return last?.what === 'absorbed'
}

/** What the case that stays must still say, after the other one was merged or taken out; null when it says so. */
export const settled = (
  into: Case,
  other: Case,
  blocked: boolean,
  actor: Actor,
  now: Date,
): null | Outcome => {
  const isPart = other.mergedInto === into.ref
  if (isPart === holds(into, other.ref)) return null
  // Closed since it was chosen: what was reviewed takes up nothing.
  if (isPart && into.state === 'closed') return null
  return {
    data: {
      ...line(into, isPart ? 'absorbed' : 'released', other, actor, now),
      ...(isPart ? { concerned: columnOf(unitedIn(other, into)), beyond: blocked } : {}),
    },
    effects: recorded(into, isPart ? 'incidents.absorbed' : 'incidents.released', actor, now),
  }
}

/**
 * Does somebody hear of a merged case by the one it is part of? By its answer, since a person merged them; or by its
 * timer, where that runs at least as early and as often.
 */
export const isAlerted = (found: Case, into: Case, rounds: number): boolean =>
  into.state !== 'reported' ||
  (into.ackDueAt <= found.ackDueAt &&
    severityRank(into.severity) >= severityRank(found.severity) &&
    // After its last round nobody is told any more.
    into.escalations < rounds)
