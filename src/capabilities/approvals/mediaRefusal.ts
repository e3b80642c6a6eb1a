import { isGovernanceError } from '../../kernel/errors.js'
import type { Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import type { MediaGuard } from './mediaGuard.js'
import { abortPublish } from './publications.js'
import { refuse } from './refusals.js'
import { type Doc, subjectOf, type Target } from './target.js'

/** At the publication itself: the approval is kept for the day on which the media are in order. */
export const refuseMedia = async (
  ctx: Context,
  { target, next, attempt }: { target: Target; next: Doc | null; attempt: string },
  reviews: Row[],
  guard: MediaGuard,
): Promise<void> => {
  try {
    await guard(ctx, target, next ?? {})
  } catch (error) {
    for (const { id } of reviews) await abortPublish(ctx, id)
    if (!isGovernanceError(error)) throw error
    refuse(ctx, subjectOf(target), attempt, error)
  }
}
