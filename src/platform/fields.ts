import type { BasePayload, Field, FlattenedBlock, FlattenedField, PayloadRequest } from 'payload'

import { isRecord } from '../kernel/checks.js'

/** How the fields of a host nest: in groups, rows, blocks (its own or named ones of the site) and rich texts. */

/** Fields, and the part of a document that they describe. */
export interface Part {
  fields: FlattenedField[]
  data: Record<string, unknown>
}

/** Languages of the site's content; none without localization. */
export const localesOf = ({ config }: BasePayload): string[] =>
  config.localization ? config.localization.localeCodes : []

const namedBlock = (payload: BasePayload, slug: unknown): FlattenedBlock | undefined =>
  payload.blocks[slug as never] as FlattenedBlock | undefined

/** Every block that may stand in this field, those that it names from `config.blocks` too. */
const blocksOf = (payload: BasePayload, field: FlattenedField): FlattenedBlock[] => {
  if (field.type !== 'blocks') return []
  return [...field.blocks, ...(field.blockReferences ?? [])].flatMap(
    (block) => (typeof block === 'string' ? namedBlock(payload, block) : block) ?? [],
  )
}

export const blockOf = (
  payload: BasePayload,
  field: FlattenedField,
  slug: unknown,
): FlattenedBlock | undefined =>
  field.type === 'blocks'
    ? (blocksOf(payload, field).find((block) => block.slug === slug) ?? namedBlock(payload, slug))
    : undefined

const ownFieldsOf = (field: FlattenedField): FlattenedField[] | undefined =>
  'flattenedFields' in field ? (field.flattenedFields as FlattenedField[]) : undefined

/** What stands inside a field by its definition: one list of fields, for blocks one for each that may stand there. */
export const fieldsWithin = (payload: BasePayload, field: FlattenedField): FlattenedField[][] => {
  if (field.type === 'blocks') return blocksOf(payload, field).map((block) => block.flattenedFields)
  const own = ownFieldsOf(field)
  return own ? [own] : []
}

/** What stands inside a value of this field in one language: the group itself, or each row with its fields. */
export const partsOf = (payload: BasePayload, field: FlattenedField, value: unknown): Part[] =>
  (Array.isArray(value) ? value : [value]).filter(isRecord).flatMap((data) => {
    const fields =
      field.type === 'blocks' ? blockOf(payload, field, data.blockType)?.flattenedFields : ownFieldsOf(field)
    return fields ? [{ fields, data }] : []
  })

type Describe = (args: { node: Record<string, unknown>; req: PayloadRequest }) => Field[] | null | undefined

/** How the editor describes the fields that its nodes have: blocks, links, captions of pictures. */
export const subFieldsOf = (field: FlattenedField): Map<string, Describe> | undefined =>
  (
    field as unknown as {
      editor?: { editorConfig?: { features?: { getSubFields?: Map<string, Describe> } } }
    }
  ).editor?.editorConfig?.features?.getSubFields
