import type { BasePayload } from 'payload'

import type { Alarm } from './alarm.js'
import { beyond } from './clock.js'
import { findRows, type Row } from './db.js'
import { LEASES } from './lease.js'
import { type Runner, runtimeOf } from './runtime.js'

/** Minutes after which work that goes on every few seconds counts as stopped; slower work has three of its turns. */
export const STALLED_MINUTES = 30

const patienceOf = ({ everySeconds }: Runner): number =>
  Math.max(STALLED_MINUTES * 60, 3 * everySeconds) * 1000

/** At work now, however long: it holds its lease, and a lease that nobody renews is over after a minute. */
const isAtWork = ({ expiresAt }: Row, now: Date): boolean => {
  const until = expiresAt ? new Date(expiresAt as string).toISOString() : ''
  return until > now.toISOString() && until <= beyond(now, 60_000)
}

/** Keys of the runners whose last success is too long ago. One that never had a turn on this site is none of them. */
export const stalledRunners = async (payload: BasePayload, now: Date): Promise<string[]> => {
  const rows = await findRows({ payload }, LEASES, {}, { limit: 1000 })
  return runtimeOf(payload)
    .runners.filter((runner) => {
      const row = rows.find(({ key }) => key === runner.key)
      // Without any success it is as old as its row.
      const since = row && (row.lastSuccessAt ?? row.createdAt)
      if (!row || !since || runner.last || isAtWork(row, now)) return false
      return now.getTime() - new Date(since as string).getTime() > patienceOf(runner)
    })
    .map(({ key }) => key)
}

/** More than these at once have one cause: nothing runs any more. */
const FEW = 3

export const stalledAlarms = async (payload: BasePayload, now: Date): Promise<Alarm[]> => {
  const stalled = await stalledRunners(payload, now)
  const of = (key: string, what: string): Alarm => ({
    key: `stalled:${key}`,
    kind: 'outage',
    severity: 'high',
    because: { key: 'governance:incidents:because:stalled', values: { what } },
  })
  return stalled.length > FEW ? [of('all', stalled.join(', '))] : stalled.map((key) => of(key, key))
}
