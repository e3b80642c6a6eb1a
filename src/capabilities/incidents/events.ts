import type { Actor } from '../../kernel/actor.js'
import type { LedgerDraft, MessageDraft, Severity } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import type { Role } from '../../kernel/actor.js'

/** Everything this capability writes to the ledger. */
export const INCIDENT_ACTIONS = [
  'incidents.reported',
  'incidents.acknowledged',
  'incidents.escalated',
  'incidents.contained',
  'incidents.resolved',
  'incidents.closed',
  'incidents.read',
] as const
export type IncidentLedgerAction = (typeof INCIDENT_ACTIONS)[number]

/**
 * The privacy officer reads the ledger but not the cases: an entry says that a case moved, never what it is
 * about.
 * No words, no kind, no number, and for a report not who made it.
 */
export const entry = (
  action: IncidentLedgerAction,
  subject: Ref,
  actor: Actor,
  at: Date,
  facts: Record<string, number | string | string[]> = {},
): LedgerDraft => ({
  action,
  subject,
  actor: action === 'incidents.reported' ? { kind: actor.kind, roles: [] } : actor,
  at,
  facts,
})

/** What a mail about a case may say: number, kind, severity, deadline. */
export interface CaseMail {
  number: string
  /** A translation key, or the host's own label. */
  kind: string | { en: string; fr: string }
  severity: Severity
  dueAt: Date
}

export const caseMail = (
  template: 'alert' | 'escalated',
  key: string,
  roles: readonly Role[],
  about: CaseMail,
  path: string,
): MessageDraft => ({
  key,
  template: `incidents:mail:${template}`,
  to: { roles: [...roles] },
  values: {
    number: about.number,
    kind: about.kind,
    severity: `governance:incidents:severity:${about.severity}`,
    deadline: { at: about.dueAt.toISOString() },
  },
  path,
})
