import { DateTime } from 'luxon'

import { instantInWords } from './instantWords.js'

/** A span as options write it. Months are calendar months, never 30 days. */
export type Span = { days: number } | { hours: number } | { minutes: number } | { months: number }

/** `from` plus `span` in the organization's time zone: month ends are clamped, wall time kept over a DST change. */
export const addSpan = (from: Date, span: Span, timeZone: string): Date =>
  DateTime.fromJSDate(from, { zone: timeZone }).plus(span).toJSDate()

/** The first moment of the month that lies so many calendar years back. */
export const yearsBefore = (now: Date, years: number, timeZone: string): Date =>
  DateTime.fromJSDate(now, { zone: timeZone }).minus({ years }).startOf('month').toJSDate()

/** True for IANA zone names this runtime knows. */
export const isTimeZone = (zone: string): boolean => DateTime.local({ zone }).isValid

/** The calendar day (`yyyy-mm-dd`) in the zone. */
export const dayIn = (at: Date, timeZone: string): string =>
  DateTime.fromJSDate(at, { zone: timeZone }).toISODate() ?? ''

/** The calendar month (`yyyy-mm`) in the zone. */
export const monthIn = (at: Date, timeZone: string): string => dayIn(at, timeZone).slice(0, 7)

/** Midnight of that day in the zone: what anonymous submissions keep in place of a time. */
export const startOfDay = (at: Date, timeZone: string): Date =>
  DateTime.fromJSDate(at, { zone: timeZone }).startOf('day').toJSDate()

/** Whether this is how the day of something anonymous is kept. */
export const isDayOnly = (at: Date, timeZone: string): boolean =>
  startOfDay(at, timeZone).getTime() === at.getTime()

/** The next instant at which the clock of the zone shows this full hour. */
export const nextHour = (from: Date, hour: number, timeZone: string): Date => {
  const start = DateTime.fromJSDate(from, { zone: timeZone })
  const today = start.startOf('day').set({ hour })
  return (today > start ? today : today.plus({ days: 1 })).toJSDate()
}

/** Readable date (and time) for people, in their language. */
export const formatInstant = (at: Date, locale: string, timeZone: string, withTime = true): string =>
  instantInWords(at, locale, timeZone, withTime ? 'dateTime' : 'date')

/** As above for what may be anonymous: of that the day alone was kept, and midnight is no time that anything came. */
export const formatKept = (at: Date, locale: string, timeZone: string): string =>
  formatInstant(at, locale, timeZone, !isDayOnly(at, timeZone))

/** The instant that a text names: ISO 8601, read in the zone where it says none. Invalid dates stay invalid. */
export const instantFrom = (text: string, timeZone: string): Date =>
  DateTime.fromISO(text, { zone: timeZone }).toJSDate()

/** The last moment of that day (`yyyy-mm-dd`) in the zone: "until Friday" means until Friday is over. */
export const endOfDay = (day: string, timeZone: string): Date =>
  DateTime.fromISO(day, { zone: timeZone }).endOf('day').toJSDate()
