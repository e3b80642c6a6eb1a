import type { Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { doesNotExist } from '../../kernel/errors.js'
import { all, countRows } from '../../platform/db.js'
import { idIn } from '../../platform/ids.js'
import type { Context } from '../../platform/runtime.js'
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
