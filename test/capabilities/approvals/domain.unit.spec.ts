import { describe, expect, it } from 'vitest'

import {
  decideApprove,
  decideRequestChanges,
  decideResubmit,
  decideWithdraw,
  type ReviewAction,
  type ReviewFacts,
  reviews,
  type ReviewState,
  openKeyOf,
} from '../../../src/capabilities/approvals/domain.js'
import { differing, digestLeaves } from '../../../src/capabilities/approvals/image.js'
import { sanitizeApprovals } from '../../../src/capabilities/approvals/options.js'
import type { Actor } from '../../../src/kernel/actor.js'

const ACTIONS: ReviewAction[] = [
  'submit',
  'approve',
  'requestChanges',
  'withdraw',
  'beginPublish',
  'finishPublish',
  'abortPublish',
  'supersede',
]

/** What each action leads to, written down apart from the code: `-` is refused. */
const EXPECTED: Record<ReviewState, Record<ReviewAction, ReviewState | '-'>> = {
  inReview: {
    submit: '-',
    approve: 'approved',
    requestChanges: 'changesRequested',
    withdraw: 'withdrawn',
    beginPublish: '-',
    finishPublish: '-',
    abortPublish: '-',
    supersede: 'superseded',
  },
  changesRequested: {
    submit: 'inReview',
    approve: '-',
    requestChanges: '-',
    withdraw: 'withdrawn',
    beginPublish: '-',
    finishPublish: '-',
    abortPublish: '-',
    supersede: 'superseded',
  },
  approved: {
    submit: 'inReview',
    approve: '-',
    requestChanges: 'changesRequested',
    withdraw: 'withdrawn',
    beginPublish: 'publishing',
    finishPublish: 'published',
    abortPublish: '-',
    supersede: 'superseded',
  },
  publishing: {
    submit: '-',
    approve: '-',
    requestChanges: '-',
    withdraw: '-',
    beginPublish: 'publishing',
    finishPublish: 'published',
    abortPublish: 'approved',
    supersede: '-',
  },
  published: {
    submit: '-',
    approve: '-',
    requestChanges: '-',
    withdraw: '-',
    beginPublish: '-',
    finishPublish: '-',
    abortPublish: '-',
    supersede: '-',
  },
  withdrawn: {
    submit: '-',
    approve: '-',
    requestChanges: '-',
    withdraw: '-',
    beginPublish: '-',
    finishPublish: '-',
    abortPublish: '-',
    supersede: '-',
  },
  superseded: {
    submit: '-',
    approve: '-',
    requestChanges: '-',
    withdraw: '-',
    beginPublish: '-',
    finishPublish: '-',
    abortPublish: '-',
    supersede: '-',
  },
}

const staff = (ref: string, ...roles: string[]): Actor => ({ kind: 'staff', ref, roles })
const author = staff('users:1', 'content-creator')
const approver = staff('users:2', 'administrator')
const review = (state: ReviewState): ReviewFacts => ({
  state,
  submittedBy: 'users:1',
  hash: 'h',
  definition: sanitizeApprovals().definition,
})
const attempt =
  (state: ReviewState, change: object = {}) =>
  () =>
    decideApprove({
      review: review(state),
      actor: approver,
      authors: [],
      seenHash: 'h',
      currentHash: 'h',
      changed: [],
      attested: ['content'],
      ...change,
    })
const coded = (code: string) => expect.objectContaining({ code })

describe('a review', () => {
  for (const state of reviews.states) {
    it.each(ACTIONS)(`that is ${state}: %s`, (action) => {
      const next = EXPECTED[state][action]
      if (next === '-') expect(() => reviews.next(state, action)).toThrow(coded('stateConflict'))
      else expect(reviews.next(state, action)).toBe(next)
    })
  }

  it('holds the key of its document while it is open, and gives it free when it ends', () => {
    const open = reviews.states.filter((state) => openKeyOf('posts:1', state, 7) === 'posts:1')
    expect(open).toEqual(['inReview', 'changesRequested', 'approved', 'publishing'])
    expect(openKeyOf('posts:1', 'published', 7)).toBe('closed:7')
  })

  it('is approved by an approver who did not write or submit it, with everything attested, as it was seen', () => {
    expect(attempt('inReview')()).toBe('approved')
    expect(attempt('inReview', { actor: author })).toThrow(coded('notAllowed'))
    expect(attempt('inReview', { actor: staff('users:1', 'administrator') })).toThrow(
      coded('separationOfDuties'),
    )
    expect(attempt('inReview', { authors: ['users:2'] })).toThrow(coded('separationOfDuties'))
    expect(attempt('inReview', { actor: { ...approver, kind: 'member' } })).toThrow(coded('notAllowed'))
    expect(attempt('inReview', { attested: [] })).toThrow(coded('missingAttestation'))
    expect(attempt('inReview', { attested: ['other'] })).toThrow(coded('missingAttestation'))
    expect(attempt('inReview', { currentHash: 'i', changed: ['title.fr'] })).toThrow(
      expect.objectContaining({
        code: 'approvalVoid',
        data: expect.objectContaining({ fields: ['title.fr'] }),
      }),
    )
    for (const state of ['approved', 'publishing', 'published', 'withdrawn', 'superseded'] as const)
      expect(attempt(state)).toThrow(coded('alreadyDecided'))
  })

  it('goes back for changes with a comment only', () => {
    expect(decideRequestChanges(review('inReview'), approver, [], 'Say when')).toBe('changesRequested')
    expect(decideRequestChanges(review('approved'), approver, [], 'I was wrong')).toBe('changesRequested')
    expect(() => decideRequestChanges(review('inReview'), approver, [], '  ')).toThrow(coded('invalidInput'))
    expect(() => decideRequestChanges(review('inReview'), approver, ['users:2'], 'x')).toThrow(
      coded('separationOfDuties'),
    )
    expect(() => decideRequestChanges(review('published'), approver, [], 'x')).toThrow(
      coded('alreadyDecided'),
    )
  })

  it('is withdrawn by who submitted it or an approver, and submitted again when its content changed', () => {
    expect(decideWithdraw(review('inReview'), author)).toBe('withdrawn')
    expect(decideWithdraw(review('approved'), approver)).toBe('withdrawn')
    expect(() => decideWithdraw(review('inReview'), staff('users:3', 'content-creator'))).toThrow(
      coded('notAllowed'),
    )
    expect(decideResubmit(review('approved'), 'i')).toBe('inReview')
    expect(() => decideResubmit(review('approved'), 'h')).toThrow(coded('stateConflict'))
    expect(() => decideResubmit(review('inReview'), 'i')).toThrow(coded('stateConflict'))
  })

  it('names the fields that differ, in a fixed order', () => {
    const before = digestLeaves({ 'title.en': 'a', 'title.fr': 'b', gone: 1, same: [1] })
    expect(
      differing(before, digestLeaves({ 'title.en': 'a', 'title.fr': 'c', same: [1], added: 2 })),
    ).toEqual(['added', 'gone', 'title.fr'])
    expect(JSON.stringify(before)).not.toContain('"a"')
  })
})
