import type { BasePayload } from 'payload'

import { runtimeOf } from './runtime.js'

/** The organization's zone, in which its days begin and end. */
export const timeZoneOf = (payload: BasePayload): string => runtimeOf(payload).options.timeZone

/**
 * How far the clocks of two machines may be apart. What was stored by a clock further ahead than this was stored by one
 * that was wrong: it is judged by the clock of now, so that nothing waits for a year that a machine once dreamt of.
 */
const APART_MS = 10 * 60_000

/** An instant further ahead than a time `span` (ms) that starts now could end. ISO, for a condition of a query. */
export const beyond = (now: Date, span = 0): string => new Date(now.getTime() + span + APART_MS).toISOString()

/** Was this stored by a clock that was ahead? `span` is the longest time (ms) that the code itself adds to now. */
export const isBeyond = (at: Date, now: Date, span = 0): boolean => at.toISOString() > beyond(now, span)
