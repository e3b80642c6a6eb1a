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
  'approvals.stepApproved',
  'approvals.expired',
  'approvals.superseded',
  'approvals.overdue',
  'approvals.scheduled',
  'approvals.unscheduled',
  'approvals.scheduleFailed',
  'approvals.emergency',
  'approvals.confirmed',
  'approvals.objected',
  'approvals.delegated',
  'approvals.delegationEnded',
  'approvals.commented',
  'approvals.commentResolved',
  'approvals.commentReopened',
  'approvals.posted',
] as const
export type ApprovalAction = (typeof APPROVAL_ACTIONS)[number]

/** Mails: `governance:approvals:mail:<name>:subject|body`. */
export const APPROVAL_MAILS = [
  'approvals:mail:awaiting',
  'approvals:mail:changesRequested',
  'approvals:mail:approved',
  'approvals:mail:published',
  'approvals:mail:reminder',
  'approvals:mail:overdue',
  'approvals:mail:expired',
  'approvals:mail:superseded',
  'approvals:mail:scheduleFailed',
  'approvals:mail:scheduleRefused',
  'approvals:mail:emergency',
  'approvals:mail:retrospective',
  'approvals:mail:objected',
  'approvals:mail:commented',
  'approvals:mail:delegated',
  'approvals:mail:delegatedForYou',
] as const
/** They ask nothing of whoever gets them: a person may want none of these. */
export const INFORMING: readonly string[] = ['approvals:mail:published', 'approvals:mail:commented']
export type ApprovalMail = (typeof APPROVAL_MAILS)[number]

/** Kinds of timers. */
export const DUE_TIMER = 'approvals:due'
export const EXPIRE_TIMER = 'approvals:expire'
export const PUBLISH_TIMER = 'approvals:publish'
