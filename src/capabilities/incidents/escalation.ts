import type { Actor } from '../../kernel/actor.js'
import type { Case, Outcome } from './case.js'
import { type Ladder, mailsTo, namesOfRung, rungAt } from './concerned.js'
import { entry, type Policy, type TimelineEntry } from './events.js'

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
  if (found.state !== 'reported' || found.escalations >= round || round > policy.rounds) return null
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
      ledger: [entry('incidents.escalated', ref, actor, now, { round, to })],
      mail: mailsTo(rung, ladder, {
        template: 'escalated',
        key: `incidents:${ref}:round${round}`,
        about: { number, kind: policy.kindLabel(kind), severity, dueAt: found.ackDueAt },
        subject: ref,
        path: policy.casePath(String(found.id)),
      }),
    },
  }
}

/** When an unanswered case is looked at again; null when nothing is left to do. */
export const nextEscalation = (found: Case, round: number, now: Date, policy: Policy): Date | null =>
  found.state !== 'reported' || round >= policy.rounds ? null : policy.answerBy(found.severity, now)
