export { SetupForm } from './SetupForm.js'
