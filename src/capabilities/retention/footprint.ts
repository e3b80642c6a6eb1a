import type { BasePayload, FlattenedField } from 'payload'

import { isRecord } from '../../kernel/checks.js'
import { fieldsWithin, localesOf, partsOf } from '../../platform/fields.js'
import { perLocale, type Reference, refsOf } from '../../platform/references.js'

/** An upload document that a record points to. */
export type UploadRef = Reference

type Data = Record<string, unknown>

const isChosen = (field: FlattenedField, path: string, chosen?: readonly string[]): boolean =>
  chosen
    ? chosen.includes(path) && (field.type === 'upload' || field.type === 'relationship')
    : field.type === 'upload'

/** Every upload document that a row names, in its fields, groups, arrays and blocks, in all languages. */
export const uploadsIn = (
  payload: BasePayload,
  fields: FlattenedField[],
  data: Data,
  chosen?: readonly string[],
  prefix = '',
): UploadRef[] =>
  fields.flatMap((field) => {
    const path = `${prefix}${field.name}`
    return perLocale(field, data[field.name], localesOf(payload)).flatMap((value) => {
      if (value === null || value === undefined) return []
      if ((field.type === 'upload' || field.type === 'relationship') && isChosen(field, path, chosen)) {
        return refsOf(field.relationTo, value)
      }
      return partsOf(payload, field, value).flatMap((part) =>
        uploadsIn(payload, part.fields, part.data, chosen, `${path}.`),
      )
    })
  })

/** Where a collection can point to documents of another. */
export interface Pointer {
  collection: string
  path: string
  polymorphic: boolean
}

/** Where these fields can point to documents of `target`. */
export const pointersIn = (
  payload: BasePayload,
  collection: string,
  fields: FlattenedField[],
  target: string,
  prefix = '',
): Pointer[] =>
  fields.flatMap((field): Pointer[] => {
    const path = `${prefix}${field.name}`
    if (field.type === 'upload' || field.type === 'relationship') {
      const polymorphic = Array.isArray(field.relationTo)
      const hits = polymorphic ? field.relationTo.includes(target as never) : field.relationTo === target
      return hits ? [{ collection, path, polymorphic }] : []
    }
    return fieldsWithin(payload, field).flatMap((inner) =>
      pointersIn(payload, collection, inner, target, `${path}.`),
    )
  })

/** Payload's own bookkeeping and the plugin's evidence do not keep a file alive. */
export const counts = (slug: string): boolean => !slug.startsWith('payload-') && !slug.startsWith('gov-')

/** Every field of the site that can point to that collection. */
export const pointersTo = (payload: BasePayload, target: string): Pointer[] =>
  Object.values(payload.collections)
    .map(({ config }) => config)
    .filter((config) => counts(config.slug))
    .flatMap((config) => pointersIn(payload, config.slug, config.flattenedFields, target))

/** A column of the row itself: asked for by its name, other parts of a row need not be read. */
export const isColumn = (field: FlattenedField): boolean =>
  (field.type === 'upload' || field.type === 'relationship') &&
  !field.hasMany &&
  !field.localized &&
  !Array.isArray(field.relationTo)

/** Names of the files of an upload document: the original and every size. */
export const fileNamesOf = (upload: Data): string[] => {
  const sizes = isRecord(upload.sizes) ? Object.values(upload.sizes) : []
  const names = [upload.filename, ...sizes.map((size) => (isRecord(size) ? size.filename : null))]
  return [...new Set(names.filter((name): name is string => typeof name === 'string' && name !== ''))]
}
