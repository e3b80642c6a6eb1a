import { describe, expect, it } from 'vitest'

import type { NoticeLocale, Promises } from '../../../src/capabilities/notices/domain.js'
import { warningsOf, type WarningKey } from '../../../src/capabilities/notices/warnings.js'
import { promisesFrom } from '../../../src/capabilities/notices/promises.js'
import { promises, richText } from './publishing.js'

const kept = promisesFrom(promises)
const nothing = { title: '', content: null }

const warned = (locale: NoticeLocale, words: string, made: Promises = kept): WarningKey[] => {
  const text = { title: 'T', content: richText(words) as never }
  const texts = locale === 'en' ? { en: text, fr: nothing } : { en: nothing, fr: text }
  const found = warningsOf(texts, made)
  expect(found.every((one) => one.locale === locale)).toBe(true)
  return found.map(({ key }) => key)
}

const fine: Record<NoticeLocale, string[]> = {
  en: [
    'We follow the Personal Health Information Protection Act, 2004.',
    'PHIPA applies. We opened in 2014.',
    'We ask for your consent where you give data, and you may say no.',
    'By entering this site you see our pictures.',
    'You consent by ticking the box.',
  ],
  fr: [
    'Nous suivons la Loi de 2004 sur la protection des renseignements personnels sur la santé.',
    'La LPRPS s’applique; ouverts depuis 2014.',
    'Nous demandons votre consentement là où vous donnez des données, et vous pouvez refuser.',
    'En entrant sur ce site, vous voyez nos images.',
    'Vous consentez en cochant la case.',
  ],
}

const weak: Record<NoticeLocale, [WarningKey, string][]> = {
  en: [
    ['phipa2014', 'We follow the Personal Health Information Protection Act, 2014.'],
    ['phipa2014', 'As PHIPA (2014) demands, we write down little.'],
    ['phipa2014', 'The 2014 Personal Health Information Protection Act applies.'],
    ['consentByEntry', 'By continuing to browse, users consent to this policy.'],
    ['consentByEntry', 'Your use of this site constitutes acceptance: it means you agree.'],
  ],
  fr: [
    [
      'phipa2014',
      'Nous suivons la Loi sur la protection des renseignements personnels sur la santé de 2014.',
    ],
    ['phipa2014', 'Comme la LPRPS (2014) le demande, nous notons peu.'],
    ['phipa2014', 'La Loi de 2014 sur la protection des renseignements personnels sur la santé s’applique.'],
    ['consentByEntry', 'En visitant ce site, vous consentez à l’usage de vos données.'],
    ['consentByEntry', 'En poursuivant votre visite, vous acceptez cette politique.'],
    ['consentByEntry', 'L’utilisation du site vaut acceptation de cette politique.'],
    ['consentByEntry', 'Votre navigation constitue votre accord.'],
  ],
}

describe('what an editor of a notice is warned of', () => {
  for (const locale of ['en', 'fr'] as const) {
    it.each(weak[locale])(`names %s: “%s” (${locale})`, (key, words) => {
      expect(warned(locale, words)).toEqual([key])
    })
    it.each(fine[locale])(`says nothing of “%s” (${locale})`, (words) => {
      expect(warned(locale, words)).toEqual([])
    })
  }

  it('looks for a span of time and somebody to ask in the words where the promises have none', () => {
    const bare = promisesFrom({ purposes: promises.purposes })
    const said = { en: 'Three months; a@example.org.', fr: 'Trois mois; a@example.org.' }
    const spans = {
      en: ['Kept for 30 days, call 613 555-0142.', 'Deleted every month, call 613-555-0142.', said.en],
      fr: [
        'Conservé 30 jours, téléphonez au 613 555-0142.',
        'Supprimé tous les mois, 613-555-0142.',
        said.fr,
      ],
    }
    for (const locale of ['en', 'fr'] as const) {
      for (const words of spans[locale]) expect(warned(locale, words, bare)).toEqual([])
    }
    expect(warned('en', 'Ask us.', bare)).toEqual(['noContact', 'noRetention'])
    expect(warned('fr', 'Demandez-nous.', bare)).toEqual(['noContact', 'noRetention'])
    expect(warned('fr', 'Demandez-nous.', null)).toEqual(['noContact', 'noRetention', 'noPurposes'])
  })
})
