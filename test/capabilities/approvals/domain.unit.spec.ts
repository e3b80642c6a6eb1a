import { describe, expect, it } from 'vitest'

import type { Definition, Delegator, StepDefinition } from '../../../src/capabilities/approvals/definition.js'
import {
  decideApprove,
  type Decider,
  decideRequestChanges,
  decideResubmit,
  decideWithdraw,
  type DecisionInput,
  type ReviewFacts,
} from '../../../src/capabilities/approvals/domain.js'
import {
  openKeyOf,
  type ReviewAction,
  reviews,
  type ReviewState,
} from '../../../src/capabilities/approvals/lifecycle.js'
import { differing, digestLeaves } from '../../../src/capabilities/approvals/image.js'
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
  'approveStep',
  'expire',
]

/** What each action leads to, written down apart from the code; what is not named is refused. */
const EXPECTED: Record<ReviewState, Partial<Record<ReviewAction, ReviewState>>> = {
  inReview: {
    submit: 'inReview',
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
    submit: 'inReview',
    requestChanges: 'changesRequested',
    withdraw: 'withdrawn',
    beginPublish: 'publishing',
    finishPublish: 'published',
    expire: 'expired',
    supersede: 'superseded',
  },
  publishing: { beginPublish: 'publishing', finishPublish: 'published', abortPublish: 'approved' },
  retrospective: { approve: 'confirmed', requestChanges: 'objected', withdraw: 'withdrawn' },
  published: {},
  withdrawn: {},
  superseded: {},
  expired: {},
  confirmed: {},
  objected: {},
}

const staff = (ref: string, ...roles: string[]): Actor => ({ kind: 'staff', ref, roles })
const author = staff('users:1', 'content-creator')
const approver = staff('users:2', 'administrator')
const step = (key: string, more: Partial<StepDefinition> = {}): StepDefinition => ({
  key,
  roles: ['administrator', 'aed', 'ed'],
  approvals: 1,
  dueDays: 3,
  checklist: [],
  ...more,
})
const definition = (...steps: StepDefinition[]): Definition => ({
  steps: steps.length > 0 ? steps : [step('approval')],
  attestations: ['content'],
  expireDays: 90,
})
const review = (state: ReviewState, more: Partial<ReviewFacts> = {}): ReviewFacts => ({
  state,
  submittedBy: 'users:1',
  hash: 'h',
  definition: definition(),
  step: 0,
  approvals: [],
  ...more,
})
const decider = (actor: Actor = approver, more: Partial<Decider> = {}): Decider => ({
  actor,
  delegators: [],
  authors: [],
  ...more,
})
const now = new Date('2026-03-02T15:00:00Z')
const attempt =
  (state: ReviewState, change: Partial<DecisionInput> = {}) =>
  () =>
    decideApprove({
      review: review(state),
      decider: decider(),
      seenHash: 'h',
      currentHash: 'h',
      changed: [],
      attested: ['content'],
      now,
      ...change,
    })
const coded = (code: string) => expect.objectContaining({ code })

describe('a review', () => {
  for (const state of reviews.states) {
    it.each(ACTIONS)(`that is ${state}: %s`, (action) => {
      const next = EXPECTED[state][action]
      if (!next) expect(() => reviews.next(state, action)).toThrow(coded('stateConflict'))
      else expect(reviews.next(state, action)).toBe(next)
    })
  }

  it('holds the key of its document while it is open, and gives it free when it ends', () => {
    const open = reviews.states.filter((state) => openKeyOf('posts:1', state, 7) === 'posts:1')
    expect(open).toEqual(['inReview', 'changesRequested', 'approved', 'publishing', 'retrospective'])
    expect(openKeyOf('posts:1', 'published', 7)).toBe('closed:7')
  })

  it('is approved by an approver who did not write or submit it, with everything attested, as it was seen', () => {
    expect(attempt('inReview')().state).toBe('approved')
    expect(attempt('inReview', { decider: decider(author) })).toThrow(coded('notAllowed'))
    expect(attempt('inReview', { decider: decider(staff('users:1', 'administrator')) })).toThrow(
      coded('separationOfDuties'),
    )
    expect(attempt('inReview', { decider: decider(approver, { authors: ['users:2'] }) })).toThrow(
      coded('separationOfDuties'),
    )
    expect(attempt('inReview', { decider: decider({ ...approver, kind: 'member' }) })).toThrow(
      coded('notAllowed'),
    )
    expect(attempt('inReview', { attested: [] })).toThrow(coded('missingAttestation'))
    expect(attempt('inReview', { attested: ['other'] })).toThrow(coded('missingAttestation'))
    expect(attempt('inReview', { currentHash: 'i', changed: ['title.fr'] })).toThrow(
      expect.objectContaining({
        code: 'approvalVoid',
        data: expect.objectContaining({ fields: ['title.fr'] }),
      }),
    )
    for (const state of [
      'approved',
      'publishing',
      'published',
      'withdrawn',
      'superseded',
      'expired',
    ] as const)
      expect(attempt(state)).toThrow(coded('alreadyDecided'))
  })

  it('runs through its steps in order, each with its own roles, number of people and checklist', () => {
    const rules = definition(
      step('language', { roles: ['administrator'], approvals: 2 }),
      step('law', { roles: ['aed'], checklist: [{ key: 'faces', label: { en: 'Faces', fr: 'Visages' } }] }),
    )
    const one = attempt('inReview', { review: review('inReview', { definition: rules }) })()
    expect(one).toMatchObject({ state: 'inReview', step: 0, nextStep: false })
    const again = review('inReview', { definition: rules, approvals: one.approvals })
    expect(attempt('inReview', { review: again })).toThrow(coded('alreadyDecided'))
    const two = attempt('inReview', { review: again, decider: decider(staff('users:3', 'administrator')) })()
    expect(two).toMatchObject({ state: 'inReview', step: 1, nextStep: true })
    const law = review('inReview', { definition: rules, approvals: two.approvals, step: 1 })
    expect(attempt('inReview', { review: law })).toThrow(coded('notAllowed'))
    const aed = decider(staff('users:4', 'aed'))
    expect(attempt('inReview', { review: law, decider: aed })).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ missing: ['check:faces'] }) }),
    )
    const done = attempt('inReview', { review: law, decider: aed, attested: ['content', 'check:faces'] })()
    expect(done).toMatchObject({ state: 'approved', step: 2 })
    expect(done.approvals.map(({ step: key, by }) => `${key} ${by}`)).toEqual([
      'language users:2',
      'language users:3',
      'law users:4',
    ])
  })

  it('is void for the next person when it changed after the first one approved', () => {
    const rules = definition(step('language'), step('law'))
    const first = attempt('inReview', { review: review('inReview', { definition: rules }) })()
    const second = review('inReview', { definition: rules, ...first, hash: 'h' })
    const other = decider(staff('users:4', 'aed'))
    const change = { review: second, decider: other, seenHash: 'i', currentHash: 'i', changed: ['body'] }
    expect(attempt('inReview', change)).toThrow(coded('approvalVoid'))
  })

  it('is decided by a delegate in both names, counts once for both, and never for somebody who wrote', () => {
    const boss: Delegator = { ref: 'users:9', name: 'Boss', roles: ['aed'] }
    const delegate = staff('users:5', 'communications')
    const lent = decider(delegate, { delegators: [boss] })
    const done = attempt('inReview', { decider: lent })()
    expect(done.approvals[0]).toMatchObject({ by: 'users:5', for: 'users:9', forName: 'Boss' })
    expect(attempt('inReview', { decider: decider(delegate) })).toThrow(coded('notAllowed'))
    expect(attempt('inReview', { decider: { ...lent, authors: ['users:9'] } })).toThrow(
      coded('separationOfDuties'),
    )
    expect(attempt('inReview', { decider: { ...lent, authors: ['users:5'] } })).toThrow(
      coded('separationOfDuties'),
    )
    // An approver in their own right, too: who acts for an author does not approve.
    const both = decider(approver, { delegators: [boss], authors: ['users:9'] })
    expect(attempt('inReview', { decider: both })).toThrow(coded('separationOfDuties'))
    const rules = definition(step('approval', { approvals: 2 }))
    const half = attempt('inReview', { review: review('inReview', { definition: rules }), decider: lent })()
    const rest = review('inReview', { definition: rules, approvals: half.approvals })
    expect(attempt('inReview', { review: rest, decider: decider(staff('users:9', 'aed')) })).toThrow(
      coded('alreadyDecided'),
    )
    expect(attempt('inReview', { review: rest, decider: lent })).toThrow(coded('alreadyDecided'))
  })

  it('never counts one person twice, whatever roles and delegations they have', () => {
    // Every way of giving 2 approvals of 3 people, each for themselves or for another one.
    const people = ['users:2', 'users:3', 'users:4']
    const rules = definition(step('approval', { approvals: 2 }))
    for (const first of people)
      for (const firstFor of [undefined, ...people])
        for (const second of people)
          for (const secondFor of [undefined, ...people]) {
            const who = (ref: string, from: string | undefined): Decider =>
              decider(from ? staff(ref) : staff(ref, 'aed'), {
                delegators: from ? [{ ref: from, roles: ['aed'] }] : [],
              })
            const one = attempt('inReview', {
              review: review('inReview', { definition: rules }),
              decider: who(first, firstFor),
            })()
            const next = attempt('inReview', {
              review: review('inReview', { definition: rules, approvals: one.approvals }),
              decider: who(second, secondFor),
            })
            const used = [first, firstFor].filter(Boolean)
            const shared = [second, secondFor].some((ref) => ref && used.includes(ref))
            if (shared) expect(next).toThrow(coded('alreadyDecided'))
            else expect(next().state).toBe('approved')
          }
  })

  it('after an emergency is confirmed or objected to by somebody else', () => {
    const after = review('retrospective', { submittedBy: 'users:9' })
    expect(attempt('retrospective', { review: after })().state).toBe('confirmed')
    expect(attempt('retrospective', { review: after, decider: decider(staff('users:9', 'aed')) })).toThrow(
      coded('separationOfDuties'),
    )
    expect(decideRequestChanges(after, decider(), 'This was wrong').state).toBe('objected')
  })

  it('goes back for changes with a comment only', () => {
    expect(decideRequestChanges(review('inReview'), decider(), 'Say when').state).toBe('changesRequested')
    expect(decideRequestChanges(review('approved'), decider(), 'I was wrong').state).toBe('changesRequested')
    const mine = attempt('inReview')().approvals
    expect(
      decideRequestChanges(review('approved', { approvals: mine, step: 1 }), decider(), 'Wait').state,
    ).toBe('changesRequested')
    expect(() => decideRequestChanges(review('inReview'), decider(), '  ')).toThrow(coded('invalidInput'))
    expect(() =>
      decideRequestChanges(review('inReview'), decider(approver, { authors: ['users:2'] }), 'x'),
    ).toThrow(coded('separationOfDuties'))
    expect(() => decideRequestChanges(review('published'), decider(), 'x')).toThrow(coded('alreadyDecided'))
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
    // Of several people the first has approved: what changed since is submitted again, what did not is not.
    const approvals = attempt('inReview')().approvals
    expect(decideResubmit(review('inReview', { approvals }), 'i')).toBe('inReview')
    expect(() => decideResubmit(review('inReview', { approvals }), 'h')).toThrow(coded('stateConflict'))
  })

  it('names the fields that differ, in a fixed order', () => {
    const before = digestLeaves({ 'title.en': 'a', 'title.fr': 'b', gone: 1, same: [1] })
    expect(
      differing(before, digestLeaves({ 'title.en': 'a', 'title.fr': 'c', same: [1], added: 2 })),
    ).toEqual(['added', 'gone', 'title.fr'])
    expect(JSON.stringify(before)).not.toContain('"a"')
  })
})
