import type { BasePayload, PayloadRequest } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { type GovernanceError } from '../../kernel/errors.js'
import type { Ref } from '../../kernel/ref.js'
import { actorOrSystem } from '../../platform/actor.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { sharedBy } from '../../platform/shared.js'
import { emit } from '../../platform/unit.js'
import { entry } from './rows.js'

/** Entries on their way: a refusal rolls the request's transaction back, so its entry is written beside it. */
const pendingOf = (payload: BasePayload): Set<Promise<void>> =>
  sharedBy(payload, 'refusals', () => new Set<Promise<void>>())

/**
 * Puts a refusal on the ledger and throws it. The entry does not wait for the request, nor the request for it: waiting
 * for a second connection inside a transaction would starve the pool. Bulk operations and the Local API never reach
 * `afterError`, so all of them are recorded here.
 */
export const refuse = (ctx: Context, subject: Ref, attempt: string, error: GovernanceError): never => {
  const { req } = ctx
  const fromOutside = req?.payloadAPI === 'REST' || req?.payloadAPI === 'GraphQL'
  const actor: Actor =
    fromOutside && !req.user
      ? { kind: 'visitor', roles: [] }
      : actorOrSystem(
          (req?.payload ? req : { payload: ctx.payload, user: req?.user ?? null }) as PayloadRequest,
        )
  const pending = pendingOf(ctx.payload)
  const writing = emit(
    { payload: ctx.payload },
    {
      ledger: [
        entry('approvals.refused', subject, actor, nowOf(ctx.payload), {
          attempt,
          code: error.code,
          ...error.data,
        }),
      ],
    },
  )
    .catch((err: unknown) =>
      ctx.payload.logger.error({ err, msg: 'governance: a refusal could not be put on the ledger' }),
    )
    .finally(() => pending.delete(writing))
  pending.add(writing)
  throw error
}

/** Waits until every refusal so far is on the ledger. */
export const settleRefusals = async (payload: BasePayload): Promise<void> => {
  await Promise.all([...pendingOf(payload)])
}
