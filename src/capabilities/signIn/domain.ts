import type { Actor } from '../../kernel/actor.js'
import type { LedgerDraft } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import type { SignInAction } from './events.js'

/** Failures of one account within this time are one entry. */
export const WINDOW_MS = 10 * 60_000

/** So long is it known that an account was locked, for whoever asks whether that happens again and again. */
export const LOCKS_KEPT_MS = 60 * 60_000

/** So many locks within that time, of one account or of several, are an alarm. */
export const LOCKS_ALARM = 3

/** What tells the row of a lock from one of failures. */
export const LOCKED = ' locked:'

/** Addresses without an account share this many entries per window: a flood of them cannot fill the ledger. */
export const UNKNOWN_PLACES = 20

/** What an entry is about when there is no such account. */
const NO_ACCOUNT: Ref = 'site:sign-in'

/** What somebody typed; longer than any address that mail can reach is no address. */
export const cleanAddress = (given: unknown): string =>
  typeof given === 'string'
    ? given
        .replace(/[\p{Cc}\p{Cf}]/gu, '')
        .trim()
        .toLowerCase()
        .slice(0, 254)
    : ''

export const windowOf = (now: Date): { startsAt: Date; endsAt: Date } => {
  const startsAt = new Date(Math.floor(now.getTime() / WINDOW_MS) * WINDOW_MS)
  return { startsAt, endsAt: new Date(startsAt.getTime() + WINDOW_MS) }
}

/** Which of the places an unknown address takes, from its keyed digest. */
export const placeOf = (digest: string): number => Number.parseInt(digest.slice(0, 8), 16) % UNKNOWN_PLACES

export interface Failures {
  account: null | Ref
  address: null | string
  name: null | string
  count: number
  others: number
  firstAt: Date
}

const draft = (
  action: SignInAction,
  subject: Ref,
  at: Date,
  facts: Record<string, unknown>,
  personal: Record<string, null | string>,
  actor: Actor = { kind: 'visitor', roles: [] },
): LedgerDraft => ({
  action,
  subject,
  actor,
  at,
  facts,
  personal: Object.fromEntries(
    Object.entries(personal).filter((one): one is [string, string] => Boolean(one[1])),
  ),
})

/** How often somebody tried in vain, and with which account or address. `others`: further addresses there. */
export const failedEntry = (failures: Failures): LedgerDraft =>
  draft(
    'signIn.failed',
    failures.account ?? NO_ACCOUNT,
    failures.firstAt,
    { count: failures.count, ...(failures.others > 0 ? { others: failures.others } : {}) },
    { name: failures.name, address: failures.account ? null : failures.address },
  )

/** `by` is who locked it; without it too many wrong passwords did. */
export const lockedEntry = (account: Ref, at: Date, until: string, name: string, by?: Actor): LedgerDraft =>
  draft('signIn.locked', account, at, { until }, { name }, by)
