import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { codeOf } from '../../../src/capabilities/retention/keptFields.js'
import { ruleFor, sanitizeRetention } from '../../../src/capabilities/retention/options.js'
import { publish } from '../../../src/capabilities/retention/smallCells.js'

const NAMES = ['a', 'b', 'c', 'd']

/** Every way in which so many values can be chosen up to `most` times each. */
function* worlds(values: number, most: number, begun: number[] = []): Generator<number[]> {
  if (begun.length === values) yield begun
  else for (let n = 0; n <= most; n += 1) yield* worlds(values, most, [...begun, n])
}

const cellsOf = (counts: number[]): Record<string, number> =>
  Object.fromEntries(counts.map((count, at) => [NAMES[at]!, count]))
const sumOf = (counts: number[]): number => counts.reduce((sum, count) => sum + count, 0)

describe('statistics of what was anonymized', () => {
  it('tell no count below the smallest, and lose no record between what is told and the rest', () => {
    const counts = fc.dictionary(fc.string({ maxLength: 6 }), fc.nat({ max: 40 }), { maxKeys: 8 })
    fc.assert(
      fc.property(counts, fc.integer({ min: 3, max: 12 }), (cells, smallest) => {
        const told = publish(cells, smallest)
        for (const [value, count] of told.cells) {
          expect(count).toBeGreaterThanOrEqual(smallest)
          expect(count).toBe(cells[value])
        }
        if (told.rest === null) {
          expect(told.cells).toEqual([])
          return
        }
        if (told.rest > 0) expect(told.rest).toBeGreaterThanOrEqual(smallest)
        expect(sumOf(told.cells.map(([, count]) => count)) + told.rest).toBe(sumOf(Object.values(cells)))
      }),
    )
  })

  it('take the next larger ones with small counts that together are small, and tell the others still', () => {
    expect(publish({ a: 11, b: 7, c: 6, d: 2, e: 1 }, 5)).toEqual({
      cells: [
        ['a', 11],
        ['b', 7],
      ],
      rest: 9,
    })
  })

  it.each([
    [3, 2, 12],
    [3, 3, 12],
    [3, 4, 9],
    [5, 2, 20],
    [5, 3, 20],
    [5, 4, 11],
  ])(
    'leave whoever knows the total, all values and the rule guessing at each small count: %i, %i values',
    (smallest, values, most) => {
      const known = new Map<string, Set<number>[]>()
      const small: [string, number, number][] = []
      for (const world of worlds(values, most)) {
        const told = publish(cellsOf(world), smallest)
        const total = sumOf(world)
        const seen = JSON.stringify([total, told])
        const ways = known.get(seen) ?? world.map(() => new Set<number>())
        known.set(seen, ways)
        for (const [at, count] of world.entries()) {
          ways[at]!.add(count)
          // Larger worlds are cut off: what they could be was not tried.
          if (count > 0 && count < smallest && total <= most) small.push([seen, at, count])
        }
      }
      expect(small.length).toBeGreaterThan(0)
      expect(small.filter(([seen, at]) => known.get(seen)![at]!.size < 2)).toEqual([])
    },
  )

  it('tell all of it where nothing is small, and one small count takes the next larger one with it', () => {
    expect(publish({ help: 40, other: 12, none: 0 }, 5)).toEqual({
      cells: [
        ['help', 40],
        ['other', 12],
      ],
      rest: 0,
    })
    expect(publish({ help: 40, other: 12, thanks: 9, complaint: 2 }, 5)).toEqual({
      cells: [
        ['help', 40],
        ['other', 12],
      ],
      rest: 11,
    })
    // Of two the one would follow from the total.
    expect(publish({ help: 40, complaint: 2 }, 5)).toEqual({ cells: [], rest: null })
  })
})

describe('what is counted of a value', () => {
  it('is a choice that is offered, and never a word of anybody', () => {
    const choice = { label: 'Topic', values: new Map([['help', 'Help']]) }
    expect(['help', 'CANARY', '', null, 7, ['help']].map((value) => codeOf(choice, value))).toEqual([
      ...['=help', '?', '-', '-', '?', '?'],
    ])
    const code = { label: 'Country', values: 'codes' as const }
    expect(['ca', 'CA', 'Canada'].map((value) => codeOf(code, value))).toEqual(['=CA', '=CA', '?'])
    const tick = { label: 'Told', values: 'tick' as const }
    expect([true, 'on', 'true', false, undefined, 'CANARY'].map((value) => codeOf(tick, value))).toEqual([
      ...['=true', '=true', '=true', '=false', '=false', '=false'],
    ])
  })
})

describe('a rule that anonymizes', () => {
  it('says what it counts, term by term, and a case deletes unless it says otherwise', () => {
    const { terms } = ruleFor('chats', {
      action: 'anonymize',
      keep: ['topic', 'topic', 'told'],
      cases: [
        { where: { status: 'spam' }, hours: 48 },
        { where: { status: 'closed' }, days: 5, action: 'anonymize', keep: ['topic'] },
      ],
    })
    expect([terms, ...terms.cases].map(({ keep }) => keep)).toEqual([['topic', 'told'], undefined, ['topic']])
  })

  it.each([
    [{ action: 'anonymize' }, /must name at least one field.*"delete"/],
    [{ action: 'anonymize', keep: [] }, /must name at least one field/],
    [{ keep: ['topic'] }, /without `action: "anonymize"`/],
    [{ action: 'delete', keep: ['topic'] }, /without `action: "anonymize"`/],
    [{ action: 'mask', keep: ['topic'] }, /must be "delete" or "anonymize", not "mask"/],
    [{ action: 'anonymize', keep: ['a.b'] }, /names of fields, not "a.b"/],
    [{ cases: [{ where: { status: 'spam' }, days: 1, keep: ['topic'] }] }, /cases\[0\]\.keep/],
  ])('is refused when it cannot be: %j', (given, why) => {
    expect(() => ruleFor('chats', given as never)).toThrow(why)
  })

  it('tells of three records at least', () => {
    expect(sanitizeRetention({}).smallestCount).toBe(5)
    expect(sanitizeRetention({ smallestCount: 3 }).smallestCount).toBe(3)
    for (const smallestCount of [0, 2, 2.5, 1001, '5'])
      expect(() => sanitizeRetention({ smallestCount: smallestCount as number })).toThrow(/from 3 to 1000/)
  })
})
