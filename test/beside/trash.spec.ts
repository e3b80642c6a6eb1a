import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../src/index.js'
import { days, type Person, type Stand, stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'
import { type Id, readAs, type Way, wayOf } from './way.js'

const articles = (): CollectionConfig => ({
  slug: 'articles',
  access: { read: () => true },
  trash: true,
  versions: { drafts: true },
  fields: [{ name: 'title', type: 'text' }],
})
const letters = (): CollectionConfig => ({
  slug: 'letters',
  trash: true,
  fields: [{ name: 'words', type: 'text' }],
})
const NOW = '2026-03-02T15:00:00.000Z'

describeDatabases('beside the trash', (database) => {
  let site: Stand
  let way: Way
  let author: Person
  let administrator: Person
  let comms: Person

  beforeAll(async () => {
    site = await stand(database, {
      collections: [articles(), letters()],
      plugin: {
        approvals: { locales: 'any' },
        retention: { collections: { letters: { months: 3 } } },
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

  const live = async (title: string): Promise<Id> => {
    const id = await way.draft(author, 'articles', { title })
    await way.published(author, administrator, 'articles', id)
    return id
  }
  const trash = (as: Person, id: Id) =>
    site.rest('PATCH', `/articles/${id}`, { as, body: { deletedAt: NOW } })
  const restore = (as: Person, id: Id, more: object = {}) =>
    site.rest('PATCH', `/articles/${id}?trash=true`, { as, body: { deletedAt: null, ...more } })
  const visitorsSee = async (id: Id): Promise<string[]> => {
    const paths = [`/articles/${id}`, `/articles/${id}?trash=true`]
    const answers = await Promise.all(paths.map((path) => site.rest('GET', path)))
    return answers.flatMap(({ body }) => (body._status === 'published' ? [body.title as string] : []))
  }

  it('what is live goes into the trash only after it was taken down', async () => {
    const id = await live('Live')
    expect((await trash(author, id)).body.errors[0].data.code).toBe('takedownNeeded')
    expect(await way.live('articles', id)).toMatchObject({ title: 'Live' })
    await way.act('takedown', administrator, 'articles', id, { reason: 'It is over.' })
    expect((await trash(author, id)).status).toBe(200)
    expect(await visitorsSee(id)).toEqual([])
  })

  it('what comes back from the trash is a draft, and goes live by a new approval only', async () => {
    const id = await live('Once live')
    await way.act('takedown', administrator, 'articles', id, { reason: 'It is over.' })
    await trash(author, id)
    const atOnce = await restore(author, id, { _status: 'published' })
    expect(atOnce.body.errors[0].data.code).toBe('approvalMissing')
    expect(await visitorsSee(id)).toEqual([])
    expect((await restore(author, id)).status).toBe(200)
    expect(await way.live('articles', id)).toBeNull()
    expect((await way.act('publish', author, 'articles', id)).status).toBe(403)
    await way.published(author, administrator, 'articles', id)
    expect(await visitorsSee(id)).toEqual(['Once live', 'Once live'])
  })

  it('what is in the trash cannot be submitted or published, and its review ends or rests', async () => {
    const id = await way.draft(author, 'articles', { title: 'Thrown away' })
    await way.approved(author, administrator, 'articles', id)
    expect((await trash(author, id)).status).toBe(200)
    for (const action of ['submit', 'publish', 'emergency']) {
      const answer = await way.act(action, action === 'emergency' ? administrator : author, 'articles', id, {
        reason: 'A reason that is long enough',
      })
      expect([action, answer.status >= 400]).toEqual([action, true])
    }
    expect(await visitorsSee(id)).toEqual([])
    // Brought back, what was approved is what it was: only then it may go live.
    expect((await restore(author, id)).status).toBe(200)
    expect((await way.act('publish', author, 'articles', id)).status).toBe(200)
    expect(await way.live('articles', id)).toMatchObject({ title: 'Thrown away' })
  })

  it('what was planned and thrown away is not published when its time comes', async () => {
    const id = await way.draft(author, 'articles', { title: 'Planned' })
    await way.approved(author, administrator, 'articles', id)
    const at = new Date(site.clock.now().getTime() + days(1)).toISOString()
    await way.act('schedule', author, 'articles', id, { at })
    await trash(author, id)
    site.clock.forward(days(1) + 60_000)
    await governanceTick(site.payload, { force: true })
    expect(await visitorsSee(id)).toEqual([])
    const [row] = await way.rows('articles', { id: { equals: id } })
    expect(row).toMatchObject({ _status: 'draft' })
  })

  it('emptying the trash ends the review: nothing in the inbox leads nowhere', async () => {
    const id = await way.draft(author, 'articles', { title: 'Emptied' })
    await way.act('submit', author, 'articles', id)
    await trash(author, id)
    const gone = await site.rest('DELETE', `/articles/${id}?trash=true`, { as: author })
    expect(gone.status, gone.text).toBe(200)
    const inbox = await readAs(site, 'approvals', 'inbox', administrator, { filter: 'all' })
    expect(inbox.items.filter((item: { id: string }) => item.id === String(id))).toEqual([])
  })

  it('collected data leaves from the trash on its day, too, and no restore keeps it longer', async () => {
    const made = (await site.payload.create({ collection: 'letters', data: { words: 'x' } } as never)) as any
    await site.rest('PATCH', `/letters/${made.id}`, { as: comms, body: { deletedAt: NOW } })
    const later = await site.rest('PATCH', `/letters/${made.id}?trash=true`, {
      as: comms,
      body: { deletedAt: null, deleteAfter: '2099-01-01T00:00:00.000Z' },
    })
    const [row] = await way.rows('letters')
    expect([later.status < 300, row!.deleteAfter]).toEqual([true, made.deleteAfter])
    await site.rest('PATCH', `/letters/${made.id}`, { as: comms, body: { deletedAt: NOW } })
    site.clock.forward(days(93))
    await governanceTick(site.payload, { force: true, only: ['retention'] })
    expect(await way.rows('letters')).toEqual([])
  })
})
