import type { Basis, ConsentDraft, DeclaredField, Grounds } from './grounds.js'
import type { NoticeInForce } from './noticePorts.js'
import type { Place } from './ports.js'
import type { Ref } from './ref.js'

/** A submission at its commit, as far as consents need it. */
export interface CommittedSubmission {
  subject: Ref
  form: Ref | null
  receipt: string
  /** The day only, where it is anonymous. */
  at: Date
  via: string
  locale: string
  grounds: Grounds | null
  notice: string | null
  current: NoticeInForce | null
  keptUntil: Date
}

/** May data be used for a purpose now, and on what ground. */
export interface UseDecision {
  allowed: boolean
  /** Null where nothing allows it. */
  basis: Basis | null
  /** `unknown`: nobody was asked, and no other basis is named. */
  why: 'declared' | 'given' | 'named' | 'refused' | 'unknown' | 'withdrawn'
  /** Since when it is so; null where it is unknown. */
  since: Date | null
  /** The reason that a member of staff gave for another basis. */
  reason?: string
}

export interface ConsentPort {
  /** What a submission rests on, by what its form declares and what was ticked; null where it declares nothing. */
  groundsOf: (
    place: Place,
    fields: DeclaredField[],
    values: { field: string; value: string }[],
  ) => Grounds | null
  /** By which further submissions of an account are known; the account itself is not kept. */
  accountDigest: (place: Place, account: Ref) => string
  /**
   * Names of the fields that this account may not fill in, because it withdrew its consent to their purpose and this
   * very submission does not consent anew.
   */
  barred: (
    place: Place,
    account: Ref,
    fields: DeclaredField[],
    values: { field: string; value: string }[],
  ) => Promise<string[]>
  /** The consents to write with the submission's commit. */
  drawUp: (place: Place, submission: CommittedSubmission) => Promise<ConsentDraft[]>
  /** `subject`: a record, or the account of a visitor. Never allowed where nothing is known. */
  mayUse: (place: Place, subject: Ref, purpose: string) => Promise<UseDecision>
  /** Which of these records must stay out of an export: data in them rests on a consent that was withdrawn. */
  mayExport: (place: Place, subjects: Ref[]) => Promise<Set<Ref>>
}

/** What records rest on besides consent, from what their forms declared when they came. */
export interface GroundsPort {
  groundsOf: (place: Place, subject: Ref) => Promise<{ grounds: Grounds; receivedAt: Date } | null>
}

export interface DueCause {
  /** Names the entry on the ledger: however often it is asked, there is one. */
  key: string
  at: Date
  /** Of what is anonymous, the day only. */
  rounded: boolean
}

/** Brings the end of records forward: what consents need of retention. */
export interface DuePort {
  /** Does it delete records such as this one at all? */
  governs: (subject: Ref) => boolean
  /**
   * Sets the last day of a record to that instant; a later one is shortened, an earlier one stays, a hold keeps it. May
   * be asked again. `ungoverned`: retention does not govern its collection.
   */
  dueNow: (place: Place, subject: Ref, cause: DueCause) => Promise<'due' | 'gone' | 'held' | 'ungoverned'>
}
