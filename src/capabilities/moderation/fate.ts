import type { Ref } from '../../kernel/ref.js'
import { all, findRows } from '../../platform/db.js'
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
}

/** For the author's receipt: where the comment stands, and for a removal its category and reason. */
export const readFate = async (ctx: Context, desk: Desk, subject: Ref): Promise<Fate | null> => {
  const comment = await commentOf(ctx, desk, subject)
  if (!comment) return null
  const [the] =
    comment.state === 'removed'
      ? await findRows(
          { payload: ctx.payload },
          CASES,
          all({ item: { equals: subject } }, { state: { equals: 'removed' } }),
          {
            limit: 1,
          },
        )
      : []
  return {
    state: String(comment.state),
    text: String(comment.text ?? ''),
    category: (the?.category as null | string) ?? null,
    reason: (the?.reason as null | string) ?? null,
    words: the?.reason === NEEDS_WORDS ? ((the.words as null | string) ?? null) : null,
  }
}
