import { isRecord } from './checks.js'

/** A label as hosts write them, a text or one per language; English or the first where this language has none. */
export const inLanguage = (label: unknown, language: string, fallback: string): string => {
  const found = isRecord(label) ? (label[language] ?? label.en ?? Object.values(label)[0]) : label
  return typeof found === 'string' && found !== '' ? found : fallback
}

/** The name of a language in another one, as it stands within a sentence. */
export const languageIn = (language: string, code: string): string =>
  new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code
