import type { BasePayload, PayloadRequest } from 'payload'

import { t as translateWith } from '@payloadcms/translations'

import { isGovernanceError } from '../kernel/errors.js'
import { translations } from '../translations/index.js'
import type { Translate } from './runtime.js'

/** Translations of the running config, so that the host's own wording wins. */
export const translatorFor = (payload: BasePayload, locale: string): Translate => {
  const lang = locale.toLowerCase().startsWith('fr') ? 'fr' : 'en'
  const configured = (
    payload.config.i18n?.translations as Record<string, Record<string, unknown>> | undefined
  )?.[lang]
  const dictionary = (configured?.governance ? configured : translations[lang]) as Record<string, object>
  return (key, values) =>
    translateWith({ key: key as never, translations: dictionary as never, vars: values as never })
}

/** Language of a public page: `?lang=`, then the browser's wish, then English. */
export const publicLocale = (req: PayloadRequest): 'en' | 'fr' => {
  const asked = new URL(req.url ?? 'http://localhost').searchParams.get('lang')
  if (asked === 'fr' || asked === 'en') return asked
  const wish = (req.headers.get('accept-language') ?? '').toLowerCase()
  const fr = wish.indexOf('fr')
  const en = wish.indexOf('en')
  return fr >= 0 && (en < 0 || fr < en) ? 'fr' : 'en'
}

/** The refusal as a sentence in that language. */
export const sentenceFor = (payload: BasePayload, locale: string, error: unknown): string => {
  if (!isGovernanceError(error)) return translatorFor(payload, locale)('governance:errors:unexpected')
  if (locale.startsWith('en')) return error.message
  const key = `governance:errors:${error.code}`
  const sentence = translatorFor(payload, locale)(key, error.params)
  return sentence === key ? error.message : sentence
}
