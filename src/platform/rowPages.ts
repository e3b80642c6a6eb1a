import type { Where } from 'payload'

import { all, findRows, type Row } from './db.js'
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
