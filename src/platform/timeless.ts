import { randomBytes } from 'node:crypto'

import type { BasePayload, CollectionSlug, FlattenedField } from 'payload'

/** Of the shape that Payload gives to rows of lists, and MongoDB to documents, without the second they begin with. */
const idWithoutTime = (): string => randomBytes(12).toString('hex')

/** What the adapter is given beside a row whose time is not kept: ids that are numbers tell an order and no time. */
export const withoutTime = ({ db }: BasePayload): { customID?: string } =>
  db.name === 'mongoose' ? { customID: idWithoutTime() } : {}

type Data = Record<string, unknown>
const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

const mapValues = (data: Data, change: (value: unknown) => unknown): Data =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, change(value)]))

const isPerLocale = (field: FlattenedField): boolean => 'localized' in field && field.localized === true

/** The fields of the rows of a list, where this is one. */
const fieldsOfRow = (payload: BasePayload, field: FlattenedField, row: Data): FlattenedField[] | null => {
  if (field.type === 'array') return field.flattenedFields
  if (field.type !== 'blocks') return null
  const given = [...field.blocks, ...(field.blockReferences ?? [])]
  const blocks = given.map((block) => (typeof block === 'string' ? payload.blocks[block] : block))
  return blocks.find((block) => block?.slug === row.blockType)?.flattenedFields ?? []
}

const withFreshRows = (payload: BasePayload, fields: FlattenedField[], data: Data): Data => {
  const fresh: Data = { ...data }
  for (const field of fields) {
    const value = data[field.name]
    const rows = (list: unknown[]): unknown[] =>
      list.map((row) => {
        const inner = isData(row) ? fieldsOfRow(payload, field, row) : null
        return inner ? { ...withFreshRows(payload, inner, row as Data), id: idWithoutTime() } : row
      })
    if (field.type === 'array' || field.type === 'blocks') {
      if (Array.isArray(value)) fresh[field.name] = rows(value)
      // One list per language.
      else if (isData(value))
        fresh[field.name] = mapValues(value, (list) => (Array.isArray(list) ? rows(list) : list))
    } else if ('flattenedFields' in field && isData(value)) {
      const inner = field.flattenedFields
      fresh[field.name] = isPerLocale(field)
        ? mapValues(value, (group) => (isData(group) ? withFreshRows(payload, inner, group) : group))
        : withFreshRows(payload, inner, value)
    }
  }
  return fresh
}

/**
 * A row of the host as its adapter is to write it where the time of the row is not kept: the ids that Payload gives to
 * rows of lists, and MongoDB to documents, begin with the second in which they were drawn up.
 */
export const timeless = (
  payload: BasePayload,
  collection: string,
  data: Data,
): { data: Data; customID?: string } => {
  const { flattenedFields } = payload.collections[collection as CollectionSlug]!.config
  return { data: withFreshRows(payload, flattenedFields, data), ...withoutTime(payload) }
}
