/** Closed list of what retention leaves on the ledger. */
export const RETENTION_ACTIONS = [
  'retention.dated',
  'retention.deleted',
  'retention.deletedByHand',
  'retention.planConfirmed',
  'retention.held',
  'retention.released',
  'retention.keptOn',
  'retention.broughtForward',
  'retention.ruleChanged',
  'retention.lengthened',
  'retention.attested',
  'retention.paused',
  'retention.resumed',
  'retention.shareAsked',
  'retention.shareConfirmed',
  'retention.clockAsked',
  'retention.clockConfirmed',
  'retention.replayed',
  'retention.filesDeleted',
  'retention.monthPublished',
] as const
export type RetentionAction = (typeof RETENTION_ACTIONS)[number]

/** Mail: a record stayed a day past its date. */
export const OVERDUE_MAIL = 'retention:mail:overdue'

/** The same, of records that the desk need not know of. */
export const OVERDUE_BESIDE_MAIL = 'retention:mail:overdueBeside'

/** Mail: the day has come on which somebody wanted to look at a hold again; and nobody has for two weeks. */
export const REVIEW_MAIL = 'retention:mail:review'
export const REVIEW_LATE_MAIL = 'retention:mail:reviewLate'

/** Timer that looks for overdue records also when the deleting runner itself has died. */
export const WATCH_TIMER = 'retention.watch'

/** Key of the runner, and of its lease. */
export const RUNNER = 'retention'

/** Mail: a run would take a large share of a collection, and waits for somebody who decides. */
export const SHARE_MAIL = 'retentionSafety:mail:share'

/** Mail: nothing is deleted because it is not certain what time it is. */
export const CLOCK_MAIL = 'retentionSafety:mail:clock'
