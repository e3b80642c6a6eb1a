import { isBeyond } from '../../platform/clock.js'
import { databaseNow } from '../../platform/databases/clock.js'
import { type Context, nowOf, runtimeOf } from '../../platform/runtime.js'
import type { Retention } from './context.js'

const HOUR = 3_600_000

export interface Clocks {
  /** Of this process. */
  machine: Date
  /** Of the database: by it, it is decided what is due. */
  database: Date
  /** That of the database at the end of the last run that succeeded. */
  last: Date | null
}

/**
 * Can what is due be decided now? Two clocks that are `apart` tell nothing. A clock that was ahead at the last run, or
 * that has moved on by more than a runner ever stands still, has made a `leap`: which of the two times is the right
 * one, no machine can say.
 */
export const judgeClocks = (
  { machine, database, last }: Clocks,
  silentHours: number,
): 'apart' | 'leap' | 'right' => {
  if (isBeyond(database, machine) || isBeyond(machine, database)) return 'apart'
  if (last && (isBeyond(last, database) || isBeyond(database, last, silentHours * HOUR))) return 'leap'
  return 'right'
}

/** The database's clock; null where the host gave a clock of its own, as demonstrations do: there is no other then. */
export const databaseClock = async ({ payload }: Context, { options }: Retention): Promise<Date | null> => {
  if (options.databaseNow) return options.databaseNow()
  return runtimeOf(payload).options.machineClock ? databaseNow(payload) : null
}

/** What time it is for whoever asks what is due. */
export const timeForDue = async (ctx: Context, retention: Retention): Promise<Date> =>
  (await databaseClock(ctx, retention)) ?? nowOf(ctx.payload)
