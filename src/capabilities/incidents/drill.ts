import { type Actor, SYSTEM } from '../../kernel/actor.js'
import type { Case, Outcome } from './case.js'
import { entry, marked, stopped, type TimelineEntry } from './events.js'

/**
 * A test is over when somebody says "I have this", or when nobody did in all of its rounds: nothing happened, so there
 * is nothing to review. `actor` is who said it.
 */
export const endOfTest = (found: Case, now: Date, actor?: Actor): Outcome => {
  const at = now.toISOString()
  const facts = { from: found.state, ...marked(found.kind) }
  const taken: TimelineEntry[] = actor ? [{ at, what: 'acknowledged', by: actor.ref, name: actor.name }] : []
  return {
    data: {
      state: 'closed',
      ...(actor ? { acknowledgedAt: at, acknowledgedBy: actor.ref ?? null } : {}),
      closedAt: at,
      closedBy: actor?.ref ?? null,
      timeline: [...found.timeline, ...taken, { at, what: 'ended' } satisfies TimelineEntry],
    },
    effects: {
      ledger: [
        ...(actor
          ? [entry('incidents.acknowledged', found.ref, actor, now, { ...facts, to: 'acknowledged' })]
          : []),
        entry('incidents.closed', found.ref, actor ?? SYSTEM, now, { ...facts, to: 'closed' }),
      ],
      // Without an answer it is the timer itself that ends it.
      timers: actor ? [stopped(found.ref)] : [],
    },
  }
}
