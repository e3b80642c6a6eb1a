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

/** Query values, each at most once, and the language that `?lang=` names. */
export const readQuery = async (
  searchParams: SearchParams,
): Promise<{ locale: Locale; query: (name: string) => string | undefined }> => {
  const given = await searchParams
  const lang = one(given.lang)
  return { locale: isLocale(lang) ? lang : 'en', query: (name) => one(given[name]) }
}
