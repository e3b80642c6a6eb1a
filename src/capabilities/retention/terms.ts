import { addSpan, type Span } from '../../kernel/calendar.js'

/** How long a record is kept, and from when. */
export interface Term {
  readonly span: Span
  /** Counted from this date field of the record; without it, and where the field is empty, see `atMost`. */
  readonly from?: {
    readonly field: string
    /** From receipt: the ceiling, whether the field is ever set or not. */
    readonly atMost: Span
  }
  /**
   * Anonymized, not only deleted: of these fields the values are counted before the record goes, and nothing else is
   * kept of it. Without it nothing is.
   */
  readonly keep?: readonly string[]
}

/** Some records of a collection have a term of their own. */
export interface Case extends Term {
  /** Of data that is collected for one of these purposes of the notice. */
  readonly purposes?: readonly string[]
  /** Of records whose fields hold one of these values. */
  readonly where?: Readonly<Record<string, readonly string[]>>
}

/** What a collection promises: the term of each case, and of all that no case names. */
export interface Terms extends Term {
  readonly cases: readonly Case[]
}

/** A place that the site cannot reach, and after how many days nothing of what was deleted is left there. */
export interface Unreachable {
  readonly key: string
  readonly label?: { readonly en: string; readonly fr: string }
  readonly days: number
}

/** The same as a certificate keeps it: with the day, whatever the option says later. */
export interface Beyond {
  readonly key: string
  readonly label?: { readonly en: string; readonly fr: string }
  readonly until: string
}

export const beyondOf = (places: readonly Unreachable[], deletedAt: Date, timeZone: string): Beyond[] =>
  places.map(({ days, ...place }) => ({
    ...place,
    until: addSpan(deletedAt, { days }, timeZone).toISOString(),
  }))

/** What the date of a record is made of. */
export interface Facts {
  readonly receivedAt: Date
  readonly purposes: readonly string[]
  readonly record: Readonly<Record<string, unknown>>
  readonly timeZone: string
}

const holds = (value: unknown, wanted: readonly string[]): boolean =>
  [value].flat().some((one) => one !== null && one !== undefined && wanted.includes(String(one)))

const applies = ({ purposes, where = {} }: Case, facts: Facts): boolean =>
  (!purposes || purposes.some((purpose) => facts.purposes.includes(purpose))) &&
  Object.entries(where).every(([field, wanted]) => holds(facts.record[field], wanted))

const dateOf = (value: unknown): Date | null => {
  if (typeof value !== 'string' && !(value instanceof Date)) return null
  const at = new Date(value)
  return Number.isNaN(at.getTime()) ? null : at
}

const earliest = (dates: Date[]): Date => dates.reduce((a, b) => (b < a ? b : a))

const endOf = ({ span, from }: Term, { receivedAt, record, timeZone }: Facts): Date => {
  if (!from) return addSpan(receivedAt, span, timeZone)
  const ceiling = addSpan(receivedAt, from.atMost, timeZone)
  const begun = dateOf(record[from.field])
  return begun ? earliest([ceiling, addSpan(begun, span, timeZone)]) : ceiling
}

/**
 * The last day of a record (S2-26). Where several cases apply, because data is collected for several purposes, the
 * earliest counts: the promise of each is a ceiling.
 */
export const leavesOn = (terms: Terms, facts: Facts): Date => {
  const own = terms.cases.filter((one) => applies(one, facts))
  return earliest((own.length > 0 ? own : [terms]).map((term) => endOf(term, facts)))
}

/** Which term said so: 0 is that of all which no case names, 1 the first case. */
export const decidedBy = (terms: Terms, facts: Facts): number => {
  const own = terms.cases.filter((one) => applies(one, facts))
  const ends = own.map((one) => ({ one, at: endOf(one, facts).getTime() }))
  const [first] = ends.sort((a, b) => a.at - b.at)
  return first ? terms.cases.indexOf(first.one) + 1 : 0
}

const termsIn = (terms: Terms): Term[] => [terms, ...terms.cases]

/** What is counted of a record that leaves by that term: fields by name, none where it is only deleted. */
export const keptBy = (terms: Terms, decided: number): readonly string[] =>
  termsIn(terms)[decided]?.keep ?? []

/** Every field that any term of it counts. */
export const fieldsKept = (terms: Terms): string[] => [
  ...new Set(termsIn(terms).flatMap(({ keep = [] }) => keep)),
]

/** Fields of the record that its date depends on, besides receipt and purposes. */
export const fieldsWatched = (terms: Terms): string[] => [
  ...new Set([
    ...termsIn(terms).flatMap(({ from }) => (from ? [from.field] : [])),
    ...terms.cases.flatMap(({ where = {} }) => Object.keys(where)),
  ]),
]
export const datesWatched = (terms: Terms): string[] => [
  ...new Set(termsIn(terms).flatMap(({ from }) => (from ? [from.field] : []))),
]

export const needsPurposes = ({ cases }: Terms): boolean => cases.some(({ purposes }) => Boolean(purposes))

type Translate = (key: string, values?: Record<string, unknown>) => string
const K = 'governance:retention:rule'

const spanInWords = (span: Span, t: Translate): string => {
  const [unit, count] = Object.entries(span)[0]! as [string, number]
  return t(`${K}:${unit}`, { count })
}
const termInWords = ({ span, from, keep }: Term, t: Translate): string => {
  const term = from
    ? t(`${K}:fromField`, {
        span: spanInWords(span, t),
        field: from.field,
        atMost: spanInWords(from.atMost, t),
      })
    : t(`${K}:fromReceipt`, { span: spanInWords(span, t) })
  return keep ? t(`${K}:counted`, { term, fields: keep.join(', ') }) : term
}
const caseInWords = (one: Case, t: Translate): string => {
  const of = [
    ...(one.purposes ? [t(`${K}:purposes`, { purposes: one.purposes.join(', ') })] : []),
    ...Object.entries(one.where ?? {}).map(([field, values]) =>
      t(`${K}:where`, { field, values: values.join(', ') }),
    ),
  ]
  return t(`${K}:case`, { of: of.join(', '), term: termInWords(one, t) })
}

/** Each term in words, in the order that `decidedBy` counts. */
export const eachInWords = (terms: Terms, t: Translate): string[] => [
  termInWords(terms, t),
  ...terms.cases.map((one) => caseInWords(one, t)),
]

/** The rule in a sentence, as certificates and screens show it. */
export const termsInWords = (terms: Terms, t: Translate): string => eachInWords(terms, t).join('; ')

/** Read back from a column. Rows of an earlier version have none. */
export const termsFrom = (stored: unknown): null | Terms => {
  const terms = stored as null | Partial<Terms>
  return terms && typeof terms === 'object' && terms.span && Array.isArray(terms.cases)
    ? (terms as Terms)
    : null
}

/** Certificates of an earlier version keep the sentence only. */
const ofOnlyMonths = (rule: unknown): null | Terms => {
  const months = /^(\d+) calendar months from receipt$/.exec(String(rule))?.[1]
  return months ? { span: { months: Number(months) }, cases: [] } : null
}

/** The rule of a stored unit or certificate, in the language of whoever reads it. */
export const ruleInWords = ({ rule, terms }: Readonly<Record<string, unknown>>, t: Translate): string => {
  const known = termsFrom(terms) ?? ofOnlyMonths(rule)
  return known ? termsInWords(known, t) : String(rule ?? '')
}
