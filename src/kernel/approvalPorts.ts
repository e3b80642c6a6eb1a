import type { Actor, Role } from './actor.js'
import type { Place } from './ports.js'
import type { Ref } from './ref.js'

/** What goes live from a draft that itself never does, as a version of a notice: told to approvals. */
export interface LiveElsewhere {
  /** Who approves it, unless the host names steps for it. */
  approvers: readonly Role[]
  /** Fields of the draft that only repeat others: no part of what is approved. */
  repeated: readonly string[]
  /** What of this draft is live, as if it were the draft; null where nothing ever was. */
  live: (place: Place, draft: Record<string, unknown>) => Promise<Record<string, unknown> | null>
  /** Whether something went live under this approval (`Reserved.key`): asked after a crash. */
  isLiveBy: (place: Place, key: string) => Promise<boolean>
  /** @throws GovernanceError what keeps the draft from going live, before somebody is asked to read it */
  complete: (place: Place, draft: Record<string, unknown>) => Promise<void>
}

/** One who approved, in whose place, and when. Kept with what went live: accounts may go. */
export interface ApprovedBy {
  step: string
  by: Ref
  byName?: string
  for?: Ref
  forName?: string
  at: string
}

/** An approval that is kept for one publication. */
export interface Reserved {
  /** Another one for each approval: a unique column of it keeps an approval from being used twice. */
  key: string
  by: ApprovedBy[]
  /** It is live. Safe to repeat. */
  done: (actor: Actor) => Promise<void>
  /** It did not come to that. */
  undo: () => Promise<void>
}

/** Approvals, for what goes live elsewhere. `subject` is `collection:id`, `draft` the stored row in all languages. */
export interface ApprovalPort {
  /** Whether somebody else has approved exactly this draft, was asked to read it, or neither. */
  stateOf: (
    place: Place,
    subject: Ref,
    draft: Record<string, unknown>,
  ) => Promise<'approved' | 'none' | 'waiting'>
  /** @throws GovernanceError `approvalMissing` or `approvalVoid` unless exactly this draft was approved. */
  reserve: (place: Place, subject: Ref, draft: Record<string, unknown>) => Promise<Reserved>
}
