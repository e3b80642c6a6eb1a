import { searchPlugin } from '@payloadcms/plugin-search'
import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../src/index.js'
import { days, type Person, type Stand, stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'
import { type Id, type Way, wayOf } from './way.js'

const reads = { read: () => true }
const articles = (): CollectionConfig => ({
  slug: 'articles',
  access: { ...reads, create: ({ req }) => Boolean(req.user) },
  trash: true,
  versions: { drafts: true },
  fields: [{ name: 'title', type: 'text', localized: true }],
})
/** Collected, so that it leaves by itself. */
const stories = (): CollectionConfig => ({
  slug: 'stories',
  fields: [{ name: 'title', type: 'text' }],
})

describeDatabases('beside plugin-search', (database) => {
  let site: Stand
  let way: Way
  let author: Person
  let administrator: Person
  let article: Id

  beforeAll(async () => {
    site = await stand(database, {
      collections: [articles(), stories()],
      config: { plugins: [searchPlugin({ collections: ['articles', 'stories'] })] },
      plugin: {
        approvals: { locales: 'any' },
        retention: { collections: { stories: { months: 3 } } },
      },
    })
    way = wayOf(site)
    author = await site.person('author', ['content-creator'])
    administrator = await site.person('administrator', ['administrator'])
    await site.person('aed', ['aed'])
  })
  afterAll(async () => {
    await site?.stop()
  })

  /** As a visitor finds it. */
  const found = async (id: Id, slug = 'articles'): Promise<string[]> => {
    const { body } = await site.rest('GET', '/search?limit=1000&depth=0')
    return (body.docs as { title: string; doc: { relationTo: string; value: Id } }[])
      .filter(({ doc }) => doc.relationTo === slug && String(doc.value) === String(id))
      .map(({ title }) => title)
  }
  const draft = (title: string) => way.draft(author, 'articles', { title })

  it('a draft is found by nobody, whatever was tried with it; what was approved and published is', async () => {
    article = await draft('First')
    expect(await found(article)).toEqual([])
    const direct = await site.rest('PATCH', `/articles/${article}`, {
      as: author,
      body: { _status: 'published' },
    })
    expect(direct.body.errors[0].data.code).toBe('approvalMissing')
    expect(await found(article)).toEqual([])
    await way.approved(author, administrator, 'articles', article)
    expect(await found(article)).toEqual([])
    await way.act('publish', author, 'articles', article)
    expect(await found(article)).toEqual(['First'])
  })

  it('what is written after publication is not found either, until it was approved', async () => {
    await site.rest('PATCH', `/articles/${article}?draft=true`, { as: author, body: { title: 'Second' } })
    expect(await found(article)).toEqual(['First'])
    const live = await site.rest('PATCH', `/articles/${article}`, {
      as: author,
      body: { title: 'Third', _status: 'published' },
    })
    expect(live.body.errors[0].data.code).toBe('approvalMissing')
    expect(await found(article)).toEqual(['First'])
    await way.published(author, administrator, 'articles', article)
    expect(await found(article)).toEqual(['Second'])
  })

  it('building the index anew finds what is live, and only that', async () => {
    const unseen = await draft('Unseen')
    const again = await site.rest('POST', '/search/reindex', {
      as: administrator,
      body: { collections: ['articles'] },
    })
    expect(again.status, again.text).toBe(200)
    expect(await found(article)).toEqual(['Second'])
    expect(await found(unseen)).toEqual([])
  })

  it('what is published as planned is found from then on', async () => {
    const planned = await draft('Planned')
    await way.approved(author, administrator, 'articles', planned)
    const at = new Date(site.clock.now().getTime() + days(1)).toISOString()
    const set = await way.act('schedule', author, 'articles', planned, { at })
    expect(set.status, set.text).toBe(200)
    expect(await found(planned)).toEqual([])
    site.clock.forward(days(1) + 60_000)
    await governanceTick(site.payload, { force: true })
    expect(await way.live('articles', planned)).not.toBeNull()
    expect(await found(planned)).toEqual(['Planned'])
  })

  it('what is taken down is found no more', async () => {
    const down = await way.act('takedown', administrator, 'articles', article, {
      reason: 'It names a person who asked us not to.',
    })
    expect(down.status, down.text).toBe(200)
    expect(await way.live('articles', article)).toBeNull()
    expect(await found(article)).toEqual([])
  })

  it('what retention deletes is found no more', async () => {
    const story = await way.draft(author, 'stories', { title: 'Told in confidence' })
    const copies = () => way.rows('search', { 'doc.relationTo': { equals: 'stories' } })
    expect(await copies()).toHaveLength(1)
    site.clock.forward(days(93))
    await governanceTick(site.payload, { force: true, only: ['retention'] })
    expect(await way.rows('stories', { id: { equals: story } })).toEqual([])
    expect(await copies()).toEqual([])
  })
})
