export { ReportForm } from './ReportForm.js'
export { ReportThis } from './ReportThis.js'
