import { type Actor, isStaffMember } from '../../kernel/actor.js'
import { type Context, type Reader, runtimeOf } from '../../platform/runtime.js'
import { actsForOthers } from './delegation.js'
import { type Delegation, delegationsFor } from './delegations.js'

export interface DelegationsPage {
  delegations: Delegation[]
  /** Whom one can choose. */
  people: { ref: string; name: string }[]
  /** May hand over somebody else's decisions. */
  forOthers: boolean
  me: string
}

/** For the view and for whoever asks by REST. */
export const delegationsPage = async ({ payload }: Context, actor: Actor): Promise<DelegationsPage> => {
  const people = await runtimeOf(payload).people(payload, [])
  return {
    delegations: await delegationsFor({ payload }, actor),
    people: people.map(({ ref, name }) => ({ ref, name })),
    forOthers: actsForOthers(actor),
    me: actor.ref ?? '',
  }
}

export const delegations: Reader = async (ctx): Promise<DelegationsPage> =>
  isStaffMember(ctx.actor)
    ? delegationsPage(ctx, ctx.actor)
    : { delegations: [], people: [], forOthers: false, me: ctx.actor.ref ?? '' }
