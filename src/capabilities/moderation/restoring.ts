import { GovernanceError } from '../../kernel/errors.js'
import type { Ref } from '../../kernel/ref.js'
import { all, compareAndSet, findRow, type Row } from '../../platform/db.js'
import { idOfRef } from '../../platform/ids.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { endTakedown, TAKEDOWNS } from '../../platform/takedown.js'
import type { Desk } from './context.js'
import type { CommentState } from './domain.js'

/** What was removed, as its record keeps it. */
export interface Original {
  text: string
  name: null | string
  subject: Ref
  locale: string
  revision: number
  state: CommentState
}

/** The record of the removal that this comment is under, with its original; null where there is none any more. */
export const removalOf = async (
  ctx: Context,
  comment: null | Row,
): Promise<null | { row: Row; original: Original }> => {
  const id = comment?.takedown ? idOfRef(ctx.payload, TAKEDOWNS, String(comment.takedown)) : null
  const row = id === null ? null : await findRow({ payload: ctx.payload }, TAKEDOWNS, { id: { equals: id } })
  const original = row?.original as null | Original | undefined
  return row && typeof original?.text === 'string' ? { row, original } : null
}

/** @throws GovernanceError `stateConflict` where the original was deleted meanwhile */
export const refuseWithoutOriginal = async (ctx: Context, comment: Row): Promise<void> => {
  if (!(await removalOf(ctx, comment)))
    throw new GovernanceError(
      'stateConflict',
      'What was removed is not kept any more, so it cannot be brought back.',
      { why: 'originalGone' },
    )
}

/**
 * Brings back what was removed, as the next revision: whatever still means to carry out that removal finds another one.
 * One conditional write; carrying it out again changes nothing.
 */
export const restoreComment = async (
  ctx: Context,
  desk: Desk,
  comment: Row,
  removed: { revision: number; state?: CommentState },
): Promise<void> => {
  const at = { payload: ctx.payload }
  const removal = await removalOf(ctx, comment)
  if (!removal) return
  await endTakedown(at, removal.row.id, nowOf(ctx.payload))
  await compareAndSet(
    at,
    desk.options.slug,
    all(
      { id: { equals: comment.id } },
      { state: { equals: 'removed' } },
      { revision: { equals: removed.revision } },
    ),
    {
      state: removed.state ?? removal.original.state,
      text: removal.original.text,
      revision: removed.revision + 1,
      takedown: null,
      queued: true,
    },
  )
}
