import {
  type NoticeLocale,
  NOTICE_LOCALES,
  type NoticeTexts,
  type Promises,
  isLeftOut,
  plainText,
} from './domain.js'

/** What an editor can know to be weak or wrong in a notice. Said before publishing; never in the way. */
export type WarningKey = 'consentByEntry' | 'noContact' | 'noPurposes' | 'noRetention' | 'phipa2014'

export interface NoticeWarning {
  key: WarningKey
  locale: NoticeLocale
}

interface About {
  text: string
  promises: Promises
}
interface Rule {
  key: WarningKey
  /** Whether it holds for this text, by language. */
  applies: Record<NoticeLocale, (about: About) => boolean>
}

const says =
  (...patterns: RegExp[]) =>
  ({ text }: About): boolean =>
    patterns.some((one) => one.test(text))
const both = (applies: (about: About) => boolean): Rule['applies'] => ({ en: applies, fr: applies })

const MAIL = /[^\s@]+@[^\s@]+\.\p{L}{2,}/u
const TELEPHONE = /\+?\(?\d{3}\)?[ .\u00a0-]?\d{3}[ .\u00a0-]?\d{4}/
/** An amount of days, months or years, in digits or as a word. */
const SPAN = {
  en: /\b(\d+|one|two|three|four|five|six|seven|ten|twelve|thirty|sixty|ninety|every|each)\b[\s\w-]{0,12}?\b(day|week|month|year)s?\b/i,
  fr: /(\d+|un|une|deux|trois|quatre|cinq|six|sept|dix|douze|trente|soixante|quatre-vingt-dix|tous les|chaque)\s[\s\p{L}-]{0,12}?(jour|semaine|mois|an|année)s?/iu,
}

/** As data: each says what it looks for in each language. S1-01: entering a site is weak evidence of consent. */
const RULES: readonly Rule[] = [
  {
    key: 'noContact',
    applies: both(
      (about) => Object.keys(about.promises?.contact ?? {}).length === 0 && !says(MAIL, TELEPHONE)(about),
    ),
  },
  {
    key: 'noRetention',
    applies: {
      en: (about) => !about.promises?.retention && !says(SPAN.en)(about),
      fr: (about) => !about.promises?.retention && !says(SPAN.fr)(about),
    },
  },
  { key: 'noPurposes', applies: both(({ promises }) => (promises?.purposes ?? []).length === 0) },
  {
    key: 'consentByEntry',
    applies: {
      en: says(
        /\bby (entering|visiting|using|accessing|browsing|continuing)\b[^.!?]{0,160}\b(you|users?|visitors?)\b[^.!?]{0,40}\b(consent|agree|accept)/i,
        /\b(use|using|entering|visit) (of )?(this|our|the) (web ?)?site\b[^.!?]{0,80}\b(constitutes?|means|implies|signifies)\b[^.!?]{0,60}\b(consent|agree|accept)/i,
      ),
      fr: says(
        /\ben (entrant|visitant|utilisant|accédant|naviguant|consultant|poursuivant)[^.!?]{0,160}\bvous\b[^.!?]{0,40}(consent|accept|convene)/iu,
        /(l’|l'|la |votre )(utilisation|visite|navigation|consultation)[^.!?]{0,80}(vaut|constitue|signifie|implique)[^.!?]{0,60}(consent|accept|accord)/iu,
      ),
    },
  },
  {
    key: 'phipa2014',
    applies: {
      en: says(
        /(Personal Health Information Protection Act|PHIPA)[^.;]{0,30}\b2014\b/i,
        /\b2014\b[^.;]{0,30}(Personal Health Information Protection Act|PHIPA)/i,
      ),
      fr: says(
        /(protection des renseignements personnels sur la santé|LPRPS)[^.;]{0,40}2014/iu,
        /2014[^.;]{0,40}(protection des renseignements personnels sur la santé|LPRPS)/iu,
      ),
    },
  },
]

/** In the order of the rules, language by language; a language that is left out has none. */
export const warningsOf = (texts: NoticeTexts, promises: Promises): NoticeWarning[] =>
  RULES.flatMap(({ key, applies }) =>
    NOTICE_LOCALES.filter((locale) => {
      const text = texts[locale]
      return !isLeftOut(text) && applies[locale]({ text: `${text.title} ${plainText(text)}`, promises })
    }).map((locale) => ({ key, locale })),
  )
