import type { CollectionConfig } from 'payload'

import type { TimerDraft } from '../kernel/ports.js'
import { beyond, isBeyond } from './clock.js'
import { all, compareAndSet, findRow, findRows, insertOnce, type Row } from './db.js'
import { type Context, nowOf, type Runner, runtimeOf, type TimerRow } from './runtime.js'
import { transition, unitFields } from './unit.js'

export const TIMERS = 'gov-timers'
const NEVER = new Date('9999-01-01T00:00:00.000Z').toISOString()

/** One row per (cause): when it is due next and at which step it stands. Due, remind and escalate are steps. */
export const timerCollection: CollectionConfig = {
  slug: TIMERS,
  admin: { hidden: true },
  graphQL: false,
  fields: [
    { name: 'key', type: 'text', required: true, unique: true, index: true },
    { name: 'kind', type: 'text', required: true },
    { name: 'subject', type: 'text', required: true, index: true },
    { name: 'step', type: 'number', defaultValue: 0 },
    { name: 'dueAt', type: 'date', required: true, index: true },
    // By which clock `dueAt` was reckoned: one that was ahead is noticed by it.
    { name: 'setAt', type: 'date', index: true },
    { name: 'data', type: 'json' },
    ...unitFields(),
  ],
}

/**
 * Starts, moves or (`dueAt: null`) stops a timer. A timer that was stopped stays stopped when the same start is
 * carried out again after a crash: each draft moves it only from an earlier cause.
 */
export const setTimer = async (ctx: Context, draft: TimerDraft & { causedAt?: Date }): Promise<void> => {
  const dueAt = draft.dueAt?.toISOString() ?? NEVER
  const row = await findRow(ctx, TIMERS, { key: { equals: draft.key } })
  if (!row) {
    const made = await insertOnce(ctx, TIMERS, {
      key: draft.key,
      kind: draft.kind,
      subject: draft.subject,
      step: 0,
      rev: 0,
      dueAt,
      setAt: (draft.causedAt ?? nowOf(ctx.payload)).toISOString(),
      data: draft.data ?? {},
    })
    if (made || draft.dueAt) return
  }
  if (draft.dueAt === null)
    await compareAndSet(ctx, TIMERS, { key: { equals: draft.key } }, { dueAt: NEVER, rev: { $inc: 1 } })
}

/** A timer set by a clock that was ahead waits as long as it was meant to, from now. */
const righted = (row: Row, now: Date): Record<string, unknown> | null => {
  const setAt = row.setAt ? new Date(row.setAt as string) : now
  if (!isBeyond(setAt, now)) return null
  const wait = Math.max(new Date(row.dueAt as string).getTime() - setAt.getTime(), 0)
  return { dueAt: new Date(now.getTime() + wait).toISOString(), setAt: now.toISOString() }
}

/** Lets the handler of each due timer decide; step, next due time and mail are one write. */
export const timerRunner: Runner = {
  key: 'timers',
  everySeconds: 30,
  run: async (ctx) => {
    const { timers } = runtimeOf(ctx.payload)
    const at = { payload: ctx.payload }
    const due = await findRows(
      at,
      TIMERS,
      {
        or: [
          { dueAt: { less_than_equal: ctx.now.toISOString() } },
          all({ setAt: { greater_than: beyond(ctx.now) } }, { dueAt: { less_than: NEVER } }),
        ],
      },
      { limit: 200, sort: 'dueAt' },
    )
    let done = 0
    let failed = 0
    for (const found of due) {
      const handler = timers[found.kind as string]
      if (!handler) continue
      await ctx.fence()
      try {
        await transition(at, TIMERS, { id: { equals: found.id } }, async (row) => {
          if (new Date(row.dueAt as string) > ctx.now) {
            const data = righted(row, ctx.now)
            return data && { data }
          }
          const { effects, next } = await handler(row as unknown as TimerRow, { ...at, now: ctx.now })
          const setAt = ctx.now.toISOString()
          return { data: { dueAt: next?.toISOString() ?? NEVER, setAt, step: Number(row.step) + 1 }, effects }
        })
        done += 1
      } catch (error) {
        // One timer that cannot be handled must not keep the others waiting; it is tried again at the next run.
        failed += 1
        ctx.payload.logger.error({
          msg: `governance: timer "${String(found.kind)}" failed: ${error instanceof Error ? error.name : 'error'}`,
        })
      }
    }
    return failed > 0 ? { done, left: failed, note: `${failed} failed` } : { done }
  },
}
