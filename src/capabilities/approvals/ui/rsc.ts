export { ApprovalsView } from './ApprovalsView.js'
export { MediaRightsView } from './MediaRightsView.js'
export { DelegationsView } from './DelegationsView.js'
export { DifferenceView } from './DifferenceView.js'
