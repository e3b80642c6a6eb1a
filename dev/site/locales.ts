export const locales = ['en', 'fr'] as const
export type Locale = (typeof locales)[number]

export const isLocale = (value: unknown): value is Locale => locales.includes(value as Locale)

/** The first of our two languages that a browser asks for; English when it asks for neither. */
export const preferredLocale = (acceptLanguage: null | string): Locale => {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const q = parameters.find((parameter) => parameter.trim().startsWith('q='))
      return { language: tag.split('-')[0], weight: q ? Number(q.trim().slice(2)) : 1 }
    })
    .filter(({ language, weight }) => isLocale(language) && weight > 0)
    .sort((a, b) => b.weight - a.weight)
  return isLocale(wanted[0]?.language) ? wanted[0].language : 'en'
}
