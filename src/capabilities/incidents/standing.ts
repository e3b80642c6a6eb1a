import type { Access, BasePayload, Where } from 'payload'

import { type Actor, hasRole, isStaffMember } from '../../kernel/actor.js'
import { doesNotExist } from '../../kernel/errors.js'
import type { HoldPort } from '../../kernel/holdPorts.js'
import type { AddressKeys, DelegatePort } from '../../kernel/ports.js'
import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { actorOf } from '../../platform/actor.js'
import { all, countRows, findRows, lacking, type Row } from '../../platform/db.js'
import { idIn } from '../../platform/ids.js'
import { type Context, runtimeOf } from '../../platform/runtime.js'
import { INCIDENTS } from './collections.js'
import { CASE_ROLES, isViolation, NO_VIOLATION } from './case.js'
import { BEYOND, inColumn, type Ladder, peopleIn } from './concerned.js'
import type { SanitizedIncidents } from './options.js'
import type { Capacity } from './team.js'

/** What every part of the capability works with. */
export interface CaseWork {
  options: SanitizedIncidents
  /** First path segment of the public pages. */
  publicPath: string
  addressKeys: AddressKeys
  delegates: () => DelegatePort | undefined
  /** Who keeps records from deletion; built later than incidents. */
  holds?: () => HoldPort | undefined
}

/** One way in which somebody works on cases, and on which. */
interface Way {
  as: Capacity
  /** None that concerns one of these. */
  not: readonly Ref[]
  /** Only those of which nobody else could be told. */
  beyond?: true
  /** Only those that this person was asked to work on. */
  assigned?: true
}

/** Which cases somebody may see: those that one of these ways leads to, and none that concerns them. */
export interface Standing {
  me: Ref
  ways: readonly Way[]
}

const unconcerned = (payload: BasePayload, person: Ref): Where => ({
  or: [{ concerned: { exists: false } }, lacking(payload, 'concerned', inColumn(person))],
})

const reach = (payload: BasePayload, me: Ref, { as, not, beyond, assigned }: Way): Where =>
  all(
    ...not.map((ref) => unconcerned(payload, ref)),
    ...(beyond ? [{ beyond: { equals: true } }] : []),
    // Of a case that was merged its helpers see no more: the one that stays may be about something else as well.
    ...(assigned ? [{ assigned: { like: inColumn(me) } }, { mergedInto: { exists: false } }] : []),
    ...(as === 'review' ? [] : [NO_VIOLATION]),
  )

export const seenBy = ({ payload }: Context, { me, ways }: Standing): Where =>
  all(unconcerned(payload, me), { or: ways.map((way) => reach(payload, me, way)) })

/** As what this person works on a case that they see. @throws GovernanceError `notFound` for one that they do not. */
export const capacityIn = ({ me, ways }: Standing, row: Row): Capacity => {
  const concerned = peopleIn(row.concerned)
  const leads = ({ as, not, beyond, assigned }: Way): boolean =>
    !not.some((ref) => concerned.includes(ref)) &&
    (!beyond || row.beyond === true) &&
    (!assigned || (peopleIn(row.assigned).includes(me) && !row.mergedInto)) &&
    (as === 'review' || !isViolation(String(row.kind)))
  const way = concerned.includes(me) ? undefined : ways.find(leads)
  if (!way) throw doesNotExist()
  return way.as
}

/** Whether somebody else could ask this person to take a case on: those who only help are asked nothing. */
export const isResponsible = ({ ways }: Standing): boolean => ways.some(({ as }) => as !== 'assigned')

/**
 * Whether this person works on cases: AED and ED, who decides in the AED's place, who is told when all of those are
 * concerned, and who was asked to help with one. A delegate sees no case that concerns the one for whom they stand in.
 * Null for everybody else. The way that lets somebody do more comes first.
 */
export const standingOf = async (
  ctx: Context,
  { delegates }: Pick<CaseWork, 'delegates'>,
  actor: Actor,
): Promise<null | Standing> => {
  const me = actor.ref
  if (!isStaffMember(actor) || !me) return null
  if (hasRole(actor, ...CASE_ROLES)) return { me, ways: [{ as: 'review', not: [] }] }
  const others = (await delegates()?.delegatorsOf(ctx, actor)) ?? []
  const not = others.filter(({ roles }) => roles.includes('aed')).map(({ ref }) => ref)
  const standing: Standing = {
    me,
    ways: [
      ...(hasRole(actor, ...BEYOND) ? [{ as: 'review', not: [], beyond: true } as const] : []),
      ...(not.length > 0 ? [{ as: 'standIn', not } as const] : []),
      { as: 'assigned', not: [], assigned: true },
    ],
  }
  return not.length > 0 || (await countRows(ctx, INCIDENTS, seenBy(ctx, standing))) > 0 ? standing : null
}

/** A mail about a case is for those who may see it when it leaves. */
export const mayBeTold =
  (work: Pick<CaseWork, 'delegates'>) =>
  async ({ payload }: Context, actor: Actor, about: Ref): Promise<boolean | undefined> => {
    const { collection, id } = parseRef(about)
    const known = collection === INCIDENTS ? idIn(payload, INCIDENTS, id) : null
    if (known === null) return undefined
    const standing = await standingOf({ payload }, work, actor)
    const seen = standing && all({ id: { equals: known } }, seenBy({ payload }, standing))
    return seen !== null && (await countRows({ payload }, INCIDENTS, seen)) > 0
  }

/** On top of the table: whatever the role, a case that concerns somebody is not there for them. */
export const exceptConcerned: Access = ({ req }) => {
  const { ref } = actorOf(req)
  return ref === undefined || unconcerned(req.payload, ref)
}

/** Cases of which this person must not learn by another way either: the ledger, or the list of mails. */
export const hiddenCases = async (ctx: Context, { ref }: Actor): Promise<Ref[]> => {
  if (ref === undefined) return []
  const rows = await findRows(
    { payload: ctx.payload },
    INCIDENTS,
    { concerned: { like: inColumn(ref) } },
    { limit: 10_000, fields: ['id'] },
  )
  return rows.map(({ id }) => refOf(INCIDENTS, id))
}

/** Who can be told of a case of this kind that concerns these people. */
export const ladderFor = async (
  ctx: Context,
  { delegates }: CaseWork,
  concerned: readonly Ref[],
  kind: string,
): Promise<Ladder> => {
  const people = await runtimeOf(ctx.payload).people(ctx.payload, [...CASE_ROLES])
  const holders = people.map(({ ref }) => ref)
  const free = people.filter(({ ref }) => !concerned.includes(ref))
  const of = (role: string): Ref[] => free.filter(({ roles }) => roles.includes(role)).map(({ ref }) => ref)
  const standInsOf = async (refs: Ref[]): Promise<readonly Ref[]> =>
    refs.length === 0 ? [] : ((await delegates()?.delegatesOf(ctx, refs)) ?? [])
  const standIns = isViolation(kind) ? [] : await standInsOf(of('aed'))
  // Who stands in for one whom the case concerns sees it in nobody's place.
  const barred = await standInsOf(
    people.filter(({ ref, roles }) => roles.includes('aed') && concerned.includes(ref)).map(({ ref }) => ref),
  )
  const isFree = (ref: Ref): boolean => ![...concerned, ...holders, ...barred].includes(ref)
  const blocked = free.length === 0 && holders.length > 0
  const others = blocked ? await runtimeOf(ctx.payload).people(ctx.payload, [...BEYOND]) : []
  return {
    aed: of('aed'),
    ed: of('ed'),
    // Who holds a role of the ladder is told on their own rung.
    delegates: [...new Set(standIns)].filter(isFree),
    concerned,
    blocked,
    beyond: others.map(({ ref }) => ref).filter((ref) => !concerned.includes(ref)),
  }
}
