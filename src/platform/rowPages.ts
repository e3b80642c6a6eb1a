import type { Where } from 'payload'

import type { Ref } from '../kernel/ref.js'
import { all, findRows, type Row } from './db.js'
import { idIn, idOfRef } from './ids.js'
import type { Context } from './runtime.js'

/**
 * Every row that meets all of these, a page at a time, in the order of ids: what goes or changes meanwhile moves none
 * of the others, and the last page costs what the first does.
 */
export async function* rowPages(
  ctx: Context,
  collection: string,
  where: readonly Where[],
  { size, fields }: { size: number; fields?: string[] },
): AsyncGenerator<Row[]> {
  for (let last: null | Row['id'] = null; ;) {
    const parts: Where[] = [...where, ...(last === null ? [] : [{ id: { greater_than: last } }])]
    const rows: Row[] = await findRows(ctx, collection, parts.length > 0 ? all(...parts) : {}, {
      limit: size,
      ...(fields ? { fields } : {}),
    })
    if (rows.length > 0) yield rows
    if (rows.length < size) return
    last = rows.at(-1)!.id
  }
}

/**
 * The next rows of a search that goes on later, also in another process: those that were `chosen`, or all that meet
 * these conditions, by their ids: no deletion and no new row changes that order. `next` is for `after`; null: no more.
 */
export const rowsAfter = async (
  ctx: Context,
  collection: string,
  { chosen, where }: { chosen?: readonly Ref[] | null; where: readonly Where[] },
  after: null | string,
  limit: number,
): Promise<{ rows: Row[]; next: null | string }> => {
  if (chosen) {
    const from = Number(after ?? 0)
    const ids = chosen.slice(from, from + limit).flatMap((ref) => idOfRef(ctx.payload, collection, ref) ?? [])
    const rows = await findRows(ctx, collection, { id: { in: ids } }, { limit: ids.length || 1 })
    return { rows, next: from + limit < chosen.length ? String(from + limit) : null }
  }
  const last = after === null ? null : idIn(ctx.payload, collection, after)
  const parts: Where[] = [...where, ...(last === null ? [] : [{ id: { greater_than: last } }])]
  const rows = await findRows(ctx, collection, parts.length > 0 ? all(...parts) : {}, { limit, sort: 'id' })
  return { rows, next: rows.length < limit ? null : String(rows.at(-1)!.id) }
}
