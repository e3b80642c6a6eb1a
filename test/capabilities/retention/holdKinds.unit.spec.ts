import { describe, expect, it } from 'vitest'

import {
  type Hold,
  keptBy,
  LATE_DAYS,
  opposite,
  type PlainType,
  questionOf,
  reviewOf,
} from '../../../src/capabilities/retention/holdKinds.js'

const types = new Map<string, PlainType>([
  ['topic', 'text'],
  ['urgency', 'number'],
  ['answered', 'boolean'],
  ['endedAt', 'date'],
  ['form', 'id'],
])
const hold = (id: string, kind: Hold['kind'], subject: string): Hold => ({ id, kind, subject, query: null })
const codeOf = (act: () => unknown): string => {
  try {
    act()
    return 'none'
  } catch (error) {
    return String((error as { params: { why: string } }).params.why)
  }
}

describe('which holds keep a record', () => {
  const holds = [
    hold('1', 'record', 'chats:7'),
    hold('2', 'person', 'users:3'),
    hold('3', 'person', 'address:abc'),
    hold('4', 'case', 'gov-incidents:9'),
    hold('5', 'query', 'collection:chats'),
  ]
  const known = {
    ref: 'chats:8',
    names: new Set<string>(),
    cases: new Set<string>(),
    found: new Set<string>(),
  }
  const ids = (more: Partial<typeof known>): string[] =>
    keptBy(holds, { ...known, ...more }).map(({ id }) => id)

  it('is told by the record itself, whom it names, its cases, and the questions that find it', () => {
    expect(ids({})).toEqual([])
    expect(ids({ ref: 'chats:7' })).toEqual(['1'])
    expect(ids({ names: new Set(['users:3']) })).toEqual(['2'])
    expect(ids({ names: new Set(['address:abc', 'address:x']) })).toEqual(['3'])
    expect(ids({ cases: new Set(['gov-incidents:9']) })).toEqual(['4'])
    expect(ids({ found: new Set(['5', '1']) })).toEqual(['5'])
    expect(ids({ ref: 'chats:7', names: new Set(['users:3']), found: new Set(['5']) })).toEqual([
      '1',
      '2',
      '5',
    ])
  })

  it('is no other record, and no account of the same number as a record', () => {
    expect(ids({ ref: 'users:3' })).toEqual([])
    expect(ids({ names: new Set(['chats:7', 'gov-incidents:9']) })).toEqual([])
  })
})

describe('a question of a hold', () => {
  it('is taken with values of the field’s own type', () => {
    expect(questionOf({ topic: { equals: 'help' } }, types)).toEqual({ topic: { equals: 'help' } })
    expect(questionOf({ urgency: { greater_than: '3' } }, types)).toEqual({ urgency: { greater_than: 3 } })
    expect(questionOf({ answered: { equals: 'false' } }, types)).toEqual({ answered: { equals: false } })
    expect(questionOf({ endedAt: { less_than: '2026-01-02' } }, types)).toEqual({
      endedAt: { less_than: '2026-01-02T00:00:00.000Z' },
    })
    expect(questionOf({ and: [{ topic: { exists: true } }, { form: { in: [1, 2] } }] }, types)).toEqual({
      and: [{ topic: { exists: true } }, { form: { in: [1, 2] } }],
    })
    expect(questionOf({ topic: { not_equals: 'x' } }, types)).toEqual({
      or: [{ topic: { not_equals: 'x' } }, { topic: { exists: false } }],
    })
  })

  it('is refused where it asks of no plain field, of nothing, or of too much', () => {
    const many = Array.from({ length: 21 }, () => ({ topic: { equals: 'x' } }))
    const nested = { and: [{ and: [{ and: [{ and: [{ topic: { equals: 'x' } }] }] }] }] }
    for (const [given, why] of [
      [{ secret: { equals: 'x' } }, 'holdField'],
      [{ topic: { like: 'x' } }, 'holdField'],
      [{ 'author.email': { equals: 'x' } }, 'holdField'],
      [{ topic: 'x' }, 'holdField'],
      [{ topic: { equals: { $gt: '' } } }, 'holdValue'],
      [{ topic: { equals: 'x'.repeat(501) } }, 'holdValue'],
      [{ urgency: { equals: 'many' } }, 'holdValue'],
      [{ form: { equals: null } }, 'holdValue'],
      [{ topic: { in: Array.from({ length: 101 }, () => 'x') } }, 'holdValue'],
      [{ topic: { in: [] } }, 'holdValue'],
      [{}, 'holdEmpty'],
      [null, 'holdEmpty'],
      [{ and: [] }, 'holdEmpty'],
      [{ topic: {} }, 'holdEmpty'],
      [nested, 'holdEmpty'],
      [{ or: many }, 'holdLong'],
    ] as const)
      expect(
        codeOf(() => questionOf(given, types)),
        JSON.stringify(given).slice(0, 60),
      ).toBe(why)
  })

  it('has an opposite that empty fields belong to, and whose opposite is the question', () => {
    const rows = [
      { topic: 'a', urgency: 1 },
      { topic: 'b', urgency: 5 },
      { topic: null, urgency: 5 },
      { topic: 'a', urgency: null },
      { topic: null, urgency: null },
    ]
    type Row = Record<string, null | number | string>
    // As a database compares: with an empty field no comparison is true.
    const finds = (question: any, row: Row): boolean => {
      if (question.and) return question.and.every((one: any) => finds(one, row))
      if (question.or) return question.or.some((one: any) => finds(one, row))
      const [[field, condition]] = Object.entries(question) as [[string, any]]
      const [[operator, value]] = Object.entries(condition) as [[string, any]]
      const stored = row[field] ?? null
      if (operator === 'exists') return (stored !== null) === value
      if (stored === null) return false
      if (operator === 'in') return value.includes(stored)
      if (operator === 'not_in') return !value.includes(stored)
      const compare: Record<string, boolean> = {
        equals: stored === value,
        not_equals: stored !== value,
        greater_than: stored > value,
        greater_than_equal: stored >= value,
        less_than: stored < value,
        less_than_equal: stored <= value,
      }
      return compare[operator]!
    }
    const leaves = [
      { topic: { equals: 'a' } },
      { topic: { not_equals: 'a' } },
      { topic: { in: ['a', 'b'] } },
      { topic: { exists: true } },
      { topic: { exists: false } },
      { urgency: { greater_than: 1 } },
      { urgency: { greater_than_equal: 5 } },
      { urgency: { less_than: 5 } },
      { urgency: { less_than_equal: 1 } },
    ]
    const given = [
      ...leaves,
      ...leaves.flatMap((one) => leaves.flatMap((two) => [{ and: [one, two] }, { or: [one, two] }])),
    ]
    for (const one of given) {
      const question = questionOf(one, types)
      for (const row of rows) {
        const text = `${JSON.stringify(question)} of ${JSON.stringify(row)}`
        expect(finds(opposite(question), row), text).toBe(!finds(question, row))
        expect(finds(opposite(opposite(question)), row), text).toBe(finds(question, row))
      }
    }
  })
})

describe('the review of a hold', () => {
  it('is due on its date and late two weeks after', () => {
    const reviewAt = new Date('2026-05-01T12:00:00.000Z')
    const after = (days: number, ms = 0): Date => new Date(reviewAt.getTime() + days * 86_400_000 + ms)
    expect(reviewOf(reviewAt, after(0, -1))).toBe('later')
    expect(reviewOf(reviewAt, after(0))).toBe('due')
    expect(reviewOf(reviewAt, after(LATE_DAYS, -1))).toBe('due')
    expect(reviewOf(reviewAt, after(LATE_DAYS))).toBe('late')
  })
})
