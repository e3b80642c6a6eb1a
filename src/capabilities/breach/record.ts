import { type Actor, hasRole } from '../../kernel/actor.js'
import type { Effects, MessageDraft } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import type { Assessment } from './assessment.js'
import type { Counts } from './counts.js'
import {
  type BreachAction,
  type BreachLedgerAction,
  type BreachState,
  entry,
  type TimelineEntry,
} from './events.js'
import type { Met } from './lawClocks.js'
import { lifecycle } from './lifecycle.js'
import type { NoticeText } from './noticeText.js'

/** S2-09: who declares, assesses, writes, approves and closes. */
export const BREACH_ROLES = ['privacy-officer', 'aed', 'ed']
export const mayWork = (actor: Actor): boolean => hasRole(actor, ...BREACH_ROLES)

/** What was asked for, in the words of whoever did, beside what is searched. */
export interface Criteria {
  form?: Ref
  formTitle?: string
  from?: string
  to: string
  field?: { name: string; label: string; value: string }
  records?: Ref[]
}

/** Another way in which people were told: on the site, by telephone, in a newspaper. */
export interface Means {
  at: string
  by: Ref
  name: string
  words: string
}

export interface Breach {
  ref: Ref
  id: number | string
  number: string
  state: BreachState
  summary: string
  incident: null | Ref
  discoveredAt: Date
  declaredAt: Date
  assessments: Assessment[]
  /** Rises with every search: what an earlier one found is let go. */
  round: number
  criteria: Criteria | null
  counts: Counts | null
  notice: NoticeText | null
  noticeBy: null | Ref
  approvedAt: Date | null
  notifiedAt: Date | null
  closedAt: Date | null
  met: Record<string, Met>
  means: Means[]
  timeline: TimelineEntry[]
}

export interface Outcome {
  data: Record<string, unknown>
  effects?: Effects
}

export interface Change {
  found: Breach
  actor: Actor
  now: Date
}

export const line = (
  what: TimelineEntry['what'],
  { actor, now }: Pick<Change, 'actor' | 'now'>,
  more: Partial<TimelineEntry> = {},
): TimelineEntry => ({
  at: now.toISOString(),
  what,
  ...(actor.kind === 'system' ? {} : { by: actor.ref ?? '', name: actor.name ?? '' }),
  ...more,
})

/** The next state with its line of the history and its entry on the ledger: one write. */
export const step = (
  change: Change,
  action: BreachAction | null,
  what: TimelineEntry['what'],
  {
    data = {},
    told = {},
    facts = {},
    personal,
    mail,
  }: {
    data?: Record<string, unknown>
    told?: Partial<TimelineEntry>
    facts?: Record<string, unknown>
    personal?: Record<string, string>
    mail?: MessageDraft[]
  } = {},
): Outcome => {
  const { found, actor, now } = change
  return {
    data: {
      ...data,
      ...(action ? { state: lifecycle.next(found.state, action) } : {}),
      timeline: [...found.timeline, line(what, change, told)],
    },
    effects: {
      ledger: [entry(`breach.${what}` as BreachLedgerAction, found.ref, actor, now, facts, personal)],
      ...(mail ? { mail } : {}),
    },
  }
}
