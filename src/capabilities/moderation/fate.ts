import type { Ref } from '../../kernel/ref.js'
import { refOf } from '../../kernel/ref.js'
import { findRow, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { appealAgainst, appealEnds, lastRemoval } from './appeals.js'
import { CASES } from './collections.js'
import { commentOf, type Desk } from './context.js'
import { NEEDS_WORDS } from './domain.js'

/** A machine held it back, pointed to it, or took no part. */
export type Machine = 'held' | 'none' | 'noticed'

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
  /** What a machine had to do with it; a person decided in any case. */
  machine: Machine
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
  /** The rule by which a machine holds it back, or held it before it was removed. */
  heldBy: null | string
  removal: null | Removal
  appeal: null | AppealFate
}

const textOrNull = (value: unknown): null | string => (value ? String(value) : null)

const machineOf = (the: Row): Machine => {
  if (the.heldBy) return 'held'
  return Array.isArray(the.signals) && the.signals.length > 0 ? 'noticed' : 'none'
}

const removalIn = (ctx: Context, desk: Desk, the: Row): Removal => ({
  at: new Date(the.decidedAt as string),
  category: textOrNull(the.category),
  reason: textOrNull(the.reason),
  words: the.reason === NEEDS_WORDS ? textOrNull(the.words) : null,
  kind: String(the.kind),
  reports: Number(the.reports),
  machine: machineOf(the),
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
  const open =
    comment.state === 'pending'
      ? await findRow({ payload: ctx.payload }, CASES, { place: { equals: `open:${subject}` } })
      : the
  const counts = comment.state === 'removed' ? appeal?.state !== 'overturned' : appeal !== null
  return {
    state: String(comment.state),
    text: String(comment.text ?? ''),
    locale: String(comment.locale),
    heldBy: comment.state === 'visible' ? null : textOrNull(open?.heldBy),
    removal: the && comment.state === 'removed' ? removalIn(ctx, desk, the) : null,
    appeal: counts ? appeal : null,
  }
}

/** Of a removal: was it put back after an appeal? */
export const wasOverturned = async (ctx: Context, decision: Row): Promise<boolean> => {
  const about = { against: { equals: refOf(CASES, decision.id) }, state: { equals: 'overturned' } }
  return (await findRow({ payload: ctx.payload }, CASES, { and: [about] })) !== null
}
