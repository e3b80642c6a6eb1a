import { dueBefore } from '../../../src/capabilities/retention/domain.js'
import { ruleFor } from '../../../src/capabilities/retention/options.js'
import { leavesOn } from '../../../src/capabilities/retention/terms.js'

const { terms } = ruleFor('messages')
/** The date by the rule that a host has who says nothing: the one that the product computes. */
export const leavesByDefault = (receivedAt: Date, timeZone: string): Date =>
  leavesOn(terms, { receivedAt, purposes: [], record: {}, timeZone })

/** An independent reckoning: plain arithmetic on the wall calendar, and the runtime's own zone tables. */
const ZONES = ['America/Toronto', 'America/St_Johns', 'UTC', 'Pacific/Auckland']
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

interface Wall {
  year: number
  month: number
  day: number
  hour: number
  minute: number
}

const readers = new Map<string, Intl.DateTimeFormat>()
const reader = (zone: string): Intl.DateTimeFormat => {
  const known = readers.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  readers.set(zone, made)
  return made
}
/** The wall clock of an instant, as if it were UTC. */
const wallOf = (at: number, zone: string): number => {
  const part = Object.fromEntries(
    reader(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  return Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second)
}

const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}
const plusThreeMonths = ({ year, month, ...rest }: Wall): Wall => {
  const later = month + 3 > 12 ? { year: year + 1, month: month - 9 } : { year, month: month + 3 }
  return { ...rest, ...later, day: Math.min(rest.day, daysIn(later.year, later.month)) }
}

/**
 * Instants at which the wall clock shows that time: one, two when the hour is repeated, and when it is skipped the
 * readings with the offset before and after the change.
 */
const instantsOf = (wall: Wall, zone: string): number[] => {
  const asUTC = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute)
  const offsets = new Set([asUTC - DAY, asUTC + DAY].map((near) => wallOf(near, zone) - near))
  const readings = [...offsets].map((offset) => asUTC - offset)
  const exact = readings.filter((at) => wallOf(at, zone) === asUTC)
  return exact.length > 0 ? exact : readings
}

/** Compares every day of 2024 to 2032 at these hours; what is deleted at the runner's earliest moment. */
export const calendarCheck = (hours: number[]): { checked: number; late: number; early: number } => {
  let checked = 0
  let late = 0
  let early = 0
  for (const zone of ZONES) {
    for (let year = 2024; year <= 2032; year += 1) {
      for (let month = 1; month <= 12; month += 1) {
        for (let day = 1; day <= daysIn(year, month); day += 1) {
          for (const hour of hours) {
            const received = instantsOf({ year, month, day, hour, minute: 30 }, zone)[0]!
            // A skipped hour is received at what the clock showed then.
            const shown = new Date(wallOf(received, zone))
            const promised = instantsOf(
              plusThreeMonths({
                year: shown.getUTCFullYear(),
                month: shown.getUTCMonth() + 1,
                day: shown.getUTCDate(),
                hour: shown.getUTCHours(),
                minute: shown.getUTCMinutes(),
              }),
              zone,
            )
            const leaves = leavesByDefault(new Date(received), zone).getTime()
            checked += 1
            if (leaves > Math.max(...promised)) late += 1
            // The first moment at which the runner would take it.
            const deleted = leaves - dueBefore(new Date(0), 24).getTime()
            if (deleted < Math.min(...promised) - DAY) early += 1
          }
        }
      }
    }
  }
  return { checked, late, early }
}
