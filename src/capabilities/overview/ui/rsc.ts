export { GovernanceNav } from './GovernanceNav.js'
export { MissingBanner } from './MissingBanner.js'
export { MyDesk } from './MyDesk.js'
export { SetupView } from './SetupView.js'
