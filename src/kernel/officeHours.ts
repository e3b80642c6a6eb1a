import { DateTime } from 'luxon'

import { invalidOption } from './errors.js'

/** When somebody is expected to answer. */
export interface OfficeHours {
  /** IANA name, such as `America/Toronto`. */
  timeZone: string
  /** 1 is Monday, 7 is Sunday. */
  weekdays: readonly number[]
  /** `HH:mm`; `24:00` is the end of the day. */
  opens: string
  closes: string
  /** Days on which nobody is there, `yyyy-mm-dd`. */
  holidays: readonly string[]
}

/** As a host gives them; what is left out has its default. */
export type OfficeHoursOptions = Partial<Omit<OfficeHours, 'timeZone'>>

const TIME = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/
const DAY = /^\d{4}-\d\d-\d\d$/

const minutesInto = (time: string): number => {
  const [hours, minutes] = time.split(':').map(Number) as [number, number]
  return hours * 60 + minutes
}

/** Minutes of one business day. */
export const officeDay = ({ opens, closes }: OfficeHours): number => minutesInto(closes) - minutesInto(opens)

/** By wall time, also on the day on which clocks are changed. */
const at = (day: DateTime, time: string): DateTime =>
  time === '24:00'
    ? day.plus({ days: 1 }).startOf('day')
    : day.set({ hour: Number(time.slice(0, 2)), minute: Number(time.slice(3)) })

/** Longer than any row of days on which an office is closed; a list of holidays that holds every day ends here. */
const MOST_DAYS = 3660

/**
 * The instant by which so many minutes of office hours have gone by since `from`. What is reported at night counts from
 * the next opening; one business day after Friday, 16:00, is Monday, 16:00.
 * @returns wall-clock minutes later where the office does not open in ten years: a deadline there always is
 */
export const addOfficeMinutes = (from: Date, minutes: number, hours: OfficeHours): Date => {
  const start = DateTime.fromJSDate(from, { zone: hours.timeZone })
  let left = minutes
  for (let ahead = 0; ahead < MOST_DAYS; ahead += 1) {
    const day = start.startOf('day').plus({ days: ahead })
    if (!hours.weekdays.includes(day.weekday) || hours.holidays.includes(day.toISODate() ?? '')) continue
    const opens = DateTime.max(start, at(day, hours.opens))
    const open = at(day, hours.closes).diff(opens).as('minutes')
    if (open <= 0) continue
    if (left <= open) return opens.plus({ minutes: left }).toJSDate()
    left -= open
  }
  return start.plus({ minutes }).toJSDate()
}

/** Is somebody expected to be there now? */
export const isOpen = (now: Date, hours: OfficeHours): boolean =>
  addOfficeMinutes(now, 0, hours).getTime() === now.getTime()

const OPTIONS = ['weekdays', 'opens', 'closes', 'holidays']

const isDay = (day: unknown): boolean =>
  typeof day === 'string' && DAY.test(day) && DateTime.fromISO(day).isValid

/**
 * @returns null for `false`: deadlines then go by the clock
 * @throws GovernanceError `invalidOption`, naming the option
 */
export const sanitizeOfficeHours = (
  options: OfficeHoursOptions | false = {},
  timeZone: string,
): Readonly<OfficeHours> | null => {
  if (options === false) return null
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw invalidOption('officeHours', 'must be an object, or `false`.')
  for (const name of Object.keys(options))
    if (!OPTIONS.includes(name))
      throw invalidOption(`officeHours.${name}`, `is not known. Known: ${OPTIONS.join(', ')}.`)
  const { weekdays = [1, 2, 3, 4, 5], opens = '09:00', closes = '17:00', holidays = [] } = options
  const isWeekday = (day: number): boolean => Number.isInteger(day) && day >= 1 && day <= 7
  if (!Array.isArray(weekdays) || weekdays.length === 0 || !weekdays.every(isWeekday))
    throw invalidOption('officeHours.weekdays', 'must list days from 1 (Monday) to 7 (Sunday).')
  for (const [name, time] of Object.entries({ opens, closes }))
    if (!TIME.test(time)) throw invalidOption(`officeHours.${name}`, 'must be a time such as "09:00".')
  if (opens >= closes) throw invalidOption('officeHours.closes', 'must be later than `officeHours.opens`.')
  if (!Array.isArray(holidays) || !holidays.every(isDay))
    throw invalidOption('officeHours.holidays', 'must list days such as "2026-12-25".')
  return Object.freeze({ timeZone, weekdays: [...weekdays], opens, closes, holidays: [...holidays] })
}
