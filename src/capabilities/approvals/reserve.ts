import { parseRef, type Ref } from '../../kernel/ref.js'
import type { ApprovalPort, ApprovedBy, Reserved } from '../../kernel/approvalPorts.js'
import { type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { voided } from './domain.js'
import { differing, digestLeaves } from './image.js'
import type { SanitizedApprovals } from './options.js'
import { abortPublish, beginPublish, finishPublish } from './publications.js'
import { factsOf, openReview } from './rows.js'
import { imageFor, ownId } from './store.js'
import type { Doc, Target } from './target.js'
import { missing } from './verdicts.js'

/** Names one approval: each round of a review approves anew. */
export const keyOf = ({ id, round }: Row): string => `review:${id}:${round}`

const byWhom = (review: Row): ApprovedBy[] =>
  factsOf(review).approvals.map(({ step, by, byName, for: whom, forName, at }) => ({
    step,
    by,
    ...(byName ? { byName } : {}),
    ...(whom ? { for: whom } : {}),
    ...(forName ? { forName } : {}),
    at,
  }))

const isApprovedNow = (review: Row | null): review is Row =>
  review?.state === 'approved' || review?.state === 'publishing'

/** For what becomes live elsewhere: exactly what is saved must be what somebody else approved. */
export const approvalsFor = (options: SanitizedApprovals): ApprovalPort => {
  const about = async (ctx: Context, subject: Ref, draft: Doc) => {
    const { collection, id } = parseRef(subject)
    const target: Target = {
      kind: 'collection',
      slug: collection,
      id: ownId(ctx.payload, id),
    }
    return { target, image: await imageFor(ctx, options, target, draft, true) }
  }
  return {
    stateOf: async (place, subject, draft) => {
      const ctx = place as Context
      const { target, image } = await about(ctx, subject, draft)
      const review = await openReview(ctx, target)
      // What waits is read as it is then, so that a change meanwhile does not end the waiting.
      if (review?.state === 'inReview') return 'waiting'
      return isApprovedNow(review) && review.hash === image.hash ? 'approved' : 'none'
    },
    reserve: async (place, subject, draft): Promise<Reserved> => {
      const { payload } = place as Context
      const ctx = { payload }
      const { target, image } = await about(ctx, subject, draft)
      const review = await beginPublish(ctx, target, image.hash)
      if (!review) {
        const open = await openReview(ctx, target)
        throw isApprovedNow(open)
          ? voided(differing(open.leaves as Record<string, string>, digestLeaves(image.leaves)))
          : missing()
      }
      return {
        key: keyOf(review),
        by: byWhom(review),
        done: (actor) => finishPublish(ctx, review, actor, true),
        undo: () => abortPublish(ctx, review.id),
      }
    },
  }
}
