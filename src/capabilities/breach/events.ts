import type { Actor } from '../../kernel/actor.js'
import type { LedgerDraft } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'

export type BreachState =
  'approved' | 'atRisk' | 'closed' | 'found' | 'noRisk' | 'notified' | 'notifying' | 'searching' | 'suspected'
export type BreachAction =
  | 'approve'
  | 'assessNone'
  | 'assessReal'
  | 'close'
  | 'finishSearch'
  | 'finishSending'
  | 'retry'
  | 'search'
  | 'send'
  | 'write'

/** Everything this capability writes to the ledger. */
export const BREACH_ACTIONS = [
  'breach.declared',
  'breach.assessed',
  'breach.searched',
  'breach.found',
  'breach.written',
  'breach.approved',
  'breach.sent',
  'breach.notified',
  'breach.retried',
  'breach.clockMet',
  'breach.means',
  'breach.closed',
  'breach.read',
  'breach.exported',
] as const
export type BreachLedgerAction = (typeof BREACH_ACTIONS)[number]

/** Words are personal values: a reason can name somebody. */
export const entry = (
  action: BreachLedgerAction,
  subject: Ref,
  actor: Actor,
  at: Date,
  facts: Record<string, unknown> = {},
  personal?: Record<string, string>,
): LedgerDraft => ({ action, subject, actor, at, facts, ...(personal ? { personal } : {}) })

/** One line of a breach's history. Only ever appended. */
export interface TimelineEntry {
  at: string
  what:
    | 'approved'
    | 'assessed'
    | 'clockMet'
    | 'closed'
    | 'declared'
    | 'found'
    | 'means'
    | 'notified'
    | 'retried'
    | 'searched'
    | 'sent'
    | 'written'
  /** Absent where the site did it by itself. */
  by?: Ref
  name?: string
  words?: string
  /** Of an assessment. */
  risk?: 'none' | 'real'
  /** Of a clock. */
  clock?: string
  count?: number
}

/** Key of the runner that finds people and tells them. */
export const RUNNER = 'breach'
/** Key of the runner that watches the clocks and ends what was kept long enough. */
export const WATCH = 'breach-watch'

export const NOTICE_MAIL = 'breach:mail:notice'
export const APPROVE_MAIL = 'breach:mail:approve'
export const CLOCK_MAIL = 'breach:mail:clock'
export const CLOCK_OVER_MAIL = 'breach:mail:clockOver'
export const OPEN_MAIL = 'breach:mail:open'
