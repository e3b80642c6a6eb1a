import type { FlattenedField, PayloadRequest } from 'payload'

import { flattenAllFields } from 'payload/shared'

import { canonicalJSON } from '../../kernel/canonical.js'
import { isRecord } from '../../kernel/checks.js'
import { blockOf, subFieldsOf } from '../../platform/fields.js'
import { type ImageContext, localized } from './image.js'
import type { Doc } from './target.js'

/** What was left out, by path of the field without places of rows: the values as texts, to be compared, not shown. */
export type Withheld = Record<string, string[]>

interface Reading {
  req: PayloadRequest
  image: ImageContext
  id?: number | string
  doc: Doc
  withheld: Withheld
}

interface Inside {
  path: string
  inLocale: boolean
  blockData?: Doc
}

const mayRead = async (
  { req, id, doc }: Reading,
  field: FlattenedField,
  siblingData: Doc,
  blockData: Doc | undefined,
): Promise<boolean> => {
  if ('hidden' in field && field.hidden === true) return false
  const read = 'access' in field ? field.access?.read : undefined
  if (!read) return true
  return Boolean(await read({ req, id, doc, data: doc, siblingData, blockData }))
}

type SubFields = NonNullable<ReturnType<typeof subFieldsOf>>

/** Blocks, links and uploads in a rich text have fields of their own, with rules of their own. */
const nodeFor = async (about: Reading, inside: Inside, subFields: SubFields, node: Doc): Promise<Doc> => {
  const children = Array.isArray(node.children)
    ? {
        children: await inTurn(node.children, async (child) =>
          isRecord(child) ? nodeFor(about, inside, subFields, child) : child,
        ),
      }
    : {}
  const of = subFields.get(String(node.type))
  if (!of || !isRecord(node.fields)) return { ...node, ...children }
  const fields = flattenAllFields({ fields: of({ node, req: about.req }) ?? [] })
  const data = await dataFor(about, { ...inside, blockData: node.fields }, fields, node.fields)
  return { ...node, ...children, fields: data }
}

const inTurn = async <T, R>(values: readonly T[], one: (value: T) => Promise<R>): Promise<R[]> => {
  const out: R[] = []
  for (const value of values) out.push(await one(value))
  return out
}

const valueFor = async (
  about: Reading,
  inside: Inside,
  field: FlattenedField,
  value: unknown,
): Promise<unknown> => {
  if (field.type === 'richText') {
    const subFields = subFieldsOf(field)
    if (!subFields || !isRecord(value) || !isRecord(value.root)) return value
    return { ...value, root: await nodeFor(about, inside, subFields, value.root) }
  }
  if (field.type === 'group' || field.type === 'tab')
    return isRecord(value) ? dataFor(about, inside, field.flattenedFields, value) : value
  if (field.type === 'array' && Array.isArray(value))
    return inTurn(value, async (row) =>
      isRecord(row) ? dataFor(about, inside, field.flattenedFields, row) : row,
    )
  if (field.type === 'blocks' && Array.isArray(value))
    return inTurn(value, async (row) => {
      if (!isRecord(row)) return row
      const block = blockOf(about.image.payload, field, row.blockType)
      return block ? dataFor(about, { ...inside, blockData: row }, block.flattenedFields, row) : row
    })
  return value
}

const dataFor = async (about: Reading, inside: Inside, fields: FlattenedField[], data: Doc): Promise<Doc> => {
  const out = { ...data }
  for (const field of fields) {
    const { name } = field
    const value = data[name]
    if (value === undefined || value === null) continue
    const path = `${inside.path}${name}`
    if (!(await mayRead(about, field, data, inside.blockData))) {
      const known = (about.withheld[path] ??= [])
      known.push(canonicalJSON(value))
      delete out[name]
      continue
    }
    const here = { ...inside, path: `${path}.` }
    if (localized(about.image, field, inside.inLocale)) {
      const perLocale = isRecord(value) ? value : {}
      const read: Doc = {}
      for (const [locale, found] of Object.entries(perLocale))
        read[locale] = await valueFor(about, { ...here, inLocale: true }, field, found)
      out[name] = read
    } else out[name] = await valueFor(about, here, field, value)
  }
  return out
}

/** A stored document in all languages without the fields that the host's rules keep from this person. */
export const visibleTo = async (
  req: PayloadRequest,
  image: ImageContext,
  fields: FlattenedField[],
  doc: Doc,
  id?: number | string,
): Promise<{ doc: Doc; withheld: Withheld }> => {
  const withheld: Withheld = {}
  const about = { req, image, id, doc, withheld }
  return { doc: await dataFor(about, { path: '', inLocale: false }, fields, doc), withheld }
}

/** Fields that were left out of both and are not the same, by the first name of their path. */
export const withheldDifferences = (before: Withheld, after: Withheld): string[] => [
  ...new Set(
    [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (path) =>
        canonicalJSON([...(before[path] ?? [])].sort()) !== canonicalJSON([...(after[path] ?? [])].sort()),
    ),
  ),
]
