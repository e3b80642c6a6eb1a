export { ApprovalPanel } from './ApprovalPanel.js'
export { ApprovalPublishButton, NoUnpublishButton } from './ApprovalPublishButton.js'
export { SocialCounter } from './SocialCounter.js'
export { SocialPosting } from './SocialPosting.js'
