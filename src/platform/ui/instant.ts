/** Date and time in words, in the organization's zone: everybody reads the same, wherever their browser is. */
export const instant = (at: string, language: string, timeZone: string | undefined): string =>
  new Intl.DateTimeFormat(language === 'fr' ? 'fr-CA' : 'en-CA', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  }).format(new Date(at))
