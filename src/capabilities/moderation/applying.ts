import { hashOf } from '../../kernel/canonical.js'
import { refOf } from '../../kernel/ref.js'
import { all, compareAndSet, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { TAKEDOWNS, writeTakedown } from '../../platform/takedown.js'
import { CASES } from './collections.js'
import { commentOf, type Desk } from './context.js'
import type { CaseState, CommentState } from './domain.js'
import { type Original, restoreComment } from './restoring.js'

type Following = (ctx: Context, desk: Desk, the: Row, comment: Row) => Promise<void>

/** The comment as it was read for the decision: an edit in between is not carried along. */
const asRead = (the: Row, comment: Row, ...states: CommentState[]) =>
  all({ id: { equals: comment.id } }, { revision: { equals: the.revision } }, { state: { in: states } })

/** The removal's record, with the original, is written before the content goes. */
const takeAway: Following = async (ctx, desk, the, comment) => {
  if (comment.state === 'removed' || Number(comment.revision) !== Number(the.revision)) return
  const at = { payload: ctx.payload }
  const original: Original = {
    text: comment.text as string,
    name: (comment.authorName as null | string) ?? null,
    subject: comment.subject as string,
    locale: comment.locale as string,
    revision: Number(comment.revision),
    state: comment.state as CommentState,
  }
  const takedown = await writeTakedown(
    at,
    {
      // A removal that was taken back, and made again, is another one.
      key: `moderation:${CASES}:${the.id}:${Number(the.revision)}`,
      subject: String(the.item),
      reason: [the.reason, the.words].filter(Boolean).join(': '),
      category: String(the.category ?? ''),
      contentHash: hashOf(original),
      original,
    },
    { kind: 'staff', ref: String(the.decidedBy), roles: [] },
    new Date(the.decidedAt as string),
  )
  // The text leaves the row: what is removed is now kept in one restricted place.
  await compareAndSet(at, desk.options.slug, asRead(the, comment, 'pending', 'visible'), {
    state: 'removed' satisfies CommentState,
    text: null,
    takedown: refOf(TAKEDOWNS, takedown.id),
    queued: true,
  })
}

const FOLLOWING: Readonly<Record<CaseState, Following>> = {
  removed: takeAway,
  kept: async (ctx, desk, the, comment) => {
    await compareAndSet({ payload: ctx.payload }, desk.options.slug, asRead(the, comment, 'pending'), {
      state: 'visible' satisfies CommentState,
      queued: true,
    })
  },
  upheld: async () => {},
  overturned: (ctx, desk, the, comment) =>
    restoreComment(ctx, desk, comment, { revision: Number(the.revision), state: 'visible' }),
  // Taken back: open again, as it was before, and about the next revision.
  open: (ctx, desk, the, comment) =>
    restoreComment(ctx, desk, comment, { revision: Number(the.revision) - 1 }),
}

/** Makes the content follow its decision. Each step is conditional and safe to repeat. */
export const applyDecision = async (ctx: Context, desk: Desk, the: Row): Promise<void> => {
  const comment = await commentOf(ctx, desk, String(the.item))
  if (comment) await FOLLOWING[the.state as CaseState](ctx, desk, the, comment)
  // Only of the decision that was read: one taken back meanwhile is carried out by whoever did that.
  await compareAndSet(
    { payload: ctx.payload },
    CASES,
    all({ id: { equals: the.id } }, { rev: { equals: the.rev } }),
    { applied: true },
  )
}
