import { type Actor, hasRole, type Role } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { Ref } from '../../kernel/ref.js'
import { machine, type Transitions } from '../../kernel/stateMachine.js'

/** What a review runs on. Copied into each review, so that changed options never change a running one. */
export interface Definition {
  steps: { key: string; roles: Role[]; approvals: number }[]
  /** What an approver attests: codes with a sentence each in the translations. */
  attestations: string[]
}

export type ReviewState =
  'approved' | 'changesRequested' | 'inReview' | 'published' | 'publishing' | 'superseded' | 'withdrawn'

export type ReviewAction =
  | 'abortPublish'
  | 'approve'
  | 'beginPublish'
  | 'finishPublish'
  | 'requestChanges'
  | 'submit'
  | 'supersede'
  | 'withdraw'

/**
 * `publishing` lies between approval and publication, so that a process that dies there can be followed by another
 * attempt with the same content, and an approval that was used up cannot be used again.
 */
export const TRANSITIONS: Transitions<ReviewState, ReviewAction> = {
  inReview: {
    approve: 'approved',
    requestChanges: 'changesRequested',
    withdraw: 'withdrawn',
    supersede: 'superseded',
  },
  changesRequested: { submit: 'inReview', withdraw: 'withdrawn', supersede: 'superseded' },
  approved: {
    // Only when the content changed since; see `refuseResubmission`.
    submit: 'inReview',
    requestChanges: 'changesRequested',
    withdraw: 'withdrawn',
    beginPublish: 'publishing',
    // Two may try at once: the one that fails sets it back while the other one writes.
    finishPublish: 'published',
    supersede: 'superseded',
  },
  publishing: { beginPublish: 'publishing', finishPublish: 'published', abortPublish: 'approved' },
  published: {},
  withdrawn: {},
  superseded: {},
}

export const reviews = machine('review', TRANSITIONS)

export const isOpen = (state: ReviewState): boolean => reviews.actionsIn(state).length > 0

/** One open review per document: its key while open, another one afterwards. */
export const openKeyOf = (subject: Ref, state: ReviewState, id: number | string): string =>
  isOpen(state) ? subject : `closed:${id}`

export interface ReviewFacts {
  state: ReviewState
  submittedBy: Ref
  /** Hash of the content that was submitted or, once approved, approved. */
  hash: string
  definition: Definition
}

const already = (state: ReviewState): GovernanceError =>
  new GovernanceError(
    'alreadyDecided',
    `A colleague was faster: this review is now "${state}". Reload to see the decision.`,
    { state },
    { state },
  )

/** S2-35: who decides did not write. @returns the refusal, or null when this person may decide. */
export const refusalToDecide = (
  review: ReviewFacts,
  actor: Actor,
  authors: readonly Ref[],
): GovernanceError | null => {
  const roles = review.definition.steps[0]?.roles ?? []
  if (!hasRole(actor, ...roles)) {
    return new GovernanceError('notAllowed', 'Your role does not approve content. Ask an approver.')
  }
  if (actor.ref === review.submittedBy || authors.includes(actor.ref ?? '')) {
    return new GovernanceError(
      'separationOfDuties',
      'Somebody else must approve this: you worked on this content since it was last published.',
    )
  }
  return null
}

export interface DecisionInput {
  review: ReviewFacts
  actor: Actor
  authors: readonly Ref[]
  /** Hash of the content that the person saw. */
  seenHash: string
  /** Hash of the content as it is now. */
  currentHash: string
  /** Fields that changed since the submission. */
  changed: string[]
  attested: readonly string[]
}

/**
 * @throws GovernanceError `alreadyDecided`, `notAllowed`, `separationOfDuties`, `missingAttestation`,
 * `approvalVoid`.
 */
export const decideApprove = (input: DecisionInput): ReviewState => {
  const { review, actor, authors, seenHash, currentHash, changed, attested } = input
  if (review.state !== 'inReview' && review.state !== 'changesRequested') throw already(review.state)
  const next = reviews.next(review.state, 'approve')
  const refusal = refusalToDecide(review, actor, authors)
  if (refusal) throw refusal
  const missing = review.definition.attestations.filter((key) => !attested.includes(key))
  if (missing.length > 0) {
    throw new GovernanceError(
      'missingAttestation',
      'Please tick the attestation before you approve.',
      { missing: missing.join(', ') },
      { missing },
    )
  }
  if (seenHash !== currentHash) throw voided(changed, 'since you opened it')
  return next
}

/** @throws GovernanceError as above, and `invalidInput` without a comment. */
export const decideRequestChanges = (
  review: ReviewFacts,
  actor: Actor,
  authors: readonly Ref[],
  comment: string,
): ReviewState => {
  if (!reviews.can(review.state, 'requestChanges')) throw already(review.state)
  const refusal = refusalToDecide(review, actor, authors)
  if (refusal) throw refusal
  if (comment.trim() === '') {
    throw new GovernanceError(
      'invalidInput',
      'Please say what should change.',
      { field: 'comment' },
      { field: 'comment' },
    )
  }
  return reviews.next(review.state, 'requestChanges')
}

/** The submitter takes a review back; an approver may close one that nobody follows up. */
export const decideWithdraw = (review: ReviewFacts, actor: Actor): ReviewState => {
  const next = reviews.next(review.state, 'withdraw')
  if (actor.ref !== review.submittedBy && !hasRole(actor, ...(review.definition.steps[0]?.roles ?? []))) {
    throw new GovernanceError('notAllowed', 'Only who submitted this, or an approver, can withdraw it.')
  }
  return next
}

/** A review that is open is submitted again after changes; an approval only when the content changed since. */
export const decideResubmit = (review: ReviewFacts, currentHash: string): ReviewState => {
  if (review.state === 'approved' && review.hash === currentHash) {
    throw new GovernanceError('stateConflict', 'This content is approved already. It can be published.')
  }
  return reviews.next(review.state, 'submit')
}

export const voided = (changed: string[], since = 'since the approval'): GovernanceError => {
  const field = changed.join(', ') || '?'
  return new GovernanceError(
    'approvalVoid',
    `The content changed ${since} (${field}). Submit it for approval again. A field that your site sets ` +
      'at publication belongs into the option `approvals.volatileFields`.',
    { field },
    { fields: changed },
  )
}

export const missing = (): GovernanceError =>
  new GovernanceError(
    'approvalMissing',
    'This content is not approved, so it is not published. Save it as a draft and submit it for approval.',
  )

export const takedownNeeded = (): GovernanceError =>
  new GovernanceError(
    'takedownNeeded',
    'This content is live. Take it down with a reason instead of unpublishing or deleting it; ' +
      'a change is saved as a draft.',
  )

/** Whole days after which an open review counts as overdue. */
export const OVERDUE_DAYS = 3

export const dueOf = (submittedAt: Date): Date =>
  new Date(submittedAt.getTime() + OVERDUE_DAYS * 24 * 3_600_000)
