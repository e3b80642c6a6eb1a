import type { CollectionConfig, Where } from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { databaseNow } from '../../../src/platform/databases/clock.js'
import {
  compareAndSet,
  countRows,
  findRow,
  findRows,
  insert,
  type Row,
  setAll,
} from '../../../src/platform/db.js'
import { days, hours, type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { alone } from './site.js'

const open = (slug: string, fields: CollectionConfig['fields'] = []): CollectionConfig => ({
  slug,
  access: { create: () => true },
  fields: [{ name: 'words', type: 'textarea' }, ...fields],
})
const collections: CollectionConfig[] = [
  open('chats', [{ name: 'status', type: 'text' }]),
  open('letters'),
  { ...open('calls'), versions: { drafts: true } },
]
const BASE = '/governance/retention'
const minutes = (n: number): number => n * 60_000

describeDatabases('a run that could do harm', (database) => {
  let site: Stand
  let aed: Person
  let comms: Person
  /** How far the database's clock is ahead of this machine's. */
  let ahead = 0
  const during: Record<string, () => Promise<unknown>> = {}
  const ctx = () => ({ payload: site.payload })
  const on = (collection: string, where: Where = {}): Promise<Row[]> =>
    findRows(ctx(), collection, where, { limit: 0 })
  const count = (collection: string): Promise<number> => countRows(ctx(), collection, {})
  const run = async (): Promise<any> =>
    (await governanceTick(site.payload, { force: true, only: ['retention'] })).ran.retention
  const post = (path: string, as: Person, body: object = {}): Promise<any> =>
    site.rest('POST', `${BASE}${path}`, { as, body })
  const health = async (): Promise<any> => (await site.rest('GET', `${BASE}/health`, { as: comms })).body
  const actions = async (action: string): Promise<Row[]> => on('gov-ledger', { action: { equals: action } })
  const send = async (collection: string, data: object = {}): Promise<Row> =>
    (await site.rest('POST', `/${collection}`, { body: { words: 'private', ...data } })).body.doc as Row
  /** Makes records leave at that instant. */
  const due = async (collection: string, many: number, at: Date = site.clock.now()): Promise<Row[]> => {
    const rows: Row[] = []
    for (let n = 0; n < many; n += 1) rows.push(await send(collection))
    const where = { id: { in: rows.map(({ id }) => id) } }
    await setAll(ctx(), collection, where, { deleteAfter: at.toISOString() })
    return rows
  }
  /** As if every other runner had just succeeded. */
  const alarms = async (key: string): Promise<Row[]> => {
    const lastSuccessAt = site.clock.now().toISOString()
    await setAll(ctx(), 'gov-leases', { key: { exists: true } }, { lastSuccessAt })
    await governanceTick(site.payload, { force: true, only: ['watch'] })
    return on('gov-incidents', { causeKey: { like: `watch:retention:${key}` } })
  }
  const mails = (template: string): Promise<Row[]> => on('gov-outbox', { template: { equals: template } })
  const view = async (as: Person): Promise<any> => {
    const req = await site.request({ as })
    const { reads } = (site.config.custom!.governance as any).capabilities.find(
      ({ key }: any) => key === 'retention',
    )
    const actor = (site.config.custom!.governance as any).actorOf(req)
    return reads.worklist({ payload: site.payload, req, actor }, { locale: 'en' })
  }

  beforeAll(async () => {
    site = await stand(database, {
      collections,
      plugin: {
        ...alone,
        incidents: {},
        retention: {
          collections: {
            chats: { cases: [{ where: { status: 'spam' }, hours: 48 }] },
            letters: {},
            calls: {},
          },
          shareFrom: 10,
          batchSize: 4,
          onStep: async (step) => {
            const act = during[step]
            delete during[step]
            await act?.()
          },
          databaseNow: async () => new Date(site.clock.now().getTime() + ahead),
        },
      },
    })
    aed = await site.person('ada', ['aed'])
    comms = await site.person('comms', ['communications'])
    await site.person('edouard', ['ed'])
    await run()
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('is told the time by the database itself', async () => {
    const told = await databaseNow(site.payload)
    expect(Math.abs(told.getTime() - Date.now())).toBeLessThan(minutes(2))
  })

  describe('by the clock', () => {
    it('decides by the clock of the database what is due', async () => {
      await due('chats', 1, new Date(site.clock.now().getTime() + hours(24) + minutes(4)))
      await run()
      expect(await count('chats')).toBe(1)
      ahead = minutes(5)
      await run()
      expect(await count('chats')).toBe(0)
      ahead = minutes(-5)
      await due('chats', 1, new Date(site.clock.now().getTime() + hours(24) - minutes(1)))
      await run()
      expect(await count('chats')).toBe(1)
      ahead = 0
      await run()
      expect(await count('chats')).toBe(0)
    })

    it('refuses while the two clocks differ, says so loudly, and goes on by itself once they agree', async () => {
      await due('chats', 2)
      ahead = minutes(11)
      expect(await run()).toMatchObject({ error: expect.stringContaining('not certain what time it is') })
      await run()
      expect(await count('chats')).toBe(2)
      expect(await health()).toMatchObject({ ok: false, safety: { clock: 'apart' } })
      expect(await alarms('clockWrong')).toHaveLength(1)
      expect(await mails('retentionSafety:mail:clock')).not.toEqual([])
      expect((await view(aed)).safety.clock).toMatchObject({ state: 'apart' })
      expect((await post('/clock/confirm', aed)).status).toBe(409)
      ahead = 0
      await run()
      expect(await count('chats')).toBe(0)
      expect(await health()).toMatchObject({ ok: true, safety: { clock: 'right' } })
    })

    it('deletes by hand also then', async () => {
      const [one] = await due('chats', 1)
      ahead = minutes(11)
      await run()
      expect((await post(`/records/chats/${one!.id}/delete`, comms)).body).toMatchObject({ state: 'deleted' })
      ahead = 0
      await run()
    })

    it('asks after a leap, and deletes nothing before a person who decides has looked at a clock', async () => {
      await send('chats')
      site.clock.forward(days(100))
      expect(await run()).toMatchObject({ error: expect.anything() })
      expect(await run()).toMatchObject({ error: expect.anything() })
      expect(await count('chats')).toBe(1)
      expect(await actions('retention.clockAsked')).toHaveLength(1)
      expect((await view(comms)).safety.clock).toMatchObject({ state: 'asked' })
      expect((await post('/clock/confirm', comms)).status).toBe(403)
      // Two clocks that differ: whichever the person looked at, it was not both.
      ahead = minutes(11)
      expect((await post('/clock/confirm', aed)).body.errors[0].data.code).toBe('clockWrong')
      ahead = 0
      expect((await post('/clock/confirm', aed)).status).toBe(200)
      const [entry, ...more] = await actions('retention.clockConfirmed')
      expect([entry!.actorRef, more]).toEqual([aed.ref, []])
      await run()
      expect(await count('chats')).toBe(0)
    })

    it('asks as well when the last run lies ahead: then, or now, the clock was wrong', async () => {
      await due('chats', 1)
      site.clock.forward(-hours(1))
      expect(await run()).toMatchObject({ error: expect.anything() })
      expect(await count('chats')).toBe(1)
      expect((await view(aed)).safety.clock).toMatchObject({ state: 'asked' })
      // Put right again: nobody needs to answer any more.
      site.clock.forward(hours(1))
      await run()
      expect(await count('chats')).toBe(0)
      expect(await health()).toMatchObject({ safety: { clock: 'right' } })
    })
  })

  describe('by its share', () => {
    it('takes nothing of a collection of which too much is due, and the others go on', async () => {
      await due('letters', 9)
      for (let n = 0; n < 3; n += 1) await send('letters')
      await due('chats', 3)
      await run()
      expect([await count('letters'), await count('chats')]).toEqual([12, 0])
      const [entry, ...more] = await actions('retention.shareAsked')
      expect([entry!.facts, more]).toEqual([{ collection: 'letters', count: 9, total: 12 }, []])
      expect((await view(comms)).safety.shares).toMatchObject([{ collection: 'letters', due: 9, total: 12 }])
    })

    it('is never silent while it waits: health, an incident, and a mail a day', async () => {
      expect(await health()).toMatchObject({ ok: false, safety: { asked: ['letters'] } })
      expect(await alarms('askedShare')).toHaveLength(1)
      await run()
      expect(await mails('retentionSafety:mail:share')).toHaveLength(1)
      site.clock.forward(hours(24))
      await run()
      expect(await mails('retentionSafety:mail:share')).toHaveLength(2)
      expect(await actions('retention.shareAsked')).toHaveLength(1)
      expect(await health()).toMatchObject({ ok: false, overdue: 9 })
    })

    it('goes once a person who decides has confirmed just this batch', async () => {
      const [{ until }] = (await view(aed)).safety.shares
      const path = '/shares/letters/confirm'
      expect((await post(path, comms, { until })).status).toBe(403)
      expect((await post(path, aed)).status).toBe(400)
      expect((await post(path, aed, { until: '2026-01-01T00:00:00.000Z' })).status).toBe(409)
      expect((await post(path, aed, { until })).status).toBe(200)
      expect((await post(path, aed, { until })).status).toBe(409)
      const [entry] = await actions('retention.shareConfirmed')
      expect([entry!.actorRef, entry!.facts]).toMatchObject([aed.ref, { collection: 'letters', count: 9 }])
      await run()
      expect(await count('letters')).toBe(3)
      expect(await health()).toMatchObject({ ok: true, safety: { asked: [] } })
    })

    it('asks anew about the next batch, and no more where it has become small', async () => {
      for (let n = 0; n < 4; n += 1) await send('letters')
      const late = new Date(site.clock.now().getTime() + hours(24))
      const more = await due('letters', 8, late)
      await run()
      expect(await count('letters')).toBe(15)
      expect((await view(aed)).safety.shares).toMatchObject([{ due: 8, total: 15 }])
      const two = { id: { in: more.slice(0, 2).map(({ id }) => id) } }
      await setAll(ctx(), 'letters', two, { deleteAfter: '2030-01-01T00:00:00.000Z' })
      await run()
      expect(await count('letters')).toBe(9)
      expect((await view(aed)).safety.shares).toEqual([])
    })

    it('takes many small bites of a day for one large one', async () => {
      const soon = new Date(site.clock.now().getTime() + hours(24) + minutes(30))
      site.clock.forward(hours(1))
      for (let n = 0; n < 6; n += 1) await send('letters')
      await due('letters', 3, soon)
      await run()
      // Six went an hour ago: with these three it is less than half of the 24 that there were.
      expect(await count('letters')).toBe(15)
      // Seven of 22 are no large share, but sixteen of the 31 of this day are.
      await due('letters', 7, soon)
      await run()
      expect(await count('letters')).toBe(22)
      expect((await view(aed)).safety.shares).toMatchObject([{ due: 7 }])
      await post('/shares/letters/confirm', aed, { until: (await view(aed)).safety.shares[0].until })
      await run()
      expect(await count('letters')).toBe(15)
    })

    it('needs no second answer for what the plan said would go at once', async () => {
      await compareAndSet(
        ctx(),
        'gov-retention-plans',
        { key: { equals: 'first:calls' } },
        { state: 'proposed' },
      )
      for (let n = 0; n < 12; n += 1)
        await insert(ctx(), 'calls', { words: 'old', deleteAfter: site.clock.now().toISOString() })
      await run()
      expect(await count('calls')).toBe(12)
      expect((await post('/plans/calls/confirm', aed)).status).toBe(200)
      await run()
      expect(await count('calls')).toBe(0)
    })
  })

  describe('by a pause', () => {
    it('stands still with a reason until somebody resumes it, and deletes by hand meanwhile', async () => {
      const [first, second] = await due('chats', 2)
      expect((await post('/pause', comms, { why: 'no' })).status).toBe(403)
      expect((await post('/pause', aed)).status).toBe(400)
      expect((await post('/pause', aed, { why: 'A court asked for it.' })).status).toBe(200)
      expect((await post('/pause', aed, { why: 'again' })).status).toBe(409)
      await run()
      expect(await count('chats')).toBe(2)
      expect((await view(comms)).safety.pause).toMatchObject({ why: 'A court asked for it.' })
      const byHand = await post(`/records/chats/${first!.id}/delete`, comms)
      expect(byHand.body).toMatchObject({ state: 'deleted' })
      expect((await on('chats')).map(({ id }) => id)).toEqual([second!.id])
    })

    it('is on the ledger without its reason, and in health without words', async () => {
      const [entry] = await actions('retention.paused')
      expect(entry!.actorRef).toBe(aed.ref)
      const { personal, ...chained } = entry!
      expect(JSON.stringify(personal)).toContain('court')
      expect(JSON.stringify(chained)).not.toContain('court')
      const { safety } = await health()
      expect(safety.paused).toMatchObject({ days: 0 })
      expect(JSON.stringify(safety)).not.toContain('court')
    })

    it('is an incident when it lasts, and not before', async () => {
      site.clock.forward(days(6))
      await run()
      await post('/clock/confirm', aed)
      await run()
      expect(await alarms('pausedDeletion')).toEqual([])
      site.clock.forward(days(1))
      await run()
      expect(await alarms('pausedDeletion')).toHaveLength(1)
      expect(await health()).toMatchObject({ ok: false, safety: { paused: { days: 7 } } })
    })

    it('ends with a reason, and what is due goes', async () => {
      expect((await post('/resume', comms, { why: 'no' })).status).toBe(403)
      expect((await post('/resume', aed, { why: 'The court has what it needs.' })).status).toBe(200)
      expect((await post('/resume', aed, { why: 'again' })).status).toBe(409)
      await run()
      expect(await count('chats')).toBe(0)
      expect(await actions('retention.resumed')).toHaveLength(1)
    })

    it('stops a run that has begun, and leaves what was written down and is whole', async () => {
      const resume = async (): Promise<void> =>
        expect((await post('/resume', aed, { why: 'Go on.' })).status).toBe(200)
      await due('chats', 6)
      during['after:intend'] = () => post('/pause', aed, { why: 'Stop at once.' })
      await run()
      // The batch that was on its way is through, the next one is not begun.
      expect(await count('chats')).toBe(2)
      await resume()
      during['after:intend'] = () => Promise.reject(new Error('cut'))
      await run()
      await post('/pause', aed, { why: 'Stop again.' })
      await run()
      expect(await count('chats')).toBe(2)
      await resume()
      await run()
      expect(await count('chats')).toBe(0)
      // Else it would count with what is due next.
      site.clock.forward(hours(25))
    })
  })

  describe('that is tried first', () => {
    const evidence = async (): Promise<unknown> =>
      Promise.all(
        ['gov-deletions', 'gov-certificates', 'gov-retention-plans', 'gov-ledger', 'gov-outbox'].map((slug) =>
          on(slug),
        ),
      )

    it('says rule by rule what would go and what would not, and changes nothing', async () => {
      const [held] = await due('chats', 2)
      await send('chats', { status: 'spam' })
      await send('chats')
      await setAll(
        ctx(),
        'chats',
        { status: { equals: 'spam' } },
        { deleteAfter: site.clock.now().toISOString() },
      )
      await insert(ctx(), 'chats', { words: 'past every API' })
      await post('/holds', aed, { record: `chats:${held!.id}`, why: 'A complaint is open.' })
      await site.payload.create({ collection: 'calls' as never, data: { words: 'one' } as never })
      const [call] = await on('calls')
      await site.payload.update({
        collection: 'calls' as never,
        id: call!.id,
        data: { words: 'two' } as never,
      })
      await setAll(
        ctx(),
        'calls',
        { id: { equals: call!.id } },
        { deleteAfter: site.clock.now().toISOString() },
      )
      const before = JSON.stringify(await evidence())
      const found = await site.rest('GET', `${BASE}/plan`, { as: aed })
      expect(found.status).toBe(200)
      const of = (slug: string): any => found.body.rules.find(({ collection }: any) => collection === slug)
      expect(of('chats')).toMatchObject({
        records: 2,
        held: 1,
        undated: 1,
        asks: false,
        terms: [
          { words: '3 calendar months from receipt', records: 1 },
          { words: 'status is spam: 48 hours from receipt', records: 1 },
        ],
      })
      expect(of('calls')).toMatchObject({ records: 1, versions: 2, files: 0 })
      expect(JSON.stringify(await evidence())).toBe(before)
    })

    it('says week by week what leaves then, and what is held of it, and was right', async () => {
      const { coming } = (await site.rest('GET', `${BASE}/plan`, { as: aed })).body
      const weeks = coming.rules.find(({ collection }: any) => collection === 'chats').weeks
      const rows = (await on('chats')).filter(({ deleteAfter }) => deleteAfter)
      const [held] = await on('gov-holds', { state: { equals: 'active' } })
      const expected = weeks.map(() => ({ goes: 0, held: 0 }))
      for (const row of rows) {
        const runs = Date.parse(String(row.deleteAfter)) - hours(24) - site.clock.now().getTime()
        const week = Math.max(0, Math.ceil(runs / days(7)) - 1)
        expected[week][held!.subject === `chats:${row.id}` ? 'held' : 'goes'] += 1
      }
      expect(weeks).toEqual(expected)
      expect(weeks[0]).toEqual({ goes: 2, held: 1 })
      expect(weeks.slice(1).some(({ goes }: any) => goes > 0)).toBe(true)
      expect(coming.starts).toHaveLength(weeks.length)
      expect(coming.starts[0]).toBe(site.clock.now().toISOString())
    })

    it('was right: the run then takes just that', async () => {
      const before = await on('gov-certificates')
      await run()
      const made = (await on('gov-certificates')).slice(before.length)
      const rows = Object.fromEntries(made.map((row) => [row.subjectCollection, [row.rows, row.versions]]))
      expect(rows).toEqual({ chats: [2, 0], calls: [1, 2] })
    })

    it('is for those who decide', async () => {
      expect((await site.rest('GET', `${BASE}/plan`, { as: comms })).status).toBe(403)
      expect((await site.rest('GET', `${BASE}/plan`)).status).toBe(401)
      expect(await findRow(ctx(), 'gov-retention-plans', { key: { equals: 'nothing' } })).toBeNull()
    })
  })
})

describeDatabases('a run on a site that has no clock but the real ones', (database) => {
  let site: Stand
  afterAll(async () => {
    await site?.stop()
  })

  it('asks the database what time it is, and remembers it for the next run', async () => {
    site = await stand(database, {
      collections: [open('chats')],
      plugin: { ...alone, now: undefined, retention: { collections: { chats: {} } } },
    })
    const at = { payload: site.payload }
    const run = (): Promise<any> => governanceTick(site.payload, { force: true, only: ['retention'] })
    await run()
    const { id } = (await site.rest('POST', '/chats', { body: { words: 'private' } })).body.doc as Row
    const over = { deleteAfter: new Date(Date.now() - hours(1)).toISOString() }
    await setAll(at, 'chats', { id: { equals: id } }, over)
    expect((await run()).ran.retention).toMatchObject({ done: 1 })
    const clock = await findRow(at, 'gov-retention-plans', { key: { equals: 'safety:clock' } })
    const seen = Date.parse((clock!.data as { seen: string }).seen)
    expect(Math.abs(seen - Date.now())).toBeLessThan(minutes(2))
  })
})
