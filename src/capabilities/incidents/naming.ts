import type { BasePayload } from 'payload'

import type { Role } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { Person } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { colleaguesOf } from '../../platform/readable.js'
import { type Context, runtimeOf } from '../../platform/runtime.js'
import { type Case, CASE_ROLES } from './case.js'
import { mayBeAsked } from './team.js'

const isCaseRole = (one: unknown): one is Role => CASE_ROLES.includes(one as Role)

/** Who answers for what a visitor says it is about: whoever is AED, or ED, now. What is neither is nobody. */
export const holdersOf = async (payload: BasePayload, role: unknown): Promise<Ref[]> =>
  isCaseRole(role) ? (await runtimeOf(payload).people(payload, [role])).map(({ ref }) => ref) : []

/**
 * Whom staff say that a report is about: colleagues by reference, or whoever is AED or ED now.
 * @throws GovernanceError `invalidInput` for what names nobody.
 */
export const concernedIn = async (payload: BasePayload, given: unknown): Promise<Ref[]> => {
  const named = [given].flat().filter((one) => one !== undefined && one !== null && one !== '')
  if (named.length === 0) return []
  const people = await runtimeOf(payload).people(payload, [])
  const meant = (one: unknown): Person[] =>
    people.filter(({ ref, roles }) => (isCaseRole(one) ? roles.includes(one) : ref === one))
  const found = named.map(meant)
  if (named.length > 50 || found.some((some) => some.length === 0))
    throw new GovernanceError(
      'invalidInput',
      'Somebody whom this is about could not be found. Please choose them from the list.',
      { field: 'concerned', why: 'nobody' },
      { field: 'concerned' },
    )
  return [...new Set(found.flat().map(({ ref }) => ref))]
}

/**
 * A colleague by reference.
 * @throws GovernanceError `invalidInput` for what names nobody who can sign in.
 */
export const colleagueNamed = async (payload: BasePayload, ref: Ref): Promise<Person> => {
  const person = (await runtimeOf(payload).people(payload, [])).find((one) => one.ref === ref)
  if (person) return person
  throw noColleague()
}

export const noColleague = (): GovernanceError =>
  new GovernanceError(
    'invalidInput',
    'Please choose a colleague who can sign in.',
    { field: 'person', why: 'colleague' },
    { field: 'person' },
  )

/** Colleagues by name, for a list to choose from: those of whom the host lets this person know. */
export const colleagues = async ({ req }: Context): Promise<{ ref: Ref; name: string }[]> =>
  (req ? await colleaguesOf(req) : [])
    .map(({ ref, name }) => ({ ref, name }))
    .sort((a, b) => a.name.localeCompare(b.name))

/** The same, of those who can be asked to work on a case. */
export const colleaguesFor = async (
  payload: BasePayload,
  found: Case,
): Promise<{ ref: Ref; name: string }[]> =>
  (await runtimeOf(payload).people(payload, []))
    .filter((person) => mayBeAsked(found, person))
    .map(({ ref, name }) => ({ ref, name }))
    .sort((a, b) => a.name.localeCompare(b.name))

/** People of a case by name; who has no account any more has no name. */
export const namesOf = async (
  payload: BasePayload,
  refs: readonly Ref[],
): Promise<{ ref: Ref; name: string }[]> => {
  if (refs.length === 0) return []
  const people = await runtimeOf(payload).people(payload, [])
  return refs.map((ref) => ({ ref, name: people.find((person) => person.ref === ref)?.name ?? ref }))
}
