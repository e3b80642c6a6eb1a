import type { Actor } from '../../kernel/actor.js'
import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import type { Ref } from '../../kernel/ref.js'
import { type Case, type Outcome, requireOpen } from './case.js'
import { columnOf } from './concerned.js'
import { entry, type IncidentLedgerAction, type TimelineEntry } from './events.js'

/** Records that one case can have. */
const MOST = 200

const recordsOf = ({ records }: Case): readonly Ref[] => records ?? []

const line = (
  found: Case,
  what: 'kept' | 'keptNoMore' | 'recordAdded' | 'recordRemoved',
  actor: Actor,
  now: Date,
  more: Partial<TimelineEntry> = {},
): Outcome => ({
  data: {
    timeline: [...found.timeline, { at: now.toISOString(), what, by: actor.ref, name: actor.name, ...more }],
  },
  effects: {
    ledger: [entry(`incidents.${what}` satisfies IncidentLedgerAction, found.ref, actor, now)],
  },
})

/** A record belongs to the case from now on; null where it does already. */
export const addRecord = (found: Case, record: Ref, actor: Actor, now: Date): null | Outcome => {
  requireOpen(found)
  if (recordsOf(found).includes(record)) return null
  if (recordsOf(found).length >= MOST)
    throw new GovernanceError('stateConflict', `A case can have at most ${MOST} records.`, {
      why: 'recordsFull',
    })
  const { data, effects } = line(found, 'recordAdded', actor, now)
  return { data: { ...data, records: columnOf([...recordsOf(found), record]) }, effects }
}

export const removeRecord = (found: Case, record: Ref, actor: Actor, now: Date): Outcome => {
  requireOpen(found)
  if (!recordsOf(found).includes(record)) throw doesNotExist()
  const { data, effects } = line(found, 'recordRemoved', actor, now)
  return { data: { ...data, records: columnOf(recordsOf(found).filter((one) => one !== record)) }, effects }
}

/** That its people chose to keep what belongs to it, or no longer. */
export const noteKept = (found: Case, isKept: boolean, words: string, actor: Actor, now: Date): Outcome => {
  requireOpen(found)
  return line(found, isKept ? 'kept' : 'keptNoMore', actor, now, { words })
}
