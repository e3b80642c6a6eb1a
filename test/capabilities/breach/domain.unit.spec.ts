import { describe, expect, it } from 'vitest'

import {
  type Answers,
  answersFrom,
  pointsTo,
  QUESTION_KEYS,
  QUESTIONS,
} from '../../../src/capabilities/breach/assessment.js'
import { deletedOf, heavier, unreached } from '../../../src/capabilities/breach/counts.js'
import * as domain from '../../../src/capabilities/breach/domain.js'
import type { BreachAction, BreachState } from '../../../src/capabilities/breach/events.js'
import { alarmsOf, clocksOf, PHIPA } from '../../../src/capabilities/breach/lawClocks.js'
import { lifecycle } from '../../../src/capabilities/breach/lifecycle.js'
import { sanitizeBreach } from '../../../src/capabilities/breach/options.js'
import { EMPTY, gapsIn, hashOfNotice, type NoticeText } from '../../../src/capabilities/breach/noticeText.js'
import type { Actor } from '../../../src/kernel/actor.js'

const now = new Date('2026-03-02T15:00:00.000Z')
const officer: Actor = { kind: 'staff', ref: 'users:1', name: 'Priya', roles: ['privacy-officer'] }
const aed: Actor = { kind: 'staff', ref: 'users:2', name: 'Ada', roles: ['aed'] }

const answers: Answers = {
  sensitivity: 'high',
  harm: 'possible',
  access: 'unknown',
  intent: 'accident',
  protection: 'no',
  recovered: 'no',
  exposure: 'days',
}
const whole: NoticeText = {
  en: { happened: 'a', involved: 'b', doing: 'c', contact: 'd', complain: 'e' },
  fr: { happened: 'f', involved: 'g', doing: 'h', contact: 'i', complain: 'j' },
}
const counts = {
  ...{ records: 9, people: 3, told: 0, failed: 2, unsafe: 1, unasked: 0, noAddress: 0, gone: 0 },
  ...{ deleted: 4, deletedMost: 4, untold: false },
}

const breachIn = (state: BreachState, more: Partial<domain.Breach> = {}): domain.Breach => ({
  ref: 'gov-breaches:7',
  id: 7,
  number: 'AAAA-BBBB',
  state,
  summary: 'A laptop is gone.',
  incident: null,
  discoveredAt: new Date('2026-03-01T15:00:00.000Z'),
  declaredAt: now,
  assessments: [],
  round: 1,
  criteria: null,
  counts,
  notice: whole,
  noticeBy: 'users:1',
  approvedAt: null,
  notifiedAt: null,
  closedAt: null,
  met: {},
  means: [{ at: now.toISOString(), by: 'users:1', name: 'Priya', words: 'On the door.' }],
  timeline: [],
  ...more,
})

/** Every action with what it needs to be possible at all. */
const DO: Record<BreachAction, (found: domain.Breach) => domain.Outcome> = {
  assessReal: (found) =>
    domain.assess({ found, actor: officer, now }, { answers, risk: 'real', reason: 'Health.' }),
  assessNone: (found) =>
    domain.assess({ found, actor: officer, now }, { answers, risk: 'none', reason: 'Locked.' }),
  search: (found) => domain.search({ found, actor: officer, now }, { to: now.toISOString() }),
  finishSearch: (found) => domain.finishSearch({ found, actor: officer, now }, counts),
  write: (found) => domain.write({ found, actor: officer, now }, whole, hashOfNotice(whole), '/here'),
  approve: (found) => domain.approve({ found, actor: aed, now }, hashOfNotice(whole)),
  send: (found) => domain.send({ found, actor: aed, now }, 3),
  finishSending: (found) => domain.finishSending({ found, actor: aed, now }, counts, [PHIPA]),
  retry: (found) => domain.retry({ found, actor: aed, now }),
  close: (found) => domain.close({ found, actor: aed, now }, 'A lock.', now),
}
const LEADS: Record<BreachState, Partial<Record<BreachAction, BreachState>>> = {
  suspected: { assessNone: 'noRisk', assessReal: 'atRisk' },
  noRisk: { assessNone: 'noRisk', assessReal: 'atRisk', close: 'closed' },
  atRisk: { assessNone: 'noRisk', assessReal: 'atRisk', search: 'searching', write: 'atRisk' },
  searching: { write: 'searching', finishSearch: 'found' },
  found: {
    assessNone: 'noRisk',
    assessReal: 'found',
    search: 'searching',
    write: 'found',
    approve: 'approved',
  },
  approved: {
    assessNone: 'noRisk',
    assessReal: 'approved',
    search: 'searching',
    write: 'found',
    send: 'notifying',
  },
  notifying: { finishSending: 'notified' },
  notified: { retry: 'notifying', close: 'closed' },
  closed: {},
}
const PAIRS = Object.keys(LEADS).flatMap((state) =>
  Object.keys(DO).map((action) => ({
    state: state as BreachState,
    action: action as BreachAction,
    to: LEADS[state as BreachState][action as BreachAction],
  })),
)

describe('A breach', () => {
  it('has no state and no action beside those that are tried here', () => {
    expect([...lifecycle.states].sort()).toEqual(Object.keys(LEADS).sort())
    expect(PAIRS).toHaveLength(90)
  })

  it.each(PAIRS)('"$state" and "$action" give $to', ({ state, action, to }) => {
    const act = () => DO[action](breachIn(state))
    if (to === undefined) {
      expect(act).toThrow(expect.objectContaining({ code: 'stateConflict' }))
      return
    }
    const { data, effects } = act()
    expect(data.state).toBe(to)
    expect(effects?.ledger).toHaveLength(1)
    expect(data.timeline).toHaveLength(1)
    // The words are personal values: the entry itself says what happened, and in numbers.
    expect(JSON.stringify(effects?.ledger?.[0]?.facts)).not.toMatch(/Health|Locked|A lock/)
  })

  it('is approved by somebody else than who wrote the notice, and only as it was read', () => {
    const found = breachIn('found')
    const approve = (actor: Actor, read: string) => () => domain.approve({ found, actor, now }, read)
    expect(approve(officer, hashOfNotice(whole))).toThrow(
      expect.objectContaining({ code: 'separationOfDuties' }),
    )
    expect(approve(aed, 'another')).toThrow(expect.objectContaining({ code: 'changedSinceRead' }))
    const incomplete = breachIn('found', { notice: { ...whole, fr: { ...whole.fr, contact: ' ' } } })
    expect(() => domain.approve({ found: incomplete, actor: aed, now }, 'x')).toThrow(/fr-notice-contact/)
  })

  it('takes no notice over one that was changed meanwhile', () => {
    const change = { found: breachIn('found'), actor: aed, now }
    expect(() => domain.write(change, whole, 'older', '/here')).toThrow(
      expect.objectContaining({ code: 'changedSinceRead' }),
    )
    const { effects } = domain.write(change, whole, hashOfNotice(whole), '/here')
    expect(effects?.mail?.[0]?.to).toEqual({ roles: domain.BREACH_ROLES, except: ['users:2'] })
    expect(domain.write(change, EMPTY, hashOfNotice(whole), '/here').effects?.mail).toEqual([])
  })

  it('is sent to as many people as whoever sends has been shown', () => {
    expect(() => domain.send({ found: breachIn('approved'), actor: aed, now }, 2)).toThrow(
      expect.objectContaining({ code: 'changedSinceRead' }),
    )
  })

  it('is not closed while nobody said how those learn of it who cannot be written to', () => {
    const found = breachIn('notified', { means: [] })
    const close = () => domain.close({ found, actor: aed, now }, 'A lock.', now)
    expect(close).toThrow(expect.objectContaining({ code: 'stateConflict' }))
    found.counts = { ...counts, unsafe: 0, failed: 0, deleted: 0, deletedMost: 0 }
    expect(close).not.toThrow()
  })

  it('has nothing to try again where nothing failed', () => {
    const found = breachIn('notified', { counts: { ...counts, failed: 0 } })
    expect(() => domain.retry({ found, actor: aed, now })).toThrow(/nothing to send again/)
  })

  it('adds nothing to what is closed, and meets each clock once', () => {
    expect(() => domain.otherMeans({ found: breachIn('closed'), actor: aed, now }, 'x')).toThrow(/closed/)
    const met = { gdpr: { at: '', by: '', name: '', words: '' } }
    expect(domain.meet({ found: breachIn('found', { met }), actor: aed, now }, 'gdpr', 'x')).toBeNull()
  })
})

describe('The assessment', () => {
  it('needs an answer to every question', () => {
    for (const question of QUESTION_KEYS) {
      const given = { ...answers, [question]: 'perhaps' }
      expect(() => answersFrom(given)).toThrow(
        expect.objectContaining({ data: expect.objectContaining({ field: question }) }),
      )
    }
    expect(answersFrom({ ...answers, more: 1 })).toEqual(answers)
  })

  it('points away from a risk only where nobody can use the data or it harms nobody', () => {
    expect(pointsTo(answers)).toBe('real')
    expect(pointsTo({ ...answers, protection: 'yes' })).toBe('none')
    expect(pointsTo({ ...answers, protection: 'yes', harm: 'likely' })).toBe('real')
    expect(pointsTo({ ...answers, access: 'trusted', recovered: 'yes' })).toBe('none')
    expect(pointsTo({ ...answers, access: 'trusted' })).toBe('real')
    expect(pointsTo({ ...answers, sensitivity: 'low', harm: 'no' })).toBe('none')
    expect(pointsTo({ ...answers, sensitivity: 'low', harm: 'no', access: 'hostile' })).toBe('real')
  })

  it('never points to less when an answer gets worse', () => {
    const worse = (question: keyof Answers, from: Answers): Answers[] =>
      QUESTIONS[question]
        .slice((QUESTIONS[question] as readonly string[]).indexOf(from[question]) + 1)
        .map((answer) => ({ ...from, [question]: answer }))
    const every = QUESTION_KEYS.reduce<Answers[]>(
      (known, question) =>
        known.flatMap((one) => QUESTIONS[question].map((answer) => ({ ...one, [question]: answer }))),
      [answers],
    )
    const softer = every
      .filter((one) => pointsTo(one) === 'real')
      .flatMap((one) => QUESTION_KEYS.flatMap((question) => worse(question, one)))
      .filter((one) => pointsTo(one) === 'none')
    expect(softer).toEqual([])
  })
})

describe('The clocks', () => {
  const rules = sanitizeBreach({
    clocks: [
      'gdpr',
      'pipeda',
      { key: 'tell-board', label: { en: 'Tell the board', fr: 'Aviser le CA' }, days: 5, source: 'By-law 9' },
    ],
  }).clocks
  const discoveredAt = new Date('2026-03-06T15:00:00.000Z')
  const at = (hours: number): Date => new Date(discoveredAt.getTime() + hours * 3_600_000)
  const seen = (state: BreachState, hours: number, met = {}) =>
    clocksOf(rules, { state, discoveredAt, met }, { now: at(hours), timeZone: 'America/Toronto' })
  const steps = (hours: number, met = {}): string[] =>
    alarmsOf(seen('found', hours, met), at(hours)).map(({ clock, step }) => `${clock.key} ${step}`)

  it('are data: key, words, law, and a number of hours or days, or none', () => {
    expect(seen('suspected', 1).map(({ key, dueAt }) => [key, dueAt?.toISOString() ?? null])).toEqual([
      ['phipa', null],
      ['gdpr', '2026-03-09T15:00:00.000Z'],
      ['pipeda', null],
      // Five days of the calendar: on the eighth the clocks of Toronto went forward.
      ['tell-board', '2026-03-11T14:00:00.000Z'],
    ])
  })

  it('name their law in the language of whoever reads', () => {
    const both = { en: 'By-law 9', fr: 'Règlement 9' }
    const own = { key: 'board', label: { en: 'Tell the board', fr: 'Aviser le CA' }, source: both }
    const known = sanitizeBreach({ clocks: ['gdpr', 'pipeda', own] }).clocks.map(({ source }) => source.fr)
    expect(known).toEqual(['LPRPS, par. 12 (2)', 'RGPD, art. 33', 'LPRPDE, art. 10.1', 'Règlement 9'])
    expect(rules.at(-1)!.source).toEqual({ en: 'By-law 9', fr: 'By-law 9' })
  })

  it('say in time that they run out, and when they have, each once', () => {
    expect(steps(23)).toEqual([])
    expect(steps(47)).toEqual(['phipa open0', 'pipeda open0'])
    expect(steps(48)).toEqual(['phipa open0', 'gdpr soon', 'pipeda open0'])
    expect(steps(72)).toEqual(['phipa open0', 'gdpr over', 'pipeda open0'])
    expect(steps(24 + 7 * 24)).toEqual(['phipa open1', 'gdpr over', 'pipeda open1', 'tell-board over'])
    expect(steps(72, { gdpr: {}, pipeda: {} })).toEqual(['phipa open0'])
  })

  it('stop where there is no real risk', () => {
    expect(alarmsOf(seen('noRisk', 500), at(500))).toEqual([])
    expect(seen('noRisk', 500).some(({ running, overdue }) => running || overdue)).toBe(false)
  })

  it('refuse at start what is no clock', () => {
    const wrong = [
      [{ clocks: ['hipaa'] }, /clocks\[0\]/],
      [{ clocks: [{ key: 'A b', label: { en: 'x', fr: 'y' }, source: 'z' }] }, /key/],
      [{ clocks: [{ key: 'a', label: { en: 'x' }, source: 'z' }] }, /label/],
      [{ clocks: [{ key: 'a', label: { en: 'x', fr: 'y' } }] }, /source/],
      [{ clocks: [{ key: 'a', label: { en: 'x', fr: 'y' }, source: { en: 'z' } }] }, /source/],
      [{ clocks: [{ key: 'a', label: { en: 'x', fr: 'y' }, source: 'z', hours: 1, days: 1 }] }, /not both/],
      [{ clocks: ['gdpr', 'gdpr'] }, /two clocks/],
      [{ registerMonths: 12 }, /24/],
      [{ clock: [] }, /not known/],
    ] as const
    for (const [options, words] of wrong) expect(() => sanitizeBreach(options as never)).toThrow(words)
    expect(sanitizeBreach().clocks.map(({ key }) => key)).toEqual(['phipa'])
  })
})

describe('The numbers', () => {
  it('count deleted records, and say where only a span is known', () => {
    const none = { least: 0, most: 0 }
    expect(deletedOf({ ever: 10, seen: 7 }, none, false)).toEqual({ deleted: 3, deletedMost: 3 })
    expect(deletedOf({ ever: 10, seen: 7 }, { least: 5, most: 9 }, true)).toEqual({
      deleted: 5,
      deletedMost: 5,
    })
    expect(deletedOf({ ever: 0, seen: 0 }, { least: 2, most: 6 }, true)).toEqual({
      deleted: 2,
      deletedMost: 6,
    })
    expect(deletedOf({ ever: 3, seen: 4 }, none, false).deleted).toBe(0)
  })

  it('write to nobody who said no once, and to who said yes once', () => {
    expect(heavier('waiting', 'unsafe')).toBe('unsafe')
    expect(heavier('unsafe', 'waiting')).toBe('unsafe')
    expect(heavier('unasked', 'waiting')).toBe('waiting')
    expect(unreached(counts)).toBe(1 + 2 + 4)
    expect(unreached(null)).toBe(0)
  })

  it('name every empty field of the notice in both languages', () => {
    expect(gapsIn(null)).toHaveLength(10)
    expect(gapsIn(whole)).toEqual([])
  })
})
