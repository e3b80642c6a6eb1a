import { GovernanceError } from './errors.js'

/** For each state, the actions possible in it and the state each leads to. */
export type Transitions<State extends string, Action extends string> = {
  readonly [S in State]: { readonly [A in Action]?: State }
}

export interface Machine<State extends string, Action extends string> {
  readonly states: readonly State[]
  actionsIn: (state: State) => Action[]
  can: (state: State, action: Action) => boolean
  /** The states in which the action is possible. */
  statesFor: (action: Action) => State[]
  /** The next state. @throws GovernanceError `stateConflict` (409) when the action is not possible. */
  next: (state: State, action: Action) => State
}

/** A closed transition table: domains differ in data, not in code. */
export const machine = <State extends string, Action extends string>(
  thing: string,
  table: Transitions<State, Action>,
): Machine<State, Action> => ({
  states: Object.keys(table) as State[],
  statesFor: (action) =>
    (Object.keys(table) as State[]).filter((state) => table[state][action] !== undefined),
  actionsIn: (state) => Object.keys(table[state] ?? {}) as Action[],
  can: (state, action) => table[state]?.[action] !== undefined,
  next: (state, action) => {
    const to = table[state]?.[action]
    if (to === undefined) {
      throw new GovernanceError(
        'stateConflict',
        `This ${thing} is "${state}"; "${action}" is not possible now. Reload to see what happened meanwhile.`,
        { thing, state, action },
        { state, action },
      )
    }
    return to
  },
})
