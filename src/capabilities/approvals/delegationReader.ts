import { type Reader, runtimeOf } from '../../platform/runtime.js'
import { type Delegation, delegationsFor } from './delegations.js'

export interface DelegationsPage {
  delegations: (Delegation & { isMine: boolean })[]
  /** Whom one can choose. */
  people: { ref: string; name: string }[]
  /** May hand over somebody else's decisions. */
  forOthers: boolean
  me: string
}

export const delegations: Reader = async (ctx): Promise<DelegationsPage> => {
  const { actor, payload } = ctx
  const me = actor.ref ?? ''
  if (actor.kind !== 'staff') return { delegations: [], people: [], forOthers: false, me }
  const people = await runtimeOf(payload).people(payload, [])
  return {
    delegations: (await delegationsFor({ payload }, actor)).map((one) => ({
      ...one,
      isMine: one.from === me || one.to === me,
    })),
    people: people.map(({ ref, name }) => ({ ref, name })),
    forOthers: actor.roles.some((role) => role === 'aed' || role === 'ed'),
    me,
  }
}
