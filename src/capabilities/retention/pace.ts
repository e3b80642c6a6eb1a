/** How many records the next batch takes, and how long nothing happens before it. */
export interface Pace {
  rows: number
  restMs: number
}

/** What was seen of a batch. */
export interface Seen {
  rows: number
  tookMs: number
  /** Longest time for which the process could not turn to anybody else. */
  lagMs: number
}

export interface PaceLimits {
  first: number
  least: number
  most: number
  /** How long a batch may take. */
  budgetMs: number
  /** How long whoever comes meanwhile may wait for their turn. */
  lagMs: number
  /** Part of the time in which there is work, where nobody had to wait longer than that. */
  share: number
  longestRestMs: number
}

/**
 * Whoever reads a page while a batch is under way waits longer, whatever its size: gently, that is fewer than one in
 * twenty of them, and rests are long enough for that after batches of twice their budget.
 */
export const paceLimits = (pace: 'full' | 'gentle', most: number): PaceLimits =>
  pace === 'full'
    ? { first: 200, least: 50, most, budgetMs: 250, lagMs: Infinity, share: 1, longestRestMs: 0 }
    : { first: 20, least: 5, most, budgetMs: 50, lagMs: 5, share: 0.05, longestRestMs: 2000 }

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))

export const firstPace = (limits: PaceLimits): Pace => ({
  rows: Math.min(limits.first, limits.most),
  restMs: 0,
})

/**
 * Towards the time that a batch may take: halved at most, and half as much again at most, so that one slow moment
 * does not decide. Whoever had to wait too long gets a longer rest as well as smaller batches. A last batch that was
 * not full says nothing about larger ones.
 */
export const nextPace = (pace: Pace, seen: Seen, limits: PaceLimits): Pace => {
  const over = Math.max(1, seen.lagMs / limits.lagMs)
  const wished = Math.min(limits.budgetMs / Math.max(seen.tookMs, 1), over > 1 ? 1 / over : Infinity)
  const factor = within(wished, 0.5, seen.rows < pace.rows ? 1 : 1.5)
  const rest = seen.tookMs * (1 / limits.share - 1) * over
  return {
    rows: within(Math.round(pace.rows * factor), Math.min(limits.least, limits.most), limits.most),
    restMs: within(Math.round(rest), 0, limits.longestRestMs),
  }
}
