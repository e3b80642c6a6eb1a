import { all, findRows, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { versionsOf } from '../../platform/versions.js'
import { DECISIONS } from './collections.js'
import type { SanitizedApprovals } from './options.js'
import { imageFor } from './store.js'
import type { Doc, Target } from './target.js'

/** A content that somebody decided on or submitted in the open review, by its hash. */
export interface Anchor {
  how: 'approved' | 'changesRequested' | 'submitted'
  hash: string
  by: string
  at: string
}

const decided = async (ctx: Context, review: Row, how: 'approved' | 'changesRequested'): Promise<Anchor[]> =>
  (
    await findRows(
      ctx,
      DECISIONS,
      all({ review: { equals: String(review.id) } }, { outcome: { equals: how } }),
      { limit: 50, sort: '-at' },
    )
  ).map((row) => ({ how, hash: String(row.hash), by: String(row.byName ?? ''), at: String(row.at) }))

/**
 * What "since the approval" is counted from: the last approval of other content than this; without one, what was sent
 * back or submitted last. Where nothing changed since, that very content.
 */
export const anchorOf = async (ctx: Context, review: Row, current: string): Promise<Anchor> => {
  const submitted: Anchor = {
    how: 'submitted',
    hash: String(review.hash),
    by: String(review.submittedByName ?? ''),
    at: String(review.submittedAt),
  }
  const approved = await decided(ctx, review, 'approved')
  if (review.state !== 'inReview' && approved[0]) return approved[0]
  const other = ({ hash }: Anchor): boolean => hash !== current
  const sentBack = await decided(ctx, review, 'changesRequested')
  return approved.find(other) ?? [submitted, ...sentBack].find(other) ?? approved[0] ?? submitted
}

const PAGE = 25
/** Versions that are looked through for the content of an approval. */
const MOST = 100

/** The version that holds exactly this content, among the newest hundred. */
export const versionWith = async (
  ctx: Context,
  options: SanitizedApprovals,
  target: Target,
  hash: string,
): Promise<{ id: number | string; doc: Doc } | null> => {
  for (let page = 1; page <= MOST / PAGE; page += 1) {
    const found = await versionsOf(ctx, target, { limit: PAGE, page })
    for (const { id, version } of found) {
      const image = await imageFor(ctx, options, target, version, true)
      if (image.hash === hash) return { id, doc: version }
    }
    if (found.length < PAGE) return null
  }
  return null
}
