import type { BasePayload, FlattenedField } from 'payload'

import { configOf } from './store.js'
import type { Target } from './target.js'

const HIDDEN = ['_status', 'createdAt', 'updatedAt', 'deletedAt', 'id']

/** A label as the host wrote it: a text, or one per language. */
export type FieldLabel = Record<string, string> | string

export const labelOf = (field: FlattenedField): FieldLabel => {
  const label = 'label' in field ? field.label : undefined
  if (typeof label === 'string') return label
  return typeof label === 'object' && label !== null ? (label as Record<string, string>) : field.name
}

/** Top-level fields of a document that people fill in, for comments on one of them. */
export const fieldsOf = (payload: BasePayload, target: Target): { path: string; label: FieldLabel }[] =>
  configOf(payload, target)
    .flattenedFields.filter((field) => !HIDDEN.includes(field.name) && field.type !== 'join')
    .filter((field) => !('admin' in field && (field.admin as { hidden?: boolean } | undefined)?.hidden))
    .map((field) => ({ path: field.name, label: labelOf(field) }))
