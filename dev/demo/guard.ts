import { notFound } from 'next/navigation.js'

import { environment } from '../environment.js'
import { isLocale, type Locale } from '../site/locales.js'

/** Demo pages exist only in the demo. */
export const requireDemo = (): void => {
  if (!environment.isDemo) notFound()
}

/** The same for a route that is posted to; another site's page may not post here either. */
export const refusal = (request: Request): null | Response => {
  if (!environment.isDemo) return new Response('Not found', { status: 404 })
  const origin = request.headers.get('origin')
  if (origin && new URL(origin).host !== request.headers.get('host')) {
    return new Response('Forbidden', { status: 403 })
  }
  return null
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

/** After a POST: back to a page of this site, as a GET. */
export const seeOther = (location: string, headers: Record<string, string> = {}): Response =>
  new Response(null, { status: 303, headers: { Location: location, ...headers } })
