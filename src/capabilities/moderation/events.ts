import type { Actor } from '../../kernel/actor.js'
import { type LedgerDraft, type MessageDraft, SELF } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { MODERATORS, type Verdict } from './domain.js'

/** Closed list. */
export const MODERATION_ACTIONS = [
  'moderation.commented',
  'moderation.reported',
  'moderation.claimed',
  'moderation.kept',
  'moderation.removed',
  'moderation.undone',
  'moderation.appealed',
  'moderation.upheld',
  'moderation.overturned',
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
  /** Of an appeal: the case whose decision it is against. */
  against?: Ref
}

const DECIDED_AS: Readonly<Record<Verdict, ModerationAction>> = {
  keep: 'moderation.kept',
  remove: 'moderation.removed',
  uphold: 'moderation.upheld',
  overturn: 'moderation.overturned',
}

export const decidedEntry = (
  verdict: Verdict,
  actor: Actor,
  at: Date,
  facts: DecisionFacts,
  words: string,
): LedgerDraft =>
  entry(DECIDED_AS[verdict], {
    subject: SELF,
    actor,
    at,
    facts: { ...facts },
    ...(words ? { personal: { words } } : {}),
  })

/** A removal was taken back in the minutes in which that is possible. */
export const undoneEntry = (actor: Actor, at: Date, facts: { item: Ref; revision: number }): LedgerDraft =>
  entry('moderation.undone', { subject: SELF, actor, at, facts })

/** What the author wrote stays with the case. */
export const appealed = (actor: Actor, at: Date, facts: { item: Ref; against: Ref }): LedgerDraft =>
  entry('moderation.appealed', { subject: SELF, actor: unnamed(actor), at, facts })

const MAILS: Readonly<Record<string, string>> = { pending: 'pending', signals: 'noticed' }

/** Once per case: the key names it. */
export const awaiting = (adminRoute: string, kind: string): MessageDraft => ({
  key: `moderation:awaiting:${SELF}`,
  template: `moderation:mail:${MAILS[kind] ?? 'reported'}`,
  to: { role: 'administrator' },
  path: `${adminRoute}/governance/moderation?case=${SELF}`,
})

/** To all who may judge it: somebody else than the person whose decision it is against. */
export const awaitingAppeal = (adminRoute: string, decidedBy: Ref): MessageDraft => ({
  ...awaiting(adminRoute, 'appeal'),
  template: 'moderation:mail:appealed',
  to: { roles: [...MODERATORS], except: [decidedBy] },
})
