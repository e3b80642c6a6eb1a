/** What of an instant is said: its day in full, day and time in short, or the time alone. */
export type InstantShape = 'date' | 'dateTime' | 'time'

const time = { hour: 'numeric', minute: '2-digit' } as const
const SHAPES: Record<InstantShape, Intl.DateTimeFormatOptions> = {
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  dateTime: { year: 'numeric', month: 'short', day: 'numeric', ...time },
  time,
}

/** "1er mars", "9 h" and "9 h 05", as the Office québécois de la langue française has it; Intl knows neither. */
const inFrench = (parts: Intl.DateTimeFormatPart[]): string =>
  parts
    .map(({ type, value }) => {
      if (type === 'day') return value === '1' ? '1er' : value
      return type === 'hour' ? String(Number(value)) : value
    })
    .join('')
    .replace(/ h 00$/, ' h')
    // A time is never broken between two lines.
    .replace(
      /(\d) h(?: (\d))?/,
      (_, hour: string, minute?: string) => `${hour}\u00a0h${minute ? `\u00a0${minute}` : ''}`,
    )

/** For many instants at once: what knows a language's dates is made one time. */
export const instantWriter = (
  locale: string,
  timeZone: string | undefined,
  shape: InstantShape = 'dateTime',
): ((at: Date | string) => string) => {
  const french = locale === 'fr'
  const format = new Intl.DateTimeFormat(french ? 'fr-CA' : 'en-CA', { ...SHAPES[shape], timeZone })
  return (at) => (french ? inFrench(format.formatToParts(new Date(at))) : format.format(new Date(at)))
}

/**
 * An instant in words, in the organization's zone: everybody reads the same, wherever their browser is.
 * @param timeZone an IANA name; undefined: the zone of this process or browser
 */
export const instantInWords = (
  at: Date | string,
  locale: string,
  timeZone: string | undefined,
  shape: InstantShape = 'dateTime',
): string => instantWriter(locale, timeZone, shape)(at)
