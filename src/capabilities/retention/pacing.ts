import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate, setTimeout } from 'node:timers/promises'

import { firstPace, nextPace, paceLimits } from './pace.js'
import type { SanitizedRetention } from './options.js'

/** A gentle run gives way to what else waits for its turn (mail, escalation); what is left follows. */
const GENTLE_RUN_MS = 60_000
const RESOLUTION_MS = 1

export interface Pacing {
  /** Records that the next batch may take. */
  rows: () => number
  isOver: () => boolean
  /** Rests as the batch before it asks, then does this one, which says how many records it took. */
  batch: (act: () => Promise<number>) => Promise<number>
}

/** The pace of one run, by a clock that nobody can set. */
export const pacing = ({ pace, batchSize }: SanitizedRetention): Pacing => {
  const limits = paceLimits(pace, batchSize)
  const began = performance.now()
  let now = firstPace(limits)
  return {
    rows: () => now.rows,
    isOver: () => pace === 'gentle' && performance.now() - began > GENTLE_RUN_MS,
    batch: async (act) => {
      if (now.restMs > 0) await setTimeout(now.restMs)
      const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
      delay.enable()
      const from = performance.now()
      const rows = await act()
      const tookMs = performance.now() - from
      // One turn more: what blocked last is seen then.
      await setImmediate()
      delay.disable()
      const lagMs = Math.max(0, delay.max / 1e6 - RESOLUTION_MS)
      now = nextPace(now, { rows, tookMs, lagMs }, limits)
      return rows
    },
  }
}
