import { afterAll, beforeAll, expect, it } from 'vitest'

import type { IncidentPort } from '../../../src/kernel/ports.js'
import { findRow, findRows, insertOnce, type Row } from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { days, hours, type Person, type RestAnswer, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { mailServer, type MailServer } from '../../helpers/smtp.js'
import { doors } from './doors.js'

describeDatabases('incidents that concern somebody who would answer them', (database) => {
  let server: MailServer
  let site: Stand
  let aed: Person
  let ed: Person
  let officer: Person
  let creator: Person
  let standIn: Person

  beforeAll(async () => {
    server = await mailServer()
    site = await stand(database, {
      config: { email: server.email(), serverURL: 'https://lakeshore.example' },
      plugin: { moderation: false, notices: false, intake: { perSource: 1000, minFillSeconds: 0 } },
    })
    aed = await site.person('ada', ['aed'])
    ed = await site.person('edouard', ['ed'])
    officer = await site.person('olga', ['privacy-officer'])
    creator = await site.person('carl', ['content-creator'])
    standIn = await site.person('dana', ['administrator'])
  })
  afterAll(async () => {
    await site?.stop()
    await server?.stop()
  })

  const { ctx, send, sent, act, tick, delegate } = doors(() => site)
  const mailed = (to: Person): string[] => server.to(to.email).map((mail) => mail.subject)
  const words = { kind: 'policy-violation', severity: 'critical', summary: 'It was not right' }
  const report = (body: object, as: Person = creator): Promise<RestAnswer> => send(as, { ...words, ...body })
  const reported = (body: object, as: Person = creator): Promise<Row> => sent(as, { ...words, ...body })
  const acknowledge = (as: Person, row: Row): Promise<RestAnswer> => act(as, row, 'acknowledge')

  it('go round them: no mail, no list, count, version, ledger entry or id', async () => {
    const row = await reported({ concerned: [aed.ref] })
    await tick()
    server.received.length = 0
    for (let round = 0; round < 4; round += 1) {
      site.clock.forward(hours(1) + 1000)
      await tick()
    }
    expect(mailed(aed)).toEqual([])
    expect(mailed(ed).length).toBeGreaterThan(1)

    const subject = `gov-incidents:${row.id}`
    const asks = async (as: Person) => ({
      list: (await site.rest('GET', '/gov-incidents', { as })).body.totalDocs,
      count: (await site.rest('GET', '/gov-incidents/count', { as })).body.totalDocs,
      one: (await site.rest('GET', `/gov-incidents/${row.id}`, { as })).status,
      ledger: (await site.rest('GET', `/governance/ledger?thing=${subject}`, { as })).body.entries.length > 0,
      entries:
        (await site.rest('GET', `/gov-ledger?where[subject][equals]=${subject}`, { as })).body.totalDocs > 0,
      mails:
        (await site.rest('GET', `/gov-outbox?where[about][equals]=${subject}`, { as })).body.totalDocs > 0,
    })
    expect(await asks(ed)).toEqual({ list: 1, count: 1, one: 200, ledger: true, entries: true, mails: true })
    expect(await asks(aed)).toEqual({
      list: 0,
      count: 0,
      one: 404,
      ledger: false,
      entries: false,
      mails: false,
    })
    const texts = await Promise.all(
      ['/gov-ledger?limit=0', '/gov-outbox?limit=0', '/governance/ledger/export?format=jsonl'].map(
        async (path) => (await site.rest('GET', path, { as: aed })).text,
      ),
    )
    for (const text of texts) {
      expect(text).not.toContain(subject)
      expect(text).not.toContain(String(row.number))
    }
    // As if it were not there.
    const absent = await site.rest('POST', '/governance/incidents/999999/acknowledge', { as: aed, body: {} })
    const guessed = await acknowledge(aed, row)
    expect([guessed.status, guessed.body]).toEqual([404, absent.body])
    expect((await acknowledge(ed, row)).status).toBe(200)
  })

  it('are told by anybody who reads it that the list was read, but not how many it held', async () => {
    await site.rest('GET', '/gov-incidents', { as: ed })
    const row = await reported({ concerned: 'aed' })
    await reported({ summary: 'Another one' })
    await site.rest('GET', '/gov-incidents', { as: ed })
    const { text } = await site.rest('GET', '/gov-ledger?where[action][equals]=incidents.read&limit=0', {
      as: aed,
    })
    expect(text).not.toContain(`gov-incidents:${row.id}"`)
    // How many it held is no fact of the entry.
    expect(text).toContain('"several":true')
    expect(text).not.toMatch(/"(cases|count)":/)
  })

  it('reach the privacy officer where they concern AED and ED alike', async () => {
    server.received.length = 0
    const row = await reported({ concerned: ['aed', 'ed'] })
    await tick()
    expect(mailed(officer).filter((subject) => subject.includes(String(row.number)))).toHaveLength(1)
    expect([...mailed(aed), ...mailed(ed)].filter((subject) => subject.includes(String(row.number)))).toEqual(
      [],
    )
    expect((await acknowledge(ed, row)).status).toBe(404)
    expect((await acknowledge(officer, row)).status).toBe(200)
    // Of others the officer learns nothing.
    const other = await reported({ summary: 'Something else' })
    expect((await acknowledge(officer, other)).status).toBe(404)
  })

  it('refuse who is nobody with one sentence, and write nothing', async () => {
    const before = (await findRows(ctx(), 'gov-incidents', {}, { limit: 0 })).length
    for (const concerned of ['users:999999', 'nobody', ['aed', 'members:1'], { $ne: '' }]) {
      const answer = await report({ concerned })
      expect([concerned, answer.status]).toEqual([concerned, 400])
    }
    expect(await findRows(ctx(), 'gov-incidents', {}, { limit: 0 })).toHaveLength(before)
  })

  it('take what a visitor says it is about, by role and never by name', async () => {
    const body = { kind: 'policy-violation', words: 'The director was rude', about: 'ed' }
    const { number } = (await site.rest('POST', '/info/message', { body })).body
    const row = await findRow(ctx(), 'gov-incidents', { number: { equals: number } })
    expect(row).toMatchObject({ concerned: `|${ed.ref}|` })
    const named = { ...body, words: 'Again', about: ed.ref }
    const second = (await site.rest('POST', '/info/message', { body: named })).body
    expect(
      (await findRow(ctx(), 'gov-incidents', { number: { equals: second.number } }))!.concerned,
    ).toBeNull()
  })

  it('are told to who stands in for the AED on the second rung, who can take them meanwhile', async () => {
    const before = await reported({ kind: 'privacy-breach', summary: 'Before' })
    expect((await acknowledge(standIn, before)).status).toBe(404)
    await delegate(aed, standIn)
    server.received.length = 0
    const row = await reported({ kind: 'privacy-breach', summary: 'A matter for the second' })
    await tick()
    const about = (to: Person): number =>
      mailed(to).filter((subject) => subject.includes(String(row.number))).length
    expect([about(aed), about(standIn), about(ed)]).toEqual([1, 0, 0])
    site.clock.forward(hours(1) + 1000)
    await tick()
    expect([about(aed), about(standIn), about(ed)]).toEqual([1, 1, 0])
    const concerning = await reported({
      kind: 'privacy-breach',
      concerned: [aed.ref],
      summary: 'About the first',
    })
    expect((await acknowledge(standIn, concerning)).status).toBe(404)
    const own = await reported({
      kind: 'privacy-breach',
      concerned: [standIn.ref],
      summary: 'About the second',
    })
    expect((await acknowledge(standIn, own)).status).toBe(404)
    expect((await acknowledge(standIn, row)).status).toBe(200)
    site.clock.forward(days(2))
    const later = await reported({ kind: 'privacy-breach', summary: 'When it is over' })
    expect((await acknowledge(standIn, later)).status).toBe(404)
  })

  it('have no mail for whom they turned out to concern, or who was taken off, before it left', async () => {
    const row = await reported({ kind: 'privacy-breach', summary: 'To be helped with' })
    const own = await reported({
      kind: 'privacy-breach',
      summary: 'About a helper',
      concerned: [creator.ref],
    })
    const people = ['hana', 'hugo', 'farid'].map((name) => site.person(name, ['communications']))
    const [stays, leaves, former] = (await Promise.all(people)) as [Person, Person, Person]
    const work = (path: string, { ref: person }: Person) =>
      site.rest('POST', `/governance/incidents/${row.id}/${path}`, { as: aed, body: { person } })
    for (const one of [stays, leaves]) expect((await work('assign', one)).status).toBe(200)
    expect((await work('unassign', leaves)).status).toBe(200)
    await tick()
    // As written before: to the two helpers, to somebody who was AED then, and to whom it concerns.
    const causedAt = site.clock.now().toISOString()
    const write = (to: Person, { id }: Row) =>
      insertOnce(ctx(), 'gov-outbox', {
        ...{ key: `before:${to.ref}`, template: 'incidents:mail:alert', state: 'waiting', attempts: 0 },
        ...{ toKind: 'user', toRef: to.ref, about: `gov-incidents:${id}`, values: {}, path: '/admin' },
        ...{ nextAt: causedAt, causedAt },
      })
    for (const one of [stays, leaves, former]) await write(one, row)
    await write(creator, own)
    server.received.length = 0
    await tick()
    const became = async (to: Person) => {
      const mail = await findRow(ctx(), 'gov-outbox', { key: { equals: `before:${to.ref}` } })
      return [mail!.state, mail!.lastError ?? null, mailed(to).length]
    }
    expect(await became(stays)).toEqual(['sent', null, 1])
    expect(await became(leaves)).toEqual(['stopped', 'notTheirs', 0])
    expect(await became(former)).toEqual(['stopped', 'notTheirs', 0])
    expect(await became(creator)).toEqual(['stopped', 'concerned', 0])
  })

  it('are seen by who stands in for two AEDs where they concern neither of the two', async () => {
    const second = await site.person('alma', ['aed'])
    const both = await site.person('boris', ['administrator'])
    for (const from of [aed, second]) await delegate(from, both)
    const about = (concerned: string[]) =>
      reported({ kind: 'privacy-breach', concerned, summary: `About ${concerned.join(' and ') || 'nobody'}` })
    const none = await about([])
    const rows = [await about([aed.ref]), await about([second.ref])]
    server.received.length = 0
    site.clock.forward(hours(1) + 1000)
    await tick()
    const told = (row: Row): number =>
      mailed(both).filter((subject) => subject.includes(String(row.number))).length
    expect([told(none), ...rows.map(told)]).toEqual([1, 0, 0])
    for (const row of rows) expect((await acknowledge(both, row)).status).toBe(404)
    expect((await acknowledge(both, none)).status).toBe(200)
    // Of the first the second is told, who is the other's equal.
    expect((await acknowledge(second, rows[0]!)).status).toBe(200)
    await site.payload.update({
      ...{ collection: 'users', id: second.id, overrideAccess: true },
      data: { roles: ['administrator'] } as never,
    })
  })

  it('opened by other code tell the same people', async () => {
    const port = runtimeOf(site.payload).capabilities.find(({ key }) => key === 'incidents')!
      .port as IncidentPort
    const draft = { causeKey: 'test:1', kind: 'other', severity: 'critical' as const, summary: 'By code' }
    server.received.length = 0
    const { number } = await port.open(ctx(), draft, { kind: 'system', roles: [] })
    await tick()
    expect(mailed(aed).filter((subject) => subject.includes(number))).toHaveLength(1)
  })

  it('that can reach nobody say so to whoever reports them, and go to the first who may be told', async () => {
    server.received.length = 0
    const answer = await report({ concerned: ['aed', 'ed', officer.ref], summary: 'About all of them' })
    expect([answer.status, answer.body.heard]).toEqual([200, false])
    expect((await report({ summary: 'About nobody' })).body.heard).toBe(true)
    await tick()
    const about = (subject: string): boolean => subject.includes(String(answer.body.number))
    expect(server.received.filter(({ subject }) => about(subject))).toEqual([])
    const next = await site.person('edith', ['ed'])
    site.clock.forward(days(1 / 96) + 1000)
    await tick()
    expect(mailed(next).filter(about)).toHaveLength(1)
    expect([aed, ed, officer].flatMap(mailed).filter(about)).toEqual([])
  })
})
