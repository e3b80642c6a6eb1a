import type { Ref } from '../../kernel/ref.js'
import { refOf } from '../../kernel/ref.js'
import { findRow, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { appealAgainst, appealEnds, lastRemoval } from './appeals.js'
import { CASES } from './collections.js'
import { commentOf, type Desk } from './context.js'
import { NEEDS_WORDS } from './domain.js'

/** Why and how something was removed, as its author may know it: no names, nothing of who reported. */
export interface Removal {
  at: Date
  category: null | string
  reason: null | string
  /** Written for the author: only beside the reason that says nothing without them. */
  words: null | string
  /** What brought it before a moderator: `pending`, `reports` or `signals`. */
  kind: string
  reports: number
  /** Whether a machine held it back, pointed to it, or took no part. A person decided in each case. */
  machine: 'held' | 'none' | 'pointed'
  heldBy: null | string
  appealUntil: Date
}

export interface AppealFate {
  state: 'open' | 'overturned' | 'upheld'
  at: Date
  decidedAt: Date | null
  /** Why the decision stands, for the author. */
  words: null | string
}

export interface Fate {
  state: string
  text: string
  locale: string
  removal: null | Removal
  appeal: null | AppealFate
}

const textOrNull = (value: unknown): null | string => (value ? String(value) : null)

const removalIn = (ctx: Context, desk: Desk, the: Row): Removal => ({
  at: new Date(the.decidedAt as string),
  category: textOrNull(the.category),
  reason: textOrNull(the.reason),
  words: the.reason === NEEDS_WORDS ? textOrNull(the.words) : null,
  kind: String(the.kind),
  reports: Number(the.reports),
  machine: the.heldBy ? 'held' : Array.isArray(the.signals) && the.signals.length > 0 ? 'pointed' : 'none',
  heldBy: textOrNull(the.heldBy),
  appealUntil: appealEnds(ctx, desk, the),
})

const appealIn = (the: null | Row): AppealFate | null =>
  the && {
    state: the.state as AppealFate['state'],
    at: new Date(the.openedAt as string),
    decidedAt: the.decidedAt ? new Date(the.decidedAt as string) : null,
    words: textOrNull(the.words),
  }

/** For the author: where the comment stands, why it was removed, and what became of an appeal. */
export const readFate = async (ctx: Context, desk: Desk, subject: Ref): Promise<Fate | null> => {
  const comment = await commentOf(ctx, desk, subject)
  if (!comment) return null
  const the = await lastRemoval(ctx, subject)
  const appeal = the && appealIn(await appealAgainst(ctx, the))
  // Removed again after it was put back: the older appeal is history.
  const counts = comment.state === 'removed' ? appeal?.state !== 'overturned' : appeal !== null
  return {
    state: String(comment.state),
    text: String(comment.text ?? ''),
    locale: String(comment.locale),
    removal: the && comment.state === 'removed' ? removalIn(ctx, desk, the) : null,
    appeal: counts ? appeal : null,
  }
}

/** Of a removal: was it put back after an appeal? */
export const wasOverturned = async (ctx: Context, decision: Row): Promise<boolean> => {
  const about = { against: { equals: refOf(CASES, decision.id) }, state: { equals: 'overturned' } }
  return (await findRow({ payload: ctx.payload }, CASES, { and: [about] })) !== null
}
