import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { LEDGER } from '../../../src/capabilities/ledger/collections.js'
import type { EntryList, ShownEntry } from '../../../src/capabilities/ledger/reads.js'
import { emit } from '../../../src/platform/unit.js'
import { rawDb } from '../../../src/platform/db.js'
import { days, hours, type Person, posts, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'

const said = ({ sentence }: ShownEntry): string => sentence.map(({ text }) => text).join('')

describeDatabases('ledger: the screen', (database) => {
  let site: Stand
  const people = {} as Record<'aed' | 'administrator' | 'creator' | 'ed' | 'nobody' | 'privacy', Person>
  let member: Person
  let post: { id: number | string }

  const list = async (query = '', as: Person = people.aed, lang = 'en'): Promise<EntryList> => {
    const { status, body } = await site.rest('get', `/governance/ledger${query && `?${query}`}`, { as, lang })
    expect(status, JSON.stringify(body)).toBe(200)
    return body
  }
  const everything = async (query = ''): Promise<ShownEntry[]> => {
    const found: ShownEntry[] = []
    for (let after = ''; ;) {
      const page = await list(`${query}&after=${after}`)
      found.push(...page.entries)
      if (!page.next) return found
      after = page.next
    }
  }
  /** Rows below all hooks, so that looking is no reading. */
  const rows = async (action: string): Promise<any[]> =>
    (
      await site.payload.db.find({
        collection: LEDGER,
        where: { action: { equals: action } },
        pagination: false,
      })
    ).docs
  const write = async (
    action: string,
    subject: string,
    facts: Record<string, unknown> = {},
    by = people.aed,
  ) =>
    emit(
      { payload: site.payload },
      {
        ledger: [
          {
            action,
            subject,
            actor: { kind: 'staff', ref: by.ref, name: by.name, roles: ['aed'] },
            at: site.clock.now(),
            facts,
          },
        ],
      },
    )

  beforeAll(async () => {
    site = await stand(database, { collections: [posts, { ...posts, slug: 'blog-posts' }] })
    people.aed = await site.person('dana', ['aed'])
    people.ed = await site.person('eli', ['ed'])
    people.privacy = await site.person('paz', ['privacy-officer'])
    people.administrator = await site.person('marie', ['administrator'])
    people.creator = await site.person('camille', ['content-creator'])
    people.nobody = await site.person('nobody', [])
    await site.payload.create({
      collection: 'members' as never,
      data: { email: 'member@test.example', password: 'member-long-enough', name: 'member' } as never,
    })
    const { token, user } = await site.payload.login({
      collection: 'members' as never,
      data: { email: 'member@test.example', password: 'member-long-enough' } as never,
    })
    member = { ...people.nobody, token: token!, ref: `members:${String((user as { id: unknown }).id)}` }
    post = (
      await site.rest('post', '/posts?draft=true', { as: people.creator, body: { title: 'Open house' } })
    ).body.doc
    await site.rest('patch', `/posts/${post.id}?draft=true&locale=fr`, {
      as: people.creator,
      body: { title: 'Portes ouvertes' },
    })
    const api = `/governance/approvals/collections/posts/${post.id}`
    const submitted = await site.rest('post', `${api}/submit`, { as: people.creator, body: {} })
    site.clock.forward(hours(1))
    await site.rest('post', `${api}/approve`, {
      as: people.administrator,
      body: { hash: submitted.body.hash, attested: true },
    })
    site.clock.forward(hours(1))
    await site.rest('post', `${api}/publish`, { as: people.creator, body: {} })
  })
  afterAll(() => site?.stop())

  it('reads in sentences, in the language of the person, with links to what they may open', async () => {
    const thing = `thing=posts:${post.id}`
    const { entries } = await list(thing)
    expect(entries.map(said)).toEqual([
      'The content creator camille published the English and French text, exactly as approved.',
      'The administrator marie approved the English and French text.',
      'The content creator camille submitted the English and French text for approval.',
    ])
    expect(entries[0]!.thing).toEqual({ text: 'Open house', href: `/admin/collections/posts/${post.id}` })
    expect(entries[0]!.sentence[0]).toEqual({
      text: 'The content creator camille',
      href: `/admin/collections/users/${people.creator.id}`,
    })
    const french = await list(thing, people.ed, 'fr')
    expect(french.entries.map(said)).toEqual([
      'camille (création de contenu) a publié les textes anglais et français conformément à l’approbation.',
      'marie (administration) a approuvé les textes anglais et français.',
      'camille (création de contenu) a soumis les textes anglais et français pour approbation.',
    ])
  })

  it('is for the privacy officer, the AED and the ED, and for nobody else, at every door', async () => {
    const { entries } = await list(`thing=posts:${post.id}`)
    const doors: [string, string][] = [
      ['get', '/governance/ledger'],
      ['get', '/governance/ledger/count'],
      ['get', '/governance/ledger/export?format=csv'],
      ['get', `/governance/ledger/entries/${entries[0]!.key}`],
    ]
    for (const [method, path] of doors) {
      for (const as of [people.aed, people.ed, people.privacy])
        expect((await site.rest(method, path, { as })).status, `${path} ${as.name}`).toBe(200)
      for (const as of [people.administrator, people.creator, people.nobody, member]) {
        const answer = await site.rest(method, path, { as })
        expect([answer.status, answer.body.errors?.[0]?.data?.code], `${path} ${as.name}`).toEqual([
          403,
          'notAllowed',
        ])
      }
      expect((await site.rest(method, path)).status, path).toBe(401)
    }
    // The collection itself: who does not read the ledger reads none of it, and personal values come by no API.
    for (const as of [people.administrator, people.creator, people.nobody, member, undefined])
      expect((await site.rest('get', `/${LEDGER}`, { as })).status).toBe(403)
    const raw = await site.rest('get', `/${LEDGER}?depth=0&limit=100`, { as: people.aed })
    expect(raw.status).toBe(200)
    expect(raw.text).not.toMatch(/camille|marie|"salt"/)
    const query = '{ GovLedgers { docs { action subject } } }'
    const asked = await site.graphql(query, { as: people.creator })
    expect(JSON.stringify(asked)).not.toContain('approvals.')
  })

  it('does for its readers on the server what the endpoints do: the view’s readers refuse the others, too', async () => {
    const { capabilities } = (site.payload.config.custom as any).governance
    const { reads } = capabilities.find(({ key }: { key: string }) => key === 'ledger')
    const { createLocalReq } = await import('payload')
    const call = async (name: string, person: Person | null, input: Record<string, unknown>) => {
      const user = person
        ? { ...(await site.payload.findByID({ collection: 'users', id: person.id })), collection: 'users' }
        : null
      const req = await createLocalReq({ user: user as never }, site.payload)
      const actor = (site.payload.config.custom as any).governance.actorOf(req)
      return reads[name]({ payload: site.payload, req, actor }, { locale: 'en', ...input })
    }
    const key = (await list()).entries[0]!.key
    for (const name of ['entries', 'count', 'choices', 'entry']) {
      for (const person of [people.administrator, people.creator, people.nobody, null])
        await expect(async () => call(name, person, { key }), name).rejects.toMatchObject({
          code: 'notAllowed',
        })
      await expect(call(name, people.privacy, { key })).resolves.toBeDefined()
    }
    const choices = await call('choices', people.aed, { thing: `posts:${post.id}`, person: 'users:9999' })
    expect(choices.things[0]).toEqual({ value: `posts:${post.id}`, label: 'Only Open house' })
    expect(choices.people.map(({ label }: { label: string }) => label)).toContain('camille')
    expect(choices.actions.flatMap((group: any) => group.options).length).toBeGreaterThan(50)
    // Who may read the document reads its history; who may not, and who is no staff, learns nothing.
    const subject = `posts:${post.id}`
    const history = await call('history', people.creator, { subject })
    expect(history.entries).toHaveLength(3)
    await expect(call('history', null, { subject })).rejects.toMatchObject({ code: 'notFound' })
  })

  it('narrows by person, thing, kind, capability, action, request and days', async () => {
    site.clock.set('2026-04-10T18:00:00.000Z')
    await write('approvals.takenDown', 'posts:901')
    await write('approvals.takenDown', 'blog-posts:901')
    await write('approvals.refused', 'collection:posts')
    await write('notices.published', 'gov-notice-versions:5', { number: 5 }, people.ed)
    // Ten in the evening in Toronto: still the eleventh there, already the twelfth in UTC.
    site.clock.set('2026-04-12T02:00:00.000Z')
    await write('roles.granted', 'users:77', { roles: ['aed'] }, people.ed)
    const subjects = async (query: string) => (await list(query)).entries.map(({ subject }) => subject)
    expect(await subjects('thing=posts:901')).toEqual(['posts:901'])
    const kind = await subjects('thing=posts&from=2026-04-01')
    expect(kind.sort()).toEqual(['collection:posts', 'posts:901'])
    expect(await subjects('action=notices')).toEqual(['gov-notice-versions:5'])
    expect(await subjects('action=notices.published')).toEqual(['gov-notice-versions:5'])
    expect(await subjects(`person=${people.ed.ref}&from=2026-04-01`)).toEqual([
      'users:77',
      'gov-notice-versions:5',
    ])
    expect(await subjects('from=2026-04-11&to=2026-04-11')).toEqual(['users:77'])
    expect(await subjects('from=2026-04-12')).toEqual([])
    expect(await subjects('to=2026-02-01')).toEqual([])
    const counted = await site.rest('get', '/governance/ledger/count?action=notices', { as: people.aed })
    expect(counted.body).toEqual({ count: 1 })
    // Nonsense is no filter, never an error: addresses are kept and sent around.
    for (const query of [
      'person=%00',
      'thing[$ne]=1',
      'from=yesterday',
      'after=zzz',
      'to=2026-99-99',
      'action=;',
    ])
      expect((await site.rest('get', `/governance/ledger?${query}`, { as: people.aed })).status, query).toBe(
        200,
      )
    // What one request did hangs together.
    const [approved] = await rows('approvals.approved')
    expect(approved.request).toBeTruthy()
    const together = await list(`request=${approved.request}`)
    expect(together.entries.map(({ action }) => action)).toEqual(['approvals.approved'])
  })

  it('neither skips nor repeats an entry while others are added, many within one instant', async () => {
    site.clock.set('2026-05-01T12:00:00.000Z')
    const expected: string[] = []
    for (let n = 0; n < 60; n += 1) {
      if (n % 20 === 0) site.clock.forward(1000)
      await write('retention.dated', `collection:batch-${n}`, { count: n, months: 3 })
      expected.push(`collection:batch-${n}`)
    }
    const seen: string[] = []
    for (let after = '', page = 0; ; page += 1) {
      const { entries, next } = await list(`action=retention.dated&after=${after}`)
      seen.push(...entries.map(({ subject }) => subject).filter((subject) => /batch-/.test(subject)))
      // Newer ones, and others in the very instant of what is being paged.
      site.clock.forward(page % 2 === 0 ? days(1) : 0)
      for (let n = 0; n < 5; n += 1)
        await write('retention.dated', 'collection:later', { count: 1, months: 3 })
      if (!next) break
      after = next
    }
    expect(seen).toHaveLength(60)
    expect([...seen].sort()).toEqual([...expected].sort())
    const all = await everything('action=retention.dated')
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length)
    expect(all.map(({ at }) => at)).toEqual(
      all
        .map(({ at }) => at)
        .sort()
        .reverse(),
    )
  })

  it('puts its own reading on itself, once per page with a digest, and keeps that out of the way until asked for', async () => {
    const before = (await rows('ledger.read')).length
    const { entries } = await list(`thing=posts:${post.id}`, people.privacy)
    const after = await rows('ledger.read')
    expect(after).toHaveLength(before + 1)
    const last = after.find(({ facts, actorRef }) => facts.count === 3 && actorRef === people.privacy.ref)
    expect(last).toMatchObject({ subject: `collection:${LEDGER}`, actorKind: 'staff' })
    expect(last.facts.digest).toMatch(/^[0-9a-f]{64}$/)
    expect((await list()).entries.map(({ action }) => action)).not.toContain('ledger.read')
    expect((await list('readings=1')).entries.map(({ action }) => action)).toContain('ledger.read')
    expect((await list('action=ledger')).entries.map(({ action }) => action)).toContain('ledger.read')
    // Nothing was read: nothing is written. A single entry is named.
    const quiet = (await rows('ledger.read')).length
    await list('to=2001-01-01')
    expect(await rows('ledger.read')).toHaveLength(quiet)
    const singles = async () =>
      (await rows('ledger.read')).filter(({ subject }) => String(subject).startsWith(`${LEDGER}:`))
    const known = (await singles()).length
    await site.rest('get', `/governance/ledger/entries/${entries[0]!.key}`, { as: people.privacy })
    expect(await singles()).toHaveLength(known + 1)
    for (const { facts } of await singles()) expect(facts.count).toBe(1)
  })

  it('shows one entry whole: facts, roles then, request and personal values without their salts', async () => {
    const [row] = await rows('approvals.approved')
    const { status, body, text } = await site.rest('get', `/governance/ledger/entries/${row.key}`, {
      as: people.privacy,
      lang: 'fr',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      roles: ['Administration (modération)'],
      request: row.request,
      facts: { hash: row.facts.hash },
      values: [{ label: 'Nom', value: { value: 'marie' } }],
    })
    expect(text).not.toMatch(/salt/)
    const missing = await site.rest('get', '/governance/ledger/entries/none', { as: people.privacy })
    expect([missing.status, missing.body.errors[0].data.code]).toEqual([404, 'notFound'])
  })

  it('says of what is gone what it was, without a link that leads nowhere', async () => {
    const { entries } = await list('thing=posts:901')
    expect(entries[0]!.thing).toEqual({ text: 'Post 901' })
    await rawDb(site.payload).create({
      collection: LEDGER,
      data: {
        key: 'odd',
        at: site.clock.now().toISOString(),
        action: 'garden.watered',
        subject: 'gone-collection:4',
        actorKind: 'system',
        place: 'pending:odd',
      },
      req: {},
    } as never)
    const odd = (await list('thing=gone-collection:4')).entries[0]!
    expect([said(odd), odd.thing]).toEqual(['The site: garden.watered', { text: 'gone-collection:4' }])
  })
})

describeDatabases('ledger: the screen where the host narrows the collection', (database) => {
  it('shows, counts and exports no more than the host lets through, and names nobody in a history', async () => {
    const site = await stand(database, {
      plugin: {
        overrides: {
          [LEDGER]: ({ defaultCollection }) => ({
            ...defaultCollection,
            access: { ...defaultCollection.access, read: () => ({ subject: { not_equals: 'posts:2' } }) },
          }),
        },
      },
    })
    try {
      const aed = await site.person('dana', ['aed'])
      const as = aed
      const { id } = await site.payload.create({
        collection: 'posts',
        data: { title: 'One' } as never,
        draft: true,
      })
      for (const subject of ['posts:2', `posts:${id}`])
        await emit(
          { payload: site.payload },
          {
            ledger: [
              {
                action: 'approvals.withdrawn',
                subject,
                actor: { kind: 'staff', ref: aed.ref, name: 'Dana', roles: ['aed'] },
                at: site.clock.now(),
              },
            ],
          },
        )
      const hidden = (
        await site.payload.db.find({ collection: LEDGER, where: { subject: { equals: 'posts:2' } } })
      ).docs
      const query = 'action=approvals.withdrawn'
      const seen = async (path: string) => (await site.rest('get', `/governance/ledger${path}`, { as })).text
      expect(hidden).toHaveLength(1)
      expect(JSON.parse(await seen(`?${query}`)).entries).toHaveLength(id === 2 ? 0 : 1)
      expect(JSON.parse(await seen(`/count?${query}`)).count).toBe(id === 2 ? 0 : 1)
      expect(await seen(`/export?format=csv&${query}`)).not.toContain('posts:2')
      expect(await seen(`/entries/${String((hidden[0] as any).key)}`)).toContain('notFound')
      expect(await seen(`/history/collections/posts/${id}`)).not.toContain('Dana')
    } finally {
      await site.stop()
    }
  })
})

describe('the words of the screen', () => {
  it('has words for every area and every personal value in both languages', async () => {
    const { translations } = await import('../../../src/translations/index.js')
    for (const language of ['en', 'fr'] as const) {
      const { ledger, ledgerScreen } = translations[language].governance
      expect(Object.keys(ledgerScreen.area).sort()).toEqual(Object.keys(ledger.action).sort())
    }
  })
})
