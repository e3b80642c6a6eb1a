import type { Ref } from './ref.js'
import type { Bilingual } from './text.js'

/** How sensitive what a field asks for is. */
export const DATA_CLASSES = ['ordinary', 'personal', 'sensitive', 'health'] as const
export type DataClass = (typeof DATA_CLASSES)[number]
/** On what ground data may be used. */
export const BASES = ['voluntary', 'consent', 'service', 'legalDuty', 'emergency'] as const
export type Basis = (typeof BASES)[number]

/** A field of a form with what it declares of itself; a check box on the basis of consent asks for it. */
export interface DeclaredField {
  blockType: string
  name?: string
  governance?: null | { dataClass?: null | string; purpose?: null | string; basis?: null | string }
}

/** What a submission rests on: read from its form when it came, kept with its binding. */
export interface Grounds {
  /** One per purpose that the form asked consent for. */
  consents: { purpose: string; given: boolean; classes: DataClass[] }[]
  /** What its other data rests on; without a basis where the field declared none. */
  others: { purpose: string | null; basis: Basis | null }[]
  /** Keyed digest of the account of a visitor who was signed in. */
  account?: string
}

/** A consent given or refused with a submission (S1-24 to S1-31). Names nobody. */
export interface ConsentDraft {
  /** Id of the record, random. */
  key: string
  /** Of the person within this one submission, random. */
  principal: string
  account: string | null
  subject: Ref
  form: Ref | null
  /** Number of the receipt of the submission. */
  receipt: string
  state: 'given' | 'refused'
  purpose: string
  /** The purpose as the notice words it; null where it names none such. */
  words: Bilingual | null
  at: Date
  /** The door it came through. */
  via: string
  locale: string
  notice: { key: string; ref: Ref; number: number; hash: string | null } | null
  classes: DataClass[]
  /** What other data of the submission rests on; `undeclared` where nobody said. */
  others: string[]
  controller: Record<string, string>
  recipients: Bilingual[]
  /** Last day on which it is kept: `2026-06-02`. */
  keptUntil: string
}
