import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { idIn } from '../../platform/ids.js'
import { findRow, findRows, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { INCIDENTS } from './collections.js'
import { peopleIn } from './concerned.js'
import type { Standing } from './standing.js'

/** How far cases are followed from one to the next: more were never merged by people. */
const DEEPEST = 20

export const rowOf = async (ctx: Context, ref: Ref): Promise<null | Row> => {
  const id = idIn(ctx.payload, INCIDENTS, parseRef(ref).id)
  return id === null ? null : findRow(ctx, INCIDENTS, { id: { equals: id } })
}

/** The case that a case is part of in the end: itself, where it stands alone; null where they go round in a circle. */
export const rootOf = async (ctx: Context, row: Row): Promise<null | Row> => {
  let root = row
  for (let step = 0; step < DEEPEST; step += 1) {
    const into = root.mergedInto ? await rowOf(ctx, String(root.mergedInto)) : null
    if (!into) return root
    root = into
  }
  return null
}

/** The cases that are part of this one, however deep, as they were reported. Who may see them, the caller judges. */
export const partsOf = async (ctx: Context, ref: Ref): Promise<Row[]> => {
  const parts: Row[] = []
  let level: Ref[] = [ref]
  for (let step = 0; step < DEEPEST && level.length > 0; step += 1) {
    const found = await findRows(ctx, INCIDENTS, { mergedInto: { in: level } }, { limit: 200 })
    parts.push(...found)
    level = found.map(({ id }) => refOf(INCIDENTS, id))
  }
  return parts.sort((a, b) => +new Date(a.reportedAt as string) - +new Date(b.reportedAt as string))
}

/**
 * The same, for somebody who sees the case that they are part of: none about them, nor about one for whom they stand
 * in, also while those are not kept out of the whole yet.
 */
export const partsFor = async (ctx: Context, { me, ways }: Standing, ref: Ref): Promise<Row[]> => {
  const not = [me, ...ways.flatMap((way) => way.not)]
  return (await partsOf(ctx, ref)).filter(
    ({ concerned }) => !peopleIn(concerned).some((one) => not.includes(one)),
  )
}
