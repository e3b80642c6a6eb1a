import { type Actor, SYSTEM } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { HoldDraft, HoldFound, HoldPort } from '../../kernel/holdPorts.js'
import type { LedgerDraft } from '../../kernel/ports.js'
import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { all, deleteRows, findRows, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { createUnit, transition } from '../../platform/unit.js'
import { HELD, HOLDS } from './collections.js'
import { nowOf, type Retention } from './context.js'
import { HOLDING, holdMachine, type HoldState } from './domain.js'
import type { RetentionAction } from './events.js'
import { holdOf, keptRefs } from './heldBy.js'
import { countGoing, takes, targetOf } from './holdsOn.js'
import { seekFor } from './seek.js'
import { type Id, rowsById } from './store.js'
import { openUnits } from './units.js'

const beingDeleted = (): GovernanceError =>
  new GovernanceError('beingDeleted', 'This record is already being deleted.')

/** An entry of a hold on one record speaks of the record; of others, of the hold, which says on what it is. */
const entryOf = (
  row: Row,
  action: RetentionAction,
  actor: Actor,
  at: Date,
  facts: Record<string, unknown>,
  why: string,
): LedgerDraft => ({
  action,
  subject: row.kind === 'record' ? String(row.subject) : refOf(HOLDS, row.id),
  actor,
  at,
  facts: { hold: String(row.id), ...(row.kind === 'record' ? {} : { kind: row.kind as string }), ...facts },
  personal: { why },
})

/**
 * Places a hold. Two flags, no transaction: the hold writes itself, then reads the open deletions and gives way; a
 * deletion writes its intent, then reads the holds and gives way. Whichever order they come in, never both. A hold on
 * many records gives way for those alone whose deletion has begun, and says how many they are.
 */
export const placeHold = async (
  ctx: Context,
  retention: Retention,
  draft: HoldDraft,
  actor: Actor,
): Promise<Row> => {
  const at = { payload: ctx.payload }
  const { record, ...target } = await targetOf(at, retention, draft)
  const now = nowOf(ctx.payload)
  const hold = await createUnit(
    at,
    HOLDS,
    {
      ...target,
      state: 'placing' satisfies HoldState,
      why: draft.why,
      byRef: actor.ref ?? actor.kind,
      byName: actor.name ?? null,
      placedAt: now.toISOString(),
      reviewAt: draft.reviewAt.toISOString(),
    },
    {},
  )
  const units = await openUnits(at)
  const { collection } = parseRef(target.subject)
  const refused =
    record !== undefined &&
    (units.some((unit) => takes(retention, unit, collection, record)) ||
      // A deletion may have begun and ended since it was read above: nothing is left to hold.
      (await rowsById(at, collection, [record.id])).length === 0)
  const going = record ? 0 : await countGoing(at, retention, holdOf(hold), units)
  const decided = await transition(at, HOLDS, { id: { equals: hold.id } }, (row) => ({
    data: { state: holdMachine.next(row.state as HoldState, refused ? 'refuse' : 'confirm'), going },
    effects: refused
      ? {}
      : {
          ledger: [
            entryOf(
              row,
              'retention.held',
              actor,
              now,
              { reviewAt: draft.reviewAt.toISOString(), ...(going > 0 ? { going } : {}) },
              draft.why,
            ),
          ],
        },
  }))
  if (refused) throw beingDeleted()
  await seekFor(at, retention, decided)
  return decided
}

export const releaseHold = async (
  ctx: Context,
  id: Id,
  why: string,
  actor: Actor,
  facts: Record<string, unknown> = {},
): Promise<Row> => {
  const at = { payload: ctx.payload }
  const row = await transition(at, HOLDS, { id: { equals: id } }, (found) => {
    const now = nowOf(ctx.payload)
    return {
      data: {
        state: holdMachine.next(found.state as HoldState, 'release'),
        releasedBy: actor.ref ?? actor.kind,
        releasedAt: now.toISOString(),
        releasedWhy: why,
      },
      effects: { ledger: [entryOf(found, 'retention.released', actor, now, facts, why)] },
    }
  })
  await deleteRows(at, HELD, { hold: { equals: String(id) } })
  return row
}

/** Somebody has looked at it again: it stays, until another day on which that is asked. */
export const keepOn = (
  ctx: Context,
  id: Id,
  { reviewAt, why }: { reviewAt: Date; why: string },
  actor: Actor,
): Promise<Row> =>
  transition({ payload: ctx.payload }, HOLDS, { id: { equals: id } }, (row) => {
    const now = nowOf(ctx.payload)
    return {
      data: {
        state: holdMachine.next(row.state as HoldState, 'keep'),
        reviewAt: reviewAt.toISOString(),
        reviewedBy: actor.ref ?? actor.kind,
        reviewedAt: now.toISOString(),
        reviewedWhy: why,
      },
      effects: {
        ledger: [
          entryOf(
            row,
            'retention.keptOn',
            actor,
            now,
            { reviewAt: reviewAt.toISOString(), before: new Date(row.reviewAt as string).toISOString() },
            why,
          ),
        ],
      },
    }
  })

/** A process that died while placing leaves `placing`: it keeps the record, and is finished here. */
export const finishPlacing = async (ctx: Context): Promise<number> => {
  const at = { payload: ctx.payload }
  const stuck = await findRows(at, HOLDS, { state: { equals: 'placing' } }, { limit: 100 })
  let done = 0
  for (const hold of stuck) {
    const now = nowOf(ctx.payload)
    if (now.getTime() - new Date(hold.placedAt as string).getTime() < 60_000) continue
    await transition(at, HOLDS, { id: { equals: hold.id } }, (row) =>
      row.state === 'placing'
        ? {
            data: { state: 'active' satisfies HoldState },
            effects: {
              ledger: [
                entryOf(
                  row,
                  'retention.held',
                  { kind: 'system', ref: String(row.byRef), roles: [] },
                  now,
                  { finishedAfterCrash: true },
                  String(row.why),
                ),
              ],
            },
          }
        : null,
    )
    done += 1
  }
  return done
}

/** Holds that were placed for as long as a case is open, of cases that somebody has closed. */
export const releaseClosed = async (ctx: Context, { cases }: Retention): Promise<number> => {
  const at = { payload: ctx.payload }
  const where = all({ state: { equals: 'active' } }, { whileOpen: { equals: true } })
  let done = 0
  for (const { id, subject } of await findRows(at, HOLDS, where, { limit: 1000 })) {
    const port = cases?.()
    if (!port || (await port.isOpen(at, String(subject)))) continue
    await releaseHold(at, id, 'The case was closed.', SYSTEM, { caseClosed: true })
    done += 1
  }
  return done
}

/** Whether a hold of any kind keeps this record now. */
export const isKept = async (ctx: Context, retention: Retention, subject: Ref): Promise<boolean> =>
  (await keptRefs(ctx, retention, [subject])).has(subject)

const foundOf = (row: Row): HoldFound => ({
  id: row.id,
  why: String(row.why),
  byRef: String(row.byRef ?? ''),
  byName: String(row.byName ?? ''),
  placedAt: new Date(row.placedAt as string),
  reviewAt: new Date(row.reviewAt as string),
  whileOpen: row.whileOpen === true,
})

/** For other capabilities. */
export const holdPort = (retention: Retention): HoldPort => ({
  isHeld: (place, subjects) => keptRefs(place as Context, retention, subjects),
  place: async (place, draft, actor) => {
    const { id, going } = await placeHold(place as Context, retention, draft, actor)
    return { id, going: Number(going ?? 0) }
  },
  release: async (place, hold, why, actor) => {
    await releaseHold(place as Context, hold, why, actor)
  },
  on: async (place, subject) => {
    const { payload } = place as Context
    const where = all({ subject: { equals: subject } }, { state: { in: HOLDING } })
    return (await findRows({ payload }, HOLDS, where, { limit: 1000 })).map(foundOf)
  },
})
