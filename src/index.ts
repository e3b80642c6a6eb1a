export { governancePlugin } from './plugin.js'
export type { GovernanceOptions } from './options.js'
export { GovernanceError, isGovernanceError, type ErrorCode } from './kernel/errors.js'
export { governanceTick, type TickReport } from './platform/tick.js'
export {
  grantPublication,
  publishAsHost,
  type GrantOptions,
  type PublishAsHostOptions,
} from './capabilities.js'
