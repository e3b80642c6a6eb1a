import type { Finding } from '../../kernel/ledgerPort.js'
import { countRows } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { LEDGER } from './collections.js'
import { LAST_NUMBER } from './seal.js'

/**
 * Entries that no walk along the chain comes by: their number is below the first, beyond the last that there can be, or
 * no number at all. Such a number is never read: a driver may refuse it.
 * @param end where one that is not below the first is named
 */
export const straysBeside = async (ctx: Context, end: number): Promise<Finding[]> => {
  // In this order: what is sealed meanwhile is counted among the good ones only, and raises no alarm.
  const numbered = await countRows(ctx, LEDGER, { sequence: { exists: true } })
  const below = await countRows(ctx, LEDGER, { sequence: { less_than_equal: 0 } })
  const good = await countRows(ctx, LEDGER, {
    and: [{ sequence: { greater_than: 0 } }, { sequence: { less_than_equal: LAST_NUMBER } }],
  })
  return [
    ...(below > 0 ? [{ at: 0, problem: 'inserted' as const }] : []),
    ...(numbered - below > good ? [{ at: end, problem: 'inserted' as const }] : []),
  ]
}
