import type { Access, BasePayload, Where } from 'payload'

import { type Actor, hasRole, isStaffMember } from '../../kernel/actor.js'
import type { DelegatePort, NeverWrite } from '../../kernel/ports.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { actorOf } from '../../platform/actor.js'
import { all, countRows, findRows, lacking } from '../../platform/db.js'
import { type Context, runtimeOf } from '../../platform/runtime.js'
import { INCIDENTS } from './collections.js'
import { BEYOND, inColumn, type Ladder } from './concerned.js'
import { CASE_ROLES } from './domain.js'
import type { SanitizedIncidents } from './options.js'

/** What every part of the capability works with. */
export interface CaseWork {
  options: SanitizedIncidents
  /** First path segment of the public pages. */
  publicPath: string
  neverWrite?: NeverWrite
  delegates: () => DelegatePort | undefined
}

/** Which cases somebody may see: none that concerns one of these. */
export interface Standing {
  not: readonly Ref[]
  /** Only those of which nobody else could be told. */
  beyond?: true
}

const unconcerned = (payload: BasePayload, person: Ref): Where => ({
  or: [{ concerned: { exists: false } }, lacking(payload, 'concerned', inColumn(person))],
})

export const seenBy = ({ payload }: Context, { not, beyond }: Standing): Where =>
  all(...not.map((ref) => unconcerned(payload, ref)), ...(beyond ? [{ beyond: { equals: true } }] : []))

/**
 * Whether this person works on cases: AED and ED, who decides in the AED's place, and who is told when all of those are
 * concerned. A delegate sees no case that concerns the one for whom they stand in. Null for everybody else.
 */
export const standingOf = async (
  ctx: Context,
  { delegates }: CaseWork,
  actor: Actor,
): Promise<null | Standing> => {
  if (!isStaffMember(actor) || !actor.ref) return null
  if (hasRole(actor, ...CASE_ROLES)) return { not: [actor.ref] }
  const others = (await delegates()?.delegatorsOf(ctx, actor)) ?? []
  const aeds = others.filter(({ roles }) => roles.includes('aed')).map(({ ref }) => ref)
  if (aeds.length > 0) return { not: [actor.ref, ...aeds] }
  if (!hasRole(actor, ...BEYOND)) return null
  const own: Standing = { not: [actor.ref], beyond: true }
  return (await countRows(ctx, INCIDENTS, seenBy(ctx, own))) > 0 ? own : null
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

/** Who can be told of a case that concerns these people. */
export const ladderFor = async (
  ctx: Context,
  { delegates }: CaseWork,
  concerned: readonly Ref[],
): Promise<Ladder> => {
  const people = await runtimeOf(ctx.payload).people(ctx.payload, [...CASE_ROLES])
  const holders = people.map(({ ref }) => ref)
  const free = people.filter(({ ref }) => !concerned.includes(ref))
  const of = (role: string): Ref[] => free.filter(({ roles }) => roles.includes(role)).map(({ ref }) => ref)
  const standIns = (await delegates()?.delegatesOf(ctx, of('aed'))) ?? []
  return {
    aed: of('aed'),
    ed: of('ed'),
    // Who holds a role of the ladder is told on their own rung.
    delegates: [...new Set(standIns)].filter((ref) => !concerned.includes(ref) && !holders.includes(ref)),
    concerned,
    blocked: free.length === 0 && holders.length > 0,
  }
}
