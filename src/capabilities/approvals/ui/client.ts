export { ApprovalPanel } from './ApprovalPanel.js'
export { ApprovalPublishButton, NoUnpublishButton } from './ApprovalPublishButton.js'
