import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { firstPace, nextPace, type Pace, paceLimits } from '../../../src/capabilities/retention/pace.js'

const gentle = paceLimits('gentle', 500)
const full = paceLimits('full', 500)
/** What a batch of so many records would show of a process in which each takes so long. */
const seenAt = (perRow: number, lag: number) => (pace: Pace) => ({
  rows: pace.rows,
  tookMs: 10 + pace.rows * perRow,
  lagMs: lag,
})

describe('the pace of deletion', () => {
  it('finds the batch that fits its time, whatever a record costs', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 5, noNaN: true }), (perRow) => {
        for (const limits of [gentle, full]) {
          let pace = firstPace(limits)
          const seen = seenAt(perRow, 0)
          for (let turn = 0; turn < 40; turn += 1) pace = nextPace(pace, seen(pace), limits)
          const fits = (limits.budgetMs - 10) / perRow
          const most = Math.max(limits.least, Math.min(limits.most, fits))
          expect(pace.rows).toBeGreaterThanOrEqual(Math.floor(most * 0.9) - 1)
          expect(pace.rows).toBeLessThanOrEqual(Math.ceil(most * 1.1) + 1)
        }
      }),
    )
  })

  it('never leaves its bounds, and never more than halves or adds a half at once', () => {
    const pace = fc.record({ rows: fc.integer({ min: 5, max: 500 }), restMs: fc.nat(2000) })
    const took = fc.double({ min: 0, max: 60_000, noNaN: true })
    fc.assert(
      fc.property(
        pace,
        took,
        took,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (now, tookMs, lagMs, part) => {
          const next = nextPace(now, { rows: Math.round(now.rows * part), tookMs, lagMs }, gentle)
          expect(next.rows).toBeGreaterThanOrEqual(Math.max(gentle.least, Math.floor(now.rows / 2)))
          expect(next.rows).toBeLessThanOrEqual(Math.min(gentle.most, Math.ceil(now.rows * 1.5)))
          expect(next.restMs).toBeGreaterThanOrEqual(0)
          expect(next.restMs).toBeLessThanOrEqual(gentle.longestRestMs)
        },
      ),
    )
  })

  it('works a twentieth of the time where nobody waits, and less the longer somebody has to', () => {
    const pace = { rows: 100, restMs: 0 }
    const rest = (lagMs: number): number => nextPace(pace, { rows: 100, tookMs: 50, lagMs }, gentle).restMs
    expect(rest(0)).toBe(950)
    expect(rest(gentle.lagMs)).toBe(950)
    expect(rest(gentle.lagMs * 2)).toBe(1900)
    expect(rest(60_000)).toBe(gentle.longestRestMs)
  })

  it('takes fewer records where somebody had to wait, even if the batch was quick', () => {
    const quick = { rows: 100, tookMs: 1, lagMs: gentle.lagMs * 2 }
    expect(nextPace({ rows: 100, restMs: 0 }, quick, gentle).rows).toBe(50)
    expect(nextPace({ rows: 100, restMs: 0 }, { ...quick, lagMs: 0 }, gentle).rows).toBe(150)
  })

  it('does not grow by a last batch that was not full', () => {
    expect(nextPace({ rows: 100, restMs: 0 }, { rows: 3, tookMs: 1, lagMs: 0 }, gentle).rows).toBe(100)
  })

  it('does not rest at full pace, nor mind who waits', () => {
    expect(nextPace({ rows: 100, restMs: 0 }, { rows: 100, tookMs: 10, lagMs: 900 }, full)).toEqual({
      rows: 150,
      restMs: 0,
    })
  })
})
