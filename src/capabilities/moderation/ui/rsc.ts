export { ModerationView } from './ModerationView.js'
