import { all, compareAndSet, countRows, findRows } from '../../platform/db.js'
import type { Context, Runner } from '../../platform/runtime.js'
import { REVIEWS } from './collections.js'
import { OPEN } from './inboxQuery.js'
import { queueOf } from './lifecycle.js'

/** Reviews at a time: one run is short, the next one goes on. */
const MOST = 500

/** Open reviews that a version of the plugin wrote which knew no queue: no list would show them. */
export const listUnlisted = async (ctx: Context): Promise<{ done: number; left: number }> => {
  const unlisted = all({ state: { in: OPEN } }, { queue: { exists: false } })
  const rows = await findRows(ctx, REVIEWS, unlisted, {
    limit: MOST,
    fields: ['openKey', 'state', 'dueAt', 'submittedAt'],
  })
  let done = 0
  for (const { id, state, openKey, dueAt, submittedAt } of rows) {
    // Decided meanwhile, it has its place by that, or none.
    const unchanged = all({ id: { equals: id } }, { state: { equals: state } }, { queue: { exists: false } })
    const queue = queueOf(new Date((dueAt ?? submittedAt) as string), String(openKey))
    if (await compareAndSet(ctx, REVIEWS, unchanged, { queue })) done += 1
  }
  return { done, left: rows.length < MOST ? 0 : await countRows(ctx, REVIEWS, unlisted) }
}

/** Gives each open review its place in the lists. */
export const listing: Runner = {
  key: 'approvals-list',
  everySeconds: 300,
  run: ({ payload }) => listUnlisted({ payload }),
}
