import type { BasePayload, PayloadRequest } from 'payload'

import { t as translateWith } from '@payloadcms/translations'

import { isRecord } from '../kernel/checks.js'
import { isGovernanceError } from '../kernel/errors.js'
import { translations } from '../translations/index.js'
import type { Translate } from './runtime.js'

/** Translations of the running config, so that the host's own wording wins. */
const dictionaryOf = (payload: BasePayload, locale: string): (typeof translations)['en'] => {
  const lang = locale.toLowerCase().startsWith('fr') ? 'fr' : 'en'
  const configured = (
    payload.config.i18n?.translations as Record<string, Record<string, unknown>> | undefined
  )?.[lang]
  return configured?.governance ? (configured as (typeof translations)['en']) : translations[lang]
}

export const translatorFor = (payload: BasePayload, locale: string): Translate => {
  const dictionary = dictionaryOf(payload, locale)
  return (key, values) =>
    translateWith({ key: key as never, translations: dictionary as never, vars: values as never })
}

/** The words at a key below `governance:` in that language, placeholders left in; undefined where there are none. */
export const wordsAt = (payload: BasePayload, locale: string, key: string): string | undefined => {
  const found = key
    .split(':')
    .reduce<unknown>(
      (tree, step) => (isRecord(tree) && Object.hasOwn(tree, step) ? tree[step] : undefined),
      dictionaryOf(payload, locale).governance,
    )
  return typeof found === 'string' ? found : undefined
}

/** How much, and how early, a browser asks for a language: `fr-CA;q=0.8`, of which 0 is "not at all". */
const wishFor = (language: string, wishes: readonly string[]): { weight: number; at: number } => {
  const at = wishes.findIndex((wish) => (wish.trim().split(/[-;\s]/)[0] ?? '') === language)
  if (at < 0) return { weight: 0, at }
  const weight = Number(/;\s*q\s*=\s*([\d.]+)/.exec(wishes[at]!)?.[1] ?? 1)
  return { weight: Number.isNaN(weight) ? 0 : weight, at }
}

/** Language of a public page: `?lang=`, then the browser's wish, then English. */
export const publicLocale = (req: PayloadRequest): 'en' | 'fr' => {
  const asked = new URL(req.url ?? 'http://localhost').searchParams.get('lang')
  if (asked === 'fr' || asked === 'en') return asked
  const wishes = (req.headers.get('accept-language') ?? '').toLowerCase().split(',')
  const [fr, en] = [wishFor('fr', wishes), wishFor('en', wishes)]
  return fr.weight > en.weight || (fr.weight > 0 && fr.weight === en.weight && fr.at < en.at) ? 'fr' : 'en'
}

/** Codes of fields in words. A field of the host's own keeps its name. */
const fieldsIn = (field: string, words: Record<string, string>): string =>
  field
    .split(/([,;] )/)
    .map((code) => (Object.hasOwn(words, code) ? words[code] : code))
    .join('')

/** The refusal as a sentence in that language. */
export const sentenceFor = (payload: BasePayload, locale: string, error: unknown): string => {
  const t = translatorFor(payload, locale)
  if (!isGovernanceError(error)) return t('governance:errors:unexpected')
  const { refusals, fields } = dictionaryOf(payload, locale).governance
  const { why, ...params } = error.params
  const isInput = error.code === 'invalidInput'
  if (isInput && params.field) params.field = fieldsIn(params.field, fields)
  if (params.max) params.max = Number(params.max).toLocaleString(locale.startsWith('fr') ? 'fr-CA' : 'en-CA')
  if (why && Object.hasOwn(refusals, why)) return t(`governance:refusals:${why}`, params)
  if (locale.startsWith('en')) return error.message
  if (isInput && !params.field) return t('governance:refusals:unclear')
  const key = `governance:errors:${error.code}`
  const sentence = t(key, params)
  return sentence === key ? error.message : sentence
}
