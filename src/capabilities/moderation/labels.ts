import type { Translate } from '../../platform/runtime.js'
import type { SanitizedModeration } from './options.js'

export interface Choice {
  value: string
  label: string
}

const labelled = (
  kind: 'categories' | 'reasons',
  options: SanitizedModeration,
  t: Translate,
  locale: string,
): Choice[] =>
  options[kind].map((value) => ({
    value,
    label:
      options.labels[kind][value]?.[locale === 'fr' ? 'fr' : 'en'] ??
      t(`governance:moderation:${kind}:${value}`),
  }))

/** Categories of prohibited conduct with their texts in that language. */
export const categoryChoices = (options: SanitizedModeration, t: Translate, locale: string): Choice[] =>
  labelled('categories', options, t, locale)

export const reasonChoices = (options: SanitizedModeration, t: Translate, locale: string): Choice[] =>
  labelled('reasons', options, t, locale)

/** The text of a code; a code that an option no longer names stays as it is. */
export const labelIn = (choices: Choice[], code: null | string | undefined): string =>
  choices.find((choice) => choice.value === code)?.label ?? code ?? ''
