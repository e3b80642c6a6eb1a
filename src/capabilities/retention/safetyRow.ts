import { findRow, insertOnce, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { PLANS } from './collections.js'

/** A row of the plans that is no plan: what the runner's safety knows. It is made when it is first needed. */
export const safetyRow = async (
  { payload }: Context,
  key: string,
  state: string,
  subjectCollection = 'system',
): Promise<Row> => {
  const at = { payload }
  const found = await findRow(at, PLANS, { key: { equals: key } })
  if (found) return found
  await insertOnce(at, PLANS, { key, subjectCollection, months: 0, rev: 0, state, data: {} })
  return (await findRow(at, PLANS, { key: { equals: key } }))!
}
