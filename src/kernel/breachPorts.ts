import type { Actor } from './actor.js'
import type { Place } from './ports.js'
import type { Ref } from './ref.js'

/** Which collected records something happened to. What is not said limits nothing. */
export interface RecordSearch {
  /** The form that they came by, or `collection:` with the slug of one of the host. */
  form?: Ref
  /** Received in this span, both ends included. Nothing that came after the search began is in it. */
  from?: string
  to: string
  /** Only those in which this was answered so. */
  field?: { name: string; value: string }
  /** These records and no others. */
  records?: Ref[]
}

/** Was it received in the span that is searched? */
export const inSpan = (at: string, { from, to }: RecordSearch): boolean => (!from || at >= from) && at <= to

const folded = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/** Answered so, whatever the case and the spaces around. */
export const isAnswer = (given: unknown, sought: string): boolean => folded(String(given)) === folded(sought)

/** One record as far as somebody is to be told about it. What was written in it stays where it is. */
export interface Contact {
  ref: Ref
  /** In which language it came. */
  locale: 'en' | 'fr'
  receivedAt: string
  /** Keyed digest of the address that was left: the same person has the same one. Null where none was left. */
  person: null | string
  /** What they said of writing to that address; `unasked` where nobody had asked them. */
  safe: 'no' | 'unasked' | 'yes'
}

export interface ContactBatch {
  contacts: Contact[]
  /** Records of the span that were there, whatever was answered in them. */
  seen: number
  /** Records that were looked at, those outside of the span included. */
  looked: number
  /** Where to go on; null at the end. */
  next: null | string
}

/** What can be searched: the messages of a form, or a collection of the host. */
export interface ContactSource {
  /** The form, or `collection:` with the slug. */
  form: Ref
  title: string
  fields: { name: string; label: string }[]
}

/** The collected data as far as a notice to the people in it needs it. */
export interface ContactPort {
  /** The collection that is searched. */
  collection: string
  sources: (place: Place, locale: string) => Promise<ContactSource[]>
  /** A record that is named by its number, also where it is gone; null where there never was one. */
  named: (place: Place, number: string) => Promise<null | Ref>
  /** The next records of a search, in an order that does not change. */
  batch: (place: Place, search: RecordSearch, after: null | string, limit: number) => Promise<ContactBatch>
  /** How many records a search looks at, now. */
  count: (place: Place, search: RecordSearch) => Promise<number>
  /**
   * How many records ever came that the search asks about, those that were deleted since included. Null where nothing
   * is kept of their receipt: then certificates alone tell of those.
   */
  everReceived: (place: Place, search: RecordSearch) => Promise<null | number>
  /** The address in that record, read when a mail leaves; null where the record or the address is gone. */
  addressOf: (place: Place, record: Ref) => Promise<null | string>
}

/** What retention knows of the collections of the host that it governs. */
export interface CollectedPort {
  /** Those whose records have a field for an address, with the field that says when one was received. */
  collections: (place: Place) => { collection: string; receivedAt: string }[]
  /** The addresses that stand in such fields of a record. */
  addressesIn: (place: Place, collection: string, record: Readonly<Record<string, unknown>>) => string[]
}

/** What retention knows of what it deleted, and how it ends what the plugin itself kept long enough. */
export interface DeletedPort {
  /** Records deleted that were received in that span, by the deletions on record: at least, and at most. */
  deleted: (
    place: Place,
    span: { collection: string; from?: string; to: string },
  ) => Promise<{ least: number; most: number }>
  /** Deletes rows of the plugin's own by a rule, with a certificate. May be asked again after a crash. */
  remove: (
    place: Place,
    rows: { collection: string; months: number; countedFrom: string; ids: (number | string)[] },
  ) => Promise<void>
}

/** What became of mails, by their keys. */
export interface MailFate {
  state: 'failed' | 'gone' | 'sent' | 'unsafe' | 'waiting'
  /** When it was sent. */
  at?: string
}
export interface FatePort {
  fates: (place: Place, keys: string[]) => Promise<Map<string, MailFate>>
  /** Gives those that failed another life. */
  again: (place: Place, keys: string[]) => Promise<void>
  /** Of these digests of addresses, those nobody may write to, and those of whom it was said so once and no more. */
  unsafe: (place: Place, people: string[]) => Promise<Map<string, 'lifted' | 'unsafe'>>
}

/** A case of an incident, as far as something is declared from it. */
export interface KnownCase {
  ref: Ref
  id: number | string
  number: string
  reportedAt: Date
}
export interface SeenCasePort {
  /** Null where it is not there for this person. */
  seen: (place: Place, actor: Actor, id: string) => Promise<KnownCase | null>
  /** Cases that this person must not learn of. */
  hidden: (place: Place, actor: Actor) => Promise<Ref[]>
}
