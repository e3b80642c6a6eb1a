import type { Context } from '../../platform/runtime.js'
import { canBeVoid, isVoid } from './lifecycle.js'
import { type Listed, targetOfListed } from './listed.js'
import type { ApprovalsPort } from './port.js'
import { imageFor, newestDoc, targetIn } from './store.js'
import type { Target } from './target.js'

const documentOf = ({ payload }: Context, row: Listed): Target => {
  const { id, ...target } = targetOfListed(row)
  return id === undefined ? target : { ...target, ...targetIn(payload, target.slug, id) }
}

/**
 * Of these the reviews whose approval is void, as the panel of their document says: by what is stored in it now. What
 * waits for its first approval costs nothing.
 */
export const voidAmong = async (
  ctx: Context,
  { governed, options }: ApprovalsPort,
  rows: Listed[],
): Promise<Set<Listed['id']>> => {
  const { collections, globals } = governed()
  const judged = await Promise.all(
    rows.map(async (row) => {
      const review = { state: row.state, hash: row.hash, approvals: row.approvals ?? [] }
      const { kind, slug } = targetOfListed(row)
      const isGoverned = (kind === 'global' ? globals : collections).includes(slug)
      if (!isGoverned || !canBeVoid(review)) return false
      const target = documentOf(ctx, row)
      const doc = await newestDoc(ctx, target)
      return doc !== null && isVoid(review, (await imageFor(ctx, options, target, doc, true)).hash)
    }),
  )
  return new Set(rows.filter((_, index) => judged[index]).map(({ id }) => id))
}
