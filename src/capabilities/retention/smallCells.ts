/** How often each value occurs among the same records: every record is counted under exactly one of them. */
export type Cells = Readonly<Record<string, number>>

/** What may be read of it, and never changes again. */
export interface PublishedCells {
  /** Counts that may be told, the largest first. None of them is below the smallest allowed; none may be left. */
  cells: readonly (readonly [value: string, count: number])[]
  /** All other values together, two of them at least: 0 where there are none, null where nothing may be told. */
  rest: null | number
}

const NOTHING: PublishedCells = { cells: [], rest: null }

/** Where two are equal, the order must not depend on who sent what: by the value's own name. */
const bySize = ([a, n]: readonly [string, number], [b, m]: readonly [string, number]): number =>
  n - m || (a < b ? -1 : 1)

/**
 * Whether somebody who knows the total, the values and this very rule would still have to guess each hidden count: the
 * same would be published of other counts as well. Either all hidden ones are small and not all as large as small ones
 * can be, or there are two ways at least to divide the rest into few and one that is just below the least shown.
 */
const leavesGuessing = (rest: number, values: number, leastShown: number, smallest: number): boolean => {
  const allSmall = rest >= smallest && rest < values * (smallest - 1)
  const fewest = Math.max(1, rest - leastShown + 1)
  const most = Math.min(smallest - 1, rest - smallest)
  return allSmall || most > fewest
}

/**
 * Suppresses small counts, and as many of the next larger ones with them as it takes that none follows by subtraction:
 * what is left of the total (which certificates tell) holds two values and is no small count itself. A value that
 * nobody chose is as unnamed as one that few did. Where a guess would be certain all the same, nothing is told.
 */
export const publish = (counted: Cells, smallest: number): PublishedCells => {
  const all = Object.entries(counted)
    .filter(([, count]) => count > 0)
    .sort(bySize)
  const hidden = all.filter(([, count]) => count < smallest)
  const shown = all.slice(hidden.length)
  if (hidden.length === 0) return { cells: shown.reverse(), rest: 0 }
  const sum = (): number => hidden.reduce((total, [, count]) => total + count, 0)
  while (shown.length > 0 && (hidden.length < 2 || sum() < smallest)) hidden.push(shown.shift()!)
  const [least] = shown
  return least && leavesGuessing(sum(), hidden.length, least[1], smallest)
    ? { cells: shown.reverse(), rest: sum() }
    : NOTHING
}
