import type { AccessResult, CollectionConfig, Config, Field, GlobalConfig } from 'payload'

import { type AccessTable, CLOSED } from '../kernel/accessTable.js'
import type { GovernedCollection } from './runtime.js'
import { withMasks } from './disclosure.js'
import { intersect, withGlobalRules, withRules } from './access.js'

/** A function of the default, as in Payload's own plugins. */
export type CollectionOverride = (args: { defaultCollection: CollectionConfig }) => CollectionConfig

type Rule = (args: never) => AccessResult | Promise<AccessResult>

const namesOf = (fields: Field[]): Set<string> =>
  new Set(fields.flatMap((field) => ('name' in field && field.name ? [field.name] : [])))

/**
 * Overrides first, then access and hooks: the host may rename, add and rearrange, but cannot take away a field that the
 * plugin stores in, a hook that keeps a promise, or widen access.
 */
export const applyOverride = (
  fallback: CollectionConfig,
  override?: CollectionOverride,
): CollectionConfig => {
  if (!override) return fallback
  const wished = override({ defaultCollection: fallback })
  const present = namesOf(wished.fields)
  const missing = fallback.fields.filter((field) => 'name' in field && field.name && !present.has(field.name))
  const access = { ...wished.access }
  for (const [operation, ours] of Object.entries(fallback.access ?? {})) {
    const theirs = (wished.access as Record<string, typeof ours> | undefined)?.[operation]
    Object.assign(access, {
      [operation]:
        theirs && theirs !== ours
          ? async (args: never) =>
              intersect(await (ours as unknown as Rule)(args), await (theirs as unknown as Rule)(args))
          : ours,
    })
  }
  const hooks = { ...wished.hooks }
  for (const [kind, ours] of Object.entries(fallback.hooks ?? {}) as [keyof typeof hooks, unknown[]][]) {
    const theirs = (wished.hooks?.[kind] ?? []) as unknown[]
    Object.assign(hooks, { [kind]: [...ours.filter((hook) => !theirs.includes(hook)), ...theirs] })
  }
  return { ...wished, slug: fallback.slug, fields: [...wished.fields, ...missing], access, hooks }
}

/**
 * Payload's navigation leaves these out: the plugin's own group "Governance" lists them after its pages, so that there
 * is one group and not two. A host that gives a group in an override gets it.
 */
const ungrouped = { group: false } as const

const inGroup = (collection: CollectionConfig): CollectionConfig => ({
  ...collection,
  admin: { ...ungrouped, ...collection.admin },
})

/** Adds the plugin's collections and globals after the host's. What the table does not name, no door shows. */
export const addEntities = (
  config: Config,
  collections: GovernedCollection[],
  globals: GlobalConfig[],
  overrides: Record<string, CollectionOverride>,
  table: AccessTable,
): Config => ({
  ...config,
  collections: [
    ...(config.collections ?? []),
    ...collections.map(({ collection }) => {
      const rules = table[collection.slug] ?? CLOSED
      const ruled = withMasks(rules, withRules(rules, collection))
      return inGroup(applyOverride(ruled, overrides[collection.slug]))
    }),
  ],
  globals: [
    ...(config.globals ?? []),
    ...globals
      .map((global) => withGlobalRules(table[`global:${global.slug}`] ?? CLOSED, global))
      .map((global) => ({ ...global, admin: { ...ungrouped, ...global.admin } })),
  ],
})

const bare = (slug: string): string => slug.replace(/[^a-z0-9]/gi, '').toLowerCase()

/** Whether the host has a collection of that name: `socialPosts` and `social-posts` share one table on SQL. */
export const hasCollection = (config: Config, slug: string): boolean =>
  (config.collections ?? []).some((one) => bare(one.slug) === bare(slug))

const storedNamesOf = (fields: Field[] = []): Set<string> =>
  namesOf(fields.filter((field) => !('virtual' in field && field.virtual) && field.type !== 'ui'))

/** Stored fields that the collections have now and did not have before, by slug. */
export const fieldsAdded = (before: Config, after: Config): Record<string, string[]> =>
  Object.fromEntries(
    (after.collections ?? []).flatMap(({ slug, fields }) => {
      const had = storedNamesOf(before.collections?.find((one) => one.slug === slug)?.fields)
      const names = [...storedNamesOf(fields)].filter((name) => !had.has(name))
      return names.length > 0 ? [[slug, names]] : []
    }),
  )

/** Changes some of the host's collections; the others keep their identity. */
export const mapCollections = (
  config: Config,
  applies: (collection: CollectionConfig) => boolean,
  change: (collection: CollectionConfig) => CollectionConfig,
): Config => ({
  ...config,
  collections: (config.collections ?? []).map((collection) =>
    applies(collection) ? change(collection) : collection,
  ),
})

const OURS = Symbol.for('payload-plugin-governance.hook')

/** Whether the plugin added this hook: kept on the function, since each copy of this module has a memory of its own. */
export const isOurs = (hook: unknown): boolean => (hook as { [OURS]?: true })[OURS] === true

const markOurs = (hooks: readonly unknown[]): void => {
  for (const hook of hooks) Object.defineProperty(hook, OURS, { value: true, configurable: true })
}

/** Adds hooks behind the host's own (or before them with `first`). */
export const withHooks = (
  collection: CollectionConfig,
  added: NonNullable<CollectionConfig['hooks']>,
  first = false,
): CollectionConfig => {
  const hooks = { ...collection.hooks }
  for (const [kind, ours] of Object.entries(added) as [keyof typeof hooks, unknown[]][]) {
    const theirs = (hooks[kind] ?? []) as unknown[]
    markOurs(ours)
    Object.assign(hooks, { [kind]: first ? [...ours, ...theirs] : [...theirs, ...ours] })
  }
  return { ...collection, hooks }
}

/** Payload accepts a component path or an object; ours are paths into this package. */
export const addComponents = (
  config: Config,
  slot: 'afterNavLinks' | 'beforeDashboard' | 'header',
  paths: string[],
): Config => {
  const components = config.admin?.components ?? {}
  return {
    ...config,
    admin: {
      ...config.admin,
      components: { ...components, [slot]: [...paths, ...(components[slot] ?? [])] },
    },
  }
}
