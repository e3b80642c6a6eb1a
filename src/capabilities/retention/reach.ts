import type { Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { doesNotExist } from '../../kernel/errors.js'
import { parseRef } from '../../kernel/ref.js'
import { hiddenFrom } from '../../platform/hidden.js'
import { all, countRows, findRow, findRows, type Row } from '../../platform/db.js'
import { idIn } from '../../platform/ids.js'
import type { Context } from '../../platform/runtime.js'
import { HOLDS } from './collections.js'
import type { Retention } from './context.js'
import { HOLDING, type HoldState } from './domain.js'
import { holdOf, keptWhere } from './heldBy.js'
import type { Hold, HoldKind } from './holdKinds.js'

/** Records of a collection that this person need know of: a desk that answers them says which. Null: all. */
export const reachOf = async (
  ctx: Context,
  retention: Retention,
  collection: string,
  actor: Actor,
): Promise<null | Where> => {
  const desk = retention.work?.()
  const theirs = desk?.collection === collection ? await desk.reach(ctx, actor) : true
  return theirs === true ? null : (theirs as Where)
}

/** Whether this person need know of every record: a plain number tells them nothing then. */
export const mayCountAll = async (ctx: Context, retention: Retention, actor: Actor): Promise<boolean> => {
  for (const collection of retention.rules.keys())
    if (await reachOf(ctx, retention, collection, actor)) return false
  return true
}

/** @throws GovernanceError `notFound` for what is not there, and for what is not this person's to know of */
export const mustReach = async (
  ctx: Context,
  retention: Retention,
  { collection, id, actor }: { collection: string; id: string; actor: Actor },
): Promise<void> => {
  const known = retention.rules.has(collection) ? idIn(ctx.payload, collection, id) : null
  if (known === null) throw doesNotExist()
  const theirs = await reachOf(ctx, retention, collection, actor)
  const one: Where = { id: { equals: known } }
  if ((await countRows(ctx, collection, theirs ? all(theirs, one) : one)) === 0) throw doesNotExist()
}

/** Of these ids those that a condition finds, as text. */
const foundBy = async (
  ctx: Context,
  collection: string,
  ids: string[],
  theirs: Where,
): Promise<Set<string>> => {
  const known = ids.flatMap((id) => idIn(ctx.payload, collection, id) ?? [])
  const rows = await findRows(ctx, collection, all(theirs, { id: { in: known } }), {
    limit: known.length || 1,
  })
  return new Set(rows.map(({ id }) => String(id)))
}

/** Of holds on one record each those whose record this person need not know of. */
const hiddenRecords = async (
  ctx: Context,
  collection: string,
  holds: readonly Row[],
  theirs: Where,
): Promise<Row[]> => {
  const about = holds.filter(({ subject }) => parseRef(String(subject)).collection === collection)
  const records = [...new Set(about.map(({ subject }) => parseRef(String(subject)).id))]
  const reached = records.length > 0 ? await foundBy(ctx, collection, records, theirs) : new Set()
  return about.filter(({ subject }) => !reached.has(parseRef(String(subject)).id))
}

const ON_MANY: readonly unknown[] = ['person', 'case', 'query'] satisfies HoldKind[]

/** A hold on many shows what it keeps by its words: one that keeps something beyond their reach is not there. */
const keepsBeyond = async (ctx: Context, collection: string, row: Row, theirs: Where): Promise<boolean> => {
  const isOver = !HOLDING.includes(row.state as HoldState)
  const unsought = row.kind === 'person' && !((row.sought as null | string[]) ?? []).includes(collection)
  if (row.kind === 'query' && (row.query as Hold['query'])?.collection !== collection) return false
  if (isOver || unsought) return true
  const kept = await keptWhere(ctx, holdOf(row), collection)
  if (!kept) return false
  const known = await countRows(ctx, collection, all(theirs, kept))
  return known < (await countRows(ctx, collection, kept))
}

/**
 * Holds that this person may see and release: those that they placed themselves, and those on what they need know of.
 * One on a case that concerns them is there for nobody of them.
 */
export const holdsFor = async (ctx: Context, retention: Retention, actor: Actor): Promise<true | Where> => {
  const at = { payload: ctx.payload }
  const collection = retention.work?.()?.collection ?? ''
  const theirs = retention.rules.has(collection) ? await reachOf(at, retention, collection, actor) : null
  const cases = await hiddenFrom(at, actor)
  const apart: Where[] = cases.length > 0 ? [{ subject: { not_in: cases } }] : []
  if (!theirs) return apart[0] ?? true
  const rows = await findRows(at, HOLDS, {}, { limit: 0 })
  const others = rows.filter(({ byRef }) => byRef !== actor.ref)
  const single = others.filter(({ kind }) => !ON_MANY.includes(kind))
  const hidden = (await hiddenRecords(at, collection, single, theirs)).map(({ id }) => id)
  for (const row of others)
    if (ON_MANY.includes(row.kind) && (await keepsBeyond(at, collection, row, theirs))) hidden.push(row.id)
  if (hidden.length > 0) apart.push({ id: { not_in: hidden } })
  return apart.length > 0 ? all(...apart) : true
}

/** Of these holds those that this person may see. */
export const holdsSeen = async (
  ctx: Context,
  retention: Retention,
  actor: Actor,
  rows: Row[],
): Promise<Row[]> => {
  const theirs = await holdsFor(ctx, retention, actor)
  if (theirs === true || rows.length === 0) return rows
  const ids = rows.map(({ id }) => id)
  const seen = await findRows(ctx, HOLDS, all(theirs, { id: { in: ids } }), { limit: ids.length })
  const known = new Set(seen.map(({ id }) => String(id)))
  return rows.filter(({ id }) => known.has(String(id)))
}

/** @throws GovernanceError `notFound` for a hold that is not there, and for one that this person may not see */
export const holdSeen = async (
  ctx: Context,
  retention: Retention,
  id: string,
  actor: Actor,
): Promise<Row> => {
  const known = idIn(ctx.payload, HOLDS, id)
  if (known === null) throw doesNotExist()
  const theirs = await holdsFor(ctx, retention, actor)
  const one: Where = { id: { equals: known } }
  const row = await findRow(ctx, HOLDS, theirs === true ? one : all(theirs, one))
  if (!row) throw doesNotExist()
  return row
}
