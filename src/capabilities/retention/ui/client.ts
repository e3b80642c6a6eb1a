export { DeleteButton } from './DeleteButton.js'
export { RuleField } from './RuleField.js'
export { PrintButton } from './PrintButton.js'
export { VerifyButton } from './VerifyButton.js'
