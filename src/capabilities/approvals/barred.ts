import type { Context } from '../../platform/runtime.js'
import { authorBehind, type Decider, refusalToDecide, type ReviewFacts } from './domain.js'
import { factsOf, retrospectivesOf } from './rows.js'
import type { Target } from './target.js'

/** What was published in an emergency, as the panel shows it. */
export interface RetrospectiveView {
  by: string
  at: string
  dueAt: string
  reason: string
  mayDecide: boolean
  /** Code of why this person cannot decide. */
  cannotDecide?: string
  /** Who stands in the way: this person decides for them, and they published or wrote it. */
  barredFor?: string
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Name of the author for whom this person decides. */
export const barredFor = (review: ReviewFacts, decider: Decider): string | undefined => {
  const author = authorBehind(review, decider)
  return author && (author.name ?? author.ref)
}

/** The oldest review that waits to be read after an emergency, and whether this person may decide on it. */
export const retrospectiveView = async (
  ctx: Context,
  target: Target,
  decider: Decider,
): Promise<RetrospectiveView | undefined> => {
  const [row] = await retrospectivesOf(ctx, target)
  if (!row) return undefined
  const refusal = refusalToDecide(factsOf(row), decider)
  return {
    by: text(row.submittedByName),
    at: String(row.submittedAt),
    dueAt: String(row.dueAt),
    reason: text(row.comment),
    mayDecide: refusal === null,
    ...(refusal ? { cannotDecide: refusal.code, barredFor: barredFor(factsOf(row), decider) } : {}),
  }
}
