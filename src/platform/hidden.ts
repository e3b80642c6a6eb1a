import type { Access, PayloadRequest } from 'payload'

import type { Actor } from '../kernel/actor.js'
import type { Ref } from '../kernel/ref.js'
import { actorOf } from './actor.js'
import { type Context, runtimeOf } from './runtime.js'

const MEMO = 'governanceHidden'

/** What this person must not learn of, whatever their roles. */
export const hiddenFrom = async (ctx: Context, actor: Actor): Promise<Ref[]> => {
  const asked = runtimeOf(ctx.payload).capabilities.flatMap(({ hides }) => (hides ? [hides(ctx, actor)] : []))
  return (await Promise.all(asked)).flat()
}

/** The same for whoever makes this request, asked once for all that it reads. */
const hiddenIn = (req: PayloadRequest): Promise<Ref[]> => {
  const actor = actorOf(req)
  const memo = (req.context[MEMO] ??= {}) as Record<Ref, Promise<Ref[]>>
  return (memo[actor.ref ?? ''] ??= hiddenFrom({ payload: req.payload }, actor))
}

/** Access to rows that name in this field what they are about: those about something hidden are left out. */
export const withoutHidden =
  (field: string): Access =>
  async ({ req }) => {
    const refs = await hiddenIn(req)
    // A row about nothing is about nothing hidden; SQL would leave it out.
    return refs.length === 0 || { or: [{ [field]: { exists: false } }, { [field]: { not_in: refs } }] }
  }
