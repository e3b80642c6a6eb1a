import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import type { RetentionRuleOptions } from '../../../src/capabilities/retention/options.js'
import type { FieldStatistics } from '../../../src/capabilities/retention/statistics.js'
import { governanceTick } from '../../../src/index.js'
import { compareAndSet, countRows, findRow, findRows, type Row } from '../../../src/platform/db.js'
import type { RetentionCommands } from '../../../src/kernel/retentionPort.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { translatorFor } from '../../../src/platform/translate.js'
import { type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { driverOf } from '../../helpers/driver.js'
import { alone } from './site.js'

const TOPICS = ['help', 'other', 'thanks', 'complaint']
const chats: CollectionConfig = {
  slug: 'chats',
  access: { create: () => true, read: () => true, update: () => true },
  versions: { drafts: true },
  fields: [
    { name: 'words', type: 'textarea' },
    { type: 'row', fields: [{ name: 'topic', type: 'select', required: true, options: TOPICS }] },
    { name: 'told', type: 'checkbox' },
    { name: 'kind', type: 'select', options: ['open', 'spam'], defaultValue: 'open' },
    { name: 'mail', type: 'email', unique: true },
    { name: 'who', type: 'relationship', relationTo: 'users' },
    { name: 'several', type: 'select', hasMany: true, options: TOPICS },
    { name: 'spoken', type: 'select', localized: true, options: ['en', 'fr'] },
  ],
}
const rule: RetentionRuleOptions = {
  months: 3,
  action: 'anonymize',
  keep: ['topic', 'told'],
  cases: [{ where: { kind: 'spam' }, hours: 48 }],
}

const STATISTICS = '/governance/retention/statistics'
const counted = (fields: FieldStatistics[], field: string, month: string): unknown => {
  const found = fields.find((one) => one.field === field)?.months.find((one) => one.month === month)
  return found && [...found.cells.map(({ value, count }) => [value, count]), found.rest]
}

describeDatabases('anonymizing', (database) => {
  let site: Stand
  let worker: Person
  let officer: Person
  let onStep: (step: string) => void = () => undefined

  const at = () => ({ payload: site.payload })
  const run = (): Promise<any> => governanceTick(site.payload, { force: true, only: ['retention'] })
  const receive = async (count: number, data: Record<string, unknown>): Promise<Row[]> => {
    const made: Row[] = []
    for (let n = 0; n < count; n += 1) {
      const doc = await site.payload.create({
        collection: 'chats' as never,
        // Payload dates rows by the machine's clock.
        data: { words: 'CANARY', createdAt: site.clock.now().toISOString(), ...data } as never,
      })
      made.push(doc as unknown as Row)
    }
    return made
  }
  const shown = async (as = worker): Promise<FieldStatistics[]> => {
    const { status, body } = await site.rest('GET', STATISTICS, { as })
    expect(status).toBe(200)
    return body.fields as FieldStatistics[]
  }
  const statisticsOf = (month: string): Promise<Row | null> =>
    findRow(at(), 'gov-statistics', { key: { equals: `chats|${month}|` } })

  beforeAll(async () => {
    site = await stand(database, {
      collections: [chats],
      start: '2026-01-05T15:00:00.000Z',
      plugin: {
        ...alone,
        retention: {
          collections: { chats: rule },
          batchSize: 4,
          mostShare: 1,
          silentHours: 10_000,
          pace: 'full',
          onStep: (step) => onStep(step),
        },
      },
    })
    worker = await site.person('clara', ['communications'])
    officer = await site.person('petra', ['privacy-officer'])
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('deletes the whole record and counts what the rule keeps, field by field, by the month of receipt', async () => {
    await receive(8, { topic: 'help', told: true })
    await receive(6, { topic: 'other' })
    await receive(5, { topic: 'thanks', told: true })
    await receive(1, { topic: 'complaint' })
    await receive(2, { topic: 'help', kind: 'spam' })
    site.clock.set('2026-01-20T15:00:00.000Z')
    await run()
    // What a case only deletes is not counted.
    expect(await countRows(at(), 'chats', {})).toBe(20)
    site.clock.set('2026-04-10T15:00:00.000Z')
    await run()
    expect(await countRows(at(), 'chats', {})).toBe(0)
    const fields = await shown()
    // Of what is small with what it takes to hide it, only the sum is told.
    expect(counted(fields, 'topic', '2026-01')).toEqual([['=help', 8], ['=other', 6], 6])
    expect(counted(fields, 'told', '2026-01')).toEqual([['=true', 13], ['=false', 7], 0])
    const units = await findRows(at(), 'gov-deletions', {}, { limit: 0 })
    expect(units.every(({ tallies, ids }) => tallies === null && ids === null)).toBe(true)
  })

  it('says on the certificate how many were counted, in the rule what of them, and it is verified', async () => {
    const certificates = await findRows(at(), 'gov-certificates', { reason: { equals: 'due' } }, { limit: 0 })
    expect(certificates.map(({ rows, counted: some }) => [rows, some]).sort()).toEqual([
      [2, 0],
      [20, 20],
    ])
    const [row] = certificates.filter(({ rows }) => rows === 20)
    expect(row!.rule).toContain('counted for statistics before by topic, told')
    const t = translatorFor(site.payload, 'en')
    const port = runtimeOf(site.payload).capabilities.find(({ key }) => key === 'retention')!
      .port as RetentionCommands
    const verified = async (): Promise<boolean> => (await port.verify(at(), { t, locale: 'en' })).ok
    expect(await verified()).toBe(true)
    const one = { number: { equals: row!.number } }
    await compareAndSet(at(), 'gov-certificates', one, { counted: 19 })
    expect(await verified()).toBe(false)
    await compareAndSet(at(), 'gov-certificates', one, { counted: 20 })
    expect(await verified()).toBe(true)
  })

  it('keeps nothing of a month that was published beside what may be told', async () => {
    const row = await statisticsOf('2026-01')
    expect(row).toMatchObject({ state: 'published', counts: null, adding: null, smallest: 5 })
    expect(JSON.stringify(row)).not.toContain('complaint')
    const [entry] = await findRows(at(), 'gov-ledger', { action: { equals: 'retention.monthPublished' } })
    expect(entry!.facts).toMatchObject({ collection: 'chats', month: '2026-01' })
    expect(JSON.stringify(entry)).not.toContain('complaint')
  })

  it('tells nothing of a month before all of it is gone, and adds nothing to it afterwards', async () => {
    site.clock.set('2026-05-02T15:00:00.000Z')
    const early = await receive(6, { topic: 'help' })
    await receive(5, { topic: 'other' })
    const [held, last] = await receive(2, { topic: 'other' })
    // Deleted by hand it is counted by the same rule, no more and no less.
    const gone = await site.rest('POST', `/governance/retention/records/chats/${early[0]!.id}/delete`, {
      as: worker,
    })
    expect(gone.status).toBe(200)
    const hold = await site.rest('POST', '/governance/retention/holds', {
      as: officer,
      body: { record: `chats:${held!.id}`, why: 'A question of the court.' },
    })
    expect(hold.status, hold.text).toBeLessThan(300)
    const kept = await site.rest('POST', '/governance/retention/holds', {
      as: officer,
      body: { record: `chats:${last!.id}`, why: 'Another question.' },
    })
    expect(kept.status, kept.text).toBeLessThan(300)
    site.clock.set('2026-06-15T15:00:00.000Z')
    await run()
    expect(await statisticsOf('2026-05')).toMatchObject({ state: 'open' })
    expect((await shown()).flatMap(({ months }) => months.map(({ month }) => month))).not.toContain('2026-05')
    site.clock.set('2026-08-10T15:00:00.000Z')
    await run()
    expect(await countRows(at(), 'chats', {})).toBe(2)
    const told = [['=help', 6], ['=other', 5], 0]
    expect(counted(await shown(), 'topic', '2026-05')).toEqual(told)
    const [open] = await findRows(at(), 'gov-holds', { subject: { equals: `chats:${held!.id}` } })
    const released = await site.rest('POST', `/governance/retention/holds/${open!.id}/release`, {
      as: officer,
      body: { why: 'It is over.' },
    })
    expect(released.status, released.text).toBe(200)
    await run()
    expect(await countRows(at(), 'chats', {})).toBe(1)
    expect(counted(await shown(), 'topic', '2026-05')).toEqual(told)
    const closed = await statisticsOf('2026-05')
    expect([closed!.state, closed!.counts ?? null]).toEqual(['published', null])
  })

  it('counts each record once, wherever the work is cut off', async () => {
    site.clock.set('2026-12-10T15:00:00.000Z')
    // Not due yet: the month stays open until it is.
    await receive(1, { topic: 'other', createdAt: '2026-09-29T15:00:00.000Z' })
    const cutAt = [
      'after:intend',
      'after:list',
      'before:dropVersions',
      'after:dropRecords',
      'between:dropRows',
      'after:dropRows',
      'before:count',
      'between:count',
      'after:count',
      'between:certify',
    ]
    const cuts: string[] = []
    for (const step of cutAt) {
      let cut = false
      await receive(2, { topic: 'help', createdAt: '2026-09-03T15:00:00.000Z' })
      onStep = (now) => {
        if (now !== step || cut) return
        cut = true
        throw new Error(`cut at ${step}`)
      }
      await run().catch(() => undefined)
      if (cut) cuts.push(step)
      // A lease that was not given back runs out.
      site.clock.forward(120_000)
    }
    onStep = () => undefined
    await run()
    expect(cuts).toEqual(cutAt)
    await receive(7, { topic: 'thanks', createdAt: '2026-09-03T15:00:00.000Z' })
    site.clock.set('2027-01-10T15:00:00.000Z')
    await run()
    expect(await countRows(at(), 'chats', { topic: { not_equals: 'other' } })).toBe(0)
    expect(counted(await shown(), 'topic', '2026-09')).toEqual([['=help', 2 * cutAt.length], 8])
  })

  it('waits with a month for a deletion that was cut off when its rows were gone', async () => {
    await receive(7, { topic: 'help', createdAt: '2026-10-05T15:00:00.000Z' })
    site.clock.set('2027-02-03T15:00:00.000Z')
    let units = 0
    onStep = (now) => {
      if (now !== 'between:dropRows') return
      units += 1
      if (units === 2) throw new Error('cut')
    }
    await run()
    onStep = () => undefined
    expect(await statisticsOf('2026-10')).toMatchObject({ state: 'open' })
    await run()
    expect(counted(await shown(), 'topic', '2026-10')).toEqual([['=help', 7], 0])
  })

  it('does not count again what comes back from a backup', async () => {
    const [row] = await receive(1, { topic: 'help' })
    const table = await driverOf(site.payload, 'chats')
    const gone = await site.rest('POST', `/governance/retention/records/chats/${row!.id}/delete`, {
      as: worker,
    })
    expect(gone.status).toBe(200)
    const before = (await statisticsOf('2027-02'))!.counts
    expect(before).toMatchObject({ topic: { '=help': 1 } })
    await table.restore()
    const t = translatorFor(site.payload, 'en')
    const port = runtimeOf(site.payload).capabilities.find(({ key }) => key === 'retention')!
      .port as RetentionCommands
    const { lines } = await port.replay(at(), { t, locale: 'en' }, [])
    expect(lines[0]).toContain('Deleted again: 1 records.')
    expect((await statisticsOf('2027-02'))!.counts).toEqual(before)
    // All of it is gone, and more may still come in.
    await run()
    expect(await statisticsOf('2027-02')).toMatchObject({ state: 'open' })
  })

  it('shows counts to those who work with them, and to nobody else, by no other door', async () => {
    const editor = await site.person('ed', ['content-creator'])
    for (const path of [STATISTICS, `${STATISTICS}/table`]) {
      expect((await site.rest('GET', path)).status).toBe(401)
      expect((await site.rest('GET', path, { as: editor })).status).toBe(403)
    }
    for (const as of [officer, worker, editor]) {
      expect((await site.rest('GET', '/gov-statistics', { as })).body.docs ?? []).toEqual([])
      const { body } = await site.rest('GET', '/gov-deletions?limit=100', { as })
      expect(JSON.stringify(body)).not.toContain('tallies')
      const asked = await site.rest('GET', '/gov-deletions?where[tallies][exists]=true', { as })
      expect(asked.body.docs ?? []).toEqual([])
    }
  })

  it('gives the same as a table, in words of the language, the small ones together', async () => {
    const { status, text, headers } = await site.rest('GET', `${STATISTICS}/table`, {
      as: worker,
      lang: 'fr',
    })
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain('text/csv')
    expect(text).toContain('chats,,2026-01,topic,help,help,8')
    expect(text).toContain('chats,,2026-01,told,true,Coché,13')
    expect(text).toContain('chats,,2026-01,topic,,Toutes les autres ensemble,6')
    expect(text).not.toContain('complaint')
  })
})

describeDatabases('what cannot be counted', (database) => {
  it.runIf(database.name === 'sqlite')('is refused at the start, with what to do', async () => {
    const refused = (keep: string[]): Promise<unknown> =>
      stand(database, {
        collections: [structuredClone({ ...chats, access: {} })],
        plugin: { ...alone, retention: { collections: { chats: { action: 'anonymize', keep } } } },
      })
    const says = async (name: string, why: RegExp): Promise<void> => {
      await expect(refused([name]), name).rejects.toThrow(why)
      await expect(refused([name]), name).rejects.toThrow(/select, radio.*leave it out/)
    }
    await says('nothing', /names "nothing", which is no field/)
    await says('words', /names "words", and free text may name anybody/)
    await says('mail', /names "mail", and an address is a person/)
    await says('who', /names "who", and a relationship leads to a person/)
    await says('several', /names "several", and a record may hold several/)
    await says('spoken', /names "spoken", and it differs by language/)
  })
})
