import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  changeMachine,
  type ChangeAction,
  type ChangeState,
} from '../../../src/capabilities/retention/domain.js'
import { ruleFor, type RetentionRuleOptions } from '../../../src/capabilities/retention/options.js'
import {
  datesWatched,
  fieldsWatched,
  leavesOn,
  needsPurposes,
  ruleInWords,
  termsInWords,
} from '../../../src/capabilities/retention/terms.js'
import { translations } from '../../../src/translations/index.js'
import { t as translate } from '@payloadcms/translations'

const timeZone = 'America/Toronto'
const termsOf = (given: RetentionRuleOptions) => ruleFor('chats', given).terms
const leaves = (
  given: RetentionRuleOptions,
  at: string,
  { purposes = [], ...record }: { purposes?: string[]; [name: string]: unknown } = {},
): string => leavesOn(termsOf(given), { receivedAt: new Date(at), purposes, record, timeZone }).toISOString()
/** Without the narrow and the hard spaces of French. */
const inWords =
  (locale: 'en' | 'fr') =>
  (key: string, values?: Record<string, unknown>): string =>
    translate({
      key: key as never,
      translations: translations[locale] as never,
      vars: values as never,
    }).replaceAll(/[\u00A0\u202F]/g, ' ')

describe('the term of a record', () => {
  it('is three calendar months from receipt where the host says nothing', () => {
    expect(leaves({}, '2025-11-30T17:00:00.000Z')).toBe('2026-02-28T17:00:00.000Z')
  })

  it('counts calendar days by the clock on the wall and hours by the clock that runs', () => {
    // The clocks change in the night to 8 March 2026.
    expect(leaves({ days: 1 }, '2026-03-07T17:00:00.000Z')).toBe('2026-03-08T16:00:00.000Z')
    expect(leaves({ hours: 24 }, '2026-03-07T17:00:00.000Z')).toBe('2026-03-08T17:00:00.000Z')
  })

  it('follows the purpose, and of several the earliest', () => {
    const rule: RetentionRuleOptions = {
      purposeField: 'for',
      cases: [
        { purposes: ['employment', 'reference'], months: 12 },
        { purposes: ['survey'], days: 30 },
      ],
    }
    const at = '2026-01-10T12:00:00.000Z'
    expect(leaves(rule, at, { purposes: ['contact'] })).toBe('2026-04-10T11:00:00.000Z')
    expect(leaves(rule, at, { purposes: ['contact', 'employment'] })).toBe('2027-01-10T12:00:00.000Z')
    expect(leaves(rule, at, { purposes: ['employment', 'survey'] })).toBe('2026-02-09T12:00:00.000Z')
  })

  it('follows the state, also where a field holds several values', () => {
    const rule: RetentionRuleOptions = { cases: [{ where: { status: ['closed', 'spam'] }, days: 7 }] }
    const at = '2026-01-10T12:00:00.000Z'
    expect(leaves(rule, at, { status: 'open' })).toBe('2026-04-10T11:00:00.000Z')
    for (const status of ['spam', ['open', 'closed']])
      expect(leaves(rule, at, { status })).toBe('2026-01-17T12:00:00.000Z')
    for (const status of [null, undefined, [], '', ['']])
      expect(leaves(rule, at, { status })).toBe('2026-04-10T11:00:00.000Z')
  })

  it('counts from closing, and from receipt at most, whether it is ever closed or not', () => {
    const rule: RetentionRuleOptions = {
      months: 3,
      countedFrom: { field: 'closedAt', atMost: { months: 24 } },
    }
    const at = '2026-01-10T12:00:00.000Z'
    expect(leaves(rule, at)).toBe('2028-01-10T12:00:00.000Z')
    expect(leaves(rule, at, { closedAt: '2026-02-10T12:00:00.000Z' })).toBe('2026-05-10T11:00:00.000Z')
    // A closing that lies beyond it moves nothing.
    expect(leaves(rule, at, { closedAt: '2030-02-10T12:00:00.000Z' })).toBe('2028-01-10T12:00:00.000Z')
    for (const closedAt of ['never', 7, null, {}])
      expect(leaves(rule, at, { closedAt })).toBe('2028-01-10T12:00:00.000Z')
  })

  it('never lies beyond the longest that any of its terms allows', () => {
    const span = fc.oneof(
      fc.record({ months: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ days: fc.integer({ min: 1, max: 900 }) }),
      fc.record({ hours: fc.integer({ min: 1, max: 9000 }) }),
    )
    const instant = fc.date({ min: new Date('2024-01-01'), max: new Date('2032-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(span, span, span, instant, instant, fc.boolean(), (own, other, most, at, closed, is) => {
        const given: RetentionRuleOptions = {
          ...own,
          cases: [
            { ...other, where: { status: 'closed' }, countedFrom: { field: 'closedAt', atMost: most } },
          ],
        }
        const record = { status: is ? 'closed' : 'open', closedAt: closed.toISOString() }
        const bound = leavesOn(termsOf(is ? most : own), {
          receivedAt: at,
          purposes: [],
          record: {},
          timeZone,
        })
        const date = leavesOn(termsOf(given), { receivedAt: at, purposes: [], record, timeZone })
        expect(date <= bound).toBe(true)
      }),
    )
  })

  it('says which fields of a record it looks at', () => {
    const terms = termsOf({
      countedFrom: { field: 'closedAt', atMost: { months: 24 } },
      cases: [
        { where: { status: 'spam' }, days: 1 },
        { purposes: ['survey'], days: 30, countedFrom: { field: 'askedAt', atMost: { days: 60 } } },
      ],
    })
    expect([fieldsWatched(terms), datesWatched(terms), needsPurposes(terms)]).toEqual([
      ['closedAt', 'askedAt', 'status'],
      ['closedAt', 'askedAt'],
      true,
    ])
    expect([fieldsWatched(termsOf({})), needsPurposes(termsOf({}))]).toEqual([[], false])
  })

  it('is refused where it says nothing, too much, or of nothing', () => {
    const bad: [RetentionRuleOptions, RegExp][] = [
      [{ months: 3, days: 2 }, /exactly one/],
      [{ hours: 0 }, /hours/],
      [{ months: 1201 }, /months/],
      [{ days: 1.5 }, /days/],
      [{ cases: [{ days: 2 }] }, /which records/],
      [{ cases: [{ purposes: [], days: 2 }] }, /which records/],
      [{ cases: [{ purposes: ['Employment!'], days: 2 }] }, /small letters/],
      [{ cases: [{ purposes: ['survey'] }] }, /exactly one/],
      [{ countedFrom: { field: 'closedAt' } as never }, /atMost/],
    ]
    for (const [given, message] of bad) expect(() => ruleFor('chats', given)).toThrow(message)
  })

  it('reads as a sentence in both languages, also from a certificate of an earlier version', () => {
    const terms = termsOf({
      cases: [
        { purposes: ['survey'], days: 1 },
        {
          where: { status: ['closed', 'spam'] },
          hours: 48,
          countedFrom: { field: 'closedAt', atMost: { months: 24 } },
        },
      ],
    })
    expect(termsInWords(terms, inWords('en'))).toBe(
      '3 calendar months from receipt; purpose survey: 1 day from receipt; status is closed, spam: 48 hours from "closedAt", at the latest 24 calendar months from receipt',
    )
    expect(termsInWords(terms, inWords('fr'))).toBe(
      '3 mois civils à compter de la réception; finalité survey : 1 jour à compter de la réception; status vaut closed, spam : 48 heures à compter de « closedAt », au plus tard 24 mois civils à compter de la réception',
    )
    expect(ruleInWords({ rule: '3 calendar months from receipt' }, inWords('fr'))).toBe(
      '3 mois civils à compter de la réception',
    )
    expect(ruleInWords({ rule: '3 calendar months from closedAt', terms: null }, inWords('fr'))).toBe(
      '3 calendar months from closedAt',
    )
  })
})

describe('a change of a rule', () => {
  it('allows these steps and no others', () => {
    const allowed: Partial<Record<`${ChangeState} ${ChangeAction}`, ChangeState>> = {
      'settled change': 'looking',
      'looking change': 'looking',
      'looking ask': 'waiting',
      'looking finish': 'settled',
      'waiting change': 'looking',
      'waiting confirm': 'lengthening',
      'lengthening change': 'looking',
      'lengthening finish': 'settled',
    }
    for (const state of changeMachine.states)
      for (const action of ['ask', 'change', 'confirm', 'finish'] as const) {
        const to = allowed[`${state} ${action}`]
        expect(changeMachine.can(state, action)).toBe(to !== undefined)
        if (to) expect(changeMachine.next(state, action)).toBe(to)
        else expect(() => changeMachine.next(state, action)).toThrow()
      }
  })
})
