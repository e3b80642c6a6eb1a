import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { compareAndSet, countRows, findRow, findRows, type Row } from '../../../src/platform/db.js'
import { type Person, type RestAnswer, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { doors } from './doors.js'

const LONG_AGO = '2026-01-10T15:00:00.000Z'
const why = { why: 'The police asked for it' }

describeDatabases('what belongs to an incident', (database) => {
  let site: Stand
  let aed: Person
  let ed: Person
  let helper: Person
  let officer: Person
  const { ctx, row, sent, act, page, lines } = doors(() => site)
  const run = (): Promise<unknown> =>
    governanceTick(site.payload, { force: true, only: ['retention-holds', 'retention'] })
  const chat = async (): Promise<any> =>
    site.payload.create({ collection: 'chats', data: { words: 'private', createdAt: LONG_AGO } } as never)
  const there = async ({ id }: { id: unknown }): Promise<boolean> =>
    (await countRows(ctx(), 'chats', { id: { equals: id } })) === 1
  const reported = (about?: { id: unknown }): Promise<Row> =>
    sent(aed, {
      kind: 'privacy-breach',
      severity: 'high',
      summary: `A file was read ${Math.random()}`,
      ...(about ? { about: `chats:${String(about.id)}` } : {}),
    })
  const close = async (found: Row): Promise<RestAnswer> => {
    await act(aed, found, 'acknowledge')
    await act(aed, found, 'resolve', { words: 'It was read' })
    return act(aed, found, 'close', { words: 'It is locked now' })
  }
  const holds = (found: Row): Promise<Row[]> =>
    findRows(ctx(), 'gov-holds', { subject: { equals: `gov-incidents:${found.id}` } }, { limit: 0 })

  beforeAll(async () => {
    site = await stand(database, {
      start: '2026-05-04T15:00:00.000Z',
      collections: [
        {
          slug: 'chats',
          access: { read: ({ req }) => Boolean(req.user) },
          fields: [{ name: 'words', type: 'textarea' }],
        },
      ],
      plugin: {
        approvals: false,
        moderation: false,
        notices: false,
        forms: false,
        retention: { collections: { chats: {} } },
      },
    })
    aed = await site.person('ada', ['aed'])
    ed = await site.person('edouard', ['ed'])
    helper = await site.person('helga', ['communications'])
    officer = await site.person('officer', ['privacy-officer'])
    await governanceTick(site.payload, { force: true, only: ['retention'] })
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('is kept while the case is open, also what is added later, and leaves when it is closed', async () => {
    const [about, added, other] = [await chat(), await chat(), await chat()]
    const found = await reported(about)
    const kept = await act(aed, found, 'keep', why)
    expect([kept.status, kept.body]).toEqual([200, { going: 0 }])
    const record = `https://lakeshore.example/admin/collections/chats/${added.id}?depth=1`
    expect((await act(ed, found, 'records', { record })).body).toEqual({ record: `chats:${added.id}` })
    await run()
    expect([await there(about), await there(added), await there(other)]).toEqual([true, true, false])
    const shown = (await page(ed, found))!
    expect(shown.records.map(({ ref }) => ref)).toEqual([`chats:${added.id}`])
    expect(shown.kept).toMatchObject({ why: why.why, byName: 'ada', whileOpen: true })
    expect(await lines(found)).toEqual(['reported', 'kept', 'recordAdded'])
    expect((await close(found)).body.state).toBe('closed')
    expect((await holds(found)).map(({ state, releasedBy }) => [state, releasedBy])).toEqual([
      ['released', aed.ref],
    ])
    await run()
    expect([await there(about), await there(added)]).toEqual([false, false])
  })

  it('is not kept unless its people choose so', async () => {
    const about = await chat()
    const found = await reported(about)
    await run()
    expect(await there(about)).toBe(false)
    await close(found)
  })

  it('is let go when its people say so, and what is taken out of the case is let go', async () => {
    const [about, added] = [await chat(), await chat()]
    const found = await reported(about)
    await act(aed, found, 'records', { record: `chats:${added.id}` })
    await act(aed, found, 'keep', why)
    await run()
    expect([await there(about), await there(added)]).toEqual([true, true])
    expect((await act(aed, found, 'records/remove', { record: `chats:${added.id}` })).status).toBe(200)
    await run()
    expect([await there(about), await there(added)]).toEqual([true, false])
    const ended = await act(aed, found, 'keep/release', { why: 'They have a copy' })
    expect(ended.body).toEqual({ state: 'released' })
    await run()
    expect(await there(about)).toBe(false)
    expect((await act(aed, found, 'keep/release', { why: 'Again' })).status).toBe(409)
    expect(await lines(found)).toEqual(['reported', 'recordAdded', 'kept', 'recordRemoved', 'keptNoMore'])
    await close(found)
  })

  it('of a case that was merged is kept with the case that stays', async () => {
    const [one, two] = [await chat(), await chat()]
    const [part, whole] = [await reported(one), await reported(two)]
    await act(aed, whole, 'keep', why)
    const merged = await act(aed, part, 'merge', { into: whole.number })
    expect([merged.status, merged.body.errors]).toEqual([200, undefined])
    await run()
    expect([await there(one), await there(two)]).toEqual([true, true])
    await close(whole)
    await run()
    expect([await there(one), await there(two)]).toEqual([false, false])
  })

  it('is let go by retention where the process that closed the case died', async () => {
    const about = await chat()
    const found = await reported(about)
    await act(aed, found, 'keep', why)
    await compareAndSet(ctx(), 'gov-incidents', { id: { equals: found.id } }, { state: 'closed' })
    await run()
    expect((await holds(found))[0]).toMatchObject({ state: 'released', releasedBy: 'system:governance' })
    await run()
    expect(await there(about)).toBe(false)
  })

  it('is said by those who answer for the case alone, of what is there for them', async () => {
    const about = await chat()
    const found = await reported(about)
    await act(aed, found, 'assign', { person: helper.ref })
    const at = (as: Person | undefined, path: string, body: object) => act(as, found, path, body)
    for (const [path, body] of [
      ['keep', why],
      ['keep/release', why],
      ['records', { record: `chats:${about.id}` }],
      ['records/remove', { record: `chats:${about.id}` }],
    ] as const) {
      expect((await at(undefined, path, body)).status, path).toBe(401)
      expect((await at(officer, path, body)).status, path).toBe(404)
      expect((await at(helper, path, body)).status, path).toBe(403)
      expect(
        (await site.rest('POST', `/governance/incidents/999999/${path}`, { as: aed, body })).status,
      ).toBe(404)
    }
    for (const record of ['chats:999999', 'users', 'gov-ledger:1', 'nothing/at/all'])
      expect((await at(aed, 'records', { record })).status, record).toBe(404)
    expect((await at(aed, 'keep', {})).status).toBe(400)
    expect((await at(aed, 'keep', why)).status).toBe(200)
    const again = await site.rest('POST', `/governance/incidents/${found.id}/keep`, {
      as: aed,
      body: why,
      lang: 'fr',
    })
    expect([again.status, again.body.errors[0].message]).toEqual([
      409,
      'Ce qui appartient à ce dossier est déjà gardé.',
    ])
    await close(found)
    expect((await at(aed, 'keep', why)).status).toBe(409)
    expect((await at(aed, 'records', { record: `chats:${about.id}` })).status).toBe(409)
    expect((await row(found.id)).records ?? null).toBe(null)
    await run()
  })

  it('leaves no words of the case on the ledger', async () => {
    const entries = await findRows(ctx(), 'gov-ledger', {
      action: { in: ['incidents.kept', 'incidents.recordAdded'] },
    })
    expect(entries.length).toBeGreaterThan(0)
    expect(JSON.stringify(entries)).not.toMatch(/police|chats/)
    expect(await findRow(ctx(), 'gov-ledger', { subject: { like: 'police' } })).toBe(null)
  })
})
