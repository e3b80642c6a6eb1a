import type { Finding } from '../../kernel/ledgerPort.js'
import { countRows } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { LEDGER } from './collections.js'
import { LAST_NUMBER } from './seal.js'

/**
 * Entries that no walk along the chain comes by, since their number is below the first or beyond the last that there
 * can be. Such a number is never read: a driver may refuse it.
 * @param end where one beyond the last is named
 */
export const straysBeside = async (ctx: Context, end: number): Promise<Finding[]> => {
  const [below, beyond] = await Promise.all([
    countRows(ctx, LEDGER, { sequence: { less_than_equal: 0 } }),
    countRows(ctx, LEDGER, { sequence: { greater_than: LAST_NUMBER } }),
  ])
  return [
    ...(below > 0 ? [{ at: 0, problem: 'inserted' as const }] : []),
    ...(beyond > 0 ? [{ at: end, problem: 'inserted' as const }] : []),
  ]
}
