import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createTriage, KEPT } from '../../../../src/capabilities/moderation/triage/engine.js'
import { createFolder, originalSpan } from '../../../../src/capabilities/moderation/triage/folding.js'
import {
  isOntarioCard,
  isPostalCode,
  isRamq,
  isSocialInsurance,
} from '../../../../src/capabilities/moderation/triage/numbers.js'
import { sanitizeTriage } from '../../../../src/capabilities/moderation/triage/options.js'
import { askDetectors, soundSignals } from '../../../../src/capabilities/moderation/triage/remote.js'
import { RULES, type Signal } from '../../../../src/capabilities/moderation/triage/rules.js'
import { heldBy, priorityOf, stretchesOf } from '../../../../src/capabilities/moderation/triage/weighing.js'

const triage = createTriage()
const fold = createFolder()

/** Signs that change length, direction or width when they are folded. */
const letters = fc.constantFrom(
  ...[
    'a',
    'é',
    'e\u0301',
    '\u200b',
    '\u00ad',
    'ﬁ',
    'œ',
    '🅵',
    '𝒻',
    '🇨',
    'ｆ',
    '👩‍⚕️',
    '中',
    'İ',
    'ß',
    '\ud83d',
    '\n',
    ' ',
    '…',
    '½',
    'К',
  ],
)
const noise = fc.array(letters, { maxLength: 12 }).map((all) => all.join(''))

describe('a place in the text', () => {
  it('leads back to the original exactly, whatever stands around it', () => {
    const words = fc.constantFrom(
      'connard',
      'c0nn@rd',
      'f\u200buck you',
      'ｓａｌｏｐｅ',
      '🅵🆄🅲🅺 you',
      'n i g g e r',
      'asshole',
    )
    fc.assert(
      fc.property(noise, words, noise, (before, word, after) => {
        const text = `${before} ; ${word} ; ${after}`
        const at = before.length + 3
        const found = triage({ text, locale: 'fr' }).filter(
          ({ span }) => span[0] < at + word.length && span[1] > at,
        )
        expect(found.length).toBeGreaterThan(0)
        expect(found.some(({ span }) => text.slice(...span) === word)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('never lies outside of it and never cuts a letter in two', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          noise,
          fc.string({ unit: 'grapheme', maxLength: 80 }),
          fc.string({ unit: 'binary', maxLength: 80 }),
        ),
        (text) => {
          for (const { span, weight, rule } of triage({ text: `${text} fuck ${text} www.example.com` })) {
            const whole = `${text} fuck ${text} www.example.com`
            expect(span[0]).toBeGreaterThanOrEqual(0)
            expect(span[1]).toBeLessThanOrEqual(whole.length)
            expect(span[0]).toBeLessThan(span[1])
            expect(weight).toBeGreaterThan(0)
            expect(weight).toBeLessThanOrEqual(1)
            expect(Object.keys(RULES)).toContain(rule)
            const cuts = (index: number): boolean =>
              /[\ud800-\udbff]/.test(whole[index - 1] ?? '') && /[\udc00-\udfff]/.test(whole[index] ?? '')
            expect(cuts(span[0]) || cuts(span[1])).toBe(false)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('survives folding: each folded letter comes from where it says', () => {
    fc.assert(
      fc.property(noise, (text) => {
        // Foreign letters are folded or not by what stands around them.
        fc.pre(!text.includes('К'))
        const folded = fold(text)
        expect(folded.starts.length).toBe(folded.text.length)
        for (let index = 0; index < folded.text.length; index += 1) {
          const [start, end] = originalSpan(folded, index, index + 1)
          expect(start).toBeLessThan(end)
          expect(fold(text.slice(start, end)).text).toContain(folded.text[index])
          if (index > 0) expect(start).toBeGreaterThanOrEqual(folded.starts[index - 1]!)
        }
      }),
    )
  })
})

describe('a text made to be slow', () => {
  const million = 1_000_000
  const fill = (piece: string): string => piece.repeat(Math.ceil(million / piece.length)).slice(0, million)
  it.each([
    ['letters', 'a'],
    ['letters apart', 'f u c k '],
    ['full stops', 'a.'],
    ['hosts', 'a.b.c.com'],
    ['schemes', 'http://a'],
    ['at signs', 'a@'],
    ['addresses', 'a.b@c.d-'],
    ['figures', '1 '],
    ['dashes', '1-'],
    ['brackets', 'a [dot] '],
    ['spaces', ' '],
    ['stars', 'f*'],
    ['zero width', 'f\u200b'],
    ['phrases', 'you are a '],
    ['fillers', 'tu es un gros '],
    ['marks', 'e\u0301\u0302'],
    ['quotes', '"fuck '],
    ['hashtags', '#aA'],
    ['repeated letters', 'ffuuuucckk'],
    ['numbers in groups', '1234 567 897 '],
    ['h t t p', 'h t t p : / / '],
  ])('of 1 MB is read at once: %s', (_name, piece) => {
    const text = fill(piece)
    // Warm: what is measured is the text, not the first use.
    triage({ text: text.slice(0, 2000) })
    let best = Infinity
    for (let round = 0; round < 3; round += 1) {
      const began = performance.now()
      expect(triage({ text }).length).toBeLessThanOrEqual(KEPT)
      best = Math.min(best, performance.now() - began)
    }
    expect(best).toBeLessThan(100)
  })
})

describe('numbers of people', () => {
  it('are told by their check digits and dates', () => {
    expect(isOntarioCard('9876543217')).toBe(true)
    expect(isOntarioCard('9876543210')).toBe(false)
    expect(isOntarioCard('1111111111')).toBe(false)
    expect(isSocialInsurance('046454286')).toBe(true)
    expect(isSocialInsurance('046454287')).toBe(false)
    expect(isRamq('TREM 8505 1234')).toBe(true)
    expect(isRamq('TREM 8555 1234')).toBe(true)
    expect(isRamq('TREM 8513 1234')).toBe(false)
    expect(isRamq('TREM 8502 3034')).toBe(false)
    expect(isPostalCode('M5V 2T6')).toBe(true)
    expect(isPostalCode('D5V 2T6')).toBe(false)
  })

  it('free of charge are nobody’s', () => {
    expect(triage({ text: 'Call 1-866-797-0000 at night' })).toEqual([])
    expect(triage({ text: 'Call 416-555-0123 at night' }).map(({ rule }) => rule)).toEqual(['phone'])
  })
})

const signal = (over: Partial<Signal>): Signal => ({
  rule: 'insult',
  category: 'harassment',
  span: [0, 1],
  weight: 0.7,
  why: 'addressed',
  ...over,
})

describe('what follows from signals', () => {
  it('is an order in steps below danger, and no verdict', () => {
    expect(priorityOf([])).toBe(0)
    expect(priorityOf([signal({ weight: 0.4 })])).toBe(0)
    expect(priorityOf([signal({ weight: 0.5 })])).toBe(0.3)
    expect(priorityOf([signal({ weight: 1 })])).toBe(0.6)
  })

  it('holds only by a rule that the host named, and not what is quoted', () => {
    expect(heldBy([signal({})], [])).toBeNull()
    expect(heldBy([signal({})], ['threat'])).toBeNull()
    expect(heldBy([signal({})], ['insult'])).toBe('insult')
    expect(heldBy([signal({ weight: 0.3, why: 'quoted' })], ['insult'])).toBeNull()
    expect(heldBy([signal({ rule: 'link', weight: 0.2, why: 'plain' })], ['link'])).toBe('link')
  })

  it('is marked in the text without changing a letter of it', () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: -5, max: 40 }), fc.integer({ min: -5, max: 40 })), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), spans, (text, all) => {
        expect(
          stretchesOf(text, all)
            .map((one) => one.text)
            .join(''),
        ).toBe(text)
      }),
    )
    expect(stretchesOf('abc def', [[4, 7]])).toEqual([
      { text: 'abc ', marks: [] },
      { text: 'def', marks: [0] },
    ])
  })
})

describe('detectors of the host', () => {
  const options = (detectors: Parameters<typeof sanitizeTriage>[0] extends infer _ ? unknown[] : never) =>
    sanitizeTriage({ detectors: detectors as never, timeLimit: 30 })!

  it('that throw, fail or never answer give nothing, are named, and keep the others', async () => {
    const { signals, failed } = await askDetectors(
      options([
        {
          name: 'throws',
          detect: () => {
            throw new Error('x')
          },
        },
        { name: 'fails', detect: () => Promise.reject(new Error('y')) },
        { name: 'mute', detect: () => new Promise(() => undefined) },
        { name: 'well', detect: () => [signal({ rule: 'toxic' })] },
      ]),
      { text: 'abc' },
    )
    expect(signals.map(({ rule }) => rule)).toEqual(['toxic'])
    expect(failed.map(({ name }) => name).sort()).toEqual(['fails', 'mute', 'throws'])
  })

  it('are not believed: what is no signal is left out, what lies outside of the text is the whole text', () => {
    expect(soundSignals('nonsense', 3)).toEqual([])
    expect(
      soundSignals([null, 1, { rule: '<b>' }, signal({ weight: NaN }), signal({ weight: 2 })], 3),
    ).toEqual([])
    expect(soundSignals([signal({ span: [2, 99] })], 3)).toEqual([signal({ span: [0, 3] })])
  })
})

describe('the options of triage', () => {
  it.each([
    [{ hold: ['nonsense'] }, 'moderation.triage.hold'],
    [{ detectors: [{}] }, 'moderation.triage.detectors'],
    [
      {
        detectors: [
          { name: 'a', detect: () => [] },
          { name: 'a', detect: () => [] },
        ],
      },
      'moderation.triage.detectors',
    ],
    [{ timeLimit: 0 }, 'moderation.triage.timeLimit'],
    [{ notice: 2 }, 'moderation.triage.notice'],
    [{ verdict: true }, 'moderation.triage.verdict'],
  ])('are refused with a sentence that names the option: %j', (raw, option) => {
    expect(() => sanitizeTriage(raw as never)).toThrow(`\`${option}\``)
  })

  it('let no machine hide anything by default', () => {
    expect(sanitizeTriage()).toMatchObject({ hold: [], detectors: [] })
    expect(sanitizeTriage(false)).toBeNull()
  })
})
