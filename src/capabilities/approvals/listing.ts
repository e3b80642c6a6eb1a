import { all, compareAndSet, countRows, findRows } from '../../platform/db.js'
import type { Context, Runner } from '../../platform/runtime.js'
import { REVIEWS } from './collections.js'
import { type Definition, rolesText } from './definition.js'
import { OPEN } from './inboxQuery.js'
import { queueOf } from './lifecycle.js'

/** Reviews at a time: one run is short, the next one goes on. */
const MOST = 500

/** Open reviews that a version of the plugin wrote which knew no queue: no list would show them. */
export const listUnlisted = async (ctx: Context): Promise<{ done: number; left: number }> => {
  const unlisted = all({ state: { in: OPEN } }, { queue: { exists: false } })
  const rows = await findRows(ctx, REVIEWS, unlisted, {
    limit: MOST,
    fields: ['openKey', 'state', 'dueAt', 'submittedAt', 'awaits', 'definition'],
  })
  let done = 0
  for (const { id, state, openKey, dueAt, submittedAt, awaits, definition } of rows) {
    // Decided meanwhile, it has its place by that, or none.
    const unchanged = all({ id: { equals: id } }, { state: { equals: state } }, { queue: { exists: false } })
    const queue = queueOf(new Date((dueAt ?? submittedAt) as string), String(openKey))
    // Nor did it know who is waited for: there was one step.
    const first = (definition as Definition).steps[0]
    const named = state === 'inReview' && !awaits && first ? { awaits: rolesText(first.roles) } : {}
    if (await compareAndSet(ctx, REVIEWS, unchanged, { queue, ...named })) done += 1
  }
  return { done, left: rows.length < MOST ? 0 : await countRows(ctx, REVIEWS, unlisted) }
}

/** Gives each open review its place in the lists. */
export const listing: Runner = {
  key: 'approvals-list',
  everySeconds: 300,
  run: ({ payload }) => listUnlisted({ payload }),
}
