export { ExportMessages } from './ExportMessages.js'
export { PurposeSelect } from './PurposeSelect.js'
