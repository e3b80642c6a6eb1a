/** Everything that approvals write on the ledger. */
export const APPROVAL_ACTIONS = [
  'approvals.adopted',
  'approvals.submitted',
  'approvals.withdrawn',
  'approvals.changesRequested',
  'approvals.approved',
  'approvals.published',
  'approvals.refused',
  'approvals.takenDown',
  'approvals.granted',
] as const
export type ApprovalAction = (typeof APPROVAL_ACTIONS)[number]

/** Mails: `governance:approvals:mail:<name>:subject|body`. */
export const APPROVAL_MAILS = [
  'approvals:mail:awaiting',
  'approvals:mail:changesRequested',
  'approvals:mail:approved',
] as const
export type ApprovalMail = (typeof APPROVAL_MAILS)[number]
