import type { UseDecision } from '../../kernel/consentPorts.js'
import { GovernanceError } from '../../kernel/errors.js'
import {
  BASES,
  type Basis,
  DATA_CLASSES,
  type DataClass,
  type DeclaredField,
  type Grounds,
} from '../../kernel/grounds.js'
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

/** A purpose as notices name it. */
export const isPurpose = (text: string): boolean => /^[a-z0-9][a-z0-9-]{0,79}$/.test(text)

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

const oneOf = <T extends string>(known: readonly T[], given: unknown): T | null =>
  known.find((one) => one === given) ?? null

const declaredOf = ({ governance }: DeclaredField) => ({
  purpose: typeof governance?.purpose === 'string' && governance.purpose ? governance.purpose : null,
  basis: oneOf(BASES, governance?.basis),
  dataClass: oneOf(DATA_CLASSES, governance?.dataClass),
})

const isBox = ({ blockType }: DeclaredField): boolean => blockType === 'checkbox'

/**
 * What a submission rests on. A check box on the basis of consent asks for it; where several ask for one purpose, a
 * single no is a no. Data without a declared basis counts as resting on something that nobody named: it is no reason
 * to use the data, and none to delete it early. Null where no field declares anything.
 */
export const groundsIn = (
  fields: readonly DeclaredField[],
  values: readonly { field: string; value: string }[],
): Grounds | null => {
  const known = fields.map((field) => ({ field, ...declaredOf(field) }))
  if (!known.some(({ purpose, basis, dataClass }) => purpose ?? basis ?? dataClass)) return null
  const valueOf = (name?: string): string => values.find(({ field }) => field === name)?.value ?? ''
  const asks = known.filter(({ field, basis, purpose }) => isBox(field) && basis === 'consent' && purpose)
  const purposes = [...new Set(asks.map(({ purpose }) => purpose!))]
  const consents = purposes.map((purpose) => {
    const boxes = asks.filter((one) => one.purpose === purpose)
    const data = known.filter((one) => one.basis === 'consent' && one.purpose === purpose)
    const resting = data.some(({ field }) => !isBox(field)) ? data.filter(({ field }) => !isBox(field)) : data
    const classes = resting.flatMap(({ dataClass }) => dataClass ?? [])
    return {
      purpose,
      given: boxes.every(({ field }) => valueOf(field.name) === 'true'),
      classes: DATA_CLASSES.filter((one): one is DataClass => classes.includes(one)),
    }
  })
  const filled = known.filter(({ field, basis }) => {
    const value = valueOf(field.name)
    return basis !== 'consent' && value !== '' && !(isBox(field) && value === 'false')
  })
  const others = filled.map(({ purpose, basis }) => ({ purpose, basis }))
  return {
    consents,
    others: others.filter(
      (one, index) =>
        others.findIndex((other) => other.purpose === one.purpose && other.basis === one.basis) === index,
    ),
  }
}

/** What follows what, in the order of time; of two at one instant the one that forbids counts. */
const latest = (events: readonly ConsentEvent[]): ConsentEvent | undefined => {
  const forbids = ({ state }: ConsentEvent): number => (state === 'given' ? 0 : 1)
  return [...events].sort((a, b) => a.at.getTime() - b.at.getTime() || forbids(a) - forbids(b)).at(-1)
}

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
  const last = latest(events.filter(({ state }) => !['named', 'lifted'].includes(state)))
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

/** Purposes whose consent was withdrawn and for which no other basis is named: data under them leaves no more. */
export const closedPurposes = (events: readonly ConsentEvent[]): string[] => [
  ...new Set(
    standingOf(events)
      .filter(({ state }) => state === 'withdrawn')
      .map(({ purpose }) => purpose)
      .filter((purpose) => !decideUse(events, purpose).allowed),
  ),
]

/** @throws GovernanceError `invalidInput` */
export const refusePurpose = (purpose: string): void => {
  if (isPurpose(purpose)) return
  throw new GovernanceError(
    'invalidInput',
    '"purpose" must be the key of a purpose: small letters, digits and hyphens.',
    { field: 'purpose' },
    { field: 'purpose' },
  )
}
