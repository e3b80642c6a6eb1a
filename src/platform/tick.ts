import type { BasePayload } from 'payload'

import { randomToken } from '../kernel/canonical.js'
import { isGovernanceError } from '../kernel/errors.js'
import { findRow } from './db.js'
import { isUnmigrated } from './databases/index.js'
import { reasonOf } from './failure.js'
import { LEASES, takeLease } from './lease.js'
import { nowOf, type Runner, runtimeOf } from './runtime.js'
import { sharedBy } from './shared.js'
import { STALLED_MINUTES } from './stalled.js'

export interface TickReport {
  ran: Record<string, { done: number; left?: number; note?: string; error?: string }>
  skipped: string[]
}

/** Seconds a killed runner keeps others waiting. */
const LEASE_SECONDS = 60

const runOne = async (
  payload: BasePayload,
  runner: Runner,
  force: boolean,
  report: TickReport,
): Promise<void> => {
  const now = (): Date => nowOf(payload)
  const state = force ? null : await findRow({ payload }, LEASES, { key: { equals: runner.key } })
  const last = state?.lastSuccessAt ? new Date(state.lastSuccessAt as string).getTime() : 0
  // A clock that jumped back must not silence a runner: only a recent success counts.
  const age = now().getTime() - last
  if (age >= 0 && age < runner.everySeconds * 1000) {
    report.skipped.push(runner.key)
    return
  }
  const lease = await takeLease({ payload }, runner.key, LEASE_SECONDS, now)
  if (!lease) {
    report.skipped.push(runner.key)
    return
  }
  try {
    const outcome = await runtimeOf(payload).run.run(`run-${randomToken(9)}`, () =>
      runner.run({ payload, fence: lease.fence, now: now() }),
    )
    report.ran[runner.key] = outcome
    await lease.release({ report: { ...outcome } })
  } catch (error) {
    const message = reasonOf(error)
    report.ran[runner.key] = { done: 0, error: message }
    if (!(isGovernanceError(error) && error.code === 'leaseLost')) {
      payload.logger.error(`governance: runner "${runner.key}" failed: ${message}`)
      await lease.release({ error: message })
    }
  }
}

/**
 * What capabilities do at start, in order. What fails (a table that is not migrated yet, a database that is busy) is
 * tried again at the next run: Payload would otherwise start without it at the second attempt, and for good. The site
 * runs meanwhile, and what cannot be judged is refused.
 */
export const finishStart = async (payload: BasePayload): Promise<void> => {
  const { unstarted } = runtimeOf(payload)
  for (const capability of unstarted.splice(0)) {
    try {
      await capability.onInit?.(payload)
    } catch (err) {
      unstarted.push(capability)
      const hint = isUnmigrated(err) ? '. Run: npx payload migrate' : ''
      payload.logger.error(
        `governance: the start of "${capability.key}" will be tried again: ${reasonOf(err)}${hint}`,
      )
    }
  }
}

/** Was the clock put ahead in the middle of this turn? A minute is for what the two clocks measure differently. */
const jumpOf = (payload: BasePayload): (() => boolean) => {
  const began = nowOf(payload).getTime() - performance.now()
  return () => nowOf(payload).getTime() - performance.now() - began > 60_000
}

/**
 * Runs every runner that is due: mail, timers, deletion, sealing, healing. Safe to call from any number of processes
 * (each runner holds a lease). Call it from a cron where no long-lived process exists.
 * @param options.force run also those that ran a moment ago. @default false
 * @param options.only keys of the runners to run. @default all
 */
export const governanceTick = async (
  payload: BasePayload,
  options: { force?: boolean; only?: string[] } = {},
): Promise<TickReport> => {
  const report: TickReport = { ran: {}, skipped: [] }
  await finishStart(payload)
  const hasJumped = jumpOf(payload)
  for (const runner of runtimeOf(payload).runners) {
    if (options.only && !options.only.includes(runner.key)) continue
    // What ran a moment ago by the clock of then would seem to have stood still since.
    if (runner.last && hasJumped()) {
      report.skipped.push(runner.key)
      continue
    }
    await runOne(payload, runner, options.force ?? false, report)
  }
  return report
}

const timersByProcess = globalThis as unknown as { __governanceTick?: ReturnType<typeof setInterval> }

/** When the last turn of this process was over, by a clock that nobody can set. */
const lastTurn = (payload: BasePayload): { at: number } =>
  sharedBy(payload, 'lastTurn', () => ({ at: performance.now() }))

/**
 * Looks whether the runners still run, without depending on them: from a page that is opened, or from the interval
 * while a turn does not end. Waits for nothing. Where this process has its turns, those look; where it has none,
 * because the host runs them, each page does.
 */
export const lookOut = (payload: BasePayload): void => {
  const { options, runners } = runtimeOf(payload)
  const isOverdue = performance.now() - lastTurn(payload).at > STALLED_MINUTES * 60_000
  if (options.runEverySeconds !== false && !isOverdue) return
  governanceTick(payload, { only: runners.filter(({ last }) => last).map(({ key }) => key) }).catch(
    (error: unknown) => payload.logger.error(`governance: the watch failed: ${reasonOf(error)}`),
  )
}

/** Wakes the runners in this process. The interval never keeps a process alive, and hot reload replaces it. */
export const startTicking = (payload: BasePayload, everySeconds: number): void => {
  clearInterval(timersByProcess.__governanceTick)
  let running = false
  const turn = lastTurn(payload)
  turn.at = performance.now()
  timersByProcess.__governanceTick = setInterval(() => {
    if (running) return lookOut(payload)
    running = true
    governanceTick(payload)
      .catch((err: unknown) => payload.logger.error({ err, msg: 'governance: tick failed' }))
      .finally(() => {
        running = false
        turn.at = performance.now()
      })
  }, everySeconds * 1000)
  timersByProcess.__governanceTick.unref?.()
}

/** Pauses of a run on demand that found its lease taken: by a run that may have looked a moment too early. */
const WAKE_AGAIN_MS = [500, 1000, 2000, 4000, 8000, 16_000]

/**
 * Runs these runners now instead of at the next turn: an alert shall not wait for the clock. Waits for nothing and
 * promises nothing; the regular run does what this one could not. Off where the host runs the runners itself.
 */
export const wake = (payload: BasePayload, only: string[], attempt = 0): void => {
  if (runtimeOf(payload).options.runEverySeconds === false) return
  governanceTick(payload, { force: true, only })
    .then(({ skipped }) => {
      const pause = WAKE_AGAIN_MS[attempt]
      if (skipped.length === 0 || pause === undefined) return
      setTimeout(() => wake(payload, skipped, attempt + 1), pause).unref()
    })
    .catch((err: unknown) => payload.logger.error({ err, msg: 'governance: run on demand failed' }))
}
