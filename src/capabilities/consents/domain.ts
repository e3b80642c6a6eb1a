import type { UseDecision } from '../../kernel/consentPorts.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { Basis, Grounds } from '../../kernel/grounds.js'
import { PURPOSE_KEY } from '../../kernel/noticePorts.js'
import { machine } from '../../kernel/stateMachine.js'

export type ConsentState = 'given' | 'lifted' | 'named' | 'refused' | 'withdrawn'
export type ConsentStep = 'lift' | 'withdraw'

/** What may follow: each step is a row of its own, nothing that was written changes. */
export const consentMachine = machine<ConsentState, ConsentStep>('consent', {
  given: { withdraw: 'withdrawn' },
  refused: {},
  withdrawn: {},
  named: { lift: 'lifted' },
  lifted: {},
})

/** Another basis than consent that staff may name, with a reason (S1-31). */
export const NAMEABLE = ['legalDuty', 'emergency', 'service'] as const satisfies readonly Basis[]
export type Nameable = (typeof NAMEABLE)[number]
export const isNameable = (basis: string): basis is Nameable => NAMEABLE.some((one) => one === basis)

/** One row: something that happened to a record. */
export interface ConsentEvent {
  record: string
  state: ConsentState
  purpose: string
  basis: Basis
  at: Date
  reason?: string
  /** Bases of the other data of the same submission. */
  others?: readonly string[]
}

/** What follows what, in the order of time; of two at one instant the one that forbids counts. */
const latest = (events: readonly ConsentEvent[]): ConsentEvent | undefined => {
  const forbids = ({ state }: ConsentEvent): number => (state === 'given' ? 0 : 1)
  return [...events].sort((a, b) => a.at.getTime() - b.at.getTime() || forbids(a) - forbids(b)).at(-1)
}

/**
 * What the person said: a consent that was withdrawn says nothing any more, whatever the clocks of two servers made of
 * the order.
 */
const saidIn = (events: readonly ConsentEvent[]): ConsentEvent[] =>
  events.filter(
    ({ state, record }) =>
      state === 'refused' ||
      state === 'withdrawn' ||
      (state === 'given' && !events.some((other) => other.state === 'withdrawn' && other.record === record)),
  )

/** A basis that staff named and did not lift. */
export const namedIn = (events: readonly ConsentEvent[]): ConsentEvent | undefined =>
  latest(
    events.filter(
      ({ state, record }) =>
        state === 'named' && !events.some((other) => other.state === 'lifted' && other.record === record),
    ),
  )

/**
 * May data be used for that purpose now? A basis that staff named counts first; then what the person said last; then
 * what the form declared. Where nothing is known, no.
 */
export const decideUse = (
  all: readonly ConsentEvent[],
  purpose: string,
  declared?: { grounds: Grounds; receivedAt: Date } | null,
): UseDecision => {
  const events = all.filter((event) => event.purpose === purpose)
  const named = namedIn(events)
  if (named)
    return { allowed: true, basis: named.basis, why: 'named', since: named.at, reason: named.reason ?? '' }
  const last = latest(saidIn(events))
  if (last?.state === 'given') return { allowed: true, basis: 'consent', why: 'given', since: last.at }
  if (last)
    return {
      allowed: false,
      basis: null,
      why: last.state === 'withdrawn' ? 'withdrawn' : 'refused',
      since: last.at,
    }
  const other = declared?.grounds.others.find((one) => one.purpose === purpose && one.basis)
  return other
    ? { allowed: true, basis: other.basis, why: 'declared', since: declared?.receivedAt ?? null }
    : { allowed: false, basis: null, why: 'unknown', since: null }
}

/**
 * Since when somebody's consent to that purpose is withdrawn, whichever of their submissions it came with; null where
 * they never withdrew it, consented anew since, or staff named another basis. To leave a box of a later form empty is
 * no withdrawal, and does not undo one.
 */
export const withdrawnSince = (events: readonly ConsentEvent[], purpose: string): Date | null => {
  const about = events.filter((event) => event.purpose === purpose)
  if (namedIn(about)) return null
  const last = latest(saidIn(about).filter(({ state }) => state !== 'refused'))
  return last?.state === 'withdrawn' ? last.at : null
}

/** What one submission says, and over it what the same person withdrew with another one. */
export const decideOver = (decided: UseDecision, since: Date | null): UseDecision =>
  since && ['declared', 'given', 'unknown'].includes(decided.why)
    ? { allowed: false, basis: null, why: 'withdrawn', since }
    : decided

/** The records of one submission, each as it stands now. */
export interface Standing {
  record: string
  purpose: string
  state: 'given' | 'refused' | 'withdrawn'
  since: Date
}
export const standingOf = (events: readonly ConsentEvent[]): Standing[] =>
  events
    .filter(({ state }) => state === 'given' || state === 'refused')
    .map(({ record, purpose, state, at }) => {
      const end = events.find((event) => event.state === 'withdrawn' && event.record === record)
      return end
        ? { record, purpose, state: 'withdrawn', since: end.at }
        : { record, purpose, state: state as 'given' | 'refused', since: at }
    })

/**
 * Is what was sent held on withdrawn consent alone? Not while another consent stands, other data rests on another
 * basis (or on none that anybody declared), or staff named one.
 */
export const restsOnNothing = (events: readonly ConsentEvent[]): boolean => {
  const standing = standingOf(events)
  return (
    standing.some(({ state }) => state === 'withdrawn') &&
    standing.every(({ state }) => state !== 'given') &&
    events.every(({ others }) => !others?.length) &&
    !namedIn(events)
  )
}

/**
 * Purposes whose consent was withdrawn, with this submission or another of the same person, and for which no other
 * basis is named: data under them leaves no more.
 */
export const closedPurposes = (
  events: readonly ConsentEvent[],
  ofPerson: readonly ConsentEvent[] = [],
): string[] => [
  ...new Set(
    standingOf(events)
      .filter(
        ({ state, purpose }) =>
          state === 'withdrawn' || (state === 'given' && withdrawnSince(ofPerson, purpose)),
      )
      .map(({ purpose }) => purpose)
      .filter((purpose) => {
        const decided = decideUse(events, purpose)
        return !decideOver(decided, withdrawnSince(ofPerson, purpose)).allowed
      }),
  ),
]

/** @throws GovernanceError `invalidInput` */
export const refusePurpose = (purpose: string): void => {
  if (PURPOSE_KEY.test(purpose)) return
  throw new GovernanceError(
    'invalidInput',
    '"purpose" must be the key of a purpose: small letters, digits and hyphens.',
    { field: 'purpose' },
    { field: 'purpose' },
  )
}
