import type { BasePayload, FlattenedField } from 'payload'

import { isRecord } from '../../kernel/checks.js'
import { fieldsWithin } from '../../platform/fields.js'
import { idOf } from '../../platform/references.js'

/** Whether these fields, or fields within them, hold rich text. */
export const hasRichText = (payload: BasePayload, fields: FlattenedField[]): boolean =>
  fields.some(
    (field) =>
      field.type === 'richText' || fieldsWithin(payload, field).some((inner) => hasRichText(payload, inner)),
  )

const BLOCKS = ['block', 'inlineBlock']

/**
 * Ids among `wanted` that a rich text names: as a node or link that says which collection it points to, or anywhere in
 * the fields of a block inside the text, where a bare id does not say (a file is rather kept than lost).
 */
export const namesIn = (
  value: unknown,
  target: string,
  wanted: ReadonlySet<string>,
  inBlock = false,
): string[] => {
  if (Array.isArray(value)) return value.flatMap((one) => namesIn(one, target, wanted, inBlock))
  if (!isRecord(value)) {
    const bare = inBlock && (typeof value === 'string' || typeof value === 'number') ? String(value) : null
    return bare !== null && wanted.has(bare) ? [bare] : []
  }
  const named = value.relationTo === target ? idOf(value.value) : null
  const own = named !== null && wanted.has(String(named)) ? [String(named)] : []
  const block = inBlock || BLOCKS.includes(String(value.type))
  return [...own, ...Object.values(value).flatMap((one) => namesIn(one, target, wanted, block))]
}
