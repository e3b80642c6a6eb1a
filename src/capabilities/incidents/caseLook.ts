import type { SeenCasePort } from '../../kernel/breachPorts.js'
import { isGovernanceError } from '../../kernel/errors.js'
import { refOf } from '../../kernel/ref.js'
import type { Context } from '../../platform/runtime.js'
import { INCIDENTS } from './collections.js'
import { rowFor } from './queries.js'
import { type CaseWork, hiddenCases } from './standing.js'

/** For what is declared from a case: by those who see it, and hidden from whom it is about. */
export const seenCasePort = (work: CaseWork): SeenCasePort => ({
  seen: async (place, actor, id) => {
    try {
      const { row, as } = await rowFor({ payload: (place as Context).payload }, work, actor, id)
      // Who was only asked to help declares nothing.
      if (as === 'assigned') return null
      return {
        ref: refOf(INCIDENTS, row.id),
        id: row.id,
        number: String(row.number),
        reportedAt: new Date(row.reportedAt as string),
      }
    } catch (error) {
      if (isGovernanceError(error) && error.code === 'notFound') return null
      throw error
    }
  },
  hidden: (place, actor) => hiddenCases({ payload: (place as Context).payload }, actor),
})
