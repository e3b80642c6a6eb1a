import type { Where } from 'payload'

import {
  type Contact,
  type ContactBatch,
  type ContactPort,
  type ContactSource,
  inSpan,
  isAnswer,
  type RecordSearch,
} from '../../kernel/breachPorts.js'
import { inLanguage } from '../../kernel/labels.js'
import type { Place } from '../../kernel/ports.js'
import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { addressesIn } from '../../kernel/text.js'
import { all, countRows, findRow, findRows, type Row } from '../../platform/db.js'
import { idIn, idOfRef } from '../../platform/ids.js'
import { rowsAfter } from '../../platform/rowPages.js'
import type { Context } from '../../platform/runtime.js'
import { KEY, SUBMISSIONS } from './collections.js'
import type { Desk } from './context.js'
import { titleOf } from './declared.js'
import { addressesLeft, type FormField, isUnsafeToWrite, SAFE_TO_WRITE, type Value } from './domain.js'
import { formOf, storedRow } from './store.js'

const contextOf = (place: Place): Context => ({ payload: place.payload as Context['payload'] })
const iso = (value: unknown): string => new Date(value as string).toISOString()
const valuesOf = (row: Row): Value[] => (row.submissionData ?? []) as Value[]

/** Fields of the forms of these rows; of a form that is gone nothing is known. */
const fieldsOfForms = async (desk: Desk, ctx: Context, rows: Row[]): Promise<(row: Row) => FormField[]> => {
  const known = new Map<string, FormField[]>()
  const idOf = ({ form }: Row): unknown => (form as { id?: unknown } | null)?.id ?? form
  for (const id of new Set(rows.map(idOf)))
    known.set(String(id), ((await formOf(desk, ctx, id))?.fields ?? []) as FormField[])
  return (row) => known.get(String(idOf(row))) ?? []
}

/** The address to write to: from a field that asks for one, otherwise the first that was left as such. */
const addressIn = (values: Value[], fields: FormField[]): null | string => {
  const asking = fields.filter(({ blockType }) => blockType === 'email').map(({ name }) => name)
  const given = values.filter(({ field }) => asking.includes(field))
  const [first] = [
    ...given.flatMap(({ value }) => addressesIn(String(value))),
    ...addressesLeft(values, fields),
  ]
  return first ?? null
}

const saidOf = (values: Value[]): Contact['safe'] => {
  if (!values.some(({ field }) => field === SAFE_TO_WRITE)) return 'unasked'
  return isUnsafeToWrite(values) ? 'no' : 'yes'
}

const answers = (row: Row, { field }: RecordSearch): boolean =>
  !field ||
  valuesOf(row).some(({ field: name, value }) => name === field.name && isAnswer(value, field.value))

/** When a record came, and by which language; null for one that does not count as received yet. */
const receiptOf = (row: Row, binding: Row | undefined): null | { at: string; locale: 'en' | 'fr' } => {
  if (binding && binding.state !== 'confirmed') return null
  return {
    at: iso(binding?.receivedAt ?? row.createdAt),
    locale: binding?.locale === 'fr' ? 'fr' : 'en',
  }
}

const formId = ({ options }: Desk, ctx: Context, form: Ref): null | number | string =>
  idOfRef(ctx.payload, options.forms, form)

/** Those of one form, where one is named. Null: of a form that is not there. */
const conditionsOf = (desk: Desk, ctx: Context, { form }: RecordSearch): null | Where[] => {
  if (!form) return []
  const id = formId(desk, ctx, form)
  return id === null ? null : [{ form: { equals: id } }]
}

const batch = async (
  desk: Desk,
  ctx: Context,
  search: RecordSearch,
  after: null | string,
  limit: number,
): Promise<ContactBatch> => {
  const { submissions } = desk.options
  const where = search.records ? [] : conditionsOf(desk, ctx, search)
  if (!where) return { contacts: [], seen: 0, looked: 0, next: null }
  const { rows, next } = await rowsAfter(ctx, submissions, { chosen: search.records, where }, after, limit)
  const keys = rows.flatMap((row) => (row[KEY] ? [String(row[KEY])] : []))
  const bound = await findRows(ctx, SUBMISSIONS, { key: { in: keys } }, { limit: keys.length || 1 })
  const byKey = new Map(bound.map((binding) => [String(binding.key), binding]))
  const fieldsOf = await fieldsOfForms(desk, ctx, rows)
  const contacts: Contact[] = []
  let seen = 0
  for (const row of rows) {
    const binding = byKey.get(String(row[KEY] ?? ''))
    const receipt = receiptOf(row, binding)
    if (!receipt || (!search.records && !inSpan(receipt.at, search))) continue
    if (binding || search.records) seen += 1
    if (!answers(row, search)) continue
    const values = valuesOf(row)
    const address = addressIn(values, fieldsOf(row))
    const [person] = address ? (desk.ports.addressKeys?.(ctx, [address]) ?? []) : []
    contacts.push({
      ref: refOf(submissions, row.id),
      locale: receipt.locale,
      receivedAt: receipt.at,
      person: person ?? null,
      safe: saidOf(values),
    })
  }
  return { contacts, seen, looked: rows.length, next }
}

const everReceived = (desk: Desk, ctx: Context, search: RecordSearch): Promise<number> | number =>
  search.records
    ? search.records.length
    : countRows(
        ctx,
        SUBMISSIONS,
        all(
          { collected: { equals: desk.options.submissions } },
          { state: { equals: 'confirmed' } },
          { receivedAt: { less_than_equal: search.to } },
          ...(search.from ? [{ receivedAt: { greater_than_equal: search.from } }] : []),
          ...(search.form ? [{ form: { equals: search.form } }] : []),
        ),
      )

const count = async (desk: Desk, ctx: Context, { form, records }: RecordSearch): Promise<number> => {
  if (records) return records.length
  const id = form === undefined ? undefined : formId(desk, ctx, form)
  if (id === null) return 0
  return countRows(ctx, desk.options.submissions, id === undefined ? {} : { form: { equals: id } })
}

/** By the number that the worklist gives it, or by that of its receipt: also where the record is gone since. */
const named = async (desk: Desk, ctx: Context, number: string): Promise<null | Ref> => {
  const { submissions } = desk.options
  const byReceipt = await findRow(ctx, SUBMISSIONS, { receiptNumber: { equals: number.toUpperCase() } })
  if (byReceipt?.subject && parseRef(String(byReceipt.subject)).collection === submissions)
    return String(byReceipt.subject)
  const id = idIn(ctx.payload, submissions, number)
  if (id === null) return null
  const ref = refOf(submissions, id)
  const there = (await storedRow(ctx, ref)) ?? (await findRow(ctx, SUBMISSIONS, { subject: { equals: ref } }))
  return there ? ref : null
}

const sources = async (desk: Desk, ctx: Context, locale: string): Promise<ContactSource[]> => {
  const { forms } = desk.options
  if (!(forms in ctx.payload.collections)) return []
  const ids = (await findRows(ctx, forms, {}, { limit: 0, fields: ['title'] })).map(({ id }) => id)
  const found: ContactSource[] = []
  for (const id of ids) {
    const form = await formOf(desk, ctx, id)
    if (!form) continue
    const fields = (form.fields ?? []) as FormField[]
    found.push({
      form: refOf(forms, id),
      title: titleOf(form, locale),
      fields: fields.flatMap(({ name, label, blockType }) =>
        name && !['message', 'upload'].includes(blockType)
          ? [{ name, label: inLanguage(label, locale, name) || name }]
          : [],
      ),
    })
  }
  return found.sort((a, b) => a.title.localeCompare(b.title, locale))
}

const addressOf = async (desk: Desk, ctx: Context, ref: Ref): Promise<null | string> => {
  const row = parseRef(ref).collection === desk.options.submissions ? await storedRow(ctx, ref) : null
  if (!row) return null
  const fieldsOf = await fieldsOfForms(desk, ctx, [row])
  return addressIn(valuesOf(row), fieldsOf(row))
}

/** S2-09: who wrote to us, as far as they are to be told of a breach. What they wrote stays here. */
export const contactPort = (desk: Desk): ContactPort => ({
  collection: desk.options.submissions,
  sources: (place, locale) => sources(desk, contextOf(place), locale),
  named: (place, number) => named(desk, contextOf(place), number),
  batch: (place, search, after, limit) => batch(desk, contextOf(place), search, after, limit),
  count: (place, search) => count(desk, contextOf(place), search),
  everReceived: async (place, search) => everReceived(desk, contextOf(place), search),
  addressOf: (place, ref) => addressOf(desk, contextOf(place), ref),
})
