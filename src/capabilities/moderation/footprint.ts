import type { Where } from 'payload'

import type { HoldPort } from '../../kernel/holdPorts.js'
import type { FootprintPort, Place } from '../../kernel/ports.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { countAmong, rowsAmong } from '../../platform/among.js'
import { deleteRows } from '../../platform/db.js'
import { idOfRef } from '../../platform/ids.js'
import type { Context } from '../../platform/runtime.js'
import { CASES, REPORTS } from './collections.js'
import { bringsComments, type Desk } from './context.js'

interface Own {
  desk: Desk
  holds: () => HoldPort | undefined
}

const contextOf = (place: Place): Context => ({ payload: place.payload as Context['payload'] })

/** Comments on these records that no hold keeps, by their references. */
const commentsOn = async (ctx: Context, { desk, holds }: Own, records: Ref[]): Promise<Ref[]> => {
  const { slug } = desk.options
  if (!bringsComments(ctx, desk)) return []
  const rows = await rowsAmong(ctx, slug, 'subject', records)
  const refs = rows.map(({ id }) => refOf(slug, id))
  const held = refs.length > 0 ? await holds()?.isHeld(ctx, refs) : undefined
  return refs.filter((ref) => !held?.has(ref))
}

/**
 * Comments on what is gone, what was reported about them, and what moderators wrote. The decisions stay on the ledger.
 */
export const moderationFootprint = (own: Own): FootprintPort => ({
  stores: ['comments', 'moderation'],
  collections: [own.desk.options.slug, CASES, REPORTS],
  receiptSubjects: (place, records) => commentsOn(contextOf(place), own, records),
  found: async (place, records) => {
    const ctx = contextOf(place)
    const comments = await commentsOn(ctx, own, records)
    const items = [...records, ...comments]
    return {
      comments: comments.length,
      moderation:
        (await countAmong(ctx, CASES, 'item', items)) + (await countAmong(ctx, REPORTS, 'item', items)),
    }
  },
  forget: async (place, records) => {
    const ctx = contextOf(place)
    const comments = await commentsOn(ctx, own, records)
    // Of the records themselves, where comments are governed, and of what people wrote about them.
    const items: Where = { item: { in: [...records, ...comments] } }
    await deleteRows(ctx, REPORTS, items)
    await deleteRows(ctx, CASES, items)
    const { slug } = own.desk.options
    const ids = comments.flatMap((ref) => idOfRef(ctx.payload, slug, ref) ?? [])
    if (ids.length > 0) await deleteRows(ctx, slug, { id: { in: ids } })
  },
})
