import { preferredLocale } from '../site/locales.js'

/** The site has no page without a language: visitors go to the one their browser asks for. */
export const GET = (request: Request): Response => {
  const locale = preferredLocale(request.headers.get('accept-language'))
  return new Response(null, { status: 307, headers: { Location: `/${locale}`, Vary: 'Accept-Language' } })
}
