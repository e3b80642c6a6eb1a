import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { addSpan, dayIn, isTimeZone, startOfDay } from '../../src/kernel/calendar.js'
import { canonicalJSON, hashOf, keyedHash, randomToken, sameSecret } from '../../src/kernel/canonical.js'
import { ERROR_STATUS, GovernanceError, isGovernanceError } from '../../src/kernel/errors.js'
import { idFor, parseRef, refOf } from '../../src/kernel/ref.js'
import { machine } from '../../src/kernel/stateMachine.js'
import { errors as french } from '../../src/translations/fr/platform.js'

describe('the canonical form', () => {
  it('gives the same text for the same value, whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJSON(turned)).toBe(canonicalJSON(value))
        expect(hashOf(turned)).toBe(hashOf(value))
      }),
    )
  })
  it('writes texts and numbers as JSON does, whatever is in them', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme-ascii' }))
    fc.assert(
      fc.property(text, (value) => {
        expect(canonicalJSON(value)).toBe(JSON.stringify(value))
        expect(canonicalJSON({ [value]: [value] })).toBe(JSON.stringify({ [value]: [value] }))
      }),
    )
    for (const odd of ['"', '\\', '\u0000', '\u001f', '\u007f', '\ud800', '\n', 'é', '~', ' '])
      expect(canonicalJSON(odd)).toBe(JSON.stringify(odd))
    expect(canonicalJSON([1.5, -0, true, undefined])).toBe('[1.5,0,true,null]')
  })
  it('gives different hashes for different values', () => {
    expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: '1' }))
    expect(hashOf(['a', 'b'])).not.toBe(hashOf(['ab']))
    expect(hashOf({ a: [1, 2] })).not.toBe(hashOf({ a: [2, 1] }))
  })
  it('leaves out what is undefined and keeps null', () => {
    expect(canonicalJSON({ a: undefined, b: null })).toBe('{"b":null}')
  })
  it('writes an instant as text, whether it is a Date or already text', () => {
    expect(canonicalJSON(new Date('2026-03-02T00:00:00Z'))).toBe(canonicalJSON('2026-03-02T00:00:00.000Z'))
  })
})

describe('secrets', () => {
  it('tells equal from different, also of different length', () => {
    expect(sameSecret('abc', 'abc')).toBe(true)
    expect(sameSecret('abc', 'abd')).toBe(false)
    expect(sameSecret('', 'a')).toBe(false)
  })
  it('makes tokens of 256 bits that differ', () => {
    expect(Buffer.from(randomToken(), 'base64url')).toHaveLength(32)
    expect(randomToken()).not.toBe(randomToken())
  })
  it('keys a digest', () => {
    expect(keyedHash('k1', 'x')).not.toBe(keyedHash('k2', 'x'))
  })
})

describe('calendar months', () => {
  const zone = 'America/Toronto'
  it.each([
    ['2026-11-30T15:00:00Z', '2027-02-28T15:00:00.000Z'],
    ['2027-11-30T15:00:00Z', '2028-02-29T15:00:00.000Z'],
    ['2026-01-31T15:00:00Z', '2026-04-30T14:00:00.000Z'],
    ['2026-03-31T14:00:00Z', '2026-06-30T14:00:00.000Z'],
  ])('three months after %s is %s: clamped to the month end, wall time kept', (from, to) => {
    expect(addSpan(new Date(from), { months: 3 }, zone).toISOString()).toBe(to)
  })
  it('is never fewer than 89 nor more than 92 days for three months', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2024-01-01'), max: new Date('2032-12-31'), noInvalidDate: true }),
        fc.constantFrom('America/Toronto', 'America/St_Johns', 'UTC', 'Pacific/Auckland'),
        (from, timeZone) => {
          const span = (addSpan(from, { months: 3 }, timeZone).getTime() - from.getTime()) / 86_400_000
          expect(span).toBeGreaterThan(88.9)
          expect(span).toBeLessThan(92.1)
        },
      ),
    )
  })
  it('knows the day in the zone of the organization, not of the server', () => {
    expect(dayIn(new Date('2026-03-02T03:00:00Z'), zone)).toBe('2026-03-01')
    expect(startOfDay(new Date('2026-03-02T03:00:00Z'), zone).toISOString()).toBe('2026-03-01T05:00:00.000Z')
  })
  it('knows zones that exist', () => {
    expect(isTimeZone('America/St_Johns')).toBe(true)
    expect(isTimeZone('Lakeshore/Nowhere')).toBe(false)
  })
})

describe('a state machine', () => {
  const light = machine<'green' | 'red', 'go' | 'stop'>('light', {
    red: { go: 'green' },
    green: { stop: 'red' },
  })
  it('follows its table and refuses everything else with a 409 that names state and action', () => {
    expect(light.next('red', 'go')).toBe('green')
    expect(light.can('red', 'stop')).toBe(false)
    expect(light.actionsIn('green')).toEqual(['stop'])
    expect(() => light.next('red', 'stop')).toThrow(
      expect.objectContaining({
        code: 'stateConflict',
        status: 409,
        data: { code: 'stateConflict', state: 'red', action: 'stop' },
      }),
    )
  })
})

describe('a reference', () => {
  it('survives the way there and back, also with colons in ids', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z-]{1,20}$/), fc.string({ minLength: 1 }), (collection, id) => {
        expect(parseRef(refOf(collection, id))).toEqual({ collection, id })
      }),
    )
  })
  it('becomes a number on SQL only', () => {
    expect(idFor('number', '7')).toBe(7)
    expect(idFor('text', '7')).toBe('7')
    expect(idFor('number', 'abc')).toBe('abc')
  })
})

describe('refusals', () => {
  it('have a status each, and a French sentence', () => {
    for (const code of Object.keys(ERROR_STATUS) as (keyof typeof ERROR_STATUS)[]) {
      expect(new GovernanceError(code, 'x').status).toBe(ERROR_STATUS[code])
      // Wrong configuration speaks to engineers at start, in English.
      if (code !== 'invalidOption') expect(french[code], code).toBeTruthy()
    }
  })
  it('are known by name, so that two copies of the module agree', () => {
    expect(isGovernanceError(new GovernanceError('notFound', 'x'))).toBe(true)
    expect(isGovernanceError(new Error('x'))).toBe(false)
  })
})
