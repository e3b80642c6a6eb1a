import type { PayloadRequest, Where } from 'payload'

import { type Actor, hasRole } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { Context } from '../../platform/runtime.js'
import { LEDGER } from './collections.js'
import { READERS } from './readers.js'

/** Who reads, within which request: titles and links are what they may see. */
export type Asking = Context & { req: PayloadRequest; actor: Actor }

export const mayReadLedger = (actor: Actor): boolean => hasRole(actor, ...READERS)

const refuse = (): never => {
  throw new GovernanceError('notAllowed', 'Your role does not allow this.')
}

/** @throws GovernanceError `notAllowed` */
export const needReader = (actor: Actor): void => {
  if (!mayReadLedger(actor)) refuse()
}

type Rule = (args: { req: PayloadRequest }) => Promise<Where | boolean> | Where | boolean

/**
 * What of the ledger this person may read: by role, and by what the host's override of the collection leaves of it; the
 * stricter wins. No condition means all.
 * @throws GovernanceError `notAllowed` when it is nothing.
 */
export const reachOf = async ({ payload, req, actor }: Asking): Promise<Where[]> => {
  needReader(actor)
  const { access } = payload.collections[LEDGER as never]!.config
  const allowed = await (access.read as Rule)({ req })
  if (!allowed) return refuse()
  return allowed === true ? [] : [allowed]
}
