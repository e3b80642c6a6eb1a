import type { Ref } from '../../kernel/ref.js'

export type Doc = Record<string, unknown>

/** A governed document, by kind, slug and id. Globals have no id. */
export interface Target {
  kind: 'collection' | 'global'
  slug: string
  id?: number | string
  /** The one language that is decided on, where the site publishes its languages apart; see `languages.ts`. */
  locale?: string
}

export const subjectOf = ({ kind, slug, id }: Target): Ref =>
  kind === 'global' ? `global:${slug}` : `${slug}:${id ?? 'new'}`

/** Names what is decided on at once, the document or one language of it: there is one open review of each. */
export const decisionKey = (target: Target): string =>
  target.locale ? `${subjectOf(target)}@${target.locale}` : subjectOf(target)

/** From the seal's name of a collection; globals are `global:<slug>`. */
export const toTarget = (collection: string, id?: number | string): Target =>
  collection.startsWith('global:')
    ? { kind: 'global', slug: collection.slice(7) }
    : { kind: 'collection', slug: collection, id }

/**
 * Published, in the trash or not: `?trash=true` shows visitors what is published there, too. Payload's recipe for
 * drafts: a row without a status is from before drafts and is read by everyone.
 * @param locale in this language; without it in any.
 */
export const isPublished = (doc: Doc | null | undefined, locale?: string): boolean => {
  if (!doc) return false
  const status = doc._status
  if (status === undefined || status === null) return true
  if (typeof status === 'object' && locale) return (status as Doc)[locale] === 'published'
  if (typeof status === 'object') return Object.values(status).includes('published')
  return status === 'published'
}

export const isLive = (doc: Doc | null | undefined, locale?: string): boolean =>
  isPublished(doc, locale) && !doc?.deletedAt
