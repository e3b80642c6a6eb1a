import { headers } from 'next/headers.js'
import { notFound } from 'next/navigation.js'

import { environment } from '../environment.js'
import { isLocale, type Locale } from '../site/locales.js'

/** Demo pages exist only in the demo. */
export const requireDemo = (): void => {
  if (!environment.isDemo) notFound()
}

export type SearchParams = Promise<Record<string, string | string[] | undefined>>

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value

/** The first of the two languages that the browser wishes for. */
const wished = async (): Promise<Locale> => {
  const wish = (await headers()).get('accept-language') ?? ''
  return /\b(en|fr)\b/i.exec(wish)?.[1]?.toLowerCase() === 'fr' ? 'fr' : 'en'
}

/** Query values, each at most once, and the language: of `?lang=`, otherwise of the browser. */
export const readQuery = async (
  searchParams: SearchParams,
): Promise<{ locale: Locale; query: (name: string) => string | undefined }> => {
  const given = await searchParams
  const lang = one(given.lang)
  return { locale: isLocale(lang) ? lang : await wished(), query: (name) => one(given[name]) }
}
