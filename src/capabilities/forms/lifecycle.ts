import { machine } from '../../kernel/stateMachine.js'

export const WORK_STATES = ['new', 'inHand', 'answered', 'deleted'] as const
export type WorkState = (typeof WORK_STATES)[number]
export const WORK_ACTIONS = ['take', 'giveBack', 'answered', 'reopen', 'delete'] as const
export type WorkAction = (typeof WORK_ACTIONS)[number]

/** A message at the desk. It leaves on its date whatever state it is in; what is gone does not come back. */
export const workMachine = machine<WorkState, WorkAction>('message', {
  new: { take: 'inHand', answered: 'answered', delete: 'deleted' },
  inHand: { giveBack: 'new', answered: 'answered', delete: 'deleted' },
  answered: { reopen: 'inHand', delete: 'deleted' },
  deleted: {},
})

/** What a person does here; deletion is retention's, with its certificate. */
export const DESK_ACTIONS: readonly WorkAction[] = ['take', 'giveBack', 'answered', 'reopen']

export const workOf = (stored: unknown): WorkState => WORK_STATES.find((state) => state === stored) ?? 'new'
