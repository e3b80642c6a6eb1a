export { MailReasonCell, MailReasonField, RetryMail } from './MailReason.js'
export { LiftUnsafe } from './LiftUnsafe.js'
