import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  daysUntil,
  dueBefore,
  type FinishedUnit,
  isDue,
  lengthens,
  nextAction,
  OPEN_STATES,
  planMachine,
  receiptOf,
  holdMachine,
  recordDigest,
  tally,
  unitMachine,
  type UnitAction,
  type UnitState,
} from '../../../src/capabilities/retention/domain.js'
import { GovernanceError } from '../../../src/kernel/errors.js'
import { sanitizeRetention } from '../../../src/capabilities/retention/options.js'
import { calendarCheck, leavesByDefault } from './calendar.js'
import { record } from './results.js'

const ACTIONS: UnitAction[] = ['certify', 'dropRows', 'list', 'yield']
const instant = fc.date({ min: new Date('2024-01-01'), max: new Date('2032-12-31'), noInvalidDate: true })

describe('the date on which a record leaves', () => {
  it('is three calendar months after receipt, clamped to the month’s end', () => {
    const leaves = (at: string): string => leavesByDefault(new Date(at), 'America/Toronto').toISOString()
    expect(leaves('2026-03-02T15:00:00.000Z')).toBe('2026-06-02T14:00:00.000Z') // wall time kept over daylight saving
    expect(leaves('2025-11-30T17:00:00.000Z')).toBe('2026-02-28T17:00:00.000Z')
    expect(leaves('2027-11-29T17:00:00.000Z')).toBe('2028-02-29T17:00:00.000Z')
    // Half past eight in the evening of 31 January in Toronto is already February in UTC.
    expect(leaves('2026-02-01T01:30:00.000Z')).toBe('2026-05-01T00:30:00.000Z')
  })

  it('is never late and never more than a day early, on every day of 2024 to 2032 in four zones', () => {
    const full = process.env.FULL === '1'
    const found = calendarCheck(full ? Array.from({ length: 24 }, (_, hour) => hour) : [2])
    record('calendar', found)
    expect(found.checked).toBeGreaterThan(13_000)
    expect(found).toMatchObject({ late: 0, early: 0 })
  })

  it('counts from the moment of writing when the record claims a later receipt, never from later', () => {
    fc.assert(
      fc.property(instant, instant, (claimed, now) => {
        const receipt = receiptOf(claimed.toISOString(), now)
        expect(receipt <= now && receipt <= (claimed < now ? claimed : now)).toBe(true)
      }),
    )
    const now = new Date('2026-01-01')
    for (const nonsense of [undefined, null, 'never', 7, {}]) expect(receiptOf(nonsense, now)).toEqual(now)
  })

  it('may come nearer and never move away', () => {
    fc.assert(
      fc.property(instant, instant, (stored, wished) => {
        expect(lengthens(stored, wished)).toBe(wished.getTime() > stored.getTime())
      }),
    )
    expect(lengthens(new Date(), null)).toBe(true)
  })

  it('is due a day earlier and not before', () => {
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 0, max: 240 }),
        fc.integer({ min: -1000, max: 1000 }),
        (date, hours, shift) => {
          const now = new Date(date.getTime() - hours * 3_600_000 + shift)
          expect(isDue(date, now, hours)).toBe(shift >= 0)
          expect(dueBefore(now, hours) >= date).toBe(shift >= 0)
        },
      ),
    )
  })

  it('is counted in days of the organization’s calendar', () => {
    const now = new Date('2026-05-21T03:00:00.000Z') // still the 20th in Toronto
    expect(daysUntil(new Date('2026-06-02T14:00:00.000Z'), now, 'America/Toronto')).toBe(13)
    expect(daysUntil(new Date('2026-06-02T14:00:00.000Z'), now, 'UTC')).toBe(12)
    expect(daysUntil(new Date('2026-05-19T14:00:00.000Z'), now, 'America/Toronto')).toBe(-1)
  })
})

describe('a deletion unit', () => {
  it('knows for each state what is possible and refuses everything else', () => {
    const allowed: Record<UnitState, Partial<Record<UnitAction, UnitState>>> = {
      intended: { list: 'listed', yield: 'void' },
      // Back, while nothing is gone: a hold came while the list was written.
      listed: { dropRows: 'rowsGone', yield: 'void' },
      filesGone: { dropRows: 'rowsGone' },
      uploadsGone: { dropRows: 'rowsGone' },
      versionsGone: { dropRows: 'rowsGone' },
      rowsGone: { certify: 'certified' },
      certified: {},
      void: {},
    }
    for (const state of unitMachine.states) {
      for (const action of ACTIONS) {
        const to = allowed[state][action]
        if (to) expect(unitMachine.next(state, action)).toBe(to)
        else expect(() => unitMachine.next(state, action)).toThrow(GovernanceError)
      }
    }
  })

  it('always gets from any open state to its certificate, and never back', () => {
    for (const start of OPEN_STATES) {
      const path: UnitState[] = [start]
      for (let action = nextAction(start); action; action = nextAction(path.at(-1)!))
        path.push(unitMachine.next(path.at(-1)!, action))
      expect(path.at(-1)).toBe('certified')
      expect(new Set(path).size).toBe(path.length)
    }
    expect(OPEN_STATES).not.toContain('certified')
    expect(OPEN_STATES).not.toContain('void')
  })

  it('is summed up alike in any order of units and of records', () => {
    const unit = fc.record({
      key: fc.string({ minLength: 1 }),
      digests: fc.array(fc.string()),
      failures: fc.nat(3),
      counts: fc.record({
        rows: fc.nat(100),
        versions: fc.nat(300),
        uploads: fc.nat(100),
        files: fc.nat(300),
      }),
      windowFrom: instant.map((at) => at.toISOString()),
      windowTo: instant.map((at) => at.toISOString()),
      startedAt: instant.map((at) => at.toISOString()),
      filesLeft: fc.nat(5),
    })
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 8 }), (units: FinishedUnit[]) => {
        const shuffled = [...units].reverse().map((one) => ({ ...one, digests: [...one.digests].reverse() }))
        expect(tally(shuffled)).toEqual(tally(units))
        expect(tally(units).rows).toBe(units.reduce((sum, one) => sum + one.counts.rows, 0))
        expect(tally(units).filesLeft).toBe(units.reduce((sum, one) => sum + one.filesLeft, 0))
      }),
    )
  })

  it('keeps a digest that tells a record from the one that got its id later, and only with the key', () => {
    const digest = recordDigest('secret', 'notes:1', '2026-01-01T00:00:00.000Z')
    expect(digest).not.toBe(recordDigest('secret', 'notes:1', '2026-01-02T00:00:00.000Z'))
    expect(digest).not.toBe(recordDigest('other', 'notes:1', '2026-01-01T00:00:00.000Z'))
    expect(digest).not.toContain('notes')
  })
})

describe('holds and plans', () => {
  it('can be confirmed and released once', () => {
    expect(holdMachine.next('placing', 'confirm')).toBe('active')
    expect(holdMachine.next('active', 'release')).toBe('released')
    for (const state of ['released', 'refused'] as const) expect(holdMachine.actionsIn(state)).toEqual([])
    expect(planMachine.next('proposed', 'confirm')).toBe('confirmed')
    expect(() => planMachine.next('confirmed', 'confirm')).toThrow(GovernanceError)
  })
})

describe('the options', () => {
  it('name what is wrong', () => {
    expect(() => sanitizeRetention({ collections: { chats: { months: 0 } } })).toThrow(
      /retention\.collections\['chats'\]\.months/,
    )
    expect(() => sanitizeRetention({ batchSize: 1001 })).toThrow(/retention\.batchSize/)
    expect(() => sanitizeRetention({ pace: 'quick' as never })).toThrow(/retention\.pace/)
    expect(() => sanitizeRetention({ earlyHours: -1 })).toThrow(/retention\.earlyHours/)
  })
})
