export { ConsentsOfMessage } from './ConsentsOfMessage.js'
export { ConsentsView } from './ConsentsView.js'
