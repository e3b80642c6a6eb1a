export { governancePlugin } from './plugin.js'
export type { GovernanceOptions } from './options.js'
export { GovernanceError, isGovernanceError, type ErrorCode } from './kernel/errors.js'
export { governanceTick, type TickReport } from './platform/tick.js'
export {
  grantPublication,
  mayUseData,
  publishAsHost,
  type GrantOptions,
  type MayUseOptions,
  type PublishAsHostOptions,
} from './capabilities.js'
export type { UseDecision } from './kernel/consentPorts.js'
