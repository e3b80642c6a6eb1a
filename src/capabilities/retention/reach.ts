import type { Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { doesNotExist } from '../../kernel/errors.js'
import { parseRef } from '../../kernel/ref.js'
import { all, countRows, findRow, findRows, type Row } from '../../platform/db.js'
import { idIn } from '../../platform/ids.js'
import type { Context } from '../../platform/runtime.js'
import { HOLDS } from './collections.js'
import type { Retention } from './context.js'

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

/** Holds that this person may see and release: on what they need know of, and those that they placed themselves. */
export const holdsFor = async (ctx: Context, retention: Retention, actor: Actor): Promise<true | Where> => {
  const collection = retention.work?.()?.collection ?? ''
  const theirs = retention.rules.has(collection) ? await reachOf(ctx, retention, collection, actor) : null
  if (!theirs) return true
  const holds = await findRows(ctx, HOLDS, { subject: { like: `${collection}:` } }, { limit: 0 })
  const others = holds.flatMap(({ id, subject, byRef }) => {
    const about = parseRef(String(subject))
    return about.collection === collection && byRef !== actor.ref ? [{ hold: id, record: about.id }] : []
  })
  if (others.length === 0) return true
  const records = [...new Set(others.map(({ record }) => record))]
  const reached = await foundBy(ctx, collection, records, theirs)
  const hidden = others.filter(({ record }) => !reached.has(record)).map(({ hold }) => hold)
  return hidden.length > 0 ? { id: { not_in: hidden } } : true
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
