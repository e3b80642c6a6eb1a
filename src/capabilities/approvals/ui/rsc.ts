export { ApprovalsView } from './ApprovalsView.js'
export { DelegationsView } from './DelegationsView.js'
