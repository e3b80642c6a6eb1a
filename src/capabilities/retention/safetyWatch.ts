import type { Alarm } from '../../platform/alarm.js'
import type { Context } from '../../platform/runtime.js'
import { nowOf, type Retention } from './context.js'
import { isRestored, tombstonesProblem } from './restored.js'
import { daysSince, isPausedTooLong } from './safety.js'
import { type ClockView, clockOf, type Pause, pauseOf } from './safetyStore.js'
import { openShares, type OpenShare } from './shares.js'
import { plural } from './worklist.js'

/** For monitoring. It names nobody and gives no reason in words. */
export interface SafetyState {
  ok: boolean
  paused: null | { since: string; days: number }
  /** Is it certain what time it is? */
  clock: ClockView['state'] | 'right'
  /** Collections of which so much is due that a person is asked. */
  asked: string[]
  /** The database is older than its tombstones: see `payload governance:retention replay`. */
  restored: boolean
  /** Why the file of tombstones could not be written. */
  tombstones: null | string
}

export const safetyState = async (ctx: Context, retention: Retention, now: Date): Promise<SafetyState> => {
  const pause = await pauseOf(ctx)
  const clock = (await clockOf(ctx))?.state ?? 'right'
  const asked = (await openShares(ctx)).map(({ collection }) => collection)
  const restored = await isRestored(ctx, retention)
  const tombstones = retention.options.tombstonesFile ? await tombstonesProblem(ctx) : null
  const since = pause && new Date(pause.since)
  const isLong = since !== null && isPausedTooLong(since, now, retention.options.pausedDays)
  return {
    ok: !isLong && clock === 'right' && asked.length === 0 && !restored && tombstones === null,
    paused: since && { since: since.toISOString(), days: daysSince(since, now) },
    clock,
    asked,
    restored,
    tombstones,
  }
}

export interface ShareView extends OpenShare {
  /** Name of the collection in the language of the reader. */
  label: string
}

/** What the worklist shows of it. */
export interface SafetyView {
  pause: Pause | null
  clock: ClockView | null
  shares: ShareView[]
}

export const safetyView = async ({ payload }: Context, locale: string): Promise<SafetyView> => ({
  pause: await pauseOf({ payload }),
  clock: await clockOf({ payload }),
  shares: (await openShares({ payload })).map((share) => ({
    ...share,
    label: plural(payload, share.collection, locale),
  })),
})

const KEY = 'governance:incidents:because'

/** Never silent: data that should leave stays, because somebody said so or because nobody has answered. */
export const safetyAlarms = async (
  { payload }: Context,
  retention: Retention,
  now: Date = nowOf(payload),
): Promise<Alarm[]> => {
  const { paused, clock, asked, restored } = await safetyState({ payload }, retention, now)
  const of = (
    key: string,
    severity: Alarm['severity'],
    values: Record<string, string> = {},
    kind = 'policy-violation',
  ): Alarm => ({ key: `retention:${key}`, kind, severity, because: { key: `${KEY}:${key}`, values } })
  const isLong = paused && isPausedTooLong(new Date(paused.since), now, retention.options.pausedDays)
  return [
    ...(isLong ? [of('pausedDeletion', 'high', { count: String(paused.days) })] : []),
    ...(clock === 'right' ? [] : [of('clockWrong', 'high', {}, 'outage')]),
    ...(asked.length > 0 ? [of('askedShare', 'high', { what: asked.join(', ') })] : []),
    ...(restored ? [of('restoredData', 'critical', {}, 'outage')] : []),
  ]
}
