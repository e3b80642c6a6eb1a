import type { Ref } from '../../kernel/ref.js'

export type Doc = Record<string, unknown>

/** A governed document, by kind, slug and id. Globals have no id. */
export interface Target {
  kind: 'collection' | 'global'
  slug: string
  id?: number | string
}

export const subjectOf = ({ kind, slug, id }: Target): Ref =>
  kind === 'global' ? `global:${slug}` : `${slug}:${id ?? 'new'}`

/** From the seal's name of a collection; globals are `global:<slug>`. */
export const toTarget = (collection: string, id?: number | string): Target =>
  collection.startsWith('global:')
    ? { kind: 'global', slug: collection.slice(7) }
    : { kind: 'collection', slug: collection, id }

/**
 * Published, in the trash or not: `?trash=true` shows visitors what is published there, too. Payload's recipe for
 * drafts: a row without a status is from before drafts and is read by everyone.
 */
export const isPublished = (doc: Doc | null | undefined): boolean => {
  if (!doc) return false
  const status = doc._status
  if (status === undefined || status === null) return true
  if (typeof status === 'object') return Object.values(status).includes('published')
  return status === 'published'
}

export const isLive = (doc: Doc | null | undefined): boolean => isPublished(doc) && !doc?.deletedAt
