export { HistoryView } from './HistoryView.js'
export { LedgerEntryView } from './LedgerEntryView.js'
export { LedgerView } from './LedgerView.js'
