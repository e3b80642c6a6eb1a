import { afterAll, beforeAll, expect, it } from 'vitest'

import { runtimeOf } from '../../src/platform/runtime.js'
import { type Person, posts, type Stand, stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'

const ALL_OFF = {
  approvals: false,
  moderation: false,
  notices: false,
  forms: false,
  retention: false,
  incidents: false,
} as const

describeDatabases('a site with every capability switched off', (database) => {
  let on: string[]
  let site: Stand
  let creator: Person
  beforeAll(async () => {
    const full = await stand(database)
    on = runtimeOf(full.payload).added
    await full.stop()
    site = await stand(database, { collections: [posts], plugin: ALL_OFF })
    creator = await site.person('creator', ['content-creator'])
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('has the same schema as one with all of them on, so that migrations stay stable', () => {
    expect(runtimeOf(site.payload).added.toSorted()).toEqual(on.toSorted())
    for (const slug of on) expect(site.payload.collections[slug], slug).toBeDefined()
  })

  it('shows none of the collections of what is off', () => {
    const hidden = (slug: string): unknown => site.payload.collections[slug]!.config.admin.hidden
    const kept = on.filter((slug) => hidden(slug) !== true)
    // The outbox cannot be switched off; the ledger has a screen of its own.
    expect(kept).toEqual(['gov-outbox', 'gov-unsafe-addresses'])
  })

  it('lets the host work as if nothing were governed', async () => {
    const made = await site.rest('POST', '/posts', {
      as: creator,
      body: { title: 'At once', _status: 'published' },
    })
    expect(made.status).toBe(201)
    const gone = await site.rest('DELETE', `/posts/${made.body.doc.id}`, { as: creator })
    expect(gone.status).toBe(200)
  })
})

describeDatabases('the collections that the plugin adds', (database) => {
  let site: Stand
  let creator: Person
  let aed: Person
  beforeAll(async () => {
    const probe = await stand(database)
    const slugs = runtimeOf(probe.payload).added
    await probe.stop()
    const everything = Object.fromEntries(
      slugs.map((slug) => [
        slug,
        ({ defaultCollection }: never) => {
          const given = defaultCollection as { fields: unknown[]; access?: object }
          const open = () => true
          return {
            ...given,
            labels: { singular: `One ${slug}`, plural: `Many ${slug}` },
            fields: [...given.fields, { name: 'hostNote', type: 'text' }],
            access: { create: open, read: open, update: open, delete: open, readVersions: open },
          }
        },
      ]),
    )
    site = await stand(database, { plugin: { overrides: everything as never } })
    creator = await site.person('creator', ['content-creator'])
    aed = await site.person('aed', ['aed'])
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('can each be given other names and further fields', () => {
    for (const slug of runtimeOf(site.payload).added) {
      const { config } = site.payload.collections[slug]!
      expect(config.labels.plural, slug).toBe(`Many ${slug}`)
      expect(
        config.flattenedFields.map(({ name }) => name),
        slug,
      ).toContain('hostNote')
    }
  })

  it('open to nobody by that: what a role may not read or write stays closed', async () => {
    for (const slug of [
      'gov-ledger',
      'gov-outbox',
      'gov-leases',
      'gov-role-counts',
      'gov-role-records',
      'gov-timers',
    ]) {
      expect((await site.rest('GET', `/${slug}`)).status, slug).toBe(403)
      expect((await site.rest('GET', `/${slug}`, { as: creator })).status, slug).toBe(403)
      expect(
        (await site.rest('POST', `/${slug}`, { as: aed, body: { key: 'x' } })).status,
        slug,
      ).toBeGreaterThanOrEqual(400)
    }
    expect((await site.rest('GET', '/gov-ledger', { as: aed })).status).toBe(200)
  })

  it('are named at start when an override is for a collection that does not exist', async () => {
    const wrong = stand(database, {
      plugin: { overrides: { 'gov-nothing': ({ defaultCollection }) => defaultCollection } },
    })
    await expect(wrong).rejects.toThrow(/`overrides\.gov-nothing`/)
  })
})
