import fs from 'node:fs'
import path from 'node:path'

import { DateTime } from 'luxon'

import { environment } from './environment.js'

/** The organization's time zone; "three months" is counted in it. */
export const timeZone = 'America/Toronto'

export const clockSteps = ['1h', '1d', '3mo', 'reset'] as const
export type ClockStep = (typeof clockSteps)[number]

const offset = (): number => {
  if (!environment.isDemo) return 0
  try {
    const stored: unknown = JSON.parse(fs.readFileSync(environment.clockFile, 'utf8'))
    const value = (stored as { offsetMs?: unknown }).offsetMs
    return typeof value === 'number' && Number.isFinite(value) ? value : 0
  } catch {
    return 0
  }
}

/**
 * The time that the demo believes in: real time plus an offset kept in a file, so that all
 * processes agree. Outside the demo it is real time.
 */
export const demoNow = (): Date => new Date(Date.now() + offset())

/** True when the demo clock stands away from real time. */
export const clockIsMoved = (): boolean => offset() !== 0

/** Moves the demo clock. Months are calendar months in the organization's time zone. */
export const moveClock = (step: ClockStep): Date => {
  const now = DateTime.fromJSDate(demoNow(), { zone: timeZone })
  const target = {
    '1h': () => now.plus({ hours: 1 }),
    '1d': () => now.plus({ days: 1 }),
    '3mo': () => now.plus({ months: 3 }),
    reset: () => DateTime.now(),
  }[step]()
  const offsetMs = step === 'reset' ? 0 : Math.round(target.toMillis() - Date.now())
  fs.mkdirSync(path.dirname(environment.clockFile), { recursive: true })
  const temporary = `${environment.clockFile}.${process.pid}.tmp`
  fs.writeFileSync(temporary, JSON.stringify({ offsetMs }))
  fs.renameSync(temporary, environment.clockFile)
  return demoNow()
}
