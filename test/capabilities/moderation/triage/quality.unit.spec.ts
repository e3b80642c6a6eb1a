import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

import { createTriage } from '../../../../src/capabilities/moderation/triage/engine.js'
import { ALL_PHRASES } from '../../../../src/capabilities/moderation/triage/phraseMatcher.js'
import { RULE_CODES, WHYS } from '../../../../src/capabilities/moderation/triage/rules.js'
import { en } from '../../../../src/translations/en/index.js'
import { fr } from '../../../../src/translations/fr/index.js'
import { PITCHES } from '../../../../src/capabilities/moderation/triage/lists/pitches.js'
import { figures, firstCases, raised, secondCases } from './measure.js'
import { tables } from './tables.js'

const DOCS = fileURLToPath(new URL('../../../../docs/triage.md', import.meta.url))
const triage = createTriage()

describe('the quality of triage', () => {
  it('is the one that docs/triage.md gives', () => {
    // `node --import tsx scripts/triageTable.mjs` writes them again.
    const docs = readFileSync(DOCS, 'utf8')
    expect(docs).toContain(tables(triage))
  })

  it('rests on labelled cases in both languages, of every kind, and on a second set apart', () => {
    const [first, second] = [firstCases(), secondCases()]
    expect(first.length).toBeGreaterThanOrEqual(400)
    expect(second.length).toBeGreaterThanOrEqual(150)
    for (const set of [first, second])
      for (const locale of ['en', 'fr'])
        expect(set.filter((one) => one.locale === locale).length).toBeGreaterThan(60)
    const known = new Set(first.map(({ text }) => text.toLowerCase()))
    expect(second.filter(({ text }) => known.has(text.toLowerCase()))).toEqual([])
  })

  it('does not fall: most of what is there is found, and few others are alarmed at', () => {
    for (const set of [firstCases(), secondCases()]) {
      const { table } = figures(triage, set)
      const abuse = table.find(({ of }) => of === 'abuse')!
      expect(abuse.found / abuse.cases).toBeGreaterThan(0.8)
      for (const { alarms, others } of table) expect(alarms / others).toBeLessThanOrEqual(0.03)
    }
  })

  it.each([
    ['fr', 'Je suis en retard', []],
    ['en', 'He took a bite', []],
    ['en', 'Scunthorpe and Penistone', []],
    ['fr', 'Le sentier du lac Cocu', []],
    ['fr', 'ma bite', ['sexual']],
    ['en', 'what a retard', ['insult']],
  ])('judges in the language of the text: %s "%s"', (locale, text, rules) => {
    // Also where the page is in the other language.
    for (const page of [locale, locale === 'en' ? 'fr' : 'en'])
      expect(triage({ text, locale: page }).map(({ rule }) => rule)).toEqual(rules)
  })
})

/** All sentences that a translation holds. */
const sentences = (of: object): string[] =>
  Object.values(of).flatMap((value: unknown) =>
    typeof value === 'string' ? [value] : sentences(value as object),
  )

describe('the lists', () => {
  it.each([
    ['en', en],
    ['fr', fr],
  ])('take no sentence of this product for abuse, an oath, a pitch or shouting: %s', (locale, all) => {
    const texts = sentences(all)
    expect(texts.length).toBeGreaterThan(2000)
    const alarmed = texts.filter((text) => {
      const found = raised(triage({ text, locale }))
      return (['abuse', 'mild', 'spam', 'capitals', 'repeats'] as const).some((of) => found.has(of))
    })
    expect(alarmed).toEqual([])
  })

  it('hold no phrase that one honest word would be', () => {
    const single = ALL_PHRASES.flatMap(({ patterns }) => patterns)
      .concat(PITCHES)
      .filter((pattern) => {
        const slots = pattern.split(' ').filter((part) => !/^(?:[$^]|!.*)$/.test(part))
        return slots.filter((part) => !/(?:[?*]|\|\$)$/.test(part)).length < 2
      })
    expect(single.filter((pattern) => !/^(?:kys|sonofabitch|ftg|fdp|ntm|\^ .* \$)$/.test(pattern))).toEqual(
      [],
    )
  })
})

describe('the words for signals', () => {
  it('name every rule and every reason in both languages, differently', () => {
    for (const rule of RULE_CODES) {
      expect(en.governance.moderation.rules[rule]).toBeTruthy()
      expect(fr.governance.moderation.rules[rule]).not.toBe(en.governance.moderation.rules[rule])
    }
    for (const why of WHYS) {
      if (why === 'plain') continue
      expect(en.governance.moderation.whys[why]).toBeTruthy()
      expect(fr.governance.moderation.whys[why]).not.toBe(en.governance.moderation.whys[why])
    }
  })
})
