import { type Actor, hasRole } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { Ref } from '../../kernel/ref.js'

/** Who may hand over, or take back, decisions of somebody else, who may be ill. */
export const actsForOthers = (actor: Actor): boolean => hasRole(actor, 'aed', 'ed')

const MOST_DAYS = 366
const DAY = 24 * 3_600_000

export interface DelegationRequest {
  from: Ref
  to: Ref
  startsAt: Date
  endsAt: Date
  reason: string
  actor: Actor
  now: Date
  /** True when both are people of this site who can sign in. */
  known: boolean
}

const invalid = (field: string, why: string, message: string): GovernanceError =>
  new GovernanceError('invalidInput', message, { field, why }, { field })

/** @throws GovernanceError `notAllowed` for somebody else's decisions, `invalidInput` naming the field. */
export const decideDelegation = (request: DelegationRequest): void => {
  const { from, to, startsAt, endsAt, reason, actor, now, known } = request
  if (actor.kind !== 'staff' || (actor.ref !== from && !actsForOthers(actor)))
    throw new GovernanceError('notAllowed', 'You can hand over your own decisions only.', { why: 'onlyOwn' })
  // One person would be two: nobody takes somebody else's decisions.
  if (actor.ref === to && from !== to)
    throw new GovernanceError('notAllowed', 'Only they themselves can hand their decisions to you.', {
      why: 'onlyTheirs',
    })
  if (!known) throw invalid('to', 'colleague', 'Please choose a colleague who can sign in.')
  if (from === to) throw invalid('to', 'somebodyElse', 'Please choose somebody else.')
  if (Number.isNaN(startsAt.getTime())) throw invalid('startsAt', 'firstDay', 'Please give the first day.')
  if (Number.isNaN(endsAt.getTime()) || endsAt <= startsAt || endsAt <= now)
    throw invalid('endsAt', 'lastDay', 'The last day must not come before the first, nor be over already.')
  if (endsAt.getTime() - startsAt.getTime() > MOST_DAYS * DAY)
    throw invalid('endsAt', 'aYear', 'A delegation lasts a year at most.')
  if (reason.trim() === '') throw invalid('reason', 'sayWhy', 'Please say why.')
}

/** Both sides may end it, and whoever may set it for others. */
export const mayEndDelegation = (actor: Actor, from: Ref, to: Ref): boolean =>
  actor.kind === 'staff' && (actor.ref === from || actor.ref === to || actsForOthers(actor))
