export { DeleteButton } from './DeleteButton.js'
export { PrintButton } from './PrintButton.js'
