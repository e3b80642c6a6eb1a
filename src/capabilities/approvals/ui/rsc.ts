export { ApprovalsView } from './ApprovalsView.js'
