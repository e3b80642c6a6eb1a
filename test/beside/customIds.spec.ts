import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../src/index.js'
import { days, type Person, type Stand, stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'
import { type Id, readAs, type Way, wayOf } from './way.js'

const drafts = (slug: string, type: 'number' | 'text'): CollectionConfig => ({
  slug,
  access: { read: () => true },
  admin: { useAsTitle: 'title' },
  versions: { drafts: true },
  fields: [
    { name: 'id', type, required: true } as CollectionConfig['fields'][number],
    { name: 'title', type: 'text' },
  ],
})
const collected = (slug: string, type: 'number' | 'text'): CollectionConfig => ({
  slug,
  versions: true,
  fields: [
    { name: 'id', type, required: true } as CollectionConfig['fields'][number],
    { name: 'words', type: 'text' },
  ],
})

/** Odd ids on purpose: a colon and a space are parts of references and of addresses elsewhere. */
const IDS: [string, string, Id, Id][] = [
  ['texts', 'letters', 'spring: a fair/2026', 'récit n° 1'],
  ['numbers', 'calls', 4_000_000, 7],
]

describeDatabases('with ids of the site’s own making', (database) => {
  let site: Stand
  let way: Way
  let author: Person
  let administrator: Person
  let comms: Person

  beforeAll(async () => {
    site = await stand(database, {
      collections: [
        drafts('texts', 'text'),
        drafts('numbers', 'number'),
        collected('letters', 'text'),
        collected('calls', 'number'),
      ],
      plugin: {
        approvals: { locales: 'any' },
        moderation: { on: ['texts', 'numbers'] },
        retention: { collections: { letters: { months: 3 }, calls: { months: 3 } } },
      },
    })
    way = wayOf(site)
    author = await site.person('author', ['content-creator'])
    administrator = await site.person('administrator', ['administrator'])
    comms = await site.person('comms', ['communications'])
    await site.person('aed', ['aed'])
  })
  afterAll(async () => {
    await site?.stop()
  })

  it.each(IDS)('%s: from draft over the inbox to live, planned, and down again', async (slug, _, id) => {
    const inPath = encodeURIComponent(String(id)) as Id
    await way.draft(author, slug, { id, title: 'First' })
    const submitted = await way.act('submit', author, slug, inPath)
    expect(submitted.status, submitted.text).toBe(200)
    const inbox = await readAs(site, 'approvals', 'inbox', administrator, { filter: 'me' })
    expect(inbox.items).toMatchObject([{ slug, id: String(id), title: 'First' }])
    const href = inbox.items[0].href as string
    expect(decodeURIComponent(href.split('/').at(-1)!.split('?')[0]!)).toBe(String(id))
    const bulk = await site.rest('POST', '/governance/approvals/bulk-approve', {
      as: administrator,
      body: {
        items: [
          { kind: 'collection', slug, id: String(id), hash: submitted.body.hash, attested: ['content'] },
        ],
      },
    })
    expect(bulk.body.results, bulk.text).toMatchObject([{ ok: true }])
    expect((await way.act('publish', author, slug, inPath)).status).toBe(200)
    expect(await way.live(slug, id)).toMatchObject({ id, title: 'First' })

    await site.rest('PATCH', `/${slug}/${inPath}?draft=true`, { as: author, body: { title: 'Second' } })
    await way.approved(author, administrator, slug, inPath)
    const at = new Date(site.clock.now().getTime() + days(1)).toISOString()
    expect((await way.act('schedule', author, slug, inPath, { at })).status).toBe(200)
    site.clock.forward(days(1) + 60_000)
    await governanceTick(site.payload, { force: true })
    expect(await way.live(slug, id)).toMatchObject({ title: 'Second' })
    const down = await way.act('takedown', administrator, slug, inPath, { reason: 'It is over.' })
    expect(down.status).toBe(200)
    expect(await way.live(slug, id)).toBeNull()
    const subject = { subject: { equals: `${slug}:${id}` } }
    expect((await way.rows('gov-ledger', subject)).map(({ action }) => action)).toEqual([
      'approvals.submitted',
      'approvals.approved',
      'approvals.published',
      'approvals.submitted',
      'approvals.approved',
      'approvals.scheduled',
      'approvals.published',
      'approvals.takenDown',
    ])
  })

  it.each(IDS)('%s: nobody creates what is live from the start under an id of their choice', async (slug) => {
    const id = slug === 'texts' ? 'chosen' : 99
    const made = await site.rest('POST', `/${slug}`, {
      as: author,
      body: { id, title: 'At once', _status: 'published' },
    })
    expect(made.body.errors[0].data.code).toBe('approvalMissing')
    expect(await way.rows(slug, { id: { equals: id } })).toEqual([])
  })

  it.each(IDS)('%s: visitors comment, and moderators decide', async (slug) => {
    const id = slug === 'texts' ? 'with: comments' : 12
    const inPath = encodeURIComponent(String(id)) as Id
    await way.draft(author, slug, { id, title: 'Open to comments' })
    await way.published(author, administrator, slug, inPath)
    const on = `${slug}:${id}`
    const sent = await site.rest('POST', '/info/comment', { body: { on, text: 'A remark' } })
    expect(sent.status, sent.text).toBe(201)
    const queue = await site.rest('GET', '/governance/moderation/queue', { as: administrator })
    const [item] = queue.body.items
    expect(item.comment.subjectName).toBe('Open to comments')
    await site.rest('POST', `/governance/moderation/cases/${item.id}/decide`, {
      as: administrator,
      body: { rev: item.rev, revision: item.comment.revision, decision: 'keep' },
    })
    const shown = await site.rest('GET', `/info/comments?on=${encodeURIComponent(on)}`)
    expect(shown.body.count).toBe(1)
  })

  it.each(IDS)(
    '%s aside, %s: collected records leave by hand and by date, with a certificate',
    async (_, slug, __, id) => {
      const other = slug === 'letters' ? 'another' : 8
      for (const one of [id, other]) {
        await site.payload.create({ collection: slug, data: { id: one, words: 'private' } } as never)
        await site.payload.update({ collection: slug, id: one, data: { words: 'still' } } as never)
      }
      const path = `/governance/retention/records/${slug}/${encodeURIComponent(String(id))}/delete`
      const gone = await site.rest('POST', path, { as: comms })
      expect(gone.status, gone.text).toBe(200)
      expect(await way.rows(slug)).toMatchObject([{ id: other }])
      site.clock.forward(days(93))
      await governanceTick(site.payload, { force: true, only: ['retention'] })
      expect(await way.rows(slug)).toEqual([])
      const versions = await site.payload.db.countVersions({ collection: slug, where: {} })
      expect(versions.totalDocs).toBe(0)
      const certificates = await way.rows('gov-certificates', {})
      expect(certificates.length).toBeGreaterThanOrEqual(2)
    },
  )
})
