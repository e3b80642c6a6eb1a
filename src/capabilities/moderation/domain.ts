import type { Actor } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import { machine } from '../../kernel/stateMachine.js'

/** Who moderates, and who sees what is pending or removed. */
export const MODERATORS = ['administrator', 'aed', 'ed'] as const

/** S2-30; the list is not exhaustive, hosts add theirs. */
export const CATEGORIES = [
  'harassment',
  'discrimination',
  'defamation',
  'spam',
  'malicious-content',
  'other',
] as const

/** Canned reasons for a removal. */
export const REASONS = [
  'attacks-person',
  'degrades-group',
  'false-claim',
  'advertising',
  'dangerous-link',
  'private-details',
  'off-topic',
  'other',
] as const
/** The one that says nothing by itself: words are required with it. */
export const NEEDS_WORDS = 'other'

export type CommentState = 'pending' | 'removed' | 'visible'
export type Verdict = 'keep' | 'remove'
export type CaseState = 'kept' | 'open' | 'removed'
export type CaseAction = 'claim' | 'keep' | 'remove' | 'report'

export const commentMachine = machine<CommentState, Verdict>('comment', {
  pending: { keep: 'visible', remove: 'removed' },
  visible: { keep: 'visible', remove: 'removed' },
  removed: {},
})

/** A case has exactly one decision. An appeal against it will be a case of its own. */
export const caseMachine = machine<CaseState, CaseAction>('case', {
  open: { claim: 'open', report: 'open', keep: 'kept', remove: 'removed' },
  kept: {},
  removed: {},
})

/** What staff write appears at once; what others write, when the mode allows it. */
export const firstState = (mode: 'after' | 'before', actor: Actor): CommentState =>
  (actor.kind === 'staff' && actor.roles.length > 0) || mode === 'after' ? 'visible' : 'pending'

export interface CaseFacts {
  state: CaseState
  rev: number
  /** Somebody else has claimed it, and the claim has not lapsed. */
  heldByOther: boolean
}

export interface ItemFacts {
  state: CommentState
  revision: number
  /** Keyed digest of the author's account; null for strangers. */
  authorKey: null | string
}

export interface Ruling {
  verdict: Verdict
  /** `rev` of the case as it was read. */
  rev: number
  /** Revision of the content as it was read. */
  revision: number
  category: string
  reason: string
  words: string
}

export interface Codes {
  categories: readonly string[]
  reasons: readonly string[]
}

const decided = (): GovernanceError =>
  new GovernanceError('alreadyDecided', 'This has already been decided. Reload to see the decision.')

const changed = (): GovernanceError =>
  new GovernanceError(
    'changedSinceRead',
    'Somebody else changed this at the same moment. Reload and try again.',
  )

const invalid = (field: string, sentence: string): GovernanceError =>
  new GovernanceError('invalidInput', sentence, { field }, { field })

/** Nobody decides on what they wrote themselves. @throws GovernanceError `conflictOfInterest` */
export const refuseOwn = (item: Pick<ItemFacts, 'authorKey'>, actorKey: string): void => {
  if (item.authorKey !== null && item.authorKey === actorKey) {
    throw new GovernanceError(
      'conflictOfInterest',
      'You wrote this yourself: a colleague has to decide. The Executive Director and the Assistant Executive Director can.',
    )
  }
}

/** A removal names its category and its reason. @throws GovernanceError `invalidInput` */
export const refuseIncomplete = (ruling: Ruling, codes: Codes): void => {
  if (!Number.isInteger(ruling.rev))
    throw invalid('rev', 'Say which state of the case you read: "rev" is missing.')
  if (!Number.isInteger(ruling.revision))
    throw invalid('revision', 'Say which state of the comment you read: "revision" is missing.')
  if (ruling.category && !codes.categories.includes(ruling.category))
    throw invalid('category', `There is no category "${ruling.category}".`)
  if (ruling.reason && !codes.reasons.includes(ruling.reason))
    throw invalid('reason', `There is no reason "${ruling.reason}".`)
  if (ruling.verdict === 'keep') return
  if (!ruling.category) throw invalid('category', 'Please choose a category for the removal.')
  if (!ruling.reason) throw invalid('reason', 'Please choose a reason for the removal.')
  if (ruling.reason === NEEDS_WORDS && !ruling.words)
    throw invalid('words', 'Please say in a sentence why this is removed.')
}

/**
 * May this person decide this, now, on what they read? Bound to the state of the case and to the revision of the
 * content: a second decision, also after a claim lapsed, conflicts.
 * @returns the states that the case and the content go to
 * @throws GovernanceError `alreadyDecided`, `conflictOfInterest`, `claimedByOther`, `changedSinceRead`, `stateConflict`
 */
export const judge = (
  the: CaseFacts,
  item: ItemFacts,
  ruling: Pick<Ruling, 'rev' | 'revision' | 'verdict'>,
  actorKey: string,
): { caseState: CaseState; itemState: CommentState } => {
  if (the.state !== 'open') throw decided()
  refuseOwn(item, actorKey)
  if (the.heldByOther) {
    throw new GovernanceError(
      'claimedByOther',
      'A colleague is working on this right now. Take the next one, or wait until it is free.',
    )
  }
  if (the.rev !== ruling.rev || item.revision !== ruling.revision) throw changed()
  return {
    caseState: caseMachine.next(the.state, ruling.verdict),
    itemState: commentMachine.next(item.state, ruling.verdict),
  }
}
