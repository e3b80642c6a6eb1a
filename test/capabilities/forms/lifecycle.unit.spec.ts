import { describe, expect, it } from 'vitest'

import { WORK_ACTIONS, WORK_STATES, workMachine, workOf } from '../../../src/capabilities/forms/lifecycle.js'

/** Every state with every action: where it leads, or that it is refused. */
const EXPECTED = {
  new: { take: 'inHand', giveBack: null, answered: 'answered', reopen: null, delete: 'deleted' },
  inHand: { take: null, giveBack: 'new', answered: 'answered', reopen: null, delete: 'deleted' },
  answered: { take: null, giveBack: null, answered: null, reopen: 'inHand', delete: 'deleted' },
  deleted: { take: null, giveBack: null, answered: null, reopen: null, delete: null },
} as const

describe('a message at the desk', () => {
  it.each(WORK_STATES.flatMap((state) => WORK_ACTIONS.map((action) => ({ state, action }))))(
    'that is $state: $action',
    ({ state, action }) => {
      const expected = EXPECTED[state][action]
      if (expected) expect(workMachine.next(state, action)).toBe(expected)
      else expect(() => workMachine.next(state, action)).toThrow('is not possible now')
    },
  )

  it('is new where it came before there was a desk', () => {
    expect([workOf(null), workOf(undefined), workOf('what')]).toEqual(['new', 'new', 'new'])
  })
})
