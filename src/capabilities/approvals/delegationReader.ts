import type { PayloadRequest } from 'payload'

import { type Actor, isStaffMember } from '../../kernel/actor.js'
import { colleaguesOf } from '../../platform/readable.js'
import type { Reader } from '../../platform/runtime.js'
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
export const delegationsPage = async (req: PayloadRequest, actor: Actor): Promise<DelegationsPage> => {
  const people = await colleaguesOf(req)
  return {
    delegations: await delegationsFor({ payload: req.payload }, actor),
    people: people.map(({ ref, name }) => ({ ref, name })),
    forOthers: actsForOthers(actor),
    me: actor.ref ?? '',
  }
}

export const delegations: Reader = async (ctx): Promise<DelegationsPage> =>
  isStaffMember(ctx.actor) && ctx.req
    ? delegationsPage(ctx.req, ctx.actor)
    : { delegations: [], people: [], forOthers: false, me: ctx.actor.ref ?? '' }
