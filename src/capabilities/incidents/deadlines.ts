import { beyond } from '../../platform/clock.js'
import { all, findRows } from '../../platform/db.js'
import type { Runner } from '../../platform/runtime.js'
import { transition } from '../../platform/unit.js'
import { INCIDENTS } from './collections.js'
import type { SanitizedIncidents } from './options.js'
import { caseOf, policyOf } from './store.js'

/**
 * A deadline reckoned by a clock that was ahead is reckoned again from now, so that lists and banner show a case as
 * late when it is. When it was reported stays as it was recorded.
 */
export const deadlineRunner = (options: SanitizedIncidents): Runner => ({
  key: 'incident-deadlines',
  everySeconds: 60,
  run: async ({ payload, now }) => {
    const ctx = { payload }
    const { answerBy } = policyOf(payload, options)
    const unanswered = all(
      { state: { equals: 'reported' } },
      { reportedAt: { greater_than: beyond(now) } },
      { ackDueAt: { greater_than: beyond(now) } },
    )
    let done = 0
    for (const { id } of await findRows(ctx, INCIDENTS, unanswered, { limit: 500 })) {
      await transition(ctx, INCIDENTS, { id: { equals: id } }, (row) => {
        const { state, severity, ackDueAt } = caseOf(row)
        const dueAt = answerBy(severity, now)
        // Only ever sooner: until the clock has reached the report, this looks at it again and again.
        if (state !== 'reported' || dueAt >= ackDueAt) return null
        done += 1
        return { data: { ackDueAt: dueAt.toISOString() } }
      })
    }
    return { done }
  },
})
