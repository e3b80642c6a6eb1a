import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { opposite, questionOf } from '../../../src/capabilities/retention/holdKinds.js'
import { plainTypes } from '../../../src/capabilities/retention/plainFields.js'
import { governanceTick } from '../../../src/index.js'
import { compareAndSet, countRows, findRow, findRows, insert } from '../../../src/platform/db.js'
import { type Person, type RestAnswer, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { alone } from './site.js'

const bytes = Buffer.from('what somebody sent')
const LONG_AGO = '2026-01-10T15:00:00.000Z'
const HOLDS = '/governance/retention/holds'

describeDatabases('holds on more than one record', (database) => {
  let site: Stand
  let officer: Person
  let aed: Person
  let comms: Person
  let creator: Person
  let subject: Person
  let during: Record<string, () => Promise<unknown>> = {}
  let files = 0
  const folder = mkdtempSync(join(tmpdir(), 'governance-holds-'))
  const ctx = () => ({ payload: site.payload })
  const run = (): Promise<unknown> => governanceTick(site.payload, { force: true, only: ['retention'] })
  const look = (): Promise<unknown> =>
    governanceTick(site.payload, { force: true, only: ['retention-holds'] })
  const chat = async (data: object = {}): Promise<any> => {
    files += 1
    const scan = await site.payload.create({
      collection: 'scans',
      data: {},
      file: { data: bytes, mimetype: 'text/plain', name: `scan-${files}.txt`, size: bytes.length },
    } as never)
    return site.payload.create({
      collection: 'chats',
      data: { words: 'private', scan: scan.id, createdAt: LONG_AGO, ...data },
    } as never)
  }
  const place = (body: object, as = officer): Promise<RestAnswer> =>
    site.rest('POST', HOLDS, { as, body: { why: 'A court asks', ...body } })
  const preview = (body: object, as = officer): Promise<RestAnswer> =>
    site.rest('POST', `${HOLDS}/preview`, { as, body })
  const release = (id: unknown, as = officer): Promise<RestAnswer> =>
    site.rest('POST', `${HOLDS}/${String(id)}/release`, { as, body: { why: 'It is settled' } })
  const dateOf = (id: unknown, deleteAfter: string): Promise<unknown> =>
    compareAndSet(ctx(), 'chats', { id: { equals: id } }, { deleteAfter })
  const there = async (id: unknown): Promise<boolean> =>
    (await countRows(ctx(), 'chats', { id: { equals: id } })) === 1
  const fileThere = async (of: any): Promise<boolean> =>
    (await countRows(ctx(), 'scans', { id: { equals: of.scan.id ?? of.scan } })) === 1
  const caseAbout = async (record: string): Promise<any> => {
    const { body } = await site.rest('POST', '/governance/incidents/report', {
      as: aed,
      body: { kind: 'privacy-breach', severity: 'high', summary: `About ${record}`, about: record },
    })
    return (await findRow(ctx(), 'gov-incidents', { number: { equals: body.number } }))!
  }

  beforeAll(async () => {
    site = await stand(database, {
      start: '2026-05-04T15:00:00.000Z',
      collections: [
        { slug: 'scans', upload: { staticDir: folder }, versions: { drafts: true }, fields: [] },
        {
          slug: 'chats',
          access: { create: () => true, read: ({ req }) => Boolean(req.user) },
          versions: true,
          fields: [
            { name: 'words', type: 'textarea' },
            { name: 'topic', type: 'text' },
            { name: 'urgency', type: 'number' },
            { name: 'answered', type: 'checkbox' },
            { name: 'endedAt', type: 'date' },
            { name: 'kind', type: 'select', options: ['a', 'b', 'c'] },
            { name: 'inside', type: 'text', access: { read: () => false } },
            { name: 'email', type: 'email' },
            { name: 'contact', type: 'text' },
            { name: 'internal', type: 'text', admin: { hidden: true } },
            { name: 'owner', type: 'relationship', relationTo: 'users' },
            {
              name: 'team',
              type: 'array',
              fields: [{ name: 'who', type: 'relationship', relationTo: 'users' }],
            },
            { name: 'scan', type: 'upload', relationTo: 'scans' },
          ],
        },
        { slug: 'remarks', fields: [{ name: 'words', type: 'text' }] },
      ],
      plugin: {
        ...alone,
        incidents: {},
        retention: {
          collections: { chats: { people: ['contact'] }, remarks: {} },
          // Every fact here deletes all that there is: how large a share may go has facts of its own.
          mostShare: 1,
          onStep: async (step) => {
            const act = during[step]
            delete during[step]
            await act?.()
          },
        },
      },
    })
    officer = await site.person('officer', ['privacy-officer'])
    aed = await site.person('ada', ['aed'])
    comms = await site.person('comms', ['communications'])
    creator = await site.person('creator', ['content-creator'])
    subject = await site.person('sam', ['content-creator'])
    await run()
  })
  afterAll(async () => {
    await site?.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(() => {
    during = {}
  })

  interface Kind {
    name: string
    /** A record that the hold is to keep, and the hold. */
    make: () => Promise<{ id: number | string; scan: unknown }>
    hold: (record: { id: number | string }) => Promise<{ body: object; as?: Person }>
  }
  const kinds: Kind[] = [
    {
      name: 'a person with an account',
      make: () => chat({ owner: subject.id }),
      hold: async () => ({ body: { kind: 'person', account: subject.ref } }),
    },
    {
      name: 'a person with an address',
      make: () => chat({ email: 'ann.lee@example.org' }),
      hold: async () => ({ body: { kind: 'person', address: 'Ann.Lee@EXAMPLE.org' } }),
    },
    {
      name: 'a case',
      make: () => chat(),
      hold: async ({ id }) => ({
        body: { kind: 'case', number: (await caseAbout(`chats:${id}`)).number },
        as: aed,
      }),
    },
    {
      name: 'a question',
      make: () => chat({ topic: 'harassment' }),
      hold: async () => ({
        body: { kind: 'query', collection: 'chats', where: { topic: { equals: 'harassment' } } },
      }),
    },
  ]

  describe.each(kinds)('on $name', ({ make, hold }) => {
    it('keep what they are on and nothing else, with its file, until they are released', async () => {
      const [kept, other] = [await make(), await chat()]
      const { body, as } = await hold(kept)
      expect((await preview(body, as)).body).toMatchObject({ total: 1, past: 1, more: false })
      const placed = await place(body, as)
      expect(placed).toMatchObject({ status: 200, body: { state: 'active', going: 0 } })
      await run()
      expect([await there(kept.id), await fileThere(kept), await there(other.id)]).toEqual([
        true,
        true,
        false,
      ])
      const byHand = await site.rest('POST', `/governance/retention/records/chats/${kept.id}/delete`, {
        as: comms,
        body: {},
      })
      expect(byHand.body.errors[0].data.code).toBe('underHold')
      const shown = (await site.rest('GET', HOLDS, { as: as ?? officer })).body.holds
      expect(shown.find(({ id }: any) => String(id) === String(placed.body.id)).keeps).toMatchObject({
        total: 1,
        past: 1,
      })
      const item = (await site.rest('GET', '/governance/retention/worklist', { as: comms })).body.items.find(
        ({ id }: any) => id === String(kept.id),
      )
      expect(item.hold).toMatchObject({ id: String(placed.body.id) })
      expect((await release(placed.body.id, as)).body.state).toBe('released')
      expect((await release(placed.body.id, as)).status).toBe(409)
      await run()
      expect([await there(kept.id), await fileThere(kept)]).toEqual([false, false])
    })

    // Up to here the unit has taken nothing yet: it looks once more after its list is written.
    it.each(['before:intend', 'after:intend', 'before:list', 'after:list', 'before:dropRows'])(
      'win when they are placed %s',
      async (step) => {
        const [kept, other] = [await make(), await chat()]
        const { body, as } = await hold(kept)
        let placed: RestAnswer | undefined
        during[step] = async () => {
          placed = await place(body, as)
        }
        await run()
        expect(placed?.status).toBe(200)
        expect([await there(kept.id), await fileThere(kept), await there(other.id)]).toEqual([
          true,
          true,
          false,
        ])
        await run()
        expect(await there(kept.id)).toBe(true)
        await release(placed!.body.id, as)
        await run()
        expect(await there(kept.id)).toBe(false)
      },
    )

    it('win over a unit that has nothing else, which ends without a certificate', async () => {
      const kept = await make()
      const { body, as } = await hold(kept)
      const certificates = await countRows(ctx(), 'gov-certificates', {})
      let placed: RestAnswer | undefined
      during['after:list'] = async () => {
        placed = await place(body, as)
      }
      await run()
      expect([await there(kept.id), await fileThere(kept)]).toEqual([true, true])
      expect(await countRows(ctx(), 'gov-certificates', {})).toBe(certificates)
      const open = { state: { not_in: ['certified', 'void'] } }
      expect(await countRows(ctx(), 'gov-deletions', open)).toBe(0)
      await release(placed!.body.id, as)
      await run()
    })

    it.each(['before:dropTraces', 'before:dropVersions', 'before:dropRecords'])(
      'say so when the deletion was faster, %s, and keep what else there is',
      async (step) => {
        const [gone, kept] = [await make(), await make()]
        const { body, as } = await hold(gone)
        let placed: RestAnswer | undefined
        // The second is due in a unit of its own, later.
        await dateOf(kept.id, '2026-05-20T00:00:00.000Z')
        during[step] = async () => {
          placed = await place(body, as)
        }
        await run()
        expect(placed!.body).toMatchObject({ state: 'active', going: 1 })
        expect([await there(gone.id), await there(kept.id)]).toEqual([false, true])
        await release(placed!.body.id, as)
        await dateOf(kept.id, LONG_AGO)
        await run()
        expect(await there(kept.id)).toBe(false)
      },
    )
  })

  it('keep a new record that a question finds, and let go one that it finds no more', async () => {
    const where = { and: [{ topic: { equals: 'newcomer' } }, { urgency: { greater_than: '3' } }] }
    const placed = await place({ kind: 'query', collection: 'chats', where })
    const [kept, low, empty] = [
      await chat({ topic: 'newcomer', urgency: 5 }),
      await chat({ topic: 'newcomer', urgency: 3 }),
      await chat({ topic: 'newcomer' }),
    ]
    await run()
    expect([await there(kept.id), await there(low.id), await there(empty.id)]).toEqual([true, false, false])
    await site.payload.update({ collection: 'chats', id: kept.id, data: { urgency: 1 } } as never)
    await run()
    expect(await there(kept.id)).toBe(false)
    await release(placed.body.id)
  })

  it('keep a record that comes in later for a person, before anybody has looked for it', async () => {
    const account = await place({ kind: 'person', account: subject.ref })
    const address = await place({ kind: 'person', address: 'late@example.org' })
    const [mine, nested, mailed, told, other] = [
      await chat({ owner: subject.id }),
      await chat({ team: [{ who: subject.id }] }),
      await chat({ email: 'LATE@example.org' }),
      await chat({ contact: 'write to late@example.org, or call' }),
      await chat({ words: 'late@example.org and sam are not named here by a field' }),
    ]
    await run()
    const kept = [mine, nested, mailed, told]
    expect(await Promise.all(kept.map(({ id }) => there(id)))).toEqual([true, true, true, true])
    expect(await there(other.id)).toBe(false)
    await look()
    const { holds } = (await site.rest('GET', HOLDS, { as: officer })).body
    expect(holds.map(({ keeps }: any) => keeps.total)).toEqual([2, 2])
    // Looked up by now, they take no place in a run.
    const units = await countRows(ctx(), 'gov-deletions', {})
    await run()
    expect(await countRows(ctx(), 'gov-deletions', {})).toBe(units)
    expect((await site.rest('GET', '/governance/retention/health', { as: comms })).body.overdue).toBe(0)
    await release(account.body.id)
    await release(address.body.id)
    await run()
    expect(await Promise.all(kept.map(({ id }) => there(id)))).toEqual([false, false, false, false])
  })

  it('keep a record for a person who stands in an earlier version of it only', async () => {
    const [mine, mailed, other] = [
      await chat({ owner: subject.id }),
      await chat({ email: 'before@example.org' }),
      await chat({ words: 'of nobody' }),
    ]
    for (const { id } of [mine, mailed, other])
      await site.payload.update({ collection: 'chats', id, data: { owner: null, email: null } } as never)
    const account = await place({ kind: 'person', account: subject.ref })
    const address = { kind: 'person', address: 'before@example.org' }
    expect((await preview(address)).body.total).toBe(1)
    const placed = await place(address)
    await run()
    const left = await Promise.all([mine, mailed, other].map(({ id }) => there(id)))
    expect(left).toEqual([true, true, false])
    await release(account.body.id)
    await release(placed.body.id)
    await run()
    expect([await there(mine.id), await there(mailed.id)]).toEqual([false, false])
  })

  it('know an address in every spelling of it, and keep none of them', async () => {
    const spellings = [
      'Zoë.Quetzal@Exämple.org',
      '"zoë.quetzal"@exämple.org',
      'zoë.QUETZAL@xn--exmple-cua.org',
    ]
    for (const [index, address] of spellings.entries()) {
      const kept = await chat({ contact: spellings[(index + 1) % spellings.length] })
      const placed = await place({ kind: 'person', address: `Zoë <${address}>` })
      expect(placed.status).toBe(200)
      await run()
      expect(await there(kept.id), address).toBe(true)
      const stored = JSON.stringify([
        await findRow(ctx(), 'gov-holds', { id: { equals: placed.body.id } }),
        await findRows(ctx(), 'gov-held', {}, { limit: 0 }),
        await findRows(ctx(), 'gov-ledger', { action: { equals: 'retention.held' } }, { limit: 0 }),
      ])
      expect(stored.toLowerCase()).not.toMatch(/quetzal/)
      await release(placed.body.id)
      await run()
      expect(await there(kept.id)).toBe(false)
    }
    for (const address of ['nobody', 'a@example.org, b@example.org', ''])
      expect((await place({ kind: 'person', address })).status, address).toBe(400)
  })

  it('find by their opposite exactly what they do not find, in this database', async () => {
    const made = [
      await chat({ topic: 'o', urgency: 1, answered: true, endedAt: '2026-02-01T00:00:00.000Z', kind: 'a' }),
      await chat({ topic: 'p', urgency: 5, answered: false, endedAt: '2026-03-01T00:00:00.000Z', kind: 'b' }),
      await chat({ topic: '', urgency: 0 }),
      await chat({ owner: subject.id }),
      await chat({}),
    ]
    const among = { id: { in: made.map(({ id }) => id) } }
    const types = plainTypes(site.payload, 'chats')
    expect([...types.keys()]).toEqual(expect.arrayContaining(['topic', 'urgency', 'owner', 'createdAt']))
    expect([...types.keys()]).not.toEqual(expect.arrayContaining(['team']))
    const leaves = [
      { topic: { equals: 'o' } },
      { topic: { not_equals: 'o' } },
      { topic: { in: ['o', 'p'] } },
      { topic: { exists: true } },
      { topic: { exists: false } },
      { kind: { equals: 'a' } },
      { kind: { in: ['a', 'c'] } },
      { urgency: { greater_than: 0 } },
      { urgency: { less_than_equal: 1 } },
      { urgency: { not_equals: 5 } },
      { answered: { equals: true } },
      { answered: { equals: false } },
      { answered: { not_equals: true } },
      { endedAt: { greater_than_equal: '2026-03-01T00:00:00.000Z' } },
      { endedAt: { less_than: '2026-03-01T00:00:00.000Z' } },
      { owner: { equals: subject.id } },
      { owner: { in: [subject.id] } },
      { owner: { exists: false } },
    ]
    const pairs = leaves.flatMap((one, at) => {
      const two = leaves[(at + 5) % leaves.length]!
      return [{ and: [one, two] }, { or: [one, two] }]
    })
    for (const given of [...leaves, ...pairs]) {
      const question = questionOf(given, types)
      const ids = async (where: any): Promise<string[]> =>
        (await findRows(ctx(), 'chats', { and: [among, where] }, { limit: 0 })).map(({ id }) => String(id))
      const [found, beside] = [await ids(question), await ids(opposite(question))]
      expect([...found, ...beside].sort(), JSON.stringify(given)).toEqual(
        made.map(({ id }) => String(id)).sort(),
      )
    }
    await run()
  })

  it('offer what people see of a record and when it came, and nothing that its screens hide', async () => {
    const { askable } = (await site.rest('GET', HOLDS, { as: officer })).body
    const { fields } = askable.find(({ collection }: any) => collection === 'chats')
    const names = fields.map(({ name }: any) => name)
    expect(names).toEqual(expect.arrayContaining(['topic', 'endedAt', 'createdAt', 'updatedAt']))
    expect(names).not.toContain('internal')
  })

  it('take a day as the organization counts it', async () => {
    const [before, on, after] = [
      await chat({ endedAt: '2026-03-02T04:59:00.000Z' }),
      await chat({ endedAt: '2026-03-02T05:00:00.000Z' }),
      await chat({ endedAt: '2026-03-03T05:00:00.000Z' }),
    ]
    const where = { endedAt: { greater_than_equal: '2026-03-02', less_than_equal: '2026-03-02' } }
    const placed = await place({ kind: 'query', collection: 'chats', where, reviewAt: '2026-06-01' })
    expect(placed.body.reviewAt).toBe('2026-06-01T04:00:00.000Z')
    const { holds } = (await site.rest('GET', HOLDS, { as: officer, lang: 'fr' })).body
    expect(holds[0].on).toContain('est le 2 mars 2026 ou plus tard et')
    await run()
    expect([await there(before.id), await there(on.id), await there(after.id)]).toEqual([false, true, false])
    await release(placed.body.id)
    await run()
  })

  it('are finished when the process that placed one died, and keep what they are on meanwhile', async () => {
    const kept = await chat({ topic: 'crash' })
    const hold = await insert(ctx(), 'gov-holds', {
      kind: 'query',
      subject: 'collection:chats',
      query: { collection: 'chats', where: { topic: { equals: 'crash' } } },
      state: 'placing',
      why: 'A court asks',
      byRef: officer.ref,
      placedAt: site.clock.now().toISOString(),
      reviewAt: '2027-01-01T00:00:00.000Z',
      rev: 0,
    })
    await run()
    expect(await there(kept.id)).toBe(true)
    site.clock.forward(61_000)
    await look()
    expect(await findRow(ctx(), 'gov-holds', { id: { equals: hold.id } })).toMatchObject({ state: 'active' })
    await release(hold.id)
    await run()
    expect(await there(kept.id)).toBe(false)
  })

  it('race a deletion: what is held is there, and what is gone was told', async () => {
    for (let round = 0; round < 4; round += 1) {
      const records = await Promise.all([1, 2, 3].map(() => chat({ topic: `race-${round}` })))
      const where = { topic: { equals: `race-${round}` } }
      const [placed] = await Promise.all([place({ kind: 'query', collection: 'chats', where }), run()])
      expect(placed.status).toBe(200)
      const left = await countRows(ctx(), 'chats', where)
      // Never more gone than it was told were going, or had gone before it was placed.
      if (left > 0 && left < records.length)
        expect(placed.body.going).toBeGreaterThanOrEqual(records.length - left)
      await run()
      expect(await countRows(ctx(), 'chats', where)).toBe(left)
      await release(placed.body.id)
      await run()
    }
  })

  it('are for the privacy officer, the AED and the ED, and of what they may read and know', async () => {
    await chat({ topic: 'doors', inside: 'secret' })
    const query = { kind: 'query', collection: 'chats', where: { topic: { equals: 'doors' } } }
    for (const as of [comms, creator]) {
      expect((await place(query, as)).status).toBe(403)
      expect((await preview(query, as)).status).toBe(403)
      expect((await site.rest('GET', HOLDS, { as })).status).toBe(403)
    }
    expect((await site.rest('POST', HOLDS, { body: query })).status).toBe(401)
    const { id } = (await place(query)).body
    for (const [as, status] of [
      [comms, 403],
      [creator, 403],
    ] as const) {
      expect((await release(id, as)).status).toBe(status)
      expect((await site.rest('POST', `${HOLDS}/${id}/keep`, { as, body: {} })).status).toBe(status)
      expect((await site.rest('GET', `/gov-holds/${id}`, { as })).status).not.toBe(200)
      expect((await site.rest('GET', '/gov-held', { as: officer })).status).toBe(403)
    }
    for (const guess of ['999999', 'x', '0'.repeat(24)]) {
      expect((await release(guess)).status, guess).toBe(404)
      expect((await site.rest('POST', `${HOLDS}/${guess}/keep`, { as: officer, body: {} })).status).toBe(404)
      expect((await place({ kind: 'person', account: `users:${guess}` })).status).toBe(404)
    }
    for (const [body, status] of [
      [{ kind: 'query', collection: 'users', where: { email: { equals: 'a' } } }, 404],
      [{ kind: 'query', collection: 'chats', where: { inside: { equals: 'secret' } } }, 400],
      [{ kind: 'query', collection: 'chats', where: { 'owner.email': { equals: 'x' } } }, 400],
      [{ kind: 'query', collection: 'chats', where: {} }, 400],
      [{ kind: 'query', collection: 'chats' }, 400],
      [{ kind: 'person', account: 'chats:1' }, 404],
      [{ kind: 'case', number: 'ABCD-2345' }, 404],
      [{ kind: 'everything' }, 400],
      [{ ...query, why: '' }, 400],
      [{ ...query, reviewAt: '2020-01-01' }, 400],
    ] as const)
      expect((await place(body)).status, JSON.stringify(body)).toBe(status)
    const french = await site.rest('POST', HOLDS, {
      as: officer,
      lang: 'fr',
      body: { kind: 'person', address: 'personne', why: 'x' },
    })
    expect(french.body.errors[0].message).toContain('une seule adresse courriel')
    await release(id)
    await run()
  })

  it('on a case are not there for whom it concerns, nor placed by who may not see it', async () => {
    const record = await chat()
    const found = await caseAbout(`chats:${record.id}`)
    expect((await place({ kind: 'case', number: found.number })).status).toBe(404)
    expect((await preview({ kind: 'case', number: found.number })).status).toBe(404)
    const placed = await place({ kind: 'case', number: found.number }, aed)
    expect(placed.status).toBe(200)
    const shown = async (as: Person): Promise<any[]> => (await site.rest('GET', HOLDS, { as })).body.holds
    expect((await shown(aed)).map(({ on }) => on)).toEqual([`What belongs to incident ${found.number}`])
    expect((await shown(officer)).map(({ on }) => on)).toEqual(['What belongs to an incident'])
    await compareAndSet(
      ctx(),
      'gov-incidents',
      { id: { equals: found.id } },
      { concerned: `|${officer.ref}|` },
    )
    expect(await shown(officer)).toEqual([])
    expect((await release(placed.body.id)).status).toBe(404)
    expect((await site.rest('GET', `/gov-holds/${placed.body.id}`, { as: officer })).status).toBe(404)
    expect((await release(placed.body.id, aed)).status).toBe(200)
    await run()
  })

  it('are counted in the certificate of a run that passed them by', async () => {
    await chat({ topic: 'certified' })
    const placed = await place({
      kind: 'query',
      collection: 'chats',
      where: { topic: { equals: 'certified' } },
    })
    await chat()
    await run()
    const [last] = await findRows(ctx(), 'gov-certificates', {}, { sort: '-createdAt', limit: 1 })
    expect(last).toMatchObject({ subjectCollection: 'chats', rows: 1, held: 1 })
    await release(placed.body.id)
    await run()
  })
})
