import { SYSTEM } from '../../kernel/actor.js'
import { addSpan } from '../../kernel/calendar.js'
import { isGovernanceError } from '../../kernel/errors.js'
import type { Ref } from '../../kernel/ref.js'
import { timeZoneOf } from '../../platform/clock.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { addressIn } from './contacts.js'
import type { BreachWork } from './context.js'
import type { Breach } from './domain.js'

/** Days after which somebody looks whether an address is still needed. */
const REVIEW_DAYS = 30

type Cause = Pick<Breach, 'number' | 'round'>

/** Each search has holds of its own, so that what an earlier one found is let go and what this one found stays. */
const whyOf = ({ number, round }: Cause): string => `${number}/${round}: the notice of a privacy breach`

/** Holds of this search on a record; more than one only where a process was killed while placing. */
const own = async (ctx: Context, work: BreachWork, found: Cause, record: Ref): Promise<(number | string)[]> =>
  ((await work.holds()?.on(ctx, record)) ?? []).flatMap(({ id, why, byRef }) =>
    byRef === SYSTEM.ref && why === whyOf(found) ? [id] : [],
  )

/**
 * Keeps the record with an address until the mail has left. False when it is being deleted at this moment, or gone: it
 * then counts among the deleted ones.
 */
export const keep = async (ctx: Context, work: BreachWork, found: Breach, record: Ref): Promise<boolean> => {
  const holds = work.holds()
  if (!holds || (await own(ctx, work, found, record)).length > 0) return true
  try {
    await holds.place(
      ctx,
      {
        subject: record,
        why: whyOf(found),
        reviewAt: addSpan(nowOf(ctx.payload), { days: REVIEW_DAYS }, timeZoneOf(ctx.payload)),
      },
      SYSTEM,
    )
    return true
  } catch (error) {
    if (!isGovernanceError(error)) throw error
    if (error.code === 'beingDeleted') return false
    // Not there any more; or retention does not govern it, and then nothing deletes it.
    if (error.code === 'notFound') return (await addressIn(ctx, work, record)) !== null
    throw error
  }
}

/** May be asked again: what is released already has no hold any more. */
export const letGo = async (ctx: Context, work: BreachWork, found: Cause, records: Ref[]): Promise<void> => {
  for (const record of records)
    for (const id of await own(ctx, work, found, record))
      await work.holds()?.release(ctx, id, `${whyOf(found)} needs it no more`, SYSTEM)
}
