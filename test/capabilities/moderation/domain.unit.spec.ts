import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  CATEGORIES,
  type CaseKind,
  caseMachine,
  type CaseState,
  commentMachine,
  type CommentState,
  DECIDED,
  firstState,
  isVerdict,
  judge,
  REASONS,
  refuseIncomplete,
  type Ruling,
  type Verdict,
  verdictsOn,
} from '../../../src/capabilities/moderation/domain.js'
import { sanitizeModeration } from '../../../src/capabilities/moderation/options.js'
import { isGovernanceError } from '../../../src/kernel/errors.js'
import { en } from '../../../src/translations/en/index.js'
import { fr } from '../../../src/translations/fr/index.js'

const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'fine'
  } catch (error) {
    if (isGovernanceError(error)) return error.code
    throw error
  }
}

const COMMENTS: [CommentState, Verdict, CommentState | 'stateConflict'][] = [
  ['pending', 'keep', 'visible'],
  ['pending', 'remove', 'removed'],
  ['visible', 'keep', 'visible'],
  ['visible', 'remove', 'removed'],
  ['removed', 'keep', 'stateConflict'],
  ['removed', 'remove', 'stateConflict'],
  ['pending', 'uphold', 'stateConflict'],
  ['pending', 'overturn', 'stateConflict'],
  ['visible', 'uphold', 'stateConflict'],
  ['visible', 'overturn', 'stateConflict'],
  ['removed', 'uphold', 'removed'],
  ['removed', 'overturn', 'visible'],
]

describe('a comment', () => {
  it.each(COMMENTS)('that is %s, on %s, becomes %s', (state, verdict, expected) => {
    if (expected === 'stateConflict') expect(codeOf(() => commentMachine.next(state, verdict))).toBe(expected)
    else expect(commentMachine.next(state, verdict)).toBe(expected)
  })

  it('by staff with a role is visible at once, in either mode; by others only where reading comes after', () => {
    const staff = { kind: 'staff' as const, ref: 'users:1', roles: ['communications'] }
    const without = { kind: 'staff' as const, ref: 'users:2', roles: [] }
    const stranger = { kind: 'visitor' as const, roles: [] }
    const member = { kind: 'member' as const, ref: 'members:1', roles: [] }
    expect(firstState('before', staff)).toBe('visible')
    expect(firstState('after', staff)).toBe('visible')
    for (const actor of [without, stranger, member]) {
      expect(firstState('before', actor)).toBe('pending')
      expect(firstState('after', actor)).toBe('visible')
    }
  })
})

const verdicts = fc.constantFrom<Verdict>('keep', 'remove', 'uphold', 'overturn')
const caseStates = fc.constantFrom<CaseState>('open', ...DECIDED)
const kinds = fc.constantFrom<CaseKind>('appeal', 'pending', 'reports', 'signals')
const itemStates = fc.constantFrom<CommentState>('pending', 'visible', 'removed')
const small = fc.integer({ min: 0, max: 3 })

describe('a case', () => {
  it('has one decision: none is possible after it, and only a removal can be taken back', () => {
    const open = ['claim', 'keep', 'overturn', 'remove', 'report', 'uphold']
    expect(caseMachine.actionsIn('open').sort()).toEqual(open)
    for (const state of DECIDED)
      expect(caseMachine.actionsIn(state)).toEqual(state === 'removed' ? ['undo'] : [])
  })

  it('is decided only while open, unheld, unchanged since it was read, and by somebody else than the author', () => {
    fc.assert(
      fc.property(
        fc.record({
          state: caseStates,
          rev: small,
          readRev: small,
          held: fc.boolean(),
          itemState: itemStates,
          revision: small,
          readRevision: small,
          verdict: verdicts,
          author: fc.constantFrom(null, 'me', 'other'),
          kind: kinds,
          appealedFrom: fc.constantFrom(null, 'users:me', 'users:other'),
        }),
        (given) => {
          const outcome = codeOf(() =>
            judge(
              {
                ...{ kind: given.kind, state: given.state, rev: given.rev },
                ...{ heldByOther: given.held, appealedFrom: given.appealedFrom },
              },
              { state: given.itemState, revision: given.revision, authorKey: given.author },
              { verdict: given.verdict, rev: given.readRev, revision: given.readRevision },
              { key: 'me', ref: 'users:me' },
            ),
          )
          const expected =
            given.state !== 'open'
              ? 'alreadyDecided'
              : given.author === 'me' || given.appealedFrom === 'users:me'
                ? 'conflictOfInterest'
                : !verdictsOn(given.kind).includes(given.verdict)
                  ? 'invalidInput'
                  : given.held
                    ? 'claimedByOther'
                    : given.rev !== given.readRev || given.revision !== given.readRevision
                      ? 'changedSinceRead'
                      : commentMachine.can(given.itemState, given.verdict)
                        ? 'fine'
                        : 'stateConflict'
          expect(outcome).toBe(expected)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('never makes something visible by a removal, nor hides it by keeping it', () => {
    fc.assert(
      fc.property(itemStates, verdicts, (state, verdict) => {
        if (!commentMachine.can(state, verdict)) return
        const shows = verdict === 'keep' || verdict === 'overturn'
        expect(commentMachine.next(state, verdict)).toBe(shows ? 'visible' : 'removed')
      }),
    )
  })

  it('is decided once more than it was taken back, at most, under any sequence of actions', () => {
    const actions = ['claim', 'keep', 'overturn', 'remove', 'report', 'undo', 'uphold'] as const
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...actions)), (sequence) => {
        let state: CaseState = 'open'
        let standing = 0
        for (const action of sequence) {
          if (!caseMachine.can(state, action)) continue
          state = caseMachine.next(state, action)
          if (action === 'undo') standing -= 1
          else if (isVerdict(action)) standing += 1
          expect(standing).toBe(state === 'open' ? 0 : 1)
        }
      }),
    )
  })
})

describe('a decision', () => {
  const codes = { categories: CATEGORIES, reasons: REASONS }
  const ruling = (change: Partial<Ruling>): Ruling => ({
    verdict: 'remove',
    rev: 0,
    revision: 1,
    category: 'spam',
    reason: 'advertising',
    words: '',
    ...change,
  })
  const check = (change: Partial<Ruling>): string => codeOf(() => refuseIncomplete(ruling(change), codes))

  it('to remove names a category and a reason, and "another reason" in words', () => {
    expect(check({})).toBe('fine')
    expect(check({ category: '' })).toBe('invalidInput')
    expect(check({ reason: '' })).toBe('invalidInput')
    expect(check({ reason: 'other' })).toBe('invalidInput')
    expect(check({ reason: 'other', words: 'Because.' })).toBe('fine')
  })

  it('that an appeal fails says why, for its author; that it succeeds need not', () => {
    expect(check({ verdict: 'uphold', category: '', reason: '' })).toBe('invalidInput')
    expect(check({ verdict: 'uphold', category: '', reason: '', words: 'It names a person.' })).toBe('fine')
    expect(check({ verdict: 'overturn', category: '', reason: '' })).toBe('fine')
  })

  it('to keep needs neither', () => expect(check({ verdict: 'keep', category: '', reason: '' })).toBe('fine'))

  it('with an unknown code, or without saying what was read, is refused', () => {
    expect(check({ category: 'rudeness' })).toBe('invalidInput')
    expect(check({ reason: 'because' })).toBe('invalidInput')
    expect(check({ rev: NaN })).toBe('invalidInput')
    expect(check({ verdict: 'keep', revision: NaN })).toBe('invalidInput')
  })
})

describe('the options', () => {
  it('have defaults', () => {
    expect(sanitizeModeration()).toMatchObject({
      slug: 'comments',
      mode: 'before',
      on: null,
      maxLength: 2000,
      targetHours: 24,
      appealDays: 30,
    })
  })

  it.each([
    [{ mode: 'never' }, 'moderation.mode'],
    [{ slug: 'No Slug' }, 'moderation.slug'],
    [{ on: [] }, 'moderation.on'],
    [{ on: ['text'] }, 'moderation.on'],
    [{ maxLength: 0 }, 'moderation.maxLength'],
    [{ targetHours: -1 }, 'moderation.targetHours'],
    [{ appealDays: 0 }, 'moderation.appealDays'],
    [{ categories: { rude: { en: 'Rude' } } }, 'moderation.categories.rude'],
    [{ reasons: { 'Bad Code': { en: 'a', fr: 'b' } } }, 'moderation.reasons.Bad Code'],
    [{ modus: 'before' }, 'moderation.modus'],
  ])('are refused with a sentence that names the option: %j', (raw, option) => {
    expect(() => sanitizeModeration(raw as never)).toThrow(`\`${option}\``)
  })

  it('add categories to the built-in ones, and change nothing that was passed', () => {
    const categories = { impersonation: { en: 'Impersonation', fr: 'Usurpation' } }
    const clean = sanitizeModeration({ categories })
    expect(clean.categories).toEqual([...CATEGORIES, 'impersonation'])
    expect(Object.isFrozen(categories)).toBe(false)
  })
})

describe('the texts', () => {
  it('name every category, reason and state in both languages, differently', () => {
    for (const code of CATEGORIES) {
      expect(en.governance.moderation.categories[code]).toBeTruthy()
      expect(fr.governance.moderation.categories[code]).toBeTruthy()
    }
    for (const code of REASONS) {
      expect(fr.governance.moderation.reasons[code]).not.toBe(en.governance.moderation.reasons[code])
    }
  })
})
