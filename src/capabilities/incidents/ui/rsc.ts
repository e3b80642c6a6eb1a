export { IncidentBanner } from './IncidentBanner.js'
export { IncidentCaseView } from './IncidentCaseView.js'
export { IncidentReportView } from './IncidentReportView.js'
export { IncidentsView } from './IncidentsView.js'
