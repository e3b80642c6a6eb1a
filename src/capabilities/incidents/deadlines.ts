import { beyond } from '../../platform/clock.js'
import { all, findRows } from '../../platform/db.js'
import type { Runner } from '../../platform/runtime.js'
import { transition } from '../../platform/unit.js'
import { INCIDENTS } from './collections.js'

const at = (value: unknown): number => new Date(value as string).getTime()

/**
 * A deadline reckoned by a clock that was ahead is reckoned again from now, so that lists and banner show a case as
 * late when it is. When it was reported stays as it was recorded.
 */
export const deadlineRunner: Runner = {
  key: 'incident-deadlines',
  everySeconds: 60,
  run: async ({ payload, now }) => {
    const ctx = { payload }
    const unanswered = all(
      { state: { equals: 'reported' } },
      { reportedAt: { greater_than: beyond(now) } },
      { ackDueAt: { greater_than: beyond(now) } },
    )
    let done = 0
    for (const { id } of await findRows(ctx, INCIDENTS, unanswered, { limit: 500 })) {
      await transition(ctx, INCIDENTS, { id: { equals: id } }, (row) => {
        const wait = at(row.ackDueAt) - at(row.reportedAt)
        // Once righted, the deadline lies before the report.
        if (row.state !== 'reported' || wait < 0) return null
        done += 1
        return { data: { ackDueAt: new Date(now.getTime() + wait).toISOString() } }
      })
    }
    return { done }
  },
}
