import type { Actor } from '../../kernel/actor.js'
import { doesNotExist } from '../../kernel/errors.js'
import type { Ref } from '../../kernel/ref.js'
import { all, findRow, findRows, type Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { createUnit, transition } from '../../platform/unit.js'
import { COMMENTS } from './collections.js'
import { mailTo } from './notify.js'
import { entry, openReview } from './rows.js'
import { subjectOf, type Target } from './target.js'

export interface Comment {
  id: number | string
  /** Path of the field; absent for a remark on the whole. */
  field?: string
  text: string
  /** What the reader would write instead. */
  suggestion?: string
  by: string
  at: string
  resolvedBy?: string
  resolvedAt?: string
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

const commentOf = (row: Row): Comment => ({
  id: row.id,
  field: text(row.field),
  text: String(row.text),
  suggestion: text(row.suggestion),
  by: String(row.byName ?? ''),
  at: new Date(row.at as string).toISOString(),
  resolvedBy: row.resolvedAt ? (text(row.resolvedByName) ?? '') : undefined,
  resolvedAt: row.resolvedAt ? new Date(row.resolvedAt as string).toISOString() : undefined,
})

/** Newest first; what is open comes before what is resolved. */
export const commentsOn = async (ctx: Context, subject: Ref): Promise<Comment[]> => {
  const rows = await findRows(
    { payload: ctx.payload },
    COMMENTS,
    { subject: { equals: subject } },
    { limit: 100, sort: '-id' },
  )
  const comments = rows.map(commentOf)
  return [...comments.filter((one) => !one.resolvedAt), ...comments.filter((one) => one.resolvedAt)]
}

export interface CommentDraft {
  text: string
  field?: string
  suggestion?: string
}

/** Says something about the content without changing it, so that the reader stays free to approve. */
export const comment = async (
  ctx: Context,
  target: Target,
  draft: CommentDraft,
  actor: Actor,
): Promise<void> => {
  const subject = subjectOf(target)
  const now = nowOf(ctx.payload)
  const review = await openReview(ctx, target)
  const submitter = review ? String(review.submittedBy) : undefined
  await createUnit(
    ctx,
    COMMENTS,
    { subject, ...draft, by: actor.ref, byName: actor.name, at: now.toISOString() },
    {
      ledger: [
        entry(
          'approvals.commented',
          subject,
          actor,
          now,
          { ...(draft.field ? { field: draft.field } : {}), suggests: Boolean(draft.suggestion) },
          { text: draft.text, ...(draft.suggestion ? { suggestion: draft.suggestion } : {}) },
        ),
      ],
      mail:
        submitter && submitter !== actor.ref
          ? [mailTo(ctx, 'approvals:mail:commented', submitter, target)]
          : [],
    },
  )
}

/** @throws `notFound` for a comment on something else. */
export const resolveComment = async (
  ctx: Context,
  target: Target,
  id: number | string,
  resolved: boolean,
  actor: Actor,
): Promise<void> => {
  const subject = subjectOf(target)
  const where = all({ id: { equals: id } }, { subject: { equals: subject } })
  if (!(await findRow({ payload: ctx.payload }, COMMENTS, where))) throw doesNotExist()
  const now = nowOf(ctx.payload)
  await transition(ctx, COMMENTS, where, (row) => {
    if (Boolean(row.resolvedAt) === resolved) return null
    return {
      data: resolved
        ? { resolvedBy: actor.ref, resolvedByName: actor.name, resolvedAt: now.toISOString() }
        : { resolvedBy: null, resolvedByName: null, resolvedAt: null },
      effects: {
        ledger: [
          entry(resolved ? 'approvals.commentResolved' : 'approvals.commentReopened', subject, actor, now, {
            comment: String(id),
          }),
        ],
      },
    }
  })
}
