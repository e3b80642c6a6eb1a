import { findRows } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { REVIEWS } from './collections.js'
import { isVoid } from './domain.js'
import { type Listed, targetOfListed } from './listed.js'
import type { ApprovalsPort } from './port.js'
import { factsOf } from './rows.js'
import { imageFor, newestDoc, targetIn } from './store.js'
import type { Target } from './target.js'

/** Only what somebody approved can be void: what waits for its first approval costs a list nothing. */
const canBeVoid = ({ state, approvals }: Listed): boolean =>
  state === 'approved' || (state === 'inReview' && (approvals?.length ?? 0) > 0)

const documentOf = ({ payload }: Context, row: Listed): Target => {
  const { id, ...target } = targetOfListed(row)
  return id === undefined ? target : { ...target, ...targetIn(payload, target.slug, id) }
}

/** Of these the reviews whose approval is void, as the panel of their document says: by what is stored in it now. */
export const voidAmong = async (
  ctx: Context,
  { governed, options }: ApprovalsPort,
  rows: Listed[],
): Promise<Set<Listed['id']>> => {
  const { collections, globals } = governed()
  const asked = rows.filter((row) => {
    const { kind, slug } = targetOfListed(row)
    return canBeVoid(row) && (kind === 'global' ? globals : collections).includes(slug)
  })
  if (asked.length === 0) return new Set()
  const fields = ['state', 'approvals', 'hash', 'definition', 'step', 'submittedBy']
  const found = await findRows(
    ctx,
    REVIEWS,
    { id: { in: asked.map(({ id }) => id) } },
    { limit: asked.length, fields },
  )
  const reviews = new Map(found.map((row) => [row.id, factsOf(row)]))
  const judged = await Promise.all(
    asked.map(async (row) => {
      const target = documentOf(ctx, row)
      const review = reviews.get(row.id)
      const doc = await newestDoc(ctx, target)
      if (!review || !doc) return false
      return isVoid(review, (await imageFor(ctx, options, target, doc, true)).hash)
    }),
  )
  return new Set(asked.filter((_, index) => judged[index]).map(({ id }) => id))
}
