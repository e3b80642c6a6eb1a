import type { PayloadRequest } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import type { EndpointInput } from '../../platform/endpoint.js'
import type { Context } from '../../platform/runtime.js'
import type { ApprovalsPort } from './port.js'
import { decisionTarget } from './languages.js'
import { type Situation, situationOf } from './status.js'
import { mayRead, mayUpdate, targetIn } from './store.js'
import type { Target } from './target.js'

/** Somebody acts on a document that they may see, as it is now. */
export interface Call {
  ctx: Context
  req: PayloadRequest
  actor: Actor
  target: Target
  situation: Situation
  body: Record<string, unknown>
  port: ApprovalsPort
}

/** A document as an address or an item of a list names it. */
export interface Named {
  kind: Target['kind']
  slug: string
  id?: string
  /** Language that is decided on, where languages are decided on apart; else that of the request. */
  locale?: string
}

/** @throws GovernanceError `notFound` for what is not governed, does not exist or is not shown to this person. */
export const callFor = async (
  port: ApprovalsPort,
  { req, actor, body }: Pick<EndpointInput, 'actor' | 'body' | 'req'>,
  { kind, slug, id = '', locale }: Named,
): Promise<Call> => {
  const governed = port.governed()
  if (!(kind === 'global' ? governed.globals : governed.collections).includes(slug)) throw doesNotExist()
  const { payload } = req
  const document: Target = kind === 'global' ? { kind, slug } : targetIn(payload, slug, id)
  const ctx: Context = { payload }
  if (!(await mayRead(req, document))) throw doesNotExist()
  const target = await decisionTarget(ctx, port.options, document, locale ?? req.locale)
  const situation = await situationOf(ctx, port.options, target)
  if (!situation) throw doesNotExist()
  return { ctx, req, actor, target, situation, body, port }
}

/** @throws GovernanceError `notAllowed` for who may not change the document by the host's own rules. */
export const mustUpdate = async ({ req, target }: Call): Promise<void> => {
  if (!(await mayUpdate(req, target)))
    throw new GovernanceError('notAllowed', 'Your role does not allow this.')
}
