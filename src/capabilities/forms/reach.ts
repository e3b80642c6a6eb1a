import type { Where } from 'payload'

import { type Actor, hasRole, type Role } from '../../kernel/actor.js'
import { refOf } from '../../kernel/ref.js'
import { findRows, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { SENT_WITH } from './collections.js'
import type { Desk } from './context.js'

/** Holds one of these roles, and not only as whoever answers at the desk. */
const seesAll = ({ options }: Desk, actor: Actor, roles: readonly Role[] = options.readers): boolean =>
  hasRole(actor, ...roles.filter((role) => role !== options.desk))

/** Staff say with a tick of each form whether the desk answers it; a form older than that tick is answered there. */
const isAssigned = ({ governanceDesk }: Row): boolean => governanceDesk !== false

/**
 * Forms whose messages the desk answers. They are named, not the others: what came by a form that is gone by now is
 * nobody's at the desk, since nothing says any more that it was.
 */
const assignedForms = async ({ options }: Desk, { payload }: Context): Promise<(number | string)[]> => {
  if (!(options.forms in payload.collections)) return []
  const rows = await findRows({ payload }, options.forms, {}, { limit: 0, fields: ['governanceDesk'] })
  return rows.filter(isAssigned).map(({ id }) => id)
}

/** Need to know: whoever answers sees what is assigned to the desk, the privacy officer all. */
export const assignedTo = async (
  desk: Desk,
  ctx: Context,
  actor: Actor,
  collection: string,
): Promise<true | Where> =>
  collection !== desk.options.submissions || seesAll(desk, actor)
    ? true
    : { form: { in: await assignedForms(desk, ctx) } }

/** The same by the forms themselves: what was counted of messages names no message. */
export const formsReached = async (
  desk: Desk,
  ctx: Context,
  actor: Actor,
): Promise<ReadonlySet<string> | true> =>
  seesAll(desk, actor) ? true : new Set((await assignedForms(desk, ctx)).map(String))

/** Rows that name the form by its reference; those that name none belong to no form. */
const byReference = async (desk: Desk, ctx: Context, actor: Actor, field: string): Promise<true | Where> => {
  if (seesAll(desk, actor)) return true
  const refs = (await assignedForms(desk, ctx)).map((id) => refOf(desk.options.forms, id))
  return { or: [{ [field]: { exists: false } }, { [field]: { in: refs } }] }
}

/** The same for bindings. */
export const bindingsFor = (desk: Desk, ctx: Context, actor: Actor): Promise<true | Where> =>
  byReference(desk, ctx, actor, 'form')

/** The same for files; what staff uploaded themselves came with no form. */
export const filesFor = (desk: Desk, ctx: Context, actor: Actor): Promise<true | Where> =>
  byReference(desk, ctx, actor, SENT_WITH)

/** May whoever takes messages out as a table take those of this form? */
export const mayExport = (desk: Desk, actor: Actor, form: Row): boolean =>
  isAssigned(form) || seesAll(desk, actor, desk.options.exporters)
