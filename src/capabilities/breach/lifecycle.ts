import { machine } from '../../kernel/stateMachine.js'
import type { BreachAction, BreachState } from './events.js'

/**
 * From a suspicion to the end. People are told only by a notice that a second person approved, and only once there is a
 * real risk; from the moment that mails leave, the assessment, the people and the words stay as they are.
 */
export const lifecycle = machine<BreachState, BreachAction>('breach', {
  suspected: { assessNone: 'noRisk', assessReal: 'atRisk' },
  noRisk: { assessNone: 'noRisk', assessReal: 'atRisk', close: 'closed' },
  atRisk: { assessNone: 'noRisk', assessReal: 'atRisk', search: 'searching', write: 'atRisk' },
  searching: { write: 'searching', finishSearch: 'found' },
  found: {
    assessNone: 'noRisk',
    assessReal: 'found',
    search: 'searching',
    write: 'found',
    approve: 'approved',
  },
  approved: {
    assessNone: 'noRisk',
    assessReal: 'approved',
    search: 'searching',
    write: 'found',
    send: 'notifying',
  },
  notifying: { finishSending: 'notified' },
  notified: { retry: 'notifying', close: 'closed' },
  closed: {},
})

export const OPEN_STATES: readonly BreachState[] = lifecycle.states.filter((state) => state !== 'closed')
/** In these the addresses of those who are to be told are still needed. */
export const HOLDING_STATES: readonly BreachState[] = [
  'searching',
  'found',
  'approved',
  'notifying',
  'notified',
]
