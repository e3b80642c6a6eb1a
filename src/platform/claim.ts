import type { Field } from 'payload'

import type { Actor } from '../kernel/actor.js'
import { GovernanceError } from '../kernel/errors.js'
import type { Effects } from '../kernel/ports.js'
import { isBeyond } from './clock.js'
import type { Row } from './db.js'
import { type Context, nowOf } from './runtime.js'
import { transition } from './unit.js'

/** Fields of a row that one person takes for a time. */
export const claimFields = (): Field[] => [
  { name: 'claimedBy', type: 'text', index: true, admin: { readOnly: true } },
  { name: 'claimedUntil', type: 'date', admin: { readOnly: true } },
]

/** Minutes a claim lasts unless renewed. */
export const CLAIM_MINUTES = 15

/** Pure: does somebody else hold this row now? Not by a claim longer than any made now: that clock was ahead. */
export const heldByOther = (row: Row, actor: Actor, now: Date): boolean => {
  if (!row.claimedBy || row.claimedBy === actor.ref) return false
  const until = new Date(row.claimedUntil as string)
  return until > now && !isBeyond(until, now, CLAIM_MINUTES * 60_000)
}

/** Pure: has this person taken this row, and does that still count? */
export const isHeldBy = (row: Row, actor: Actor, now: Date): boolean => {
  if (!row.claimedBy || row.claimedBy !== actor.ref) return false
  const until = new Date(row.claimedUntil as string)
  return until > now && !isBeyond(until, now, CLAIM_MINUTES * 60_000)
}

export const refuseIfHeldByOther = (row: Row, actor: Actor, now: Date): void => {
  if (heldByOther(row, actor, now)) {
    throw new GovernanceError(
      'claimedByOther',
      'A colleague is working on this right now. Take the next one, or wait until it is free.',
    )
  }
}

/**
 * Takes (or renews) the row for the actor; at most one person holds it, by compare-and-set.
 * @param check refuses by throwing, and may return what leaves with the claim (a ledger entry).
 */
export const claim = (
  ctx: Context,
  collection: string,
  id: number | string,
  actor: Actor,
  check: (row: Row, now: Date) => Effects | Promise<Effects> = () => ({}),
): Promise<Row> =>
  transition(ctx, collection, { id: { equals: id } }, async (row) => {
    const now = nowOf(ctx.payload)
    refuseIfHeldByOther(row, actor, now)
    const effects = await check(row, now)
    return {
      effects,
      data: {
        claimedBy: actor.ref,
        claimedUntil: new Date(now.getTime() + CLAIM_MINUTES * 60_000).toISOString(),
      },
    }
  })

export const releaseClaim = (
  ctx: Context,
  collection: string,
  id: number | string,
  actor: Actor,
): Promise<Row> =>
  transition(ctx, collection, { id: { equals: id } }, (row) =>
    row.claimedBy === actor.ref ? { data: { claimedBy: null, claimedUntil: null } } : null,
  )
