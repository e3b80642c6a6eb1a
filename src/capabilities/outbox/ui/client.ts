export { MailReasonCell, MailReasonField, RetryMail } from './MailReason.js'
