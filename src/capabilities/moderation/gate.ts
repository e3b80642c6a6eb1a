import type { CollectionConfig, Config, Field, FieldAccess, JoinField } from 'payload'

import { invalidOption } from '../../kernel/errors.js'
import { isStaff } from '../../platform/access.js'
import { MODERATORS } from './domain.js'
import type { SanitizedModeration } from './options.js'

/**
 * Payload 3.90.1 filters documents by a join field without asking which of the joined ones may be read:
 * `?where[comments][exists]=true` found a post whose only comment was pending. It asks for field access without a
 * document when it judges a filter, and with one when it reads, so the join stays readable and cannot be queried.
 */
const guarded = (field: JoinField): JoinField => {
  const theirs = field.access?.read
  const read: FieldAccess = async (args) => {
    if (!args.doc && !isStaff(args.req, ...MODERATORS)) return false
    return theirs ? theirs(args) : true
  }
  return { ...field, access: { ...field.access, read } }
}

const joinsTo = (field: JoinField, slug: string): boolean =>
  Array.isArray(field.collection) ? field.collection.includes(slug as never) : field.collection === slug

const guardJoins = (fields: Field[], slug: string): Field[] =>
  fields.map((field): Field => {
    if (field.type === 'join') return joinsTo(field, slug) ? guarded(field) : field
    if (field.type === 'tabs')
      return {
        ...field,
        tabs: field.tabs.map((tab) => ({ ...tab, fields: guardJoins(tab.fields, slug) })),
      }
    if ('fields' in field) return { ...field, fields: guardJoins(field.fields, slug) } as Field
    return field
  })

const holdsJoin = (fields: Field[], slug: string): boolean =>
  fields.some((field) => {
    if (field.type === 'join') return joinsTo(field, slug)
    if (field.type === 'tabs') return field.tabs.some((tab) => holdsJoin(tab.fields, slug))
    return 'fields' in field && holdsJoin(field.fields, slug)
  })

/** What moderation changes on the host's own collections: joins to the comments that it brings. */
export const governHost =
  (options: SanitizedModeration) =>
  (config: Config): Config => {
    const collections: CollectionConfig[] = config.collections ?? []
    const slugs = collections.map(({ slug }) => slug)
    const unknown = options.on?.find((slug) => !slugs.includes(slug))
    if (unknown)
      throw invalidOption('moderation.on', `names "${unknown}", which is not a collection of this site.`)
    if (slugs.includes(options.slug)) return config
    return {
      ...config,
      collections: collections.map((collection) =>
        holdsJoin(collection.fields, options.slug)
          ? { ...collection, fields: guardJoins(collection.fields, options.slug) }
          : collection,
      ),
    }
  }
