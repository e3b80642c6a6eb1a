import type { FlattenedField } from 'payload'

import { type Ref, refOf } from '../../kernel/ref.js'
import { type Reference, refsOf } from '../../platform/references.js'
import { type Describe, runsOf } from '../../platform/richText.js'

type Data = Record<string, unknown>

/** How the fields inside a rich text, of its blocks, links and pictures, are said to a person. */
export interface FieldWording {
  label: (field: FlattenedField) => string
  option: (field: FlattenedField, value: string) => string
  date: (at: string, field: FlattenedField) => string
  name: (ref: Ref) => { text: string }
  say: (key: string) => string
  /** What the editor knows of a node: the name of a block, and its fields. */
  node: (field: FlattenedField, node: Data) => { title?: string; fields: readonly FlattenedField[] }
  /** A group, or each row, with its fields. */
  parts: (field: FlattenedField, value: unknown) => { fields: readonly FlattenedField[]; data: Data }[]
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])
const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''
const asStored = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** A value of any field in one line, by the labels and names that a person knows. */
const saidOf = (wording: FieldWording, field: FlattenedField, value: unknown): string => {
  switch (field.type) {
    case 'checkbox':
      return wording.say(value === true ? 'yes' : 'no')
    case 'date':
      return wording.date(String(value), field)
    case 'radio':
    case 'select':
      return listOf(value)
        .map((one) => wording.option(field, String(one)))
        .join(', ')
    case 'relationship':
    case 'upload':
      return refsOf(field.relationTo, value)
        .map(({ collection, id }: Reference) => wording.name(refOf(collection, id)).text)
        .join(', ')
    case 'richText':
      return textOf(wording, field, value)
    case 'array':
    case 'blocks':
    case 'group':
    case 'tab':
      return wording
        .parts(field, value)
        .map(({ fields, data }) => lineOf(wording, fields, data))
        .join('; ')
    default:
      return listOf(value).map(asStored).join(', ')
  }
}

const lineOf = (wording: FieldWording, fields: readonly FlattenedField[], data: Data): string =>
  fields
    .filter(({ name }) => name !== 'id' && !isEmpty(data[name]))
    .map((field) => `${wording.label(field)}: ${saidOf(wording, field, data[field.name])}`)
    .join(', ')

const textOf = (wording: FieldWording, field: FlattenedField, value: unknown): string =>
  runsOf(value, (ref) => wording.name(ref).text, nodesOf(wording, field))
    .map(({ text }) => text)
    .join('')

/** How the nodes of this rich text are said. What the site no longer knows is said as it is stored. */
export const nodesOf =
  (wording: FieldWording, field: FlattenedField): Describe =>
  (node) => {
    const { title, fields } = wording.node(field, node)
    const known = fields.map(
      (found) =>
        [
          found.name,
          {
            label: wording.label(found),
            say: (value: unknown) => saidOf(wording, found, value),
            ...(found.type === 'richText' ? { inside: nodesOf(wording, found) } : {}),
          },
        ] as const,
    )
    return { ...(title ? { title } : {}), fields: new Map(known) }
  }
