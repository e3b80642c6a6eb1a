import { createLocalReq } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { findRows } from '../../../src/platform/db.js'
import { viewContext } from '../../../src/platform/ui/viewContext.js'
import type { DeskCard } from '../../../src/platform/runtime.js'
import { days, hours, type Person, type RestAnswer, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'

const POSTS = 'social-posts'

describeDatabases('social media posts', (database) => {
  let site: Stand
  let creator: Person
  let administrator: Person
  let nobodyYet: Person
  beforeAll(async () => {
    site = await stand(database, {})
    creator = await site.person('creator', ['content-creator'])
    administrator = await site.person('administrator', ['administrator'])
    nobodyYet = await site.person('nobody', [])
  })
  afterAll(async () => {
    await site?.stop()
  })

  const code = (answer: RestAnswer): string => answer.body.errors?.[0]?.data?.code ?? String(answer.status)
  const act = (id: unknown, action: string, as: Person, body: object = {}) =>
    site.rest('POST', `/governance/approvals/collections/${POSTS}/${String(id)}/${action}`, { as, body })
  const status = async (id: unknown) =>
    (await site.rest('GET', `/governance/approvals/collections/${POSTS}/${String(id)}`, { as: creator })).body
  const mark = (id: unknown, address: string, as: null | Person = creator, lang?: string) =>
    site.rest('POST', `/governance/approvals/social-posts/${String(id)}/posted`, {
      as: as ?? undefined,
      body: { address },
      lang,
    })
  const posting = async (id: unknown) =>
    (await site.rest('GET', `/governance/approvals/social-posts/${String(id)}`, { as: creator })).body
  const write = async (data: object = {}): Promise<RestAnswer> =>
    site.rest('POST', `/${POSTS}?draft=true&locale=en`, {
      as: creator,
      body: { text: 'Open days on Monday', network: 'mastodon', ...data },
    })
  const draft = async (data: object = {}): Promise<number | string> => {
    const { id } = (await write(data)).body.doc
    await site.rest('PATCH', `/${POSTS}/${id}?draft=true&locale=fr`, {
      as: creator,
      body: { text: 'Portes ouvertes lundi' },
    })
    return id
  }
  const publish = async (id: unknown): Promise<void> => {
    const { hash } = (await act(id, 'submit', creator)).body
    expect((await act(id, 'approve', administrator, { hash, attested: true })).status).toBe(200)
    expect((await act(id, 'publish', creator)).body.state).toBe('live')
  }
  const published = async (data: object = {}): Promise<number | string> => {
    const id = await draft(data)
    await publish(id)
    return id
  }
  const entries = async (id: unknown) =>
    findRows(
      { payload: site.payload },
      'gov-ledger',
      {
        and: [{ action: { equals: 'approvals.posted' } }, { subject: { equals: `${POSTS}:${String(id)}` } }],
      },
      { sort: 'id' },
    )
  const stored = async (id: unknown): Promise<any> =>
    site.payload.db.findOne({ collection: POSTS, where: { id: { equals: id } } })
  const deskOf = async (person: Person): Promise<DeskCard> => {
    const found = await site.payload.findByID({ collection: 'users', id: person.id })
    const user = { ...found, collection: 'users' } as never
    const context = viewContext(await createLocalReq({ user }, site.payload))
    const { read, payload, req, actor, t, locale, now, adminRoute } = context
    const { cards } = await read<{ cards: (DeskCard & { key: string })[] }>('overview', 'desk', {
      payload,
      req,
      actor,
      t,
      locale,
      now,
      adminRoute,
    })
    return cards.find(({ key }) => key === 'approvals')!
  }

  it('are staff’s: no visitor, no member and nobody without a role reads what is planned or published', async () => {
    const id = await published({ text: 'A secret plan' })
    await site.payload.create({
      collection: 'members',
      data: { email: 'member@test.example', password: 'a-long-enough-password' } as never,
    })
    const { token } = await site.payload.login({
      collection: 'members',
      data: { email: 'member@test.example', password: 'a-long-enough-password' } as never,
    })
    for (const as of [undefined, { token } as Person, nobodyYet]) {
      for (const path of [`/${POSTS}`, `/${POSTS}/${id}`, `/${POSTS}/versions`, `/${POSTS}?draft=true`])
        expect((await site.rest('GET', path, { as })).text, path).not.toContain('secret')
      expect((await site.rest('POST', `/${POSTS}`, { as, body: { text: 'x', network: 'x' } })).status).toBe(
        403,
      )
      expect([401, 403, 404]).toContain((await mark(id, 'https://social.example/1', as ?? null)).status)
      const asked = await site.graphql(`{ SocialPosts { docs { text } } }`, { as })
      expect(JSON.stringify(asked)).not.toContain('secret')
    }
    expect((await site.rest('GET', `/${POSTS}/${id}`, { as: creator })).body.text).toBe('A secret plan')
  })

  it('are checked when they are saved: a network that the site has, a whole address', async () => {
    expect((await write({ network: 'myspace' })).text).toContain('not among those of this site')
    expect((await write({ link: 'javascript:alert(1)' })).text).toContain('starts with https')
    expect((await write({ link: '/en/posts' })).status).toBe(400)
    expect((await write({ link: 'https://lakeshore.example/en' })).status).toBe(201)
  })

  it('go through approval like everything else', async () => {
    const id = await draft()
    expect(
      code(
        await site.rest('PATCH', `/${POSTS}/${id}`, { as: administrator, body: { _status: 'published' } }),
      ),
    ).toBe('approvalMissing')
    await expect(
      site.payload.create({
        collection: POSTS,
        data: { text: 'x', network: 'x', _status: 'published' },
      } as never),
    ).rejects.toMatchObject({ code: 'approvalMissing' })
    await publish(id)
    expect((await stored(id))._status).toBe('published')
  })

  it('are marked as posted by hand, once they are approved and published, with the https address', async () => {
    const id = await draft()
    expect((await posting(id)).state).toBe('draft')
    expect(code(await mark(id, 'https://social.example/1'))).toBe('stateConflict')
    await publish(id)
    expect(await posting(id)).toMatchObject({ state: 'ready', mayMark: true })
    for (const address of ['', 'social.example/1', 'http://social.example/1', 'javascript:alert(1)'])
      expect(code(await mark(id, address)), address).toBe('invalidInput')
    const answer = await mark(id, 'https://social.example/1')
    expect(answer.status, answer.text).toBe(200)
    expect(answer.body.posted).toEqual({
      at: site.clock.now().toISOString(),
      by: 'creator',
      address: 'https://social.example/1',
    })
    const [entry] = await entries(id)
    expect(entry).toMatchObject({ facts: { network: 'mastodon' } })
    expect(JSON.stringify(entry!.facts)).not.toContain('social.example')
    const list = await site.rest('GET', `/${POSTS}?draft=true&where[id][equals]=${id}`, { as: creator })
    expect(list.body.docs[0].postedAddress).toBe('https://social.example/1')
  })

  it('stay as approved when they are marked, and the address can be corrected', async () => {
    const id = await published()
    const before = await status(id)
    await mark(id, 'https://social.example/wrong')
    const first = (await posting(id)).posted.at
    site.clock.forward(hours(1))
    expect((await mark(id, 'https://social.example/right', administrator)).body.posted).toEqual({
      at: first,
      by: 'administrator',
      address: 'https://social.example/right',
    })
    const after = await status(id)
    expect({ state: after.state, hash: after.hash, changed: after.changed }).toEqual({
      state: 'live',
      hash: before.hash,
      changed: [],
    })
    expect((await entries(id)).map(({ facts }) => facts.corrects ?? false)).toEqual([false, true])
    await mark(id, 'https://social.example/right', administrator)
    expect(await entries(id)).toHaveLength(2)
  })

  it('are marked by the plugin alone, by nobody’s save, copy or older version', async () => {
    const id = await published()
    const forged = {
      postedAt: site.clock.now().toISOString(),
      postedAddress: 'https://forged.example',
      rev: 7,
    }
    await site.rest('PATCH', `/${POSTS}/${id}?draft=true`, { as: creator, body: forged })
    await site.payload.update({ collection: POSTS, id, data: forged, draft: true } as never)
    await site.payload.db.updateOne({ collection: POSTS, id, data: { ...forged } } as never)
    expect((await posting(id)).state).toBe('ready')
    const listed = async () =>
      (await site.rest('GET', `/${POSTS}?draft=true&where[id][equals]=${id}`, { as: creator })).body.docs[0]
    expect((await listed()).postedAddress).toBeNull()
    await mark(id, 'https://social.example/2')
    // A draft from before the marking, and one from after it.
    const { docs } = await site.payload.findVersions({
      collection: POSTS,
      where: { parent: { equals: id } },
      sort: 'createdAt',
    } as never)
    await site.rest('POST', `/${POSTS}/versions/${docs[1]!.id}?draft=true`, { as: creator })
    await site.rest('PATCH', `/${POSTS}/${id}?draft=true`, {
      as: creator,
      body: { text: 'Open days, again' },
    })
    expect((await listed()).postedAddress).toBe('https://social.example/2')
    await publish(id)
    expect(await stored(id)).toMatchObject({
      postedAddress: 'https://social.example/2',
      _status: 'published',
    })
    const copy = await site.rest('POST', `/${POSTS}/${id}/duplicate`, { as: creator, body: {} })
    expect(copy.status, copy.text).toBe(200)
    expect((await stored(copy.body.doc.id)).postedAddress ?? null).toBeNull()
  })

  it('count once when two people mark at the same instant, and both are on the ledger', async () => {
    const id = await published()
    const answers = await Promise.all([
      mark(id, 'https://social.example/a'),
      mark(id, 'https://social.example/b', administrator),
    ])
    expect(answers.map(({ status: code }) => code)).toEqual([200, 200])
    const found = await entries(id)
    expect(found.map(({ facts }) => facts.corrects ?? false).sort()).toEqual([false, true])
  })

  it('are listed as the last of many says who mark at once, with their text in both languages', async () => {
    const id = await published()
    const people = Array.from({ length: 8 }, (_, at) => (at % 2 ? creator : administrator))
    const answers = await Promise.all(
      people.map((person, at) => mark(id, `https://social.example/at-once-${at}`, person)),
    )
    expect(answers.map(({ status: code }) => code)).toEqual(people.map(() => 200))
    const { docs } = await site.payload.find({
      collection: POSTS,
      where: { id: { equals: id } },
      draft: true,
      locale: 'all',
    } as never)
    expect(docs).toMatchObject([
      {
        text: { en: 'Open days on Monday', fr: 'Portes ouvertes lundi' },
        postedAddress: (await stored(id)).postedAddress,
      },
    ])
  })

  it('are on the desk of content creators when their time has come, until they are posted', async () => {
    const plannedAt = new Date(site.clock.now().getTime() + days(1)).toISOString()
    const id = await published({ plannedAt, text: 'Walking group on Tuesday' })
    const shown = async (person: Person) =>
      (await deskOf(person)).needsMe.items.filter(({ label }) => label.includes('Walking group'))
    expect(await shown(creator)).toEqual([])
    site.clock.forward(days(1))
    expect(await shown(creator)).toMatchObject([
      { href: `/admin/collections/${POSTS}/${id}`, overdue: false },
    ])
    expect((await posting(id)).state).toBe('due')
    expect(await shown(administrator)).toEqual([])
    site.clock.forward(days(1))
    expect(await shown(creator)).toMatchObject([{ overdue: true }])
    await mark(id, 'https://social.example/3')
    expect(await shown(creator)).toEqual([])
  })

  it.each([
    ['approvals are off', { approvals: false as const }],
    ['they are off', { approvals: { socialPosts: false as const } }],
  ])(
    'are answered by nothing of the plugin when %s: the collection only stays in the schema',
    async (_, plugin) => {
      const idle = await stand(database, { plugin })
      const person = await idle.person('creator', ['content-creator'])
      const refused = await idle.rest('POST', `/${POSTS}`, {
        as: person,
        body: { text: 'x', network: 'x', _status: 'published' },
      })
      expect(code(refused)).not.toBe('approvalMissing')
      expect(refused.status).toBe(403)
      const { config } = idle.payload.collections[POSTS as never]!
      expect(config.admin.hidden).toBe(true)
      const kept = (await idle.payload.create({
        collection: POSTS,
        data: {
          text: 'Imported',
          network: 'x',
          _status: 'published',
          postedAt: '2026-01-05T15:00:00.000Z',
        },
      } as never)) as any
      expect(kept.postedAt).toBe('2026-01-05T15:00:00.000Z')
      await idle.payload.delete({ collection: POSTS, id: kept.id } as never)
      await idle.stop()
    },
  )

  it('answer in French', async () => {
    const id = await draft()
    expect((await mark(id, 'https://social.example/1', creator, 'fr')).text).toContain(
      'il ne doit pas être diffusé',
    )
    const bad = await site.rest('POST', `/${POSTS}?draft=true`, {
      as: creator,
      lang: 'fr',
      body: { text: 'Allô', network: 'myspace' },
    })
    expect(bad.text).toContain('pas de ceux de ce site')
  })
})
