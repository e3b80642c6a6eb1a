import type { Actor } from '../../kernel/actor.js'
import { changedMeanwhile, GovernanceError } from '../../kernel/errors.js'
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
/** What opened a case. An appeal is a case of its own, about the decision on another one. */
export type CaseKind = 'appeal' | 'pending' | 'reports' | 'signals'
export type Verdict = 'keep' | 'overturn' | 'remove' | 'uphold'
export type CaseState = 'kept' | 'open' | 'overturned' | 'removed' | 'upheld'
export type CaseAction = 'claim' | 'report' | 'undo' | Verdict

export const commentMachine = machine<CommentState, Verdict>('comment', {
  pending: { keep: 'visible', remove: 'removed' },
  visible: { keep: 'visible', remove: 'removed' },
  removed: { uphold: 'removed', overturn: 'visible' },
})

/** A case has exactly one decision; a removal can be taken back for a few minutes by whoever made it. */
export const caseMachine = machine<CaseState, CaseAction>('case', {
  open: {
    ...{ claim: 'open', report: 'open', keep: 'kept', remove: 'removed' },
    ...{ uphold: 'upheld', overturn: 'overturned' },
  },
  kept: {},
  removed: { undo: 'open' },
  upheld: {},
  overturned: {},
})

/** States of a case that has been decided. */
export const DECIDED: readonly CaseState[] = ['kept', 'removed', 'upheld', 'overturned']

export const isVerdict = (given: string): given is Verdict =>
  ['keep', 'remove', 'uphold', 'overturn'].includes(given)

/** What can be decided: on an appeal whether the decision before it stands, on all others what becomes of the text. */
export const verdictsOn = (kind: CaseKind): readonly Verdict[] =>
  kind === 'appeal' ? ['uphold', 'overturn'] : ['keep', 'remove']

/** What staff write appears at once; what others write, when the mode allows it. */
export const firstState = (mode: 'after' | 'before', actor: Actor): CommentState =>
  (actor.kind === 'staff' && actor.roles.length > 0) || mode === 'after' ? 'visible' : 'pending'

export interface CaseFacts {
  kind: CaseKind
  state: CaseState
  rev: number
  /** Of an appeal: who made the decision that it is against. */
  appealedFrom: null | string
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

/** Nobody judges an appeal against their own decision. @throws GovernanceError `conflictOfInterest` */
export const refuseOwnDecision = (the: Pick<CaseFacts, 'appealedFrom'>, actorRef: string): void => {
  if (the.appealedFrom !== null && the.appealedFrom === actorRef) {
    throw new GovernanceError(
      'conflictOfInterest',
      'The appeal is against a decision of your own: a colleague has to judge it.',
      { why: 'ownDecision' },
    )
  }
}

/** A removal names category and reason, an appeal that fails says why. @throws GovernanceError `invalidInput` */
export const refuseIncomplete = (ruling: Ruling, codes: Codes): void => {
  if (!Number.isInteger(ruling.rev))
    throw invalid('rev', 'Say which state of the case you read: "rev" is missing.')
  if (!Number.isInteger(ruling.revision))
    throw invalid('revision', 'Say which state of the comment you read: "revision" is missing.')
  if (ruling.category && !codes.categories.includes(ruling.category))
    throw invalid('category', `There is no category "${ruling.category}".`)
  if (ruling.reason && !codes.reasons.includes(ruling.reason))
    throw invalid('reason', `There is no reason "${ruling.reason}".`)
  if (ruling.verdict === 'uphold' && !ruling.words)
    throw invalid('words', 'Please say in a sentence why the decision stands. The author reads it.')
  if (ruling.verdict !== 'remove') return
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
  actor: { key: string; ref: string },
): { caseState: CaseState; itemState: CommentState } => {
  if (the.state !== 'open') throw decided()
  refuseOwn(item, actor.key)
  refuseOwnDecision(the, actor.ref)
  if (!verdictsOn(the.kind).includes(ruling.verdict))
    throw invalid('decision', `Decide to ${verdictsOn(the.kind).join(' or ')}.`)
  if (the.heldByOther) {
    throw new GovernanceError(
      'claimedByOther',
      'A colleague is working on this right now. Take the next one, or wait until it is free.',
    )
  }
  if (the.rev !== ruling.rev || item.revision !== ruling.revision) throw changedMeanwhile()
  return {
    caseState: caseMachine.next(the.state, ruling.verdict),
    itemState: commentMachine.next(item.state, ruling.verdict),
  }
}
