import type { Access, AccessArgs, CollectionConfig } from 'payload'
import { describe, expect, it } from 'vitest'

import { stricter } from '../../src/platform/access.js'
import { addEntities, applyOverride, mapCollections, withHooks } from '../../src/platform/merge.js'

const asked = (user: unknown = { id: 1 }): AccessArgs => ({ req: { user } }) as never
const mine = { owner: { equals: 1 } }
const open = { state: { equals: 'open' } }
const always: Access = () => true
const never: Access = () => false

describe('access composed with the host’s', () => {
  it('is what Payload does by itself where the host says nothing: signed in, and no more', async () => {
    expect(await stricter(undefined, always)(asked())).toBe(true)
    expect(await stricter(undefined, always)(asked(null))).toBe(false)
  })
  it('never widens what the host allows', async () => {
    expect(await stricter(never, always)(asked())).toBe(false)
    expect(await stricter(() => mine, always)(asked())).toEqual(mine)
  })
  it('never widens what the plugin allows', async () => {
    expect(await stricter(always, never)(asked())).toBe(false)
    expect(await stricter(always, () => open)(asked())).toEqual(open)
  })
  it('asks for both conditions where both give one', async () => {
    expect(
      await stricter(
        () => mine,
        async () => open,
      )(asked()),
    ).toEqual({ and: [mine, open] })
  })
  it('does not even ask the plugin where the host refuses', async () => {
    const ours: Access = () => {
      throw new Error('asked')
    }
    expect(await stricter(never, ours)(asked())).toBe(false)
  })
})

const hook = () => undefined
const fallback: CollectionConfig = {
  slug: 'gov-things',
  access: { create: never, read: () => open, update: never, delete: never },
  hooks: { beforeChange: [hook] },
  fields: [
    { name: 'key', type: 'text', unique: true },
    { name: 'state', type: 'text' },
  ],
}
type Rule = (args: AccessArgs) => unknown
const ruleOf = (collection: CollectionConfig, name: 'create' | 'delete' | 'read' | 'update'): Rule =>
  collection.access![name] as Rule

describe('an override of a collection that the plugin adds', () => {
  it('may change labels, add fields, hooks and narrow access', async () => {
    const theirs = () => undefined
    const result = applyOverride(fallback, ({ defaultCollection }) => ({
      ...defaultCollection,
      labels: { singular: 'Thing', plural: 'Things' },
      fields: [...defaultCollection.fields, { name: 'note', type: 'text' }],
      access: { ...defaultCollection.access, read: () => mine },
      hooks: { beforeChange: [...(defaultCollection.hooks?.beforeChange ?? []), theirs] },
    }))
    expect(result.labels).toEqual({ singular: 'Thing', plural: 'Things' })
    expect(result.fields.map((field) => 'name' in field && field.name)).toEqual(['key', 'state', 'note'])
    expect(await ruleOf(result, 'read')(asked())).toEqual({ and: [open, mine] })
    expect(result.hooks?.beforeChange).toEqual([hook, theirs])
  })

  it('cannot widen access, leave a rule out, drop a field or a hook, or rename the collection', async () => {
    const result = applyOverride(fallback, () => ({
      slug: 'mine',
      fields: [],
      access: { create: always, read: always, update: always, delete: always },
      hooks: {},
    }))
    expect(result.slug).toBe('gov-things')
    expect(await ruleOf(result, 'create')(asked())).toBe(false)
    expect(await ruleOf(result, 'update')(asked())).toBe(false)
    expect(await ruleOf(result, 'delete')(asked())).toBe(false)
    expect(await ruleOf(result, 'read')(asked())).toEqual(open)
    expect(result.fields.map((field) => 'name' in field && field.name)).toEqual(['key', 'state'])
    expect(result.hooks?.beforeChange).toEqual([hook])
    const without = applyOverride(fallback, ({ defaultCollection }) => ({
      ...defaultCollection,
      access: undefined,
    }))
    expect(await ruleOf(without, 'delete')(asked())).toBe(false)
  })
})

describe('the host’s config', () => {
  it('is never changed in place: what is untouched keeps its identity', () => {
    const posts: CollectionConfig = Object.freeze({ slug: 'posts', fields: Object.freeze([]) as never })
    const pages: CollectionConfig = Object.freeze({ slug: 'pages', fields: Object.freeze([]) as never })
    const config = Object.freeze({ collections: Object.freeze([posts, pages]) }) as never
    const governed = mapCollections(
      config,
      ({ slug }) => slug === 'posts',
      (collection) => withHooks(collection, { beforeChange: [hook] }),
    )
    expect(governed.collections?.[0]?.hooks?.beforeChange).toEqual([hook])
    expect(governed.collections?.[1]).toBe(pages)
    expect(posts.hooks).toBeUndefined()
    expect(addEntities(config, [{ collection: fallback }], [], {}, {}).collections).toHaveLength(3)
  })
})
