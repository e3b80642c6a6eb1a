import { randomToken } from '../../kernel/canonical.js'
import { all, compareAndSet, type Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { LEDGER } from './collections.js'
import { readMark, setMark } from './marks.js'
import { ledgerRows } from './rows.js'

/** Below the first number: `strays.ts` finds it there at every verification, until somebody takes it out. */
const ASIDE = 0

/**
 * Puts aside an entry that is not sealed and cannot be: the plugin writes none such, so somebody did in the database.
 * It stays there as evidence, holds up no other entry, and every page of the panel says so.
 * @returns false when it is none: sealed by somebody else meanwhile, or gone.
 */
export const putAside = async (ctx: Context, row: Row): Promise<boolean> => {
  const unsealed = all({ id: { equals: row.id } }, { sequence: { exists: false } })
  if ((await ledgerRows(ctx, unsealed, { limit: 1 })).length === 0) return false
  const data = { sequence: ASIDE, place: `aside:${randomToken(9)}` }
  // A row that cannot be read can be written: only the answer fails.
  await compareAndSet(ctx, LEDGER, unsealed, data).catch((error: unknown) => {
    if (!row.unreadable) throw error
  })
  if (!(await readMark(ctx, 'finding'))) {
    const findings = [{ at: ASIDE, problem: 'inserted' }]
    await setMark(ctx, 'finding', { data: { at: nowOf(ctx.payload).toISOString(), findings } })
  }
  return true
}

/** Who stands, unsealed, where the next entry would. @returns whether the place is free now. */
export const freePlace = async (ctx: Context, place: string): Promise<boolean> => {
  const [row] = await ledgerRows(ctx, { place: { equals: place } }, { limit: 1 })
  return row !== undefined && (row.sequence ?? null) === null && putAside(ctx, row)
}
