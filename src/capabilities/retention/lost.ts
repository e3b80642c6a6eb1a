import { GovernanceError } from '../../kernel/errors.js'

/** Somebody else carries on with this unit: a runner that woke up late. */
export const leaseLost = (): GovernanceError =>
  new GovernanceError('leaseLost', 'Another process has taken over this deletion.')
