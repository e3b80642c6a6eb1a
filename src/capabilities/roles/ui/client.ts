export { CodeSelect } from './CodeSelect.js'
