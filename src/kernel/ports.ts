import type { Actor, Role } from './actor.js'
import type { ConsentDraft } from './grounds.js'
import type { Ref } from './ref.js'

/** One fact for the ledger. Personal values go under `personal`: the chain keeps only commitments to them. */
export interface LedgerDraft {
  /** Closed list per capability (`events.ts`), `capability.verb`. */
  action: string
  /** What it happened to. */
  subject: Ref
  actor: Actor
  /** When, by the plugin's clock. */
  at: Date
  /** `at` is a day, and nothing else in the entry tells the time either: what is anonymous is not known by it. */
  rounded?: boolean
  /** Non-personal facts: states, counts, hashes, version numbers. */
  facts?: Record<string, unknown>
  /** Personal values (names, reasons in words): erasable, committed to by a keyed hash. */
  personal?: Record<string, string>
  /** The request or run under which it happened. @default the actor's, else that of the run */
  request?: string
  scope?: null | string
}

/**
 * Put into the recipient's language at delivery: a text, a translation key (`governance:…`), a label in both languages,
 * or an instant (shown in the organization's time zone).
 */
export type MailValue = string | { en: string; fr: string } | { at: string }

/** One mail. It carries no personal data: a kind, a number, a deadline, and a path that needs signing in. */
export interface MessageDraft {
  /** Unique: (cause, recipient, step). The same key is never sent twice. */
  key: string
  /** `governance:mail:<template>:subject|body` in translations. */
  template: string
  /**
   * A member of staff, a role or several (resolved at delivery to those who hold one then, each person once, `except`
   * for some), an address, or whoever left one in a record (read at delivery, stored nowhere else).
   */
  to:
    | { user: Ref }
    | { role: Role }
    | { roles: Role[]; except?: readonly Ref[] }
    | { address: string; locale: string; safeToWrite: boolean }
    | { contact: Ref; locale: string }
  /** Non-personal values for the template: numbers, kinds, severities, deadlines. */
  values?: Record<string, MailValue>
  /** What it is about, where somebody may not learn of that: lists of mails then hide it from them. */
  about?: Ref
  /** Path in the admin panel or public site the mail links to; starts with `/`. */
  path?: string
  /** Not before this instant. */
  notBefore?: Date
  /** May wait for the daily mail of a person who asked for one. @default false */
  digest?: boolean
}

/** A receipt: the number may be shown, the token only its holder has (its hash is stored). */
export interface ReceiptDraft {
  number: string
  tokenHash: string
  kind: string
  subject: Ref
  issuedAt: Date
  expiresAt?: Date
  locale: string
  /** Public, non-personal facts shown on the receipt page. */
  facts?: Record<string, string>
}

/** Starts (or, with `dueAt: null`, stops) the timer of that key. */
export interface TimerDraft {
  key: string
  kind: string
  subject: Ref
  dueAt: Date | null
  data?: Record<string, unknown>
}

/** Somebody who did not say that it is safe to write to them: no mail goes to these addresses, and staff see where. */
export interface UnsafeDraft {
  /** What `AddressKeys` made of one address: the address itself is stored nowhere, not even for a moment. */
  key: string
  subject: Ref
}

/** Stands for the row of the unit itself in `subject`, whose id is not known before the insert. */
export const SELF: Ref = 'self'

/** What leaves a change besides its own row: written in the same single write, delivered by runners. */
export interface Effects {
  ledger?: LedgerDraft[]
  mail?: MessageDraft[]
  receipts?: ReceiptDraft[]
  timers?: TimerDraft[]
  consents?: ConsentDraft[]
  unsafe?: UnsafeDraft[]
}

export interface Clock {
  now: () => Date
}

/** Which people hold a role now; names and addresses are read when needed, never copied. */
export interface Person {
  ref: Ref
  name: string
  email: string
  locale: string
  /** How this person wants what may wait; `needed`: once a day, and nothing that only informs. */
  mail: 'atOnce' | 'daily' | 'needed'
  roles: Role[]
}

/** Where a port is used: a platform `Context`, opaque here. Ports hold no instance: hot reload replaces it. */
export interface Place {
  payload: object
  req?: object
}

/** Keyed hashes by which the list knows these addresses, whatever their spelling. */
export type AddressKeys = (place: Place, addresses: string[]) => string[]

export type Severity = 'low' | 'medium' | 'high' | 'critical'
export interface IncidentDraft {
  /** The same cause never opens two. */
  causeKey: string
  kind: string
  severity: Severity
  /**
   * Words of a member of staff, or a key of the translations with its values, which is said in the language of whoever
   * reads it. Never words of a visitor's submission.
   */
  summary: string | { key: string; values?: Record<string, string> }
  subject?: Ref
}

/** Who decides in the place of others now. */
export interface DelegatePort {
  delegatesOf: (place: Place, people: readonly Ref[]) => Promise<Ref[]>
  /** In whose place this person decides now, with the roles that those hold. */
  delegatorsOf: (place: Place, actor: Actor) => Promise<{ ref: Ref; roles: Role[] }[]>
}

export interface IncidentPort {
  /** Opens a case, or finds the one that this cause opened; `opened` says which. Never joins `req`'s transaction. */
  open(
    place: Place,
    draft: IncidentDraft,
    actor: Actor,
  ): Promise<{ number: string; ref: Ref; opened: boolean }>
}

/** What a capability keeps about a host's record, told to retention. Both may be asked again after a crash. */
export interface FootprintPort {
  /** Further subjects under which receipts for these records were issued. */
  receiptSubjects: (place: Place, records: Ref[]) => Promise<Ref[]>
  /** Keys of its stores, as certificates name them (`governance:retention:store:<key>`). @default [] */
  stores?: readonly string[]
  /** Where it keeps them: while all of these collections are empty nothing is asked. @default asked always */
  collections?: readonly string[]
  /** How much each of these stores holds about the records now. Without it `forget` is called unasked. */
  found?: (place: Place, records: Ref[]) => Promise<Record<string, number>>
  /** Removes the personal data that the capability itself holds about these records. */
  forget: (place: Place, records: Ref[]) => Promise<void>
}

/** What a desk is doing about a record. */
export interface WorkItem {
  state: string
  /** What can be done now: `POST <path>/<action>`. Without a path: nothing, by this person. */
  actions: string[]
  path: null | string
  /** Somebody left an address and said that it is safe to write there. */
  mayAnswer: boolean
  /** It was sent for somebody else. */
  proxy: boolean
}

/** How far the messages of a collection are, for the one list that staff work from. */
export interface WorkPort {
  collection: string
  /** Records that this person need know of, as a condition for the database; true: all of them. */
  reach: (place: Place, actor: Actor) => Promise<object | true>
  /** The same by form, as text: forms of whose messages this person need know; true: all, those that are gone too. */
  reachedForms: (place: Place, actor: Actor) => Promise<ReadonlySet<string> | true>
  of: (place: Place, actor: Actor, records: Ref[]) => Promise<Map<Ref, WorkItem>>
  /** What a record is collected for, as it is or is about to be stored: keys of purposes of the notice. */
  purposesOf: (place: Place, record: Readonly<Record<string, unknown>>) => Promise<string[]>
  /** The addresses that their senders left in these records, by the record's id. */
  addressesOf: (
    place: Place,
    records: readonly Readonly<Record<string, unknown>>[],
  ) => Promise<Map<string, string[]>>
}

/** Whom the set-up asks for. */
export type SetUpPlace = 'aed' | 'approver' | 'ed' | 'privacy'

/** Names people in the set-up. Once it is finished, roles are granted on the account of the person only. */
export interface RolePort {
  /** False when the host keeps roles in its own way: then it grants them in its own way too. */
  grantsHere: boolean
  /** Names by code, in both languages. */
  labels: Readonly<Record<string, { en: string; fr: string }>>
  /** Adds roles to an account, on the ledger. Not for two at once: callers hold a lease. */
  assign: (place: Place, user: Ref, roles: Role[], actor: Actor) => Promise<void>
}
