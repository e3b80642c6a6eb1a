export { CertificateView } from './CertificateView.js'
export { HoldsView } from './HoldsView.js'
export { StatisticsView } from './StatisticsView.js'
export { WorklistView } from './WorklistView.js'
