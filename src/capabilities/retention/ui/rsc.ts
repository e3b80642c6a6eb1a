export { CertificateView } from './CertificateView.js'
export { HoldsView } from './HoldsView.js'
export { WorklistView } from './WorklistView.js'
