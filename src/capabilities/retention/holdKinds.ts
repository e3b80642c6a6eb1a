import { isRecord } from '../../kernel/checks.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { Ref } from '../../kernel/ref.js'

/** What a hold is on: one record, whoever is named in records, a case, or whatever a question finds. */
export const HOLD_KINDS = ['record', 'person', 'case', 'query'] as const
export type HoldKind = (typeof HOLD_KINDS)[number]

export const OPERATORS = [
  'equals',
  'not_equals',
  'in',
  'exists',
  'greater_than',
  'greater_than_equal',
  'less_than',
  'less_than_equal',
] as const
type Operator = (typeof OPERATORS)[number] | 'not_in'

/** A question to one collection, of plain fields only: the shape of a Payload `where`. */
export type Question = Readonly<Record<string, unknown>>

/** What a plain field holds; ids are of the database's own type. */
export type PlainType = 'boolean' | 'date' | 'id' | 'number' | 'text'

export interface Hold {
  id: string
  kind: HoldKind
  /** A record, an account, `address:` with the keyed digest of one, a case, or `collection:` with its slug. */
  subject: Ref
  query: null | { collection: string; where: Question }
}

/** What is known of a record when it is asked which holds keep it. */
export interface Known {
  ref: Ref
  /** Accounts and digests of addresses that its fields name. */
  names: ReadonlySet<string>
  /** Cases that it belongs to. */
  cases: ReadonlySet<Ref>
  /** Holds whose question finds it, by the database's own judgement. */
  found: ReadonlySet<string>
}

/** The holds that keep a record. */
export const keptBy = (holds: readonly Hold[], { ref, names, cases, found }: Known): Hold[] =>
  holds.filter(({ id, kind, subject }) => {
    if (kind === 'record') return subject === ref
    if (kind === 'person') return names.has(subject)
    return kind === 'case' ? cases.has(subject) : found.has(id)
  })

const MOST_CONDITIONS = 20
const MOST_VALUES = 100
const LONGEST = 500

const unfit = (why: string, sentence: string, field = 'where'): GovernanceError =>
  new GovernanceError('invalidInput', sentence, { field, why }, { field })

const NUMERIC: readonly Operator[] = [
  'equals',
  'not_equals',
  'in',
  'exists',
  'greater_than',
  'greater_than_equal',
  'less_than',
  'less_than_equal',
]
const MAY: Record<PlainType, readonly Operator[]> = {
  text: ['equals', 'not_equals', 'in', 'exists'],
  id: ['equals', 'not_equals', 'in', 'exists'],
  boolean: ['equals', 'not_equals', 'exists'],
  number: NUMERIC,
  date: ['exists', 'greater_than', 'greater_than_equal', 'less_than', 'less_than_equal'],
}
export const operatorsFor = (type: PlainType): readonly Operator[] => MAY[type]

const valueOf = (type: PlainType, value: unknown): unknown => {
  if (type === 'text' && typeof value === 'string' && value.length <= LONGEST) return value
  if (type === 'number') {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    if (typeof number === 'number' && Number.isFinite(number)) return number
  }
  if (type === 'boolean' && (value === true || value === 'true')) return true
  if (type === 'boolean' && (value === false || value === 'false')) return false
  if (type === 'date' && typeof value === 'string') {
    const at = new Date(value)
    if (!Number.isNaN(at.getTime())) return at.toISOString()
  }
  if (type === 'id' && (typeof value === 'number' || typeof value === 'string')) return value
  throw unfit('holdValue', 'One of the values does not fit its field.')
}

const answered = (type: PlainType, operator: Operator, value: unknown): unknown => {
  if (operator === 'exists') return valueOf('boolean', value)
  if (operator !== 'in') return valueOf(type, value)
  const values = Array.isArray(value) ? value : [value]
  if (values.length === 0 || values.length > MOST_VALUES)
    throw unfit('holdValue', 'One of the values does not fit its field.')
  return values.map((one) => valueOf(type, one))
}

export const isDay = (text: unknown): text is string =>
  typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text)

interface Asked {
  types: ReadonlyMap<string, PlainType>
  left: number
}

const conditionIn = (asked: Asked, field: string, given: unknown): Question[] => {
  const type = asked.types.get(field)
  if (!type || !isRecord(given))
    throw unfit('holdField', 'A hold may ask of plain fields of the collection only.')
  return Object.entries(given).map(([name, value]): Question => {
    const operator = MAY[type].find((one) => one === name)
    if (!operator) throw unfit('holdField', 'A hold may ask of plain fields of the collection only.')
    asked.left -= 1
    if (asked.left < 0) throw unfit('holdLong', `A hold may have at most ${MOST_CONDITIONS} conditions.`)
    const leaf = { [field]: { [operator]: answered(type, operator, value) } }
    // Said in full, since databases differ in whether an empty field is "not equal".
    return operator === 'not_equals' ? { or: [leaf, { [field]: { exists: false } }] } : leaf
  })
}

const questionIn = (asked: Asked, given: unknown, depth: number): Question => {
  if (!isRecord(given) || Object.keys(given).length === 0 || depth > 3)
    throw unfit('holdEmpty', 'Say which records the hold is on: at least one condition.')
  const parts = Object.entries(given).flatMap(([name, value]): Question[] => {
    if (name !== 'and' && name !== 'or') return conditionIn(asked, name, value)
    if (!Array.isArray(value) || value.length === 0)
      throw unfit('holdEmpty', 'Say which records the hold is on: at least one condition.')
    const inner = value.map((one) => questionIn(asked, one, depth + 1))
    return [name === 'and' ? { and: inner } : { or: inner }]
  })
  if (parts.length === 0)
    throw unfit('holdEmpty', 'Say which records the hold is on: at least one condition.')
  return parts.length === 1 ? parts[0]! : { and: parts }
}

/**
 * A question as somebody gave it, checked and bounded: plain fields, few conditions, values of the field's own type.
 * @throws GovernanceError `invalidInput`
 */
export const questionOf = (given: unknown, types: ReadonlyMap<string, PlainType>): Question =>
  questionIn({ types, left: MOST_CONDITIONS }, given, 0)

const OPPOSITE: Record<Operator, Operator> = {
  equals: 'not_equals',
  not_equals: 'equals',
  in: 'not_in',
  not_in: 'in',
  exists: 'exists',
  greater_than: 'less_than_equal',
  greater_than_equal: 'less_than',
  less_than: 'greater_than_equal',
  less_than_equal: 'greater_than',
}

const partsOf = (question: Question, word: 'and' | 'or'): null | Question[] =>
  Array.isArray(question[word]) ? (question[word] as Question[]) : null

/**
 * Exactly the records that a question does not find: those with an empty field too, which no comparison finds. The
 * runner asks for them, so that what a hold keeps is passed over in the database itself, however much it is.
 */
export const opposite = (question: Question): Question => {
  const [both, either] = [partsOf(question, 'and'), partsOf(question, 'or')]
  if (both) return { or: both.map(opposite) }
  if (either) return { and: either.map(opposite) }
  const [[field, condition] = ['', {}]] = Object.entries(question)
  const [[operator, value] = ['exists', true]] = Object.entries(condition as object) as [string, unknown][]
  if (operator === 'exists') return { [field]: { exists: value !== true } }
  const turned = { [field]: { [OPPOSITE[operator as Operator]]: value } }
  return operator === 'not_equals' ? turned : { or: [turned, { [field]: { exists: false } }] }
}

/** Days after the review date from which nobody having looked is an alarm. */
export const LATE_DAYS = 14
const DAY = 86_400_000

export type Review = 'due' | 'late' | 'later'
/** How a hold stands to its review date. It ends by itself in none of these. */
export const reviewOf = (reviewAt: Date, now: Date): Review => {
  if (reviewAt > now) return 'later'
  return now.getTime() - reviewAt.getTime() >= LATE_DAYS * DAY ? 'late' : 'due'
}
