export { FileForm } from './FileForm.js'
export { ReportForm } from './ReportForm.js'
export { ReportThis } from './ReportThis.js'
