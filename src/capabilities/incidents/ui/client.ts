export { ReportForm } from './ReportForm.js'
