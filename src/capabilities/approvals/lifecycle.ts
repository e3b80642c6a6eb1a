import { machine, type Transitions } from '../../kernel/stateMachine.js'

export type ReviewState =
  | 'approved'
  | 'changesRequested'
  | 'confirmed'
  | 'expired'
  | 'inReview'
  | 'objected'
  | 'published'
  | 'publishing'
  | 'retrospective'
  | 'superseded'
  | 'withdrawn'

export type ReviewAction =
  | 'abortPublish'
  | 'approve'
  | 'approveStep'
  | 'beginPublish'
  | 'expire'
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
    // Only when the content changed since a first approval of several; see `decideResubmit`.
    submit: 'inReview',
    // Not the last approval that is needed.
    approveStep: 'inReview',
    approve: 'approved',
    requestChanges: 'changesRequested',
    withdraw: 'withdrawn',
    expire: 'expired',
    supersede: 'superseded',
  },
  changesRequested: {
    submit: 'inReview',
    withdraw: 'withdrawn',
    expire: 'expired',
    supersede: 'superseded',
  },
  approved: {
    // Only when the content changed since; see `refuseResubmission`.
    submit: 'inReview',
    requestChanges: 'changesRequested',
    withdraw: 'withdrawn',
    beginPublish: 'publishing',
    // Two may try at once: the one that fails sets it back while the other one writes.
    finishPublish: 'published',
    expire: 'expired',
    supersede: 'superseded',
  },
  publishing: { beginPublish: 'publishing', finishPublish: 'published', abortPublish: 'approved' },
  // After an emergency: what is live already is read by somebody else.
  retrospective: { approve: 'confirmed', requestChanges: 'objected', withdraw: 'withdrawn' },
  published: {},
  withdrawn: {},
  superseded: {},
  expired: {},
  confirmed: {},
  objected: {},
}

export const reviews = machine('review', TRANSITIONS)

export const isOpen = (state: ReviewState): boolean => reviews.actionsIn(state).length > 0

/** One open review of what is decided on at once: its key while open, another one afterwards. */
export const openKeyOf = (part: string, state: ReviewState, id: number | string): string =>
  isOpen(state) ? part : `closed:${id}`

/** Where an open review stands among the others, first what is due first: one text, so that one index pages it. */
export const queueOf = (dueAt: Date, openKey: string): string => `${dueAt.toISOString()}~${openKey}`

/** What the end of a review changes: another may be opened, and it waits in no list. */
export const closing = (
  part: string,
  state: ReviewState,
  id: number | string,
): { openKey: string; queue?: null } => ({
  openKey: openKeyOf(part, state, id),
  ...(isOpen(state) ? {} : { queue: null }),
})

interface Approved {
  state: ReviewState
  approvals: readonly unknown[]
}

/** Only what somebody approved can be void: all of those who must, or the first of them. */
export const canBeVoid = ({ state, approvals }: Approved): boolean =>
  state === 'approved' || (state === 'inReview' && approvals.length > 0)

/** True where content was approved and is not that any more. */
export const isVoid = (review: Approved & { hash: string }, currentHash: string): boolean =>
  review.hash !== currentHash && canBeVoid(review)
