import { type BasePayload, type FlattenedField, flattenAllFields, type PayloadRequest } from 'payload'

import { isRecord } from '../kernel/checks.js'
import { localesOf, partsOf, subFieldsOf } from './fields.js'

/** A document that another one points to. */
export interface Reference {
  collection: string
  id: number | string
}

type Data = Record<string, unknown>

export const idOf = (value: unknown): number | string | null => {
  if (typeof value === 'number' || typeof value === 'string') return value
  return isRecord(value) && (typeof value.id === 'number' || typeof value.id === 'string') ? value.id : null
}

/** A value in one language, or one per language where the field is localized and all languages were read. */
export const perLocale = (field: FlattenedField, value: unknown, locales: readonly string[]): unknown[] => {
  const localized = 'localized' in field && field.localized === true
  if (!localized || !isRecord(value)) return [value]
  const keys = Object.keys(value)
  return keys.length > 0 && keys.every((key) => locales.includes(key)) ? Object.values(value) : [value]
}

/** What the value of a relationship or upload field points to. */
export const refsOf = (relationTo: string | string[], value: unknown): Reference[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one): Reference[] => {
    if (isRecord(one) && typeof one.relationTo === 'string') {
      const id = idOf(one.value)
      return id === null ? [] : [{ collection: one.relationTo, id }]
    }
    const id = idOf(one)
    return id === null || Array.isArray(relationTo) ? [] : [{ collection: relationTo, id }]
  })

interface Walk {
  payload: BasePayload
  locales: readonly string[]
  targets: ReadonlySet<string>
  found: Map<string, Reference>
}

const note = ({ targets, found }: Walk, refs: Reference[]): void => {
  for (const ref of refs) {
    if (targets.has(ref.collection)) found.set(`${ref.collection}:${String(ref.id)}`, ref)
  }
}

const inRichText = (walk: Walk, subFields: ReturnType<typeof subFieldsOf>, node: unknown): void => {
  if (Array.isArray(node)) return node.forEach((one) => inRichText(walk, subFields, one))
  if (!isRecord(node)) return
  if (typeof node.relationTo === 'string' && 'value' in node) note(walk, refsOf([], node))
  const describe = typeof node.type === 'string' ? subFields?.get(node.type) : undefined
  if (describe && isRecord(node.fields)) {
    const fields = describe({ node, req: { payload: walk.payload } as PayloadRequest }) ?? []
    inFields(walk, flattenAllFields({ fields }), node.fields)
  }
  for (const value of Object.values(node)) inRichText(walk, subFields, value)
}

const inFields = (walk: Walk, fields: readonly FlattenedField[], data: Data): void => {
  for (const field of fields) {
    for (const value of perLocale(field, data[field.name], walk.locales)) {
      if (value === null || value === undefined) continue
      if (field.type === 'upload' || field.type === 'relationship')
        note(walk, refsOf(field.relationTo, value))
      else if (field.type === 'richText') inRichText(walk, subFieldsOf(field), value)
      else {
        for (const part of partsOf(walk.payload, field, value)) inFields(walk, part.fields, part.data)
      }
    }
  }
}

/**
 * Every document of these collections that a stored document points to, in all languages: by fields of any depth, and
 * by the nodes, links and blocks of its rich texts. Each once.
 */
export const referencesIn = (
  payload: BasePayload,
  fields: readonly FlattenedField[],
  doc: Data,
  targets: ReadonlySet<string>,
): Reference[] => {
  const walk: Walk = { payload, locales: localesOf(payload), targets, found: new Map() }
  inFields(walk, fields, doc)
  return [...walk.found.values()]
}
