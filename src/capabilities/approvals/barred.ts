import type { PayloadRequest } from 'payload'

import { hasRole } from '../../kernel/actor.js'
import { inLanguage } from '../../kernel/labels.js'
import { type Context, runtimeOf } from '../../platform/runtime.js'
import { EMERGENCY_ROLES, everyRole, stepAt } from './definition.js'
import { authorBehind, type Decider, refusalToDecide, type ReviewFacts } from './domain.js'
import type { ApprovalsPort } from './port.js'
import { roleNames, text } from './reviewView.js'
import { factsOf, retrospectivesOf } from './rows.js'
import type { Target } from './target.js'

/** Why somebody has no button to decide. */
export interface Barred {
  /** Code of the refusal. */
  code: string
  /** Who stands in the way: this person decides for them, and they wrote it. */
  barredFor?: string
  /** The same as a sentence, for this person. */
  sentence: string
}

type Say = (key: string, values?: Record<string, string>) => string

const sayTo =
  (req: PayloadRequest): Say =>
  (key, values) =>
    runtimeOf(req.payload).translatorFor(req.payload, req.i18n.language)(
      `governance:approvals:${key}`,
      values,
    )

/** Whoever decides for the AED or the ED looks for a button that is not lent with the decisions. */
export const noEmergency = (
  req: PayloadRequest,
  { actor, delegators }: Decider,
): { whyNoEmergency?: string } => {
  if (hasRole(actor, ...EMERGENCY_ROLES)) return {}
  const leader = delegators.find(({ roles }) => roles.some((role) => EMERGENCY_ROLES.includes(role)))
  if (!leader) return {}
  return { whyNoEmergency: sayTo(req)('notEmergency', { name: leader.name ?? leader.ref }) }
}

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
  /** Why this person cannot decide, as a sentence. */
  whyNot?: string
}

interface Asking {
  req: PayloadRequest
  port: ApprovalsPort
}

/** Null where this person may decide. */
export const barredFrom = ({ req, port }: Asking, review: ReviewFacts, decider: Decider): Barred | null => {
  const refusal = refusalToDecide(review, decider)
  if (!refusal) return null
  const { code } = refusal
  const { language } = req.i18n
  const say = sayTo(req)
  if (code === 'alreadyDecided') return { code, sentence: say('approvedAlready') }
  if (code === 'separationOfDuties') {
    const author = authorBehind(review, decider)
    const barredFor = author && (author.name ?? author.ref)
    const own = review.state === 'retrospective' ? 'retrospective:own' : 'ownWork'
    return barredFor
      ? { code, barredFor, sentence: say('actsForAuthor', { name: barredFor }) }
      : { code, sentence: say(own) }
  }
  const asked = stepAt(review.definition, review.step)?.roles ?? everyRole(review.definition)
  const roles = roleNames(port, asked).map((role) => inLanguage(role, language, ''))
  return { code, sentence: say('notApprover', { roles: roles.join(', ') }) }
}

/** The oldest review that waits to be read after an emergency, and whether this person may decide on it. */
export const retrospectiveView = async (
  ctx: Context,
  asking: Asking,
  target: Target,
  decider: Decider,
): Promise<RetrospectiveView | undefined> => {
  const [row] = await retrospectivesOf(ctx, target)
  if (!row) return undefined
  const barred = barredFrom(asking, factsOf(row), decider)
  return {
    by: text(row.submittedByName) ?? '',
    at: String(row.submittedAt),
    dueAt: String(row.dueAt),
    reason: text(row.comment) ?? '',
    mayDecide: barred === null,
    ...(barred ? { cannotDecide: barred.code, barredFor: barred.barredFor, whyNot: barred.sentence } : {}),
  }
}
