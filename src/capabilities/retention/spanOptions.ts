import type { Span } from '../../kernel/calendar.js'
import { invalidOption } from '../../kernel/errors.js'

/** How long: exactly one of these. */
export interface RetentionSpan {
  /** Calendar months in the organization's time zone, clamped to month ends (S2-26). */
  months?: number
  /** Calendar days: the time of day stays, also over a change of the clocks. */
  days?: number
  hours?: number
}

export const whole = (option: string, value: number, least: number, most: number): number => {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw invalidOption(option, `must be a whole number from ${least} to ${most}, not ${String(value)}.`)
  }
  return value
}

/** Longest spans: a hundred years. */
export const MOST = { months: 1200, days: 36_525, hours: 876_600 } as const

export const spanOf = (option: string, given: RetentionSpan): Span => {
  const units = (['months', 'days', 'hours'] as const).filter((unit) => given[unit] !== undefined)
  const [unit] = units
  if (!unit || units.length > 1)
    throw invalidOption(option, 'must say how long: exactly one of "months", "days" and "hours".')
  return { [unit]: whole(`${option}.${unit}`, given[unit]!, 1, MOST[unit]) } as Span
}
