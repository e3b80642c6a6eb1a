import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  addOfficeMinutes,
  officeDay,
  type OfficeHours,
  sanitizeOfficeHours,
} from '../../src/kernel/officeHours.js'

const office: OfficeHours = {
  timeZone: 'America/Toronto',
  weekdays: [1, 2, 3, 4, 5],
  opens: '09:00',
  closes: '17:00',
  holidays: ['2026-12-25', '2026-12-28'],
}
const after = (from: string, minutes: number, hours = office): string =>
  addOfficeMinutes(new Date(from), minutes, hours).toISOString()

describe('a deadline in office hours', () => {
  it('lies within the same day where there is time left', () => {
    expect(after('2026-11-23T10:00:00-05:00', 240)).toBe('2026-11-23T19:00:00.000Z')
    expect(after('2026-11-23T13:00:00-05:00', 240)).toBe('2026-11-23T22:00:00.000Z')
  })
  it('goes on with the next opening, over a weekend and over holidays', () => {
    expect(after('2026-11-27T16:00:00-05:00', officeDay(office))).toBe('2026-11-30T21:00:00.000Z')
    expect(after('2026-12-24T16:00:00-05:00', 120)).toBe('2026-12-29T15:00:00.000Z')
  })
  it('counts from the next opening for what is reported at night or on a Sunday', () => {
    expect(after('2026-11-23T03:00:00-05:00', 60)).toBe('2026-11-23T15:00:00.000Z')
    expect(after('2026-11-22T12:00:00-05:00', 60)).toBe('2026-11-23T15:00:00.000Z')
    expect(after('2026-11-23T17:00:00-05:00', 60)).toBe('2026-11-24T15:00:00.000Z')
  })
  it('keeps wall time where clocks are changed', () => {
    const always = { ...office, weekdays: [1, 2, 3, 4, 5, 6, 7] }
    expect(after('2026-10-31T16:00:00-04:00', 120, always)).toBe('2026-11-01T15:00:00.000Z')
    expect(after('2026-03-07T16:00:00-05:00', 120, always)).toBe('2026-03-08T14:00:00.000Z')
  })
  it('is by the clock where the office is open all day, every day', () => {
    const always = {
      ...office,
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      opens: '00:00',
      closes: '24:00',
      holidays: [],
    }
    expect(officeDay(always)).toBe(1440)
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        (from) => {
          expect(addOfficeMinutes(from, 3000, always).getTime() - from.getTime()).toBe(3000 * 60_000)
        },
      ),
    )
  })
  it('is there also for an office that never opens', () => {
    expect(after('2026-11-23T10:00:00Z', 60, { ...office, weekdays: [] })).toBe('2026-11-23T11:00:00.000Z')
  })
  it('comes never before the wall clock would have it, and more minutes never sooner', () => {
    const from = fc.date({ min: new Date('2025-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(
        from,
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 0, max: 500 }),
        (start, span, more) => {
          const due = addOfficeMinutes(start, span, office).getTime()
          expect(due).toBeGreaterThanOrEqual(start.getTime() + span * 60_000)
          expect(addOfficeMinutes(start, span + more, office).getTime()).toBeGreaterThanOrEqual(due)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('the option', () => {
  it('has working days from nine to five where it is left out, and is nothing where switched off', () => {
    expect(sanitizeOfficeHours(undefined, 'Europe/Paris')).toEqual({
      timeZone: 'Europe/Paris',
      weekdays: [1, 2, 3, 4, 5],
      opens: '09:00',
      closes: '17:00',
      holidays: [],
    })
    expect(sanitizeOfficeHours(false, 'Europe/Paris')).toBeNull()
    expect(sanitizeOfficeHours({ opens: '00:00', closes: '24:00' }, 'Europe/Paris')).toMatchObject({
      closes: '24:00',
    })
  })
  it.each([
    ['weekdays', { weekdays: [0] }],
    ['weekdays', { weekdays: [] }],
    ['opens', { opens: '9:00' }],
    ['closes', { closes: '24:01' }],
    ['closes', { opens: '17:00', closes: '09:00' }],
    ['holidays', { holidays: ['2026-02-30'] }],
    ['holidays', { holidays: 'never' }],
    ['close', { close: '16:00' }],
  ])('names `officeHours.%s` where it is wrong: %j', (name, options) => {
    expect(() => sanitizeOfficeHours(options as never, 'Europe/Paris')).toThrow(`officeHours.${name}`)
  })
  it.each([[null], [true], ['9-5'], [[1, 2]]])(
    'is refused by its name where it is no object: %j',
    (options) => {
      expect(() => sanitizeOfficeHours(options as never, 'Europe/Paris')).toThrow(
        expect.objectContaining({ code: 'invalidOption', message: expect.stringContaining('officeHours') }),
      )
    },
  )
})
