import type { Context } from '../../platform/runtime.js'
import type { Image } from './image.js'
import { decisionTargets } from './languages.js'
import type { SanitizedApprovals } from './options.js'
import { openReview } from './rows.js'
import { imageFor, ownImageFor } from './store.js'
import { type Doc, isLive, type Target } from './target.js'

/** A content that must be approved before a write goes live. */
export interface Needed {
  target: Target
  image: Image
}

interface Write {
  target: Target
  stored: Doc | null
  next: Doc
  /** Image of `next` in all languages. */
  image: Image
}

/** Where several approvals would do, the one that there is. */
const approvedOf = async (ctx: Context, choice: Needed[]): Promise<Needed | undefined> => {
  for (const needed of choice) {
    const review = await openReview(ctx, needed.target)
    if (review?.hash === needed.image.hash && ['approved', 'publishing'].includes(String(review.state)))
      return needed
  }
  return choice[0]
}

/**
 * Which approvals a write that goes live needs: one for the document, or one for each language that it changes. What
 * all languages share is in each of them, so a change of that alone needs any one. None where nothing live changes.
 */
export const neededFor = async (
  ctx: Context,
  options: SanitizedApprovals,
  { target, stored, next, image }: Write,
): Promise<Needed[]> => {
  const changed: Needed[] = []
  const shared: Needed[] = []
  for (const part of decisionTargets(ctx.payload, options, target)) {
    if (!part.locale) return [{ target, image }]
    if (!isLive(next, part.locale)) continue
    const needed = { target: part, image: await imageFor(ctx, options, part, next) }
    const before = stored && isLive(stored, part.locale) ? stored : null
    if (!before || ownHash(ctx, options, part, before) !== ownHash(ctx, options, part, next))
      changed.push(needed)
    else if ((await imageFor(ctx, options, part, before)).hash !== needed.image.hash) shared.push(needed)
  }
  if (changed.length > 0) return changed
  const any = await approvedOf(ctx, shared)
  return any ? [any] : []
}

const ownHash = (ctx: Context, options: SanitizedApprovals, part: Target, doc: Doc): string =>
  ownImageFor(ctx, options, part, doc).hash

/** Languages that were live and will not be, where each is decided on by itself. */
export const languagesLost = (
  ctx: Context,
  options: SanitizedApprovals,
  { target, stored, next }: Pick<Write, 'next' | 'stored' | 'target'>,
): string[] =>
  decisionTargets(ctx.payload, options, target).flatMap(({ locale }) =>
    locale && isLive(stored, locale) && !isLive(next, locale) ? [locale] : [],
  )
