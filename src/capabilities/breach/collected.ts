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
import { refOf } from '../../kernel/ref.js'
import { countRows, findRow, type Row } from '../../platform/db.js'
import { idIn, idOfRef } from '../../platform/ids.js'
import { rowsAfter } from '../../platform/rowPages.js'
import type { Context } from '../../platform/runtime.js'
import { addressAt, type CollectedFields, languageOf, saidIn, valueAt } from './collectedFields.js'
import type { BreachWork } from './context.js'

interface Own {
  work: BreachWork
  collection: string
  receivedAt: string
  fields: CollectedFields
}

/** How a collection of the host is named where a form could be. */
export const sourceRef = (collection: string): string => `collection:${collection}`

const at = (place: Place): Context => ({ payload: place.payload as Context['payload'] })
const iso = (value: unknown): string => new Date(value as string).toISOString()

const ASKED = ['text', 'email', 'select', 'radio', 'number', 'checkbox']
const fieldsIn = ({ payload }: Context, collection: string) =>
  (payload.collections[collection as never]?.config.flattenedFields ?? []).filter(({ type }) =>
    ASKED.includes(type),
  )

const addressIn = ({ work, collection, fields }: Own, ctx: Context, row: Row): null | string =>
  fields.address === undefined
    ? (work.collected()?.addressesIn(ctx, collection, row)[0] ?? null)
    : addressAt(row, fields.address)

/** The value itself, or what the screens call it, in any language. */
const answers = (ctx: Context, { collection }: Own, row: Row, { field }: RecordSearch): boolean => {
  if (!field) return true
  const asked = fieldsIn(ctx, collection).find(({ name }) => name === field.name)
  const options = asked && 'options' in asked ? asked.options : []
  return [valueAt(row, field.name)].flat().some((value) => {
    if (value === null || value === undefined) return false
    const option = options.find((one) => typeof one === 'object' && one.value === value)
    const label = typeof option === 'object' ? option.label : undefined
    const names = typeof label === 'object' ? Object.values(label) : [label]
    return [value, ...names].some((one) => one !== undefined && isAnswer(one, field.value))
  })
}

/** The language of a site that asks nobody for theirs. */
const usual = ({ payload }: Context): 'en' | 'fr' =>
  payload.config.i18n.fallbackLanguage?.startsWith('fr') ? 'fr' : 'en'

const contactOf = (own: Own, ctx: Context, row: Row, receivedAt: string): Contact => {
  const address = addressIn(own, ctx, row)
  const [person] = address ? own.work.addressKeys(ctx, [address]) : []
  return {
    ref: refOf(own.collection, row.id),
    locale: languageOf(row, own.fields, usual(ctx)),
    receivedAt,
    person: person ?? null,
    safe: saidIn(row, own.fields),
  }
}

const batch = async (
  own: Own,
  ctx: Context,
  search: RecordSearch,
  after: null | string,
  limit: number,
): Promise<ContactBatch> => {
  const { rows, next } = await rowsAfter(
    ctx,
    own.collection,
    { chosen: search.records, where: [] },
    after,
    limit,
  )
  const contacts: Contact[] = []
  let seen = 0
  for (const row of rows) {
    const received = iso(row[own.receivedAt] ?? row.createdAt ?? 0)
    if (!search.records && !inSpan(received, search)) continue
    seen += 1
    if (answers(ctx, own, row, search)) contacts.push(contactOf(own, ctx, row, received))
  }
  return { contacts, seen, looked: rows.length, next }
}

const sources = ({ collection }: Own, ctx: Context, locale: string): ContactSource[] => {
  const labels = ctx.payload.collections[collection as never]?.config.labels
  return [
    {
      form: sourceRef(collection),
      title: inLanguage(labels?.plural, locale, collection),
      fields: fieldsIn(ctx, collection).map(({ name, label }) => ({
        name,
        label: inLanguage(label, locale, name),
      })),
    },
  ]
}

/** S2-09: a collection of the host in which people stand. What is in it stays there. */
export const collectedContacts = (own: Own): ContactPort => ({
  collection: own.collection,
  sources: async (place, locale) => sources(own, at(place), locale),
  named: async (place, number) => {
    const id = idIn(at(place).payload, own.collection, number)
    const row = id === null ? null : await findRow(at(place), own.collection, { id: { equals: id } })
    return row && refOf(own.collection, row.id)
  },
  batch: (place, search, after, limit) => batch(own, at(place), search, after, limit),
  count: async (place, { records }) => records?.length ?? (await countRows(at(place), own.collection, {})),
  // Chosen ones were all there when they were chosen.
  everReceived: async (_place, { records }) => records?.length ?? null,
  addressOf: async (place, ref) => {
    const id = idOfRef(at(place).payload, own.collection, ref)
    const row = id === null ? null : await findRow(at(place), own.collection, { id: { equals: id } })
    return row && addressIn(own, at(place), row)
  },
})
