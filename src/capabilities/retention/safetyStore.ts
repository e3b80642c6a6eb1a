import type { Actor } from '../../kernel/actor.js'
import { SYSTEM } from '../../kernel/actor.js'
import { dayIn } from '../../kernel/calendar.js'
import { GovernanceError } from '../../kernel/errors.js'
import { SELF } from '../../kernel/ports.js'
import { findRow, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { emit, transition } from '../../platform/unit.js'
import { type Clocks, databaseClock, judgeClocks } from './clocks.js'
import { PLANS } from './collections.js'
import { nowOf, type Retention, timeZoneOf, type Work } from './context.js'
import { DECIDERS } from './domain.js'
import { CLOCK_MAIL, type RetentionAction } from './events.js'
import { isRestored } from './restored.js'
import { safetyRow } from './safetyRow.js'
import { clockMachine, type ClockState, pauseMachine, type PauseState } from './safety.js'

const PAUSE = 'safety:pause'
const CLOCK = 'safety:clock'
const act = (action: RetentionAction): RetentionAction => action

const byKey = (key: string) => ({ key: { equals: key } })

export interface Pause {
  since: string
  by: string
  why: string
}

export const pauseOf = async ({ payload }: Context): Promise<null | Pause> => {
  const row = await findRow({ payload }, PLANS, byKey(PAUSE))
  if (row?.state !== ('paused' satisfies PauseState)) return null
  const { since = '', by = '' } = (row.data ?? {}) as { since?: string; by?: string }
  return { since, by, why: String(row.why ?? '') }
}

const setPause = async (
  ctx: Context,
  action: 'pause' | 'resume',
  why: string,
  actor: Actor,
): Promise<void> => {
  const at = { payload: ctx.payload }
  const now = nowOf(ctx.payload)
  await safetyRow(at, PAUSE, 'running' satisfies PauseState)
  await transition(at, PLANS, byKey(PAUSE), (row) => ({
    data: {
      state: pauseMachine.next(row.state as PauseState, action),
      data: { since: now.toISOString(), by: actor.name ?? actor.ref ?? actor.kind },
      why: action === 'pause' ? why : null,
    },
    effects: {
      ledger: [
        {
          action: act(action === 'pause' ? 'retention.paused' : 'retention.resumed'),
          subject: SELF,
          actor,
          at: now,
          personal: { why },
        },
      ],
    },
  }))
}

/** Nothing goes by itself until somebody resumes it; what a person deletes by hand goes. */
export const pauseRunner = (ctx: Context, why: string, actor: Actor): Promise<void> =>
  setPause(ctx, 'pause', why, actor)
export const resumeRunner = (ctx: Context, why: string, actor: Actor): Promise<void> =>
  setPause(ctx, 'resume', why, actor)

export interface ClockView {
  state: Exclude<ClockState, 'right'>
  machine: string
  database: string
  last: null | string
}

/** What is wrong with the clocks, as the last run found it. */
export const clockOf = async ({ payload }: Context): Promise<ClockView | null> => {
  const row = await findRow({ payload }, PLANS, byKey(CLOCK))
  if (!row || row.state === 'right') return null
  const { machine = '', database = '', seen = null } = (row.data ?? {}) as Record<string, string | undefined>
  return { state: row.state as ClockView['state'], machine, database, last: seen }
}

const told = (row: Row, { machine, database }: Clocks): Record<string, unknown> => ({
  ...(row.data as object | null),
  machine: machine.toISOString(),
  database: database.toISOString(),
})

/** What was found goes into the row; that a person is asked is on the ledger, and mailed once a day while it lasts. */
const noteClock = async (work: Work, row: Row, clocks: Clocks): Promise<ClockState> => {
  const at = { payload: work.payload }
  const verdict = judgeClocks(clocks, work.retention.options.silentHours)
  const action = { apart: 'part', leap: 'ask', right: 'right' } as const
  const state = clockMachine.next(row.state as ClockState, action[verdict])
  if (state === 'right' && row.state === 'right') return state
  await transition(at, PLANS, byKey(CLOCK), (found) => ({
    data: { state, data: told(found, clocks) },
    effects:
      state === 'asked' && found.state !== 'asked'
        ? {
            ledger: [
              {
                action: act('retention.clockAsked'),
                subject: SELF,
                actor: SYSTEM,
                at: clocks.machine,
                facts: { from: clocks.last?.toISOString() ?? '', to: clocks.database.toISOString() },
              },
            ],
          }
        : {},
  }))
  if (state === 'right') return state
  const day = dayIn(clocks.machine, timeZoneOf(work.payload))
  await emit(at, {
    mail: [
      {
        key: `retention:clock:${state}:${day}`,
        template: CLOCK_MAIL,
        to: { roles: DECIDERS },
        values: {
          machine: { at: clocks.machine.toISOString() },
          database: { at: clocks.database.toISOString() },
        },
        path: `${work.payload.config.routes.admin}/governance/worklist`,
      },
    ],
  })
  return state
}

const lastSeen = (row: Row): Date | null => {
  const { seen } = (row.data ?? {}) as { seen?: string }
  return seen ? new Date(seen) : null
}

/** Somebody who decides has looked at a clock of their own: what the database says now is the time. */
export const confirmClock = async (ctx: Context, retention: Retention, actor: Actor): Promise<void> => {
  const at = { payload: ctx.payload }
  const machine = nowOf(ctx.payload)
  const database = (await databaseClock(ctx, retention)) ?? machine
  await safetyRow(at, CLOCK, 'right' satisfies ClockState)
  await transition(at, PLANS, byKey(CLOCK), (row) => {
    const state = clockMachine.next(row.state as ClockState, 'confirm')
    if (judgeClocks({ machine, database, last: null }, retention.options.silentHours) === 'apart')
      throw clockWrong()
    return {
      data: {
        state,
        data: { ...told(row, { machine, database, last: null }), seen: database.toISOString() },
      },
      effects: {
        ledger: [
          {
            action: act('retention.clockConfirmed'),
            subject: SELF,
            actor,
            at: machine,
            facts: { from: lastSeen(row)?.toISOString() ?? '', to: database.toISOString() },
          },
        ],
      },
    }
  })
}

export const clockWrong = (): GovernanceError =>
  new GovernanceError(
    'clockWrong',
    'It is not certain what time it is: nothing is deleted by itself until that is looked at. The worklist says what to do.',
  )

/** Why a run deletes nothing by itself, and what time it is. */
export interface Stop {
  why: 'clock' | 'paused' | 'restored' | null
  now: Date
}

export const stopOf = async (work: Work): Promise<Stop> => {
  const at = { payload: work.payload }
  const machine = nowOf(work.payload)
  const database = await databaseClock(at, work.retention)
  const now = database ?? machine
  if (await isRestored(at, work.retention, { fresh: true })) return { why: 'restored', now }
  if (database) {
    const row = await safetyRow(at, CLOCK, 'right' satisfies ClockState)
    const state = await noteClock(work, row, { machine, database, last: lastSeen(row) })
    if (state !== 'right') return { why: 'clock', now }
  }
  return { why: (await pauseOf(at)) ? 'paused' : null, now }
}

/** The time of the database at the end of a run: the next one holds its own against it. */
export const noteRun = async (work: Work): Promise<void> => {
  const database = await databaseClock(work, work.retention)
  if (!database) return
  await transition({ payload: work.payload }, PLANS, byKey(CLOCK), (row) =>
    row.state === 'right' ? { data: { data: { seen: database.toISOString() } } } : null,
  )
}
