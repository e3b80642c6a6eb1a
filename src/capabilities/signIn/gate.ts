import type { CollectionBeforeOperationHook, CollectionConfig, Config, PayloadRequest } from 'payload'

import { hasRole } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import { refOf } from '../../kernel/ref.js'
import { actorOrSystem } from '../../platform/actor.js'
import { findRows, type Row } from '../../platform/db.js'
import { withHooks } from '../../platform/merge.js'
import type { Context, Seal, WriteAttempt } from '../../platform/runtime.js'
import { isLockedByHand } from '../../platform/staff.js'
import { countFailure, recordLock } from './store.js'

const TRIED = 'governanceSignIns'

/** Addresses that this request tries to sign in with and has not signed in with: GraphQL may try several. */
const triedIn = (req: PayloadRequest): string[] => (req.context[TRIED] ??= []) as string[]

const remember: CollectionBeforeOperationHook = ({ args, operation, req }) => {
  if (operation !== 'login') return
  const { data = {} } = args as { data?: { email?: unknown; username?: unknown } }
  triedIn(req).push(String(data.username || data.email || ''))
}

const forget: NonNullable<NonNullable<CollectionConfig['hooks']>['afterOperation']>[number] = ({
  operation,
  req,
  result,
}) => {
  if (operation === 'login') triedIn(req).pop()
  return result
}

export const watchSignIn = (collection: CollectionConfig): CollectionConfig =>
  withHooks(collection, { beforeOperation: [remember], afterOperation: [forget] })

/** Refusals reach REST and GraphQL here; what was wrong with the password is for nobody to know. */
export const withFailures = (config: Config): Config => ({
  ...config,
  hooks: {
    ...config.hooks,
    afterError: [
      ...(config.hooks?.afterError ?? []),
      async ({ req }) => {
        for (const address of triedIn(req).splice(0)) {
          await countFailure(req.payload, address).catch((err: unknown) =>
            req.payload.logger.error({ err, msg: 'governance: a failed sign-in could not be counted' }),
          )
        }
      },
    ],
  },
})

const isAhead = (until: unknown): until is string =>
  (typeof until === 'string' || until instanceof Date) && new Date(until) > new Date()

/**
 * Payload lets everyone on the staff lift a lock, and whoever resets their password lifts their own. That is for locks
 * that wrong passwords made: one that a person set is theirs to lift who grant roles, and the host's code.
 */
const refuseLifting = (attempt: WriteAttempt, { payload }: Context, rows: Row[]): void => {
  const locked = rows.filter(({ lockUntil }) => isLockedByHand(payload, lockUntil))
  if (locked.length === 0 || !attempt.req) return
  if (!attempt.req.user && attempt.req.payloadAPI === 'local') return
  const actor = actorOrSystem({ payload, user: attempt.req.user ?? null })
  const oneself = locked.some(({ id }) => actor.ref === refOf(attempt.collection, id))
  if (attempt.req.user && !oneself && (actor.kind === 'system' || hasRole(actor, 'aed', 'ed'))) return
  throw new GovernanceError(
    'notAllowed',
    'This account was locked by somebody. Ask the Assistant Executive Director or the Executive Director.',
  )
}

/**
 * Sees locks below every API. One that a person set ends every session of the account at once; one that wrong passwords
 * made does not, or a stranger who types five of them would sign the director out.
 */
export const lockSeal = (staffSlug: () => string | undefined): Seal => ({
  key: 'signIn',
  applies: (collection) => collection === staffSlug(),
  judge: async (attempt, ctx) => {
    const until = attempt.data?.lockUntil
    if (attempt.version || attempt.operation !== 'update' || until === undefined) return
    const where = attempt.id === undefined ? (attempt.where ?? {}) : { id: { equals: attempt.id } }
    const found = await findRows(ctx, attempt.collection, where)
    const byHand = isLockedByHand(ctx.payload, until)
    if (!byHand) refuseLifting(attempt, ctx, found)
    if (!isAhead(until)) return
    const rows = found.filter(
      (row: Row) => !isAhead(row.lockUntil) || new Date(row.lockUntil as string) < new Date(until),
    )
    return {
      ...(byHand ? { args: { data: { ...attempt.data, sessions: [] } } } : {}),
      done: async () => {
        const by =
          byHand && attempt.req?.user
            ? actorOrSystem({ payload: ctx.payload, user: attempt.req.user })
            : undefined
        for (const row of rows) await recordLock(ctx, row, new Date(until).toISOString(), by)
      },
    }
  },
})
