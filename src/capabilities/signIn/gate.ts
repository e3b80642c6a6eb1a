import type { CollectionBeforeOperationHook, CollectionConfig, Config, PayloadRequest } from 'payload'

import { actorOrSystem } from '../../platform/actor.js'
import { findRows, type Row } from '../../platform/db.js'
import { withHooks } from '../../platform/merge.js'
import type { Seal } from '../../platform/runtime.js'
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
 * Sees locks below every API. One that a person set ends every session of the account at once; one that wrong passwords
 * made does not, or a stranger who types five of them would sign the director out.
 */
export const lockSeal = (staffSlug: () => string | undefined): Seal => ({
  key: 'signIn',
  applies: (collection) => collection === staffSlug(),
  judge: async (attempt, ctx) => {
    const until = attempt.data?.lockUntil
    if (attempt.version || attempt.operation !== 'update' || !isAhead(until)) return
    const where = attempt.id === undefined ? (attempt.where ?? {}) : { id: { equals: attempt.id } }
    const rows = (await findRows(ctx, attempt.collection, where)).filter(
      (row: Row) => !isAhead(row.lockUntil) || new Date(row.lockUntil as string) < new Date(until),
    )
    const byHand = isLockedByHand(ctx.payload, until)
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
