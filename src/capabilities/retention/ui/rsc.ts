export { CertificateView } from './CertificateView.js'
export { WorklistView } from './WorklistView.js'
