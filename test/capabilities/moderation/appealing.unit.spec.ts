import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  appealableUntil,
  judgeAppeal,
  judgeUndo,
  UNDO_MINUTES,
} from '../../../src/capabilities/moderation/appealing.js'
import { type CaseState, DECIDED } from '../../../src/capabilities/moderation/domain.js'
import { isGovernanceError } from '../../../src/kernel/errors.js'

const whyOf = (work: () => unknown): string => {
  try {
    work()
    return 'fine'
  } catch (error) {
    if (isGovernanceError(error)) return String(error.params.why)
    throw error
  }
}

const MINUTE = 60_000

describe('an appeal', () => {
  it('is possible once, against a removal, and within the term', () => {
    const states = fc.constantFrom<CaseState | null>(null, 'open', ...DECIDED)
    const span = fc.integer({ min: -5, max: 5 })
    fc.assert(
      fc.property(states, span, fc.boolean(), (state, early, appealed) => {
        const until = new Date('2026-03-01T12:00:00Z')
        const now = new Date(until.getTime() - early * MINUTE)
        const expected = appealed
          ? 'appealed'
          : state !== 'removed'
            ? 'nothingToAppeal'
            : early < 0
              ? 'appealTooLate'
              : 'fine'
        expect(whyOf(() => judgeAppeal({ state, until, appealed }, now))).toBe(expected)
      }),
    )
  })

  it('has whole days by the calendar of the organization, also over a change of the clocks', () => {
    const decided = new Date('2026-02-20T15:00:00Z')
    expect(appealableUntil(decided, 30, 'America/Toronto').toISOString()).toBe('2026-03-22T14:00:00.000Z')
    expect(appealableUntil(decided, 30, 'UTC').toISOString()).toBe('2026-03-22T15:00:00.000Z')
  })
})

describe('a removal', () => {
  it('is taken back by whoever made it, within minutes, and not once its author appealed', () => {
    const who = fc.constantFrom('users:1', 'users:2')
    fc.assert(
      fc.property(who, fc.integer({ min: 0, max: 20 }), fc.boolean(), (decidedBy, minutes, appealed) => {
        const decidedAt = new Date('2026-03-01T12:00:00Z')
        const now = new Date(decidedAt.getTime() + minutes * MINUTE)
        const expected =
          decidedBy !== 'users:1' ? 'undoOthers' : appealed || minutes > UNDO_MINUTES ? 'undoTooLate' : 'fine'
        expect(whyOf(() => judgeUndo({ decidedBy, decidedAt, appealed }, 'users:1', now))).toBe(expected)
      }),
    )
  })
})
