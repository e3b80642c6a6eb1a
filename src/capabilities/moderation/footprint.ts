import type { Where } from 'payload'

import type { FootprintPort, Place } from '../../kernel/ports.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { countRows, deleteRows, findRows } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { CASES, REPORTS } from './collections.js'
import { bringsComments, type Desk } from './context.js'

const contextOf = (place: Place): Context => ({ payload: place.payload as Context['payload'] })

/** Comments on these records, by their references. */
const commentsOn = async (ctx: Context, desk: Desk, records: Ref[]): Promise<Ref[]> => {
  const { slug } = desk.options
  if (!bringsComments(ctx, desk)) return []
  const rows = await findRows(ctx, slug, { subject: { in: records } }, { limit: 0, fields: ['subject'] })
  return rows.map(({ id }) => refOf(slug, id))
}

/** Of the records themselves, where comments are governed, and of what people wrote about them. */
const itemsOf = async (ctx: Context, desk: Desk, records: Ref[]): Promise<Where> => ({
  item: { in: [...records, ...(await commentsOn(ctx, desk, records))] },
})

/** Comments on what is gone, what was reported about them, and what moderators wrote. The decisions stay on the ledger. */
export const moderationFootprint = (desk: Desk): FootprintPort => ({
  stores: ['comments', 'moderation'],
  receiptSubjects: (place, records) => commentsOn(contextOf(place), desk, records),
  found: async (place, records) => {
    const ctx = contextOf(place)
    const comments = await commentsOn(ctx, desk, records)
    const items: Where = { item: { in: [...records, ...comments] } }
    return {
      comments: comments.length,
      moderation: (await countRows(ctx, CASES, items)) + (await countRows(ctx, REPORTS, items)),
    }
  },
  forget: async (place, records) => {
    const ctx = contextOf(place)
    const items = await itemsOf(ctx, desk, records)
    await deleteRows(ctx, REPORTS, items)
    await deleteRows(ctx, CASES, items)
    if (bringsComments(ctx, desk)) await deleteRows(ctx, desk.options.slug, { subject: { in: records } })
  },
})
