import type { BasePayload, PayloadRequest } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { isRecord } from '../../kernel/checks.js'
import { formatInstant } from '../../kernel/calendar.js'
import { all, findRows, type Row } from '../../platform/db.js'
import { colleaguesOf } from '../../platform/readable.js'
import { translatorFor } from '../../platform/translate.js'
import { namesOf } from '../../platform/titles.js'
import { HOLDS } from './collections.js'
import { nowOf, type Retention, timeZoneOf } from './context.js'
import { HOLDING } from './domain.js'
import { holdOf } from './heldBy.js'
import { type Kept, keptFor } from './holdCounts.js'
import { type Hold, type HoldKind, operatorsFor, type Question, type Review, reviewOf } from './holdKinds.js'
import { type AskableField, askableFields } from './plainFields.js'
import { holdsFor } from './reach.js'
import { iso } from './store.js'
import { plural, recordName } from './worklist.js'

/** One hold in force, as this person may know of it. */
export interface HoldView {
  id: number | string
  kind: HoldKind
  /** On what, in words. */
  on: string
  why: string
  by: string
  since: string
  reviewAt: string
  review: Review
  /** Why it was kept on, when somebody last looked at it. */
  reviewedWhy: string
  whileOpen: boolean
  keeps: Kept
}

export interface Askable {
  collection: string
  label: string
  fields: (AskableField & { operators: readonly string[] })[]
}

export interface HoldsPage {
  holds: HoldView[]
  /** What a person can place one on. */
  accounts: { ref: string; name: string }[]
  askable: Askable[]
  cases: boolean
}

interface Reader {
  req: PayloadRequest
  retention: Retention
  actor: Actor
  locale: string
}

const K = 'governance:retention:holds'

/** A question in words. The empty field that "is not" brings along goes without saying. */
const wordsOf = (
  payload: BasePayload,
  locale: string,
  fields: AskableField[],
  question: Question,
): string => {
  const t = translatorFor(payload, locale)
  const joined = (word: string, parts: Question[]): string =>
    parts.map((part) => wordsOf(payload, locale, fields, part)).join(` ${t(`${K}:join:${word}`)} `)
  if (Array.isArray(question.and)) return joined('and', question.and as Question[])
  if (Array.isArray(question.or)) {
    const [first, second] = question.or as Question[]
    const [[, condition] = ['', {}]] = Object.entries(first ?? {})
    return isRecord(condition) && 'not_equals' in condition && second
      ? wordsOf(payload, locale, fields, first!)
      : joined('or', question.or as Question[])
  }
  const [[name, condition] = ['', {}]] = Object.entries(question)
  const [[operator, value] = ['', '']] = Object.entries(condition as object) as [string, unknown][]
  const field = fields.find((one) => one.name === name)
  const shown = (one: unknown): string =>
    field?.type === 'date' && typeof one === 'string' && operator !== 'exists'
      ? formatInstant(new Date(one), locale === 'fr' ? 'fr' : 'en', timeZoneOf(payload), false)
      : typeof one === 'boolean'
        ? t(`${K}:${one ? 'yes' : 'no'}`)
        : String(one)
  return t(`${K}:${field?.type === 'date' && operator !== 'exists' ? 'saysOfDays' : 'says'}:${operator}`, {
    field: field?.label ?? name,
    value: (Array.isArray(value) ? value : [value]).map(shown).join(', '),
  })
}

const nameIn = async ({ req, retention, actor, locale }: Reader, hold: Hold): Promise<string> => {
  const { payload } = req
  const t = translatorFor(payload, locale)
  if (hold.query) {
    const { collection, where } = hold.query
    const fields = askableFields(payload, collection, locale)
    const name = plural(payload, collection, locale)
    return t(`${K}:onQuery`, { name, words: wordsOf(payload, locale, fields, where) })
  }
  if (hold.kind === 'case') {
    const number = await retention.cases?.()?.numberOf({ payload }, actor, hold.subject)
    return number ? t(`${K}:onCase`, { number }) : t(`${K}:onSomeCase`)
  }
  if (hold.kind === 'record') return recordName({ payload }, hold.subject, locale)
  if (hold.subject.startsWith('address:')) return t(`${K}:onAddress`)
  const name = (await namesOf(req, [hold.subject], locale)).get(hold.subject) ?? hold.subject
  return t(`${K}:onPerson`, { name })
}

const viewOf = async (reader: Reader, row: Row): Promise<HoldView> => {
  const { req, retention, actor } = reader
  const hold = holdOf(row)
  const reviewAt = new Date(row.reviewAt as string)
  return {
    id: row.id,
    kind: hold.kind,
    on: await nameIn(reader, hold),
    why: String(row.why ?? ''),
    by: String(row.byName ?? ''),
    since: iso(row.placedAt),
    reviewAt: reviewAt.toISOString(),
    review: reviewOf(reviewAt, nowOf(req.payload)),
    reviewedWhy: String(row.reviewedWhy ?? ''),
    whileOpen: row.whileOpen === true,
    keeps: await keptFor(req, retention, hold, (row.sought as null | string[]) ?? [], actor),
  }
}

/** Every hold in force that this person may know of, the first to be reviewed on top, and on what one can be placed. */
export const holdsPage = async (
  req: PayloadRequest,
  retention: Retention,
  actor: Actor,
  locale: string,
): Promise<HoldsPage> => {
  const at = { payload: req.payload }
  const theirs = await holdsFor(at, retention, actor)
  const inForce = { state: { in: HOLDING } }
  const rows = await findRows(at, HOLDS, theirs === true ? inForce : all(inForce, theirs), {
    limit: 500,
    sort: 'reviewAt',
  })
  const holds: HoldView[] = []
  for (const row of rows) holds.push(await viewOf({ req, retention, actor, locale }, row))
  return {
    holds,
    accounts: (await colleaguesOf(req)).map(({ ref, name }) => ({ ref, name })),
    askable: [...retention.rules.keys()].map((collection) => ({
      collection,
      label: plural(req.payload, collection, locale),
      fields: askableFields(req.payload, collection, locale).map((field) => ({
        ...field,
        operators: operatorsFor(field.type),
      })),
    })),
    cases: Boolean(retention.cases?.()),
  }
}
