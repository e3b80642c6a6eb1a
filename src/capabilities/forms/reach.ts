import type { Where } from 'payload'

import { type Actor, hasRole } from '../../kernel/actor.js'
import { findRows } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import type { Desk } from './context.js'

/** Sees what is sent to any form, not only what the desk answers. */
const seesAll = ({ options }: Desk, actor: Actor): boolean =>
  hasRole(actor, ...options.readers.filter((role) => role !== options.desk))

/** Forms whose messages the desk does not answer. */
const elsewhere = async ({ options }: Desk, ctx: Context): Promise<(number | string)[]> => {
  if (!(options.forms in ctx.payload.collections)) return []
  const closed = { governanceDesk: { equals: false } }
  return (await findRows({ payload: ctx.payload }, options.forms, closed, { limit: 1000 })).map(
    ({ id }) => id,
  )
}

/** Need to know: whoever answers sees what is assigned to the desk, the privacy officer all. */
export const assignedTo = async (
  desk: Desk,
  ctx: Context,
  actor: Actor,
  collection: string,
): Promise<true | Where> => {
  if (collection !== desk.options.submissions || seesAll(desk, actor)) return true
  const ids = await elsewhere(desk, ctx)
  return ids.length === 0 ? true : { form: { not_in: ids } }
}

/** The same for bindings, which name the form by its reference. */
export const bindingsFor = async (desk: Desk, ctx: Context, actor: Actor): Promise<true | Where> => {
  if (seesAll(desk, actor)) return true
  const refs = (await elsewhere(desk, ctx)).map((id) => `${desk.options.forms}:${id}`)
  return refs.length === 0 ? true : { or: [{ form: { exists: false } }, { form: { not_in: refs } }] }
}
