import type { AccessArgs } from 'payload'

import type { Actor, Role } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { SetUpPlace } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { staffCollection } from '../../platform/actor.js'
import { takeLease } from '../../platform/lease.js'
import { type Context, nowOf, runtimeOf } from '../../platform/runtime.js'
import { saveSettings, settingsOf } from '../../platform/settings.js'
import type { SetUpInput, SetUpState } from '../../platform/setUp.js'
import { emit } from '../../platform/unit.js'
import type { OverviewPorts } from './context.js'
import { bothLanguages, maySetUp, PLACES } from './domain.js'
import { roleFor } from './missing.js'

/** Whether the host lets this person change any account at all: only a plain yes counts. */
const hostAllows = async ({ payload, req }: Context): Promise<boolean> => {
  if (!req) return false
  const { access } = payload.collections[staffCollection(payload)]!.config
  try {
    return (await access.update({ req } as AccessArgs)) === true
  } catch {
    return false
  }
}

/** Where this person may create an account for somebody else. A rule that needs to see data first says no here. */
const createsIn = async ({ payload, req }: Context): Promise<null | string> => {
  if (!req) return null
  const slug = staffCollection(payload)
  try {
    return (await payload.collections[slug]!.config.access.create({ req } as AccessArgs)) ? slug : null
  } catch {
    return null
  }
}

export const setUpState = async (ctx: Context, actor: Actor, ports: OverviewPorts): Promise<SetUpState> => {
  const { people: find, options } = runtimeOf(ctx.payload)
  const staff = await find(ctx.payload, [])
  const ledBySomebody = staff.some(({ roles }) => roles.includes('aed') || roles.includes('ed'))
  const may = maySetUp({ actor, ledBySomebody, hostAllows: ledBySomebody || (await hostAllows(ctx)) })
  const settings = await settingsOf(ctx.payload)
  const holder = (role: Role | null): Ref | null =>
    (role && staff.find(({ roles }) => roles.includes(role))?.ref) || null
  return {
    may,
    firstCome: !ledBySomebody,
    open: settings.setUpAt === null,
    grantsHere: ports.roles.grantsHere,
    people: may ? staff.map(({ ref, name, email }) => ({ ref, name, email })) : [],
    holders: Object.fromEntries(
      PLACES.map((place) => [place, holder(roleFor(place, ports))]),
    ) as SetUpState['holders'],
    places: PLACES.filter((place) => roleFor(place, ports) !== null),
    settings,
    timeZone: options.timeZone,
    createsIn: may ? await createsIn(ctx) : null,
  }
}

const wishes = (input: SetUpInput, ports: OverviewPorts): Map<Ref, Role[]> => {
  const wished = new Map<Ref, Role[]>()
  for (const place of PLACES) {
    const ref = input.people[place]
    const role = roleFor(place, ports)
    if (ref && role) wished.set(ref, [...new Set([...(wished.get(ref) ?? []), role])])
  }
  return wished
}

/** Refused before anything is written: somebody unknown, or a person who raises themselves after the first set-up. */
const refuseEarly = async (
  ctx: Context,
  wished: Map<Ref, Role[]>,
  actor: Actor,
  state: SetUpState,
): Promise<void> => {
  const staff = await runtimeOf(ctx.payload).people(ctx.payload, [])
  for (const [ref, roles] of wished) {
    const person = staff.find((one) => one.ref === ref)
    if (!person)
      throw new GovernanceError(
        'invalidInput',
        'One of the people named has no account here that can sign in.',
        {
          field: 'people',
        },
      )
    const raises = actor.ref === ref && roles.some((role) => !person.roles.includes(role))
    if (raises && !state.open) {
      throw new GovernanceError(
        'raisesOneself',
        'Nobody grants a role to themselves. Ask the Executive Director or the Assistant Executive Director.',
      )
    }
  }
}

/**
 * Names people and the organization. Repeating it is harmless; it grants, and never takes a role away. A lease makes
 * "first come" true also when two people press the button at once.
 * @throws GovernanceError `notAllowed`, `invalidInput`, `raisesOneself`, `stateConflict`.
 */
export const runSetUp = async (
  ctx: Context,
  input: SetUpInput,
  actor: Actor,
  ports: OverviewPorts,
): Promise<{ named: SetUpPlace[]; firstCome: boolean }> => {
  const at = { payload: ctx.payload }
  const now = (): Date => nowOf(ctx.payload)
  const lease = await takeLease(at, 'set-up', 30, now)
  if (!lease) {
    throw new GovernanceError(
      'stateConflict',
      'Somebody else is doing the set-up right now. Reload in a moment.',
    )
  }
  try {
    const state = await setUpState(ctx, actor, ports)
    if (!state.may) throw new GovernanceError('notAllowed', 'Your role does not allow this.')
    const wished = ports.roles.grantsHere ? wishes(input, ports) : new Map<Ref, Role[]>()
    await refuseEarly(at, wished, actor, state)
    for (const [ref, roles] of wished) await ports.roles.assign(at, ref, roles, actor)
    const named = PLACES.filter((place) => input.people[place])
    const facts = { named, firstCome: state.firstCome, first: state.open }
    // Evidence before the mark: a crash in between repeats the entry, it never loses it.
    await emit(at, {
      ledger: [{ action: 'setup.done', subject: 'global:gov-settings', actor, at: now(), facts }],
    })
    await saveSettings(ctx.payload, {
      ...(input.organization ? { organization: bothLanguages(input.organization) } : {}),
      ...(input.emergency ? { emergency: bothLanguages(input.emergency) } : {}),
      ...(input.phone === undefined ? {} : { phone: input.phone }),
      ...(input.exitAddress ? { exitAddress: input.exitAddress } : {}),
      setUpAt: state.settings.setUpAt ?? now().toISOString(),
    })
    return { named, firstCome: state.firstCome }
  } finally {
    await lease.release()
  }
}

/** True for those who are asked to do the set-up when they sign in. */
export const isAsked = (state: SetUpState, missing: number): boolean => state.may && state.open && missing > 0
