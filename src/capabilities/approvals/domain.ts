import { type Actor, hasRole } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { Ref } from '../../kernel/ref.js'
import {
  type Approval,
  approvalsOf,
  type Definition,
  type Delegator,
  everyRole,
  isStepDone,
  stepAt,
  tickedFor,
} from './definition.js'
import { isVoid, reviews, type ReviewState } from './lifecycle.js'

export interface ReviewFacts {
  state: ReviewState
  submittedBy: Ref
  /** Hash of the content that was submitted or, once a step is approved, approved. */
  hash: string
  definition: Definition
  /** Index of the step that waits. */
  step: number
  approvals: readonly Approval[]
  /** Authors of what was approved or published, also when their work has ended since. */
  wrote?: readonly Ref[]
}

const already = (state: ReviewState): GovernanceError =>
  new GovernanceError(
    'alreadyDecided',
    `A colleague was faster: this review is now "${state}". Reload to see the decision.`,
    { state },
    { state },
  )

const decidedAlready = (by: string): GovernanceError =>
  new GovernanceError(
    'alreadyDecided',
    'You, or the person you decide for, have approved this step already. Somebody else must approve it as well.',
    { why: 'approvedStep' },
    { by },
  )

const notAnApprover = (): GovernanceError =>
  new GovernanceError('notAllowed', 'Your role does not approve content. Ask an approver.', {
    why: 'notApprover',
  })

const worksOnIt = (): GovernanceError =>
  new GovernanceError(
    'separationOfDuties',
    'Somebody else must approve this: you worked on this content since it was last published.',
  )

/** Who decides, in whose name they could, and who may not because they wrote. */
export interface Decider {
  actor: Actor
  /** People who handed their decisions to this person, now. */
  delegators: readonly Delegator[]
  /** Everyone who touched the content since it was last live. */
  authors: readonly Ref[]
}

export const authorsOfReview = (review: ReviewFacts, authors: readonly Ref[]): Ref[] => [
  ...new Set([review.submittedBy, ...(review.wrote ?? []), ...authors]),
]

/**
 * S2-35: who decides did not write, nor acts for somebody who did.
 * @returns in whose name this person may decide (null: their own), or the refusal.
 */
export const standing = (
  review: ReviewFacts,
  { actor, delegators, authors }: Decider,
): { for: Delegator | null } | GovernanceError => {
  const step = stepAt(review.definition, review.step)
  const roles = step?.roles ?? everyRole(review.definition)
  const wrote = authorsOfReview(review, authors)
  const own = hasRole(actor, ...roles)
  const lenders = delegators.filter((delegator) => delegator.roles.some((role) => roles.includes(role)))
  if (!own && lenders.length === 0) return notAnApprover()
  // Whoever acts for an author has no decision on it to lend.
  const lent = lenders.filter(({ actsFor = [] }) => !actsFor.some((ref) => wrote.includes(ref)))
  if (!own && lent.length === 0) return worksOnIt()
  if (wrote.includes(actor.ref ?? '') || delegators.some(({ ref }) => wrote.includes(ref))) return worksOnIt()
  const counted = step ? approvalsOf(review.approvals, step) : []
  const free = (ref: Ref | undefined): boolean =>
    counted.every((approval) => approval.by !== ref && approval.for !== ref)
  if (!free(actor.ref)) return decidedAlready(actor.ref ?? '')
  if (own) return { for: null }
  const delegator = lent.find(({ ref }) => free(ref))
  return delegator ? { for: delegator } : decidedAlready(lent[0]!.ref)
}

/** The author for whom this person decides, or for whom somebody does who lent them a decision. */
export const authorBehind = (
  review: ReviewFacts,
  { actor, delegators, authors }: Decider,
): Delegator | undefined => {
  const wrote = authorsOfReview(review, authors)
  if (wrote.includes(actor.ref ?? '')) return undefined
  return delegators.find(({ ref, actsFor = [] }) => [ref, ...actsFor].some((one) => wrote.includes(one)))
}

/** @returns the refusal, or null when this person may decide. */
export const refusalToDecide = (review: ReviewFacts, decider: Decider): GovernanceError | null => {
  const found = standing(review, decider)
  return found instanceof GovernanceError ? found : null
}

/** To ask for changes. Whoever approved may change their mind: their own approval does not stand in the way. */
export const standingToObject = (review: ReviewFacts, decider: Decider): ReturnType<typeof standing> =>
  standing({ ...review, approvals: [] }, decider)

const orThrow = (found: ReturnType<typeof standing>): { for: Delegator | null } => {
  if (found instanceof GovernanceError) throw found
  return found
}

export interface DecisionInput {
  review: ReviewFacts
  decider: Decider
  /** Hash of the content that the person saw. */
  seenHash: string
  /** Hash of the content as it is now. */
  currentHash: string
  /** Fields that changed since the submission. */
  changed: string[]
  attested: readonly string[]
  now: Date
}

export interface ApproveOutcome {
  state: ReviewState
  /** Index of the step that waits now; the number of steps when none does. */
  step: number
  approvals: Approval[]
  /** True when this approval ended its step and another one begins. */
  nextStep: boolean
}

const approvalBy = (input: DecisionInput, step: string, delegator: Delegator | null): Approval => ({
  step,
  by: input.decider.actor.ref ?? '',
  ...(input.decider.actor.name ? { byName: input.decider.actor.name } : {}),
  ...(delegator ? { for: delegator.ref, ...(delegator.name ? { forName: delegator.name } : {}) } : {}),
  at: input.now.toISOString(),
  attested: [...input.attested],
})

/**
 * One decision per step and person counts; the step that waits is decided, never a later one.
 * @throws GovernanceError `alreadyDecided`, `notAllowed`, `separationOfDuties`, `missingAttestation`,
 * `approvalVoid`.
 */
export const decideApprove = (input: DecisionInput): ApproveOutcome => {
  const { review, decider, seenHash, currentHash, changed, attested } = input
  const waits = review.state === 'inReview' || review.state === 'retrospective'
  if (!waits && review.state !== 'changesRequested') throw already(review.state)
  reviews.next(review.state, 'approve')
  const { for: delegator } = orThrow(standing(review, decider))
  const step = stepAt(review.definition, review.step)
  const needed = step ? tickedFor(review.definition, step) : review.definition.attestations
  const missing = needed.filter((key) => !attested.includes(key))
  if (missing.length > 0) {
    throw new GovernanceError(
      'missingAttestation',
      'Please tick the attestation before you approve.',
      { missing: missing.join(', ') },
      { missing },
    )
  }
  if (seenHash !== currentHash) throw voided(changed, true)
  // What a colleague approved in an earlier step, or beside this person, was other content.
  if (review.approvals.length > 0 && review.hash !== currentHash) throw voided(changed)
  const approvals = [...review.approvals, approvalBy(input, step?.key ?? 'approval', delegator)]
  if (step && !isStepDone(approvals, step)) {
    return {
      state: reviews.next(review.state, 'approveStep'),
      step: review.step,
      approvals,
      nextStep: false,
    }
  }
  const next = review.step + 1
  if (review.state === 'inReview' && next < review.definition.steps.length) {
    return { state: reviews.next(review.state, 'approveStep'), step: next, approvals, nextStep: true }
  }
  return { state: reviews.next(review.state, 'approve'), step: next, approvals, nextStep: false }
}

/** @throws GovernanceError as above, and `invalidInput` without a comment. */
export const decideRequestChanges = (
  review: ReviewFacts,
  decider: Decider,
  comment: string,
): { state: ReviewState; for: Delegator | null } => {
  if (!reviews.can(review.state, 'requestChanges')) throw already(review.state)
  const { for: delegator } = orThrow(standingToObject(review, decider))
  if (comment.trim() === '') {
    throw new GovernanceError(
      'invalidInput',
      'Please say what should change.',
      { field: 'comment', why: 'whatChange' },
      { field: 'comment' },
    )
  }
  return { state: reviews.next(review.state, 'requestChanges'), for: delegator }
}

/** The submitter takes a review back; an approver may close one that nobody follows up. */
export const decideWithdraw = (review: ReviewFacts, actor: Actor): ReviewState => {
  const next = reviews.next(review.state, 'withdraw')
  if (actor.ref !== review.submittedBy && !hasRole(actor, ...everyRole(review.definition))) {
    throw new GovernanceError('notAllowed', 'Only who submitted this, or an approver, can withdraw it.', {
      why: 'onlySubmitter',
    })
  }
  return next
}

/** A review that is open is submitted again after changes; an approval only when the content changed since. */
export const decideResubmit = (review: ReviewFacts, currentHash: string): ReviewState => {
  if (review.state === 'inReview' && !isVoid(review, currentHash))
    throw new GovernanceError(
      'stateConflict',
      'This is submitted already. Somebody will read it.',
      { state: review.state },
      { state: review.state },
    )
  if (review.state === 'approved' && review.hash === currentHash) {
    throw new GovernanceError('stateConflict', 'This content is approved already. It can be published.', {
      why: 'approvedAlready',
    })
  }
  return reviews.next(review.state, 'submit')
}

/** @param opened since the person opened it, rather than since its approval */
export const voided = (changed: string[], opened = false): GovernanceError => {
  const field = changed.join(', ') || '?'
  const since = opened ? 'since you opened it' : 'since the approval'
  return new GovernanceError(
    'approvalVoid',
    `The content changed ${since} (${field}). Submit it for approval again. A field that your site sets ` +
      'at publication belongs into the option `approvals.volatileFields`.',
    { field, ...(opened ? { opened: 'yes' } : {}) },
    { fields: changed },
  )
}
