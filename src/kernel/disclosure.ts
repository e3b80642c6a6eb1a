import type { Actor } from './actor.js'
import type { LedgerDraft } from './ports.js'
import type { Ref } from './ref.js'

/** How long a record stays open to the person who asked. */
export const DISCLOSED_FOR_MS = 15 * 60_000

/** Reasons that are one click; anything else is said in words. */
export const DISCLOSURE_REASONS = ['answer', 'handOver', 'check'] as const
export type DisclosureReason = (typeof DISCLOSURE_REASONS)[number] | 'words'

export const isPreset = (reason: string): reason is DisclosureReason =>
  (DISCLOSURE_REASONS as readonly string[]).includes(reason)

/** One per person and record: asking again within the time is the same look. */
export const disclosureKey = (person: Ref, subject: Ref): string => `${person} ${subject}`

export const isOpen = (until: unknown, now: Date): boolean =>
  Boolean(until) &&
  new Date(until as string) > now &&
  // A clock that was ahead opens nothing for longer than it may be open.
  new Date(until as string).getTime() <= now.getTime() + DISCLOSED_FOR_MS

/**
 * Who sees what is covered in a record: whoever holds it, and whoever said why they need it, while that lasts. Fields
 * and pages ask here, so that no page shows what a field covers.
 */
export const isUncovered = (
  person: Ref | undefined,
  { subject, holder }: { subject: unknown; holder?: unknown },
  open: ReadonlySet<Ref>,
): boolean =>
  person !== undefined && (holder === person || (typeof subject === 'string' && open.has(subject as Ref)))

/** A reason in words may name somebody: it can be erased. */
export const disclosedEntry = (
  action: string,
  subject: Ref,
  actor: Actor,
  at: Date,
  reason: DisclosureReason,
  words: string,
): LedgerDraft => ({
  action,
  subject,
  actor,
  at,
  facts: { reason, until: new Date(at.getTime() + DISCLOSED_FOR_MS).toISOString() },
  ...(words ? { personal: { words } } : {}),
})
