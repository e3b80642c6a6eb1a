import type {
  Effects,
  LedgerDraft,
  MessageDraft,
  ReceiptDraft,
  TimerDraft,
  UnsafeDraft,
} from '../kernel/ports.js'
import type { Context } from './context.js'

/** Sinks through which a unit's effects leave the row that caused them; each is idempotent by key. */
export interface Sinks {
  /** `fresh`: the key was drawn for this very call, so that nothing is looked for first. */
  ledger: (ctx: Context, draft: LedgerDraft & { key: string; fresh?: boolean }) => Promise<void>
  mail: (ctx: Context, draft: MessageDraft & { causedAt: Date }) => Promise<void>
  receipt: (ctx: Context, draft: ReceiptDraft) => Promise<void>
  timer: (ctx: Context, draft: TimerDraft & { causedAt?: Date }) => Promise<void>
  consent: (ctx: Context, draft: NonNullable<Effects['consents']>[number]) => Promise<void>
  unsafe: (ctx: Context, draft: UnsafeDraft) => Promise<void>
}
