import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import type { RetentionRuleOptions } from '../../../src/capabilities/retention/options.js'
import { governanceTick } from '../../../src/index.js'
import { compareAndSet, findRow, findRows, type Row } from '../../../src/platform/db.js'
import { days, type Person, type Stand, stand } from '../../helpers/boot.js'
import { adapterFor, type FreshDatabase } from '../../helpers/databases.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { formSite, makeForm, voluntary } from '../forms/contact.js'
import { publishNotice, richText } from '../notices/publishing.js'
import { alone } from './site.js'

const chats: CollectionConfig = {
  slug: 'chats',
  access: { create: () => true, read: () => true, update: () => true },
  fields: [
    { name: 'words', type: 'textarea' },
    { name: 'status', type: 'select', options: ['open', 'closed', 'spam'], defaultValue: 'open' },
    { name: 'closedAt', type: 'date' },
    { name: 'for', type: 'select', hasMany: true, options: ['contact', 'employment', 'survey'] },
  ],
}

const cases: RetentionRuleOptions = {
  purposeField: 'for',
  cases: [
    { purposes: ['employment'], months: 12 },
    { purposes: ['survey'], days: 30 },
    { where: { status: 'spam' }, hours: 48 },
    { where: { status: 'closed' }, days: 14, countedFrom: { field: 'closedAt', atMost: { months: 6 } } },
  ],
}

describeDatabases('a rule that depends on purpose and state', (database) => {
  let site: Stand
  let at: Date
  const after = (row: Row | null): number =>
    Math.round((new Date(row!.deleteAfter as string).getTime() - at.getTime()) / days(1))
  const stored = (id: unknown): Promise<Row | null> =>
    findRow({ payload: site.payload }, 'chats', { id: { equals: id as string } })
  const chat = async (data: Record<string, unknown> = {}): Promise<Row> =>
    (await site.rest('POST', '/chats', { body: { words: 'private', ...data } })).body.doc as Row
  const kept = async (id: unknown): Promise<number> => after(await stored(id))
  const run = (): Promise<unknown> => governanceTick(site.payload, { force: true, only: ['retention'] })

  beforeAll(async () => {
    site = await stand(database, {
      collections: [chats],
      plugin: { ...alone, retention: { collections: { chats: cases } } },
    })
    at = site.clock.now()
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('dates a record for what it is collected for and for what it is, at its creation by every door', async () => {
    const dated = async (data: Record<string, unknown>): Promise<number> => kept((await chat(data)).id)
    expect(await dated({})).toBe(92)
    expect(await dated({ for: ['contact'] })).toBe(92)
    expect(await dated({ for: ['employment'] })).toBe(365)
    expect(await dated({ for: ['employment', 'survey'] })).toBe(30)
    expect(await dated({ status: 'spam', for: ['employment'] })).toBe(2)
    const local = await site.payload.create({
      collection: 'chats' as never,
      data: { words: 'private', for: ['survey'] } as never,
    })
    expect(await kept(local.id)).toBe(30)
    const direct = await site.payload.db.create({ collection: 'chats', data: { for: ['survey'] } })
    expect(await kept((direct as Row).id)).toBe(30)
  })

  it('brings the date nearer when the record is closed, through every door', async () => {
    const closing = { status: 'closed', closedAt: at.toISOString() }
    const doors: Record<string, (id: Row['id']) => Promise<unknown>> = {
      REST: (id) => site.rest('PATCH', `/chats/${id}`, { body: closing }),
      bulk: (id) => site.rest('PATCH', `/chats?where[id][in]=${id}`, { body: closing }),
      local: (id) =>
        site.payload.update({
          collection: 'chats' as never,
          id,
          data: closing as never,
          overrideAccess: true,
        }),
      direct: (id) => site.payload.db.updateOne({ collection: 'chats', id, data: closing }),
      many: (id) =>
        site.payload.db.updateMany({ collection: 'chats', where: { id: { equals: id } }, data: closing }),
      state: (id) =>
        site.payload.db.updateMany({
          collection: 'chats',
          where: { and: [{ id: { equals: id } }, { status: { equals: 'open' } }] },
          data: closing,
        }),
    }
    const found: Record<string, number> = {}
    for (const [door, close] of Object.entries(doors)) {
      const { id } = await chat()
      await close(id)
      found[door] = await kept(id)
    }
    expect(found).toEqual({ REST: 14, bulk: 14, local: 14, direct: 14, many: 14, state: 14 })
  })

  it('never moves a date later: who opens it again, or changes what it is for, keeps the date', async () => {
    const { id } = await chat({ status: 'spam' })
    await site.rest('PATCH', `/chats/${id}`, { body: { status: 'open', for: ['employment'] } })
    expect(await kept(id)).toBe(2)
    const one = await chat({ for: ['employment'] })
    await site.rest('PATCH', `/chats/${one.id}`, { body: { for: ['survey'] } })
    expect(await kept(one.id)).toBe(30)
    await site.rest('PATCH', `/chats/${one.id}`, { body: { for: ['employment'] } })
    expect(await kept(one.id)).toBe(30)
  })

  it('leaves at the ceiling when it is never closed, and refuses a closing that is no date', async () => {
    const { id } = await chat({ status: 'closed' })
    expect(await kept(id)).toBe(184)
    const odd = site.payload.db.updateOne({ collection: 'chats', id, data: { closedAt: 'yesterday' } })
    await expect(odd).rejects.toMatchObject({ code: 'invalidInput' })
    expect(await kept(id)).toBe(184)
  })

  it('finds with the next run what changed past every door, and what a crash left', async () => {
    const { id } = await chat()
    await run()
    await compareAndSet({ payload: site.payload }, 'chats', { id: { equals: id } }, { status: 'spam' })
    expect(await kept(id)).toBe(92)
    await run()
    expect(await kept(id)).toBe(2)
  })

  it('deletes each on its day', async () => {
    const spam = await chat({ status: 'spam' })
    const open = await chat()
    site.clock.forward(days(1) + 60_000)
    await run()
    expect([await stored(spam.id), (await stored(open.id))?.words]).toEqual([null, 'private'])
    const [certificate] = await findRows(
      { payload: site.payload },
      'gov-certificates',
      {},
      { sort: '-endedAt' },
    )
    expect(certificate!.rule).toContain('status is spam: 48 hours from receipt')
  })

  it('is refused at the start where it looks at fields that are not there', async () => {
    const starts = (rule: RetentionRuleOptions): Promise<Stand> =>
      stand(database, {
        collections: [chats],
        plugin: { ...alone, retention: { collections: { chats: rule } } },
      })
    const atMost = { months: 6 }
    const bad: [RetentionRuleOptions, RegExp][] = [
      [{ cases: [{ purposes: ['survey'], days: 30 }] }, /purposeField/],
      [{ purposeField: 'about', cases: [{ purposes: ['survey'], days: 30 }] }, /about/],
      [{ cases: [{ where: { mood: 'bad' }, days: 30 }] }, /mood/],
      [{ months: 3, countedFrom: { field: 'status', atMost } }, /date field/],
    ]
    for (const [rule, message] of bad) await expect(starts(rule)).rejects.toThrow(message)
  })
})

describeDatabases('a rule that the host changes', (database) => {
  let site: Stand
  let fresh: FreshDatabase
  let privacy: Person
  let comms: Person
  const ids: Record<string, Row['id']> = {}
  const run = (): Promise<unknown> => governanceTick(site.payload, { force: true, only: ['retention'] })
  const restart = async (rule: RetentionRuleOptions): Promise<void> => {
    await site?.stop()
    site = await stand(database, {
      on: { ...fresh, db: adapterFor(fresh.uri), drop: async () => undefined },
      collections: [chats],
      plugin: { ...alone, retention: { collections: { chats: rule } } },
    })
  }
  const make = async (name: string, data: object = {}): Promise<void> => {
    ids[name] = (await site.rest('POST', '/chats', { body: { words: name, ...data } })).body.doc
      .id as Row['id']
  }
  const dates = async (): Promise<Record<string, string>> => {
    const rows = await findRows({ payload: site.payload }, 'chats', {}, { limit: 100 })
    return Object.fromEntries(
      rows.map(({ words, deleteAfter }) => [
        words,
        new Date(deleteAfter as string).toISOString().slice(0, 10),
      ]),
    )
  }
  const entries = (action: string): Promise<Row[]> =>
    findRows({ payload: site.payload }, 'gov-ledger', { action: { equals: action } }, { limit: 10 })
  const changes = async (as: Person): Promise<any[]> =>
    (await site.rest('GET', '/governance/retention/worklist', { as })).body.changes as any[]

  beforeAll(async () => {
    fresh = await database.adapter()
    await restart({ months: 3 })
    privacy = await site.person('privacy', ['privacy-officer'])
    comms = await site.person('comms', ['communications'])
    await make('one')
    await make('two')
    await make('soon')
    await site.payload.update({
      collection: 'chats' as never,
      id: ids.soon!,
      data: { deleteAfter: '2026-03-20T12:00:00.000Z' } as never,
    })
    await run()
  })
  afterAll(async () => {
    await site?.stop()
    await fresh?.drop()
  })

  it('brings every date nearer when it becomes shorter, and says so on the ledger', async () => {
    expect(await dates()).toEqual({ one: '2026-06-02', two: '2026-06-02', soon: '2026-03-20' })
    await restart({ days: 60 })
    await make('three')
    await run()
    expect(await dates()).toEqual({
      one: '2026-05-01',
      two: '2026-05-01',
      soon: '2026-03-20',
      three: '2026-05-01',
    })
    const [entry, ...more] = await entries('retention.ruleChanged')
    expect([entry?.facts, more]).toEqual([
      {
        collection: 'chats',
        from: '3 calendar months from receipt',
        to: '60 days from receipt',
        broughtForward: 2,
        couldStayLonger: 0,
      },
      [],
    ])
    await run()
    expect(await entries('retention.ruleChanged')).toHaveLength(1)
  })

  it('moves no date when it becomes longer: it asks those who decide, in their language', async () => {
    await restart({ months: 12 })
    await make('four')
    await run()
    const before = {
      one: '2026-05-01',
      two: '2026-05-01',
      soon: '2026-03-20',
      three: '2026-05-01',
      four: '2027-03-02',
    }
    expect(await dates()).toEqual(before)
    const asked = {
      collection: 'chats',
      label: 'Chats',
      from: '60 days from receipt',
      to: '12 calendar months from receipt',
      count: 3,
    }
    expect(await changes(privacy)).toEqual([asked])
    const french = await site.rest('GET', '/governance/retention/worklist?lang=fr', {
      as: privacy,
      headers: { 'accept-language': 'fr' },
    })
    expect(french.body.changes[0].to).toBe('12 mois civils à compter de la réception')
    const path = '/governance/retention/rules/chats/lengthen'
    for (const as of [comms, undefined])
      expect((await site.rest('POST', path, { as, body: {} })).status).toBeGreaterThanOrEqual(401)
    await run()
    expect(await dates()).toEqual(before)
  })

  it('lets them stay longer once somebody confirmed it, but not what was to leave earlier for a reason of its own', async () => {
    const path = '/governance/retention/rules/chats/lengthen'
    expect((await site.rest('POST', path, { as: privacy, body: {} })).status).toBe(200)
    expect((await site.rest('POST', path, { as: privacy, body: {} })).status).toBe(409)
    await run()
    expect(await dates()).toEqual({
      one: '2027-03-02',
      two: '2027-03-02',
      soon: '2026-03-20',
      three: '2027-03-02',
      four: '2027-03-02',
    })
    expect(await changes(privacy)).toEqual([])
    const [entry] = await entries('retention.lengthened')
    expect(entry).toMatchObject({ actorRef: privacy.ref, facts: { collection: 'chats', count: 3 } })
  })

  it('asks of a change that nobody ever confirmed once more, with the next one', async () => {
    await restart({ months: 18 })
    await run()
    await restart({ months: 24 })
    await run()
    const [asked] = await changes(privacy)
    expect(asked).toMatchObject({ to: '24 calendar months from receipt', count: 4 })
    await restart({ months: 12 })
    await run()
    expect(await changes(privacy)).toEqual([])
    expect(Object.values(await dates()).filter((date) => date === '2027-03-02')).toHaveLength(4)
  })
})

describeDatabases('a rule for a purpose of forms', (database) => {
  let site: Stand
  afterAll(async () => {
    await site?.stop()
  })

  it('dates a message by what its form collects for, and the receipt says that day', async () => {
    site = await formSite(database, {
      plugin: {
        retention: { collections: { 'form-submissions': { cases: [{ purposes: ['survey'], days: 10 }] } } },
      },
    })
    const officer = await site.person('officer', ['privacy-officer'])
    await makeForm(site)
    await publishNotice(site, officer, 'one')
    await site.payload.create({
      collection: 'forms' as never,
      data: {
        title: 'Survey',
        governanceSlug: 'survey',
        confirmationType: 'message',
        confirmationMessage: richText('Thank you.'),
        fields: [
          {
            blockType: 'textarea',
            name: 'message',
            label: 'Words',
            governance: { ...voluntary, purpose: 'survey' },
          },
        ],
      } as never,
    })
    const receipts: string[] = []
    for (const slug of ['contact', 'survey']) {
      const { id } = (await findRow({ payload: site.payload }, 'forms', {
        governanceSlug: { equals: slug },
      }))!
      const body = { form: id, submissionData: [{ field: 'message', value: 'Hello' }] }
      const { address } = (await site.rest('POST', '/form-submissions', { body })).body.receipt as {
        address: string
      }
      const { pathname, search } = new URL(address, 'http://localhost:3000')
      const page = await site.rest('GET', `${pathname.replace(/^\/api/, '')}${search}`)
      receipts.push(page.text.replaceAll(/\s+/g, ' '))
    }
    const rows = await findRows({ payload: site.payload }, 'form-submissions', {}, { limit: 10 })
    const lasts = rows.map(({ deleteAfter }) =>
      Math.round((new Date(deleteAfter as string).getTime() - site.clock.now().getTime()) / days(1)),
    )
    expect(lasts.sort((a, b) => a - b)).toEqual([10, 92])
    expect(receipts[0]).toContain('June 2, 2026')
    expect(receipts[1]).toContain('March 12, 2026')
  })
})
