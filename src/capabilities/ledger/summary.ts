import type { Finding, Head } from '../../kernel/ledgerPort.js'
import { all, countRows } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { LEDGER } from './collections.js'
import { GENESIS } from './domain.js'
import { PRUNED } from './events.js'
import { readMark } from './marks.js'
import { ledgerRows } from './rows.js'

/** What stays of entries that were removed by rule: the facts of one sealed entry. */
export interface Summary {
  count: number
  /** Numbers of the first and the last that were removed, and when they happened. */
  first: number
  last: number
  firstAt: string
  lastAt: string
  /** How many of each action. */
  actions: Record<string, number>
  /** The hash of the last: from there the chain goes on. */
  hash: string
  keepYears: number
}

/** The key of the entry that sums up a removal. */
export const summaryKey = (last: number): string => `pruned:${last}`

/** Where the chain begins, as far as it is kept. */
export interface Anchor extends Head {
  findings: (heads: ReadonlyMap<number, string>) => Finding[]
}

/**
 * The beginning of what is kept. That entries before it were removed by rule, and not by hand, a sealed summary has to
 * say; while one is being removed, some of its entries are still there.
 */
export const anchorOf = async (ctx: Context): Promise<Anchor> => {
  const anchor = await readMark(ctx, 'anchor')
  if (!anchor) return { sequence: 0, hash: GENESIS, findings: () => [] }
  const { sequence, hash } = anchor
  const [row] = await ledgerRows(ctx, { key: { equals: summaryKey(sequence) } }, { limit: 1 })
  const facts = (row?.facts ?? {}) as Partial<Summary>
  const summed =
    row?.action === PRUNED && row.sequence != null && facts.last === sequence && facts.hash === hash
  const underWay = await readMark(ctx, 'pruning')
  const left = underWay
    ? 0
    : await countRows(
        ctx,
        LEDGER,
        all({ sequence: { exists: true } }, { sequence: { less_than_equal: sequence } }),
      )
  return {
    sequence,
    hash,
    findings: (heads) => {
      const known = heads.get(sequence)
      return [
        ...(summed ? [] : [{ at: sequence, problem: 'summary' as const }]),
        ...(left > 0 ? [{ at: sequence, problem: 'inserted' as const }] : []),
        ...(known !== undefined && known !== hash ? [{ at: sequence, problem: 'rewritten' as const }] : []),
      ]
    },
  }
}
