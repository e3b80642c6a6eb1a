import type { UserAction } from '../status.js'

/** The one step that leads on; it takes the place of the stock "Publish". */
export const primaryOf = (actions: UserAction[]): UserAction | undefined =>
  (['publish', 'approve', 'submit'] as const).find((action) => actions.includes(action))
