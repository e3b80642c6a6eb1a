export { VerifyButton } from './VerifyButton.js'
