import type { Actor } from '../../kernel/actor.js'
import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import { type HoldDraft, type HoldPort } from '../../kernel/ports.js'
import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { findRow, findRows, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { createUnit, transition } from '../../platform/unit.js'
import { HOLDS } from './collections.js'
import { nowOf, type Retention } from './context.js'
import { HOLDING, holdMachine, type HoldState } from './domain.js'
import type { RetentionAction } from './events.js'
import type { UploadsPart } from './steps.js'
import { dbId, type Id, rowsById } from './store.js'
import { openUnits } from './units.js'

const held: RetentionAction = 'retention.held'
const released: RetentionAction = 'retention.released'

const beingDeleted = (): GovernanceError =>
  new GovernanceError('beingDeleted', 'This record is already being deleted.')

const includes = (ids: Id[] | null | undefined, id: unknown): boolean =>
  (ids ?? []).map(String).includes(String(id))

/** Whether a deletion under way takes this record: as its own, as a listed upload, or as a declared dependent. */
const takes = (retention: Retention, unit: Row, collection: string, record: Row): boolean => {
  const of = String(unit.subjectCollection)
  if (of === collection && includes(unit.ids as Id[], record.id)) return true
  const parts = (unit.uploads as null | UploadsPart[]) ?? []
  if (parts.some((part) => part.collection === collection && includes(part.ids, record.id))) return true
  const { dependents = [] } = retention.rules.get(of) ?? {}
  return dependents
    .filter((dependent) => dependent.collection === collection)
    .some(({ field }) => includes(unit.ids as Id[], parentOf(record[field])))
}

/** A relationship as the database returns it: an id, an id with its collection, or the document. */
const parentOf = (value: unknown): unknown => {
  const inner = (value as { value?: unknown } | null)?.value ?? value
  return (inner as { id?: unknown } | null)?.id ?? inner
}

/**
 * Places a hold. Two flags, no transaction: the hold writes itself, then reads the open deletions and gives way; a
 * deletion writes its intent, then reads the holds and gives way. Whichever order they come in, never both.
 */
export const placeHold = async (
  ctx: Context,
  retention: Retention,
  draft: HoldDraft,
  actor: Actor,
): Promise<Row> => {
  const at = { payload: ctx.payload }
  const { collection, id } = parseRef(draft.subject)
  if (!retention.rules.has(collection)) throw doesNotExist()
  const [record] = await rowsById(at, collection, [dbId(ctx.payload, collection, id)])
  if (!record) throw doesNotExist()
  // As the record spells it: "01" and "1" are one id to the database and two to whoever reads the hold.
  const subject = refOf(collection, record.id)
  const now = nowOf(ctx.payload)
  const hold = await createUnit(
    at,
    HOLDS,
    {
      kind: 'record',
      subject,
      state: 'placing' satisfies HoldState,
      why: draft.why,
      byRef: actor.ref ?? actor.kind,
      byName: actor.name ?? null,
      placedAt: now.toISOString(),
      reviewAt: draft.reviewAt.toISOString(),
    },
    {},
  )
  const going = (await openUnits(at)).some((unit) => takes(retention, unit, collection, record))
  const action = going ? 'refuse' : 'confirm'
  const decided = await transition(at, HOLDS, { id: { equals: hold.id } }, (row) => ({
    data: { state: holdMachine.next(row.state as HoldState, action) },
    effects: going
      ? {}
      : {
          ledger: [
            {
              action: held,
              subject,
              actor,
              at: now,
              facts: { hold: String(row.id), reviewAt: draft.reviewAt.toISOString() },
              personal: { why: draft.why },
            },
          ],
        },
  }))
  if (going) throw beingDeleted()
  return decided
}

export const releaseHold = (ctx: Context, id: Id, why: string, actor: Actor): Promise<Row> =>
  transition({ payload: ctx.payload }, HOLDS, { id: { equals: id } }, (row) => {
    const now = nowOf(ctx.payload)
    return {
      data: {
        state: holdMachine.next(row.state as HoldState, 'release'),
        releasedBy: actor.ref ?? actor.kind,
        releasedAt: now.toISOString(),
        releasedWhy: why,
      },
      effects: {
        ledger: [
          {
            action: released,
            subject: String(row.subject),
            actor,
            at: now,
            facts: { hold: String(row.id) },
            personal: { why },
          },
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
    if (nowOf(ctx.payload).getTime() - new Date(hold.placedAt as string).getTime() < 60_000) continue
    await transition(at, HOLDS, { id: { equals: hold.id } }, (row) =>
      row.state === 'placing'
        ? {
            data: { state: 'active' satisfies HoldState },
            effects: {
              ledger: [
                {
                  action: held,
                  subject: String(row.subject),
                  actor: { kind: 'system', ref: String(row.byRef), roles: [] },
                  at: nowOf(ctx.payload),
                  facts: { hold: String(row.id), finishedAfterCrash: true },
                  personal: { why: String(row.why) },
                },
              ],
            },
          }
        : null,
    )
    done += 1
  }
  return done
}

export const holdOn = (ctx: Context, subject: Ref): Promise<Row | null> =>
  findRow({ payload: ctx.payload }, HOLDS, {
    and: [{ subject: { equals: subject } }, { state: { in: HOLDING } }],
  })

/** For other capabilities. */
export const holdPort = (retention: Retention): HoldPort => ({
  isHeld: async (place, subjects) => {
    const rows = await findRows(
      { payload: (place as Context).payload },
      HOLDS,
      { and: [{ subject: { in: subjects } }, { state: { in: HOLDING } }] },
      { limit: 0 },
    )
    return new Set(rows.map((row) => String(row.subject)))
  },
  place: async (place, draft, actor) => {
    const { id } = await placeHold(place as Context, retention, draft, actor)
    return { id }
  },
  release: async (place, hold, why, actor) => {
    await releaseHold(place as Context, hold, why, actor)
  },
})
