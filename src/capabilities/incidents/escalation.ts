import type { Actor } from '../../kernel/actor.js'
import type { Case, Outcome } from './case.js'
import { type Ladder, mailsTo, namesOfRung, rungAt } from './concerned.js'
import { endOfTest } from './drill.js'
import { entry, marked, type Policy, TEST_KIND, type TimelineEntry } from './events.js'

/**
 * What an unanswered case does when its time is up. `round` is the escalation that is due (1 is the first): one that
 * was recorded before is not recorded again, so that a repeated run writes to nobody twice.
 */
export const escalate = (
  found: Case,
  round: number,
  actor: Actor,
  now: Date,
  policy: Policy,
  ladder: Ladder,
): null | Outcome => {
  if (found.state !== 'reported' || found.escalations >= round) return null
  if (round > policy.rounds) return found.kind === TEST_KIND ? endOfTest(found, now) : null
  const rung = rungAt(ladder, round)
  const to = namesOfRung(rung)
  const { number, severity, kind, ref } = found
  return {
    data: {
      escalations: round,
      beyond: ladder.blocked,
      lastEscalatedAt: now.toISOString(),
      timeline: [
        ...found.timeline,
        { at: now.toISOString(), what: 'escalated', round, to } satisfies TimelineEntry,
      ],
    },
    effects: {
      ledger: [entry('incidents.escalated', ref, actor, now, { round, to, ...marked(kind) })],
      mail: mailsTo(rung, ladder, {
        template: kind === TEST_KIND ? 'testEscalated' : 'escalated',
        key: `incidents:${ref}:round${round}`,
        about: { number, kind: policy.kindLabel(kind), severity, dueAt: found.ackDueAt },
        subject: ref,
        path: policy.casePath(String(found.id)),
      }),
    },
  }
}

/** When this round was recorded: a process may have died before its timer knew. Never later than now. */
const recordedAt = ({ timeline }: Case, round: number, now: Date): Date => {
  const line = timeline.find((one) => one.what === 'escalated' && one.round === round)
  return line ? new Date(Math.min(Date.parse(line.at), now.getTime())) : now
}

/**
 * When an unanswered case is looked at again; null when nothing is left to do. Reckoned from the round itself, so that
 * a crash after it puts off no other.
 */
export const nextEscalation = (found: Case, round: number, now: Date, policy: Policy): Date | null => {
  // After its last round a test is looked at once more, and ended.
  const last = found.kind === TEST_KIND ? policy.rounds + 1 : policy.rounds
  return found.state !== 'reported' || round >= last
    ? null
    : policy.answerBy(found.severity, recordedAt(found, round, now))
}
