import type { PayloadRequest } from 'payload'

import { doesNotExist } from '../../kernel/errors.js'
import { findRow } from '../../platform/db.js'
import type { Context, Verdict, WriteAttempt } from '../../platform/runtime.js'
import { sharedBy } from '../../platform/shared.js'
import { readDates } from './dates.js'
import type { RetentionRule } from './options.js'
import { deleteVersions, type Id, versionsStay } from './store.js'

/** Requests that make records: in their own transaction, nobody else sees these yet. */
const creating = ({ payload }: Context): WeakSet<Partial<PayloadRequest>> =>
  sharedBy(payload, 'retention-creating', () => new WeakSet())

export const noteCreation = (ctx: Context, { req }: WriteAttempt): void => {
  if (req) creating(ctx).add(req)
}

const isThere = async (ctx: Context, collection: string, id: Id): Promise<boolean> =>
  (await findRow(ctx, collection, { id: { equals: id } })) !== null

/**
 * A version whose record was deleted while it was being saved (an autosave, say) would stay with its words and belong
 * to nothing. SQL refuses it by itself. Elsewhere the deletion sweeps versions after the row, and whoever writes one
 * looks for the row afterwards, as it is outside of their own transaction: one of the two finds it.
 */
export const judgeVersion = (
  rule: RetentionRule,
  attempt: WriteAttempt,
  ctx: Context,
): undefined | Verdict => {
  const { collection, data, operation, args } = attempt
  if (operation === 'delete' || !data) return undefined
  readDates(rule, (data.version as Record<string, unknown> | undefined) ?? data, true)
  const parent = args.parent as Id | undefined
  if (operation !== 'create' || parent === undefined) return undefined
  if (!versionsStay(ctx)) return undefined
  const isNew = attempt.req?.transactionID !== undefined && creating(ctx).has(attempt.req)
  return {
    done: async () => {
      const at = isNew ? ctx : { payload: ctx.payload }
      if (await isThere(at, collection, parent)) return
      await deleteVersions(ctx, collection, [parent])
      throw doesNotExist()
    },
  }
}
