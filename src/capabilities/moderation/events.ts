import type { Actor } from '../../kernel/actor.js'
import { type LedgerDraft, type MessageDraft, SELF } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'

/** Closed list. */
export const MODERATION_ACTIONS = [
  'moderation.commented',
  'moderation.reported',
  'moderation.claimed',
  'moderation.kept',
  'moderation.removed',
  'moderation.disclosed',
] as const
export type ModerationAction = (typeof MODERATION_ACTIONS)[number]

/** Authors and reporters who are not staff stay unnamed on the ledger, which more people read than the queue. */
const unnamed = (actor: Actor): Actor => (actor.kind === 'staff' ? actor : { kind: actor.kind, roles: [] })

const entry = (
  action: ModerationAction,
  draft: Omit<LedgerDraft, 'action'>,
): LedgerDraft & { action: ModerationAction } => ({ ...draft, action })

export const commented = (
  actor: Actor,
  at: Date,
  facts: { on: Ref; state: string; locale: string; named: boolean; held?: string },
): LedgerDraft => entry('moderation.commented', { subject: SELF, actor: unnamed(actor), at, facts })

export const reported = (
  actor: Actor,
  at: Date,
  facts: { item: Ref; category: string; danger: boolean },
): LedgerDraft =>
  // Who reported stays with the report; not even staff are named here.
  entry('moderation.reported', { subject: SELF, actor: { kind: actor.kind, roles: [] }, at, facts })

export const claimed = (actor: Actor, at: Date, item: Ref): LedgerDraft =>
  entry('moderation.claimed', { subject: SELF, actor, at, facts: { item } })

export interface DecisionFacts {
  item: Ref
  revision: number
  reports: number
  category?: string
  reason?: string
}

export const decidedEntry = (
  verdict: 'keep' | 'remove',
  actor: Actor,
  at: Date,
  facts: DecisionFacts,
  words: string,
): LedgerDraft =>
  entry(verdict === 'keep' ? 'moderation.kept' : 'moderation.removed', {
    subject: SELF,
    actor,
    at,
    facts: { ...facts },
    ...(words ? { personal: { words } } : {}),
  })

const MAILS: Readonly<Record<string, string>> = { pending: 'pending', signals: 'noticed' }

/** Once per case: the key names it. */
export const awaiting = (adminRoute: string, kind: string): MessageDraft => ({
  key: `moderation:awaiting:${SELF}`,
  template: `moderation:mail:${MAILS[kind] ?? 'reported'}`,
  to: { role: 'administrator' },
  path: `${adminRoute}/governance/moderation?case=${SELF}`,
})
