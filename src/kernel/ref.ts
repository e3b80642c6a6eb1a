/**
 * Text references to documents: `collection:id`, `global:slug`, `system:name`. Evidence outlives the documents
 * and accounts it speaks of, so it never holds a relationship.
 */
export type Ref = string

export const refOf = (collection: string, id: number | string): Ref => `${collection}:${id}`

/** Splits at the first colon; ids may contain more of them. */
export const parseRef = (ref: Ref): { collection: string; id: string } => {
  const colon = ref.indexOf(':')
  return { collection: ref.slice(0, colon), id: ref.slice(colon + 1) }
}

/** Back to what the database expects: numeric ids on SQL, strings on MongoDB. The one place where ids are converted. */
export const idFor = (idType: 'number' | 'text', id: string): number | string =>
  idType === 'number' && /^\d+$/.test(id) ? Number(id) : id
