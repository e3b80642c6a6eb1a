import type { Ref } from '../../kernel/ref.js'
import { all, findRows, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { CASES } from './collections.js'
import { commentOf, type Desk } from './context.js'
import { NEEDS_WORDS } from './domain.js'

export interface Fate {
  state: string
  text: string
  category: null | string
  reason: null | string
  /** Written for the author: only beside the reason that says nothing without them. */
  words: null | string
  /** What a machine had to do with it, where it was restricted; a person decided in any case. */
  machine: Machine
  /** The rule that held it back. */
  heldBy: null | string
}

export type Machine = 'held' | 'none' | 'noticed'

const machineOf = (the: Row | undefined): Machine => {
  if (the?.heldBy) return 'held'
  return Array.isArray(the?.signals) && the.signals.length > 0 ? 'noticed' : 'none'
}

/** The case that the comment waits in, or that removed it. */
const caseFor = async (ctx: Context, subject: Ref, state: unknown): Promise<Row | undefined> => {
  if (state === 'visible') return undefined
  const its = { state: { equals: state === 'removed' ? 'removed' : 'open' } }
  const at = { payload: ctx.payload }
  return (await findRows(at, CASES, all({ item: { equals: subject } }, its), { limit: 1 }))[0]
}

/** For the author's receipt: where the comment stands, for a removal its category and reason, and a machine's part. */
export const readFate = async (ctx: Context, desk: Desk, subject: Ref): Promise<Fate | null> => {
  const comment = await commentOf(ctx, desk, subject)
  if (!comment) return null
  const the = await caseFor(ctx, subject, comment.state)
  return {
    state: String(comment.state),
    text: String(comment.text ?? ''),
    category: (the?.category as null | string) ?? null,
    reason: (the?.reason as null | string) ?? null,
    words: the?.reason === NEEDS_WORDS ? ((the.words as null | string) ?? null) : null,
    machine: machineOf(the),
    heldBy: (the?.heldBy as null | string) ?? null,
  }
}
