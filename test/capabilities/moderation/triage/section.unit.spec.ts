import { describe, expect, it } from 'vitest'

import { createTriage } from '../../../../src/capabilities/moderation/triage/engine.js'
import type { RuleCode } from '../../../../src/capabilities/moderation/triage/rules.js'
import { isHurting, stretchesOf } from '../../../../src/capabilities/moderation/triage/weighing.js'

const triage = createTriage()
const at = new Date('2026-03-02T12:00:00Z')

/** What is promised, a text, the rule that names it, and what is marked. */
const PROMISED: readonly (readonly [string, 'en' | 'fr', string, RuleCode, string])[] = [
  ['zero-width characters', 'fr', 'quel con\u200bna\u2060rd va', 'insult', 'quel con\u200bna\u2060rd'],
  ['soft hyphens', 'en', 'that ass\u00adhole again', 'insult', 'ass\u00adhole'],
  [
    'marks over letters',
    'fr',
    'une s\u0336a\u0336l\u0336o\u0336pe',
    'insult',
    's\u0336a\u0336l\u0336o\u0336pe',
  ],
  ['Cyrillic confusables', 'en', 'that \u0430sshol\u0435 again', 'insult', '\u0430sshol\u0435'],
  ['mathematical letters', 'en', 'that 𝖆𝖘𝖘𝖍𝖔𝖑𝖊 again', 'insult', '𝖆𝖘𝖘𝖍𝖔𝖑𝖊'],
  ['leetspeak', 'fr', 'un vrai c0nn@rd', 'insult', 'c0nn@rd'],
  ['spacing', 'fr', 'cette s a l o p e', 'insult', 's a l o p e'],
  ['full stops between', 'en', 'an a.s.s.h.o.l.e', 'insult', 'a.s.s.h.o.l.e'],
  ['stars', 'en', 'an a**hole', 'insult', 'a**hole'],
  ['stretching', 'fr', 'saaaalope', 'insult', 'saaaalope'],
  ['bare links', 'en', 'it is all on example.com today', 'link', 'example.com'],
  ['obfuscated links', 'en', 'it is on example [dot] com', 'link-obfuscated', 'example [dot] com'],
  ['punycode', 'en', 'see xn--e1awd7f.com for it', 'link-punycode', 'xn--e1awd7f.com'],
  [
    'user-info',
    'fr',
    'https://banque.ca@example.net/a sans frais',
    'link-user-info',
    'https://banque.ca@example.net/a',
  ],
  ['phone numbers', 'fr', 'appelez le 514 555-0143 ce soir', 'phone', '514 555-0143'],
  ['email addresses', 'en', 'write to marie@example.org tonight', 'email', 'marie@example.org'],
  ['health cards of Ontario', 'en', 'my card is 9876-543-217', 'health-card', '9876-543-217'],
  ['health cards of Quebec', 'fr', 'ma carte : LAVM 7260 1518', 'health-card', 'LAVM 7260 1518'],
  ['abuse of Quebec', 'fr', 'maudit niaiseux', 'insult', 'maudit niaiseux'],
  ['sacres', 'fr', 'tabarnak que c’est long', 'sacre', 'tabarnak'],
]

describe('what triage promises', () => {
  it.each(PROMISED)('%s (%s): is named by its rule and marked', (_what, locale, text, rule, marked) => {
    const found = triage({ text, locale, now: at }).filter((one) => one.rule === rule)
    expect(found.map(({ span }) => text.slice(...span))).toEqual([marked])
    for (const { weight } of found) expect(weight).toBeGreaterThan(0)
  })

  it('capitals: names a text that shouts, in both languages, and no abbreviation', () => {
    const rules = (text: string, locale: string) => triage({ text, locale }).map(({ rule }) => rule)
    expect(rules('NOBODY EVER ANSWERS THIS PHONE', 'en')).toEqual(['capitals'])
    expect(rules('PERSONNE NE RÉPOND JAMAIS ICI', 'fr')).toEqual(['capitals'])
    expect(rules('RAMQ, CLSC et OHIP', 'fr')).toEqual([])
  })

  it('near-duplicates: names the same text with small changes, and no text that only shares words', () => {
    const text = 'The spring sale of used bicycles takes place behind the arena on Saturday morning'
    const rules = (other: string) =>
      triage({ text: other, locale: 'en', now: at, recent: [{ text, at, sameAuthor: false }] }).map(
        ({ rule }) => rule,
      )
    expect(
      rules('The spring SALE of used bicycles takes place behind the arena on Sunday morning!!'),
    ).toEqual(['near-duplicate'])
    expect(rules('The spring concert takes place in the library, and the doors open at seven')).toEqual([])
  })

  it('floods: names the sixth text of one author within ten minutes, and not what others wrote', () => {
    const recent = (sameAuthor: boolean, minutes: number) =>
      ['apples', 'a bus', 'the choir', 'some rain', 'old books'].map((what) => ({
        text: `A few words about ${what} and nothing else`,
        at: new Date(at.getTime() - minutes * 60_000),
        sameAuthor,
      }))
    const rules = (sameAuthor: boolean, minutes: number) =>
      triage({ text: 'Thanks for the soup', now: at, recent: recent(sameAuthor, minutes) }).map(
        ({ rule }) => rule,
      )
    expect(rules(true, 5)).toEqual(['flood'])
    expect(rules(true, 15)).toEqual([])
    expect(rules(false, 5)).toEqual([])
  })

  it('covers words that hurt, also where they are the whole text, and covers no threat and no link', () => {
    const text = 'You are a worthless idiot'
    const signals = triage({ text, locale: 'en' })
    expect(signals.filter(isHurting)).toHaveLength(1)
    const stretches = stretchesOf(
      text,
      signals.map(({ span }) => span),
      (index) => isHurting(signals[index]!),
    )
    expect(stretches).toEqual([{ text, marks: [0] }])
    expect(triage({ text: 'I will kill you, see example.com', locale: 'en' }).filter(isHurting)).toEqual([])
    expect(isHurting({ rule: 'toxicity', category: 'discrimination' })).toBe(true)
  })
})
