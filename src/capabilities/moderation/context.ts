import type { Actor } from '../../kernel/actor.js'
import { keyedHash } from '../../kernel/canonical.js'
import { doesNotExist } from '../../kernel/errors.js'
import type { IncidentPort } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { findRow, type Row } from '../../platform/db.js'
import { idOfRef } from '../../platform/ids.js'
import { type Context, runtimeOf } from '../../platform/runtime.js'
import type { SanitizedModeration } from './options.js'
import type { Triage } from './triage/engine.js'

/** What the stores of this capability work with. */
export interface Desk {
  options: SanitizedModeration
  incidents?: IncidentPort
  /** Null where it is switched off. */
  triage: null | Triage
}

/** Says that two are by the same account without saying which. */
export const authorKeyOf = (ctx: Context, actor: Actor): null | string =>
  actor.ref ? keyedHash(ctx.payload.secret, `author:${actor.ref}`) : null

/** True while the plugin's own collection of comments is there (and not the host's). */
export const bringsComments = (ctx: Context, desk: Desk): boolean =>
  runtimeOf(ctx.payload).added.includes(desk.options.slug)

/** The comment of that reference in any state; null when there is none. For stores and checked readers only. */
export const commentOf = async (ctx: Context, desk: Desk, ref: Ref): Promise<null | Row> => {
  if (!bringsComments(ctx, desk)) return null
  const id = idOfRef(ctx.payload, desk.options.slug, ref)
  return id === null ? null : findRow({ payload: ctx.payload }, desk.options.slug, { id: { equals: id } })
}

/** Where public intake is switched off because the host has comments of its own. */
export const refuseWithoutComments = (ctx: Context, desk: Desk): void => {
  if (!bringsComments(ctx, desk)) throw doesNotExist()
}
