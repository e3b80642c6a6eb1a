import type { BasePayload, FlattenedField, SanitizedCollectionConfig } from 'payload'

import { type Ref, refOf } from '../../kernel/ref.js'
import { addressesIn } from '../../kernel/text.js'
import { rawDb, type Row } from '../../platform/db.js'
import { fieldsWithin, localesOf, partsOf } from '../../platform/fields.js'
import { perLocale, referencesIn } from '../../platform/references.js'
import type { Context } from '../../platform/runtime.js'
import type { Retention } from './context.js'

const accountsOf = ({ collections }: BasePayload): Set<string> =>
  new Set(Object.values(collections).flatMap(({ config: { auth, slug } }) => (auth ? [slug] : [])))

/** Texts of the fields that hold an address: e-mail fields, and those that the rule names, at any depth. */
const textsIn = (
  payload: BasePayload,
  fields: readonly FlattenedField[],
  data: Record<string, unknown>,
  named: readonly string[],
  prefix = '',
): string[] =>
  fields.flatMap((field) => {
    const path = `${prefix}${field.name}`
    return perLocale(field, data[field.name], localesOf(payload)).flatMap((value): string[] => {
      if (value === null || value === undefined) return []
      if (field.type === 'email' || named.includes(path))
        return [value].flat().filter((one): one is string => typeof one === 'string')
      return partsOf(payload, field, value).flatMap((part) =>
        textsIn(payload, part.fields, part.data, named, `${path}.`),
      )
    })
  })

const namedBy = ({ rules }: Retention, collection: string): readonly string[] =>
  rules.get(collection)?.people ?? []

/** The addresses that stand in the fields of this record that ask for one. */
export const addressesOfRecord = (
  { payload }: Context,
  retention: Retention,
  collection: string,
  record: Readonly<Record<string, unknown>>,
): string[] => {
  const fields = payload.collections[collection as never]?.config.flattenedFields ?? []
  return textsIn(payload, fields, record, namedBy(retention, collection)).flatMap(addressesIn)
}

const asks = (payload: BasePayload, fields: readonly FlattenedField[]): boolean =>
  fields.some(
    (field) => field.type === 'email' || fieldsWithin(payload, field).some((own) => asks(payload, own)),
  )

/** Has a record of this collection any field that asks for an address? */
export const asksForAddress = ({ payload }: Context, retention: Retention, collection: string): boolean =>
  namedBy(retention, collection).length > 0 ||
  asks(payload, payload.collections[collection as never]?.config.flattenedFields ?? [])

/** Where nobody knows the forms any more, every address that stands in a message counts. */
const writtenIn = ({ submissionData }: Row): string[] =>
  Array.isArray(submissionData)
    ? submissionData.flatMap((one: { value?: unknown }) => addressesIn(String(one?.value ?? '')))
    : []

/** As a hold names an address: by the keyed digest that the list of addresses uses, whatever its spelling. */
export const namesOfAddresses = (
  ctx: Context,
  { addressKeys }: Pick<Retention, 'addressKeys'>,
  texts: readonly string[],
): Ref[] => {
  const addresses = texts.flatMap((text) => [text, ...addressesIn(text)]).filter((one) => one.includes('@'))
  return addressKeys ? addressKeys(ctx, addresses).map((key) => `address:${key}`) : []
}

/** The records as their versions and drafts have them: whoever stood in one of them is named by the record still. */
const earlierOf = async (
  { payload }: Context,
  { slug, versions }: SanitizedCollectionConfig,
  rows: readonly Row[],
): Promise<Row[]> => {
  if (!versions || rows.length === 0) return []
  const { docs } = await rawDb(payload).findVersions({
    collection: slug,
    where: { parent: { in: rows.map(({ id }) => id) } },
    limit: 0,
    pagination: false,
    req: {},
  })
  return docs.map(({ parent, version }) => ({ ...(version as object), id: parent }) as Row)
}

/** The accounts and addresses that each of these records names, or has named, by its id. */
export const namesIn = async (
  ctx: Context,
  retention: Retention,
  collection: string,
  rows: readonly Row[],
): Promise<Map<string, Set<Ref>>> => {
  const { payload } = ctx
  const config = payload.collections[collection as never]?.config
  if (!config) return new Map()
  const accounts = accountsOf(payload)
  const named = namedBy(retention, collection)
  const desk = retention.work?.()
  const left = desk?.collection === collection ? await desk.addressesOf(ctx, rows) : null
  const names = new Map<string, Set<Ref>>()
  for (const row of [...rows, ...(await earlierOf(ctx, config, rows))]) {
    const id = String(row.id)
    const texts = [
      ...textsIn(payload, config.flattenedFields, row, named),
      ...(left?.get(id) ?? writtenIn(row)),
    ]
    const refs = referencesIn(payload, config.flattenedFields, row, accounts)
    const found = [
      // Who holds an account is named by the account itself.
      ...(accounts.has(collection) ? [refOf(collection, row.id)] : []),
      ...refs.map((ref) => refOf(ref.collection, ref.id)),
      ...namesOfAddresses(ctx, retention, texts),
    ]
    names.set(id, new Set([...(names.get(id) ?? []), ...found]))
  }
  return names
}
