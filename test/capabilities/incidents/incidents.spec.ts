import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { newStamp } from '../../../src/platform/intake.js'
import { compareAndSet, countRows, findRow, findRows, insert, type Row } from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { report } from '../../../src/capabilities/incidents/domain.js'
import type { IncidentPort } from '../../../src/kernel/ports.js'
import { SYSTEM } from '../../../src/kernel/actor.js'
import { days, hours, type Person, type RestAnswer, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { mailServer, type MailServer } from '../../helpers/smtp.js'

/** Planted in words, names, places and addresses; must turn up nowhere but in the case itself. */
const CANARIES = ['Quetzalcoatl', 'Xochimilco', 'popocatepetl']

const counts: Record<
  string,
  { lost: number; duplicates: number; escalationsSkipped: number; canaryHits: number }
> = {}

describeDatabases('incidents', (database) => {
  let server: MailServer
  let site: Stand
  let aed: Person
  let ed: Person
  let creator: Person
  let officer: Person
  const logged: string[] = []
  const mine = { lost: 0, duplicates: 0, escalationsSkipped: 0, canaryHits: 0 }

  beforeAll(async () => {
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, method).mockImplementation(
        (...words) => void logged.push(words.map(String).join(' ')),
      )
    }
    server = await mailServer()
    const config = {
      email: server.email(),
      serverURL: 'https://lakeshore.example',
      logger: {
        options: { level: 'trace' },
        destination: { write: (line: string) => logged.push(line) },
      } as never,
    }
    const plugin = { intake: { perSource: 1000, minFillSeconds: 0 } }
    site = await stand(database, { config, plugin })
    aed = await site.person('ada', ['aed'])
    ed = await site.person('edouard', ['ed'])
    creator = await site.person(CANARIES[2]!, ['content-creator'])
    officer = await site.person('priya', ['privacy-officer'])
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await site?.stop()
    await server?.stop()
    counts[database.name] = mine
    mkdirSync('test/.results', { recursive: true })
    const file = 'test/.results/incidents.json'
    let before: object = {}
    try {
      before = JSON.parse(readFileSync(file, 'utf8')) as object
    } catch {
      // The first database writes the file.
    }
    writeFileSync(file, `${JSON.stringify({ ...before, ...counts }, null, 2)}\n`)
  })
  beforeEach(async () => {
    // Each fact starts with no unanswered case left over from the one before.
    for (const row of await findRows(ctx(), 'gov-incidents', { state: { equals: 'reported' } }))
      await acknowledge(aed, row)
    await tick()
    server.mood = 'accepts'
    server.received.length = 0
  })

  const ctx = () => ({ payload: site.payload })
  const tick = () => governanceTick(site.payload, { force: true, only: ['heal', 'timers', 'outbox'] })
  const port = () =>
    runtimeOf(site.payload).capabilities.find(({ key }) => key === 'incidents')!.port as IncidentPort
  const asReported = {
    kind: 'lost-or-stolen',
    severity: 'critical',
    summary: `${CANARIES[0]} lost a laptop`,
    place: CANARIES[1]!,
  }
  const send = (body: object = {}, as: Person | undefined = creator): Promise<RestAnswer> =>
    site.rest('POST', '/governance/incidents/report', { as, body: { ...asReported, ...body } })
  const caseNumbered = async (number: string): Promise<Row> =>
    (await findRow(ctx(), 'gov-incidents', { number: { equals: number } }))!
  const reported = async (body: object = {}): Promise<Row> =>
    caseNumbered((await send(body)).body.number as string)
  const act = (as: Person, row: Row, action: string, words = ''): Promise<RestAnswer> =>
    site.rest('POST', `/governance/incidents/${row.id}/${action}`, { as, body: { words } })
  const acknowledge = (as: Person, row: Row): Promise<RestAnswer> => act(as, row, 'acknowledge')
  const stateOf = async (row: Row): Promise<string> =>
    (await caseNumbered(row.number as string)).state as string
  const entries = (row: Row, action?: string): Promise<Row[]> =>
    findRows(ctx(), 'gov-ledger', {
      and: [
        { subject: { equals: `gov-incidents:${row.id}` } },
        ...(action ? [{ action: { equals: action } }] : []),
      ],
    })
  const mailed = (to: Person): string[] => server.to(to.email).map((mail) => mail.subject)

  it('records a report before any mail, alerts the AED, and nobody else yet', async () => {
    server.mood = 'refuses for now'
    const answer = await send()
    expect(answer.status).toBe(200)
    const row = await caseNumbered(answer.body.number)
    expect(row).toMatchObject({
      state: 'reported',
      severity: 'critical',
      summary: asReported.summary,
      place: CANARIES[1],
    })
    expect(server.received).toHaveLength(0)
    await tick()
    expect(server.received).toHaveLength(0)
    server.mood = 'accepts'
    site.clock.forward(60_000)
    await tick()
    expect(mailed(aed)).toEqual([`Incident ${row.number}: Critical`])
    expect(mailed(ed)).toEqual([])
    expect(server.received[0]!.text).toContain(
      `https://lakeshore.example/admin/governance/incidents/${row.id}`,
    )
  })

  it('sends a critical report that nobody answers to the ED after an hour, once, however often the runners run', async () => {
    const row = await reported()
    await tick()
    site.clock.forward(hours(1) - 1000)
    await tick()
    expect(mailed(ed)).toEqual([])
    site.clock.forward(2000)
    await Promise.all([tick(), tick(), tick()])
    await tick()
    expect(mailed(ed)).toEqual([`Nobody has taken incident ${row.number}: Critical`])
    // Who was asked first is asked again when all of them are.
    expect(mailed(aed)).toHaveLength(1)
    expect(await entries(row, 'incidents.escalated')).toHaveLength(1)
    mine.duplicates += server.received.length - new Set(server.received.map((mail) => mail.messageId)).size
  })

  it('escalates at most five rounds, from the second on to all, none skipped', async () => {
    const row = await reported()
    for (let hour = 0; hour < 7; hour += 1) {
      site.clock.forward(hours(1) + 1000)
      await tick()
    }
    const after = await caseNumbered(row.number)
    expect(after.escalations).toBe(5)
    expect(mailed(ed)).toHaveLength(5)
    expect(mailed(aed)).toHaveLength(5)
    const rounds = (await entries(row, 'incidents.escalated')).map(
      (one) => (one.facts as { round: number }).round,
    )
    expect(rounds.sort()).toEqual([1, 2, 3, 4, 5])
    mine.escalationsSkipped += 5 - rounds.length
    expect((after.timeline as { what: string }[]).filter((line) => line.what === 'escalated')).toHaveLength(5)
  })

  it('waits for the office to open, except for what is critical', async () => {
    // A Friday afternoon in Toronto.
    site.clock.set(new Date('2027-04-09T19:00:00.000Z'))
    await tick()
    const due = async (severity: string): Promise<unknown> =>
      new Date((await reported({ severity, place: severity })).ackDueAt as string).toISOString()
    expect(await due('critical')).toBe('2027-04-09T20:00:00.000Z')
    expect(await due('high')).toBe('2027-04-12T15:00:00.000Z')
    expect(await due('medium')).toBe('2027-04-12T19:00:00.000Z')
    const high = await reported({ severity: 'high' })
    server.received.length = 0
    site.clock.forward(days(2))
    await tick()
    expect(mailed(ed).filter((subject) => subject.includes(String(high.number)))).toEqual([])
    site.clock.set(new Date('2027-04-12T15:00:01.000Z'))
    await tick()
    expect(mailed(ed).filter((subject) => subject.includes(String(high.number)))).toHaveLength(1)
    // The next round comes after as many office hours again.
    site.clock.set(new Date('2027-04-12T18:59:00.000Z'))
    await tick()
    expect((await caseNumbered(String(high.number))).escalations).toBe(1)
    site.clock.set(new Date('2027-04-12T19:00:02.000Z'))
    await tick()
    expect((await caseNumbered(String(high.number))).escalations).toBe(2)
  })

  it('is quiet once somebody has said "I have this"', async () => {
    const row = await reported()
    await tick()
    expect((await acknowledge(aed, row)).body).toEqual({ number: row.number, state: 'acknowledged' })
    for (const pause of [1, 2, 30]) {
      site.clock.forward(hours(pause))
      await tick()
    }
    expect(mailed(ed)).toEqual([])
    expect(await entries(row, 'incidents.escalated')).toEqual([])
  })

  it.each(['low', 'medium', 'high'])('lets a %s report wait until its deadline', async (severity) => {
    const { ackDueAt } = await reported({ severity })
    site.clock.set(new Date(Date.parse(ackDueAt as string) - 60_000))
    await tick()
    expect(mailed(ed)).toEqual([])
    site.clock.forward(120_000)
    await tick()
    expect(mailed(ed)).toHaveLength(1)
  })

  it('skips no escalation when the clock jumps, either way', async () => {
    const row = await reported()
    site.clock.forward(hours(-1))
    await tick()
    expect(mailed(ed)).toEqual([])
    site.clock.forward(hours(11))
    await tick()
    expect(mailed(ed)).toHaveLength(1)
    site.clock.forward(hours(-1))
    await tick()
    site.clock.forward(hours(2) + 1000)
    await tick()
    expect(mailed(ed)).toHaveLength(2)
    mine.escalationsSkipped += 2 - (await entries(row, 'incidents.escalated')).length
  })

  it('loses nothing when the process dies between the row and its effects', async () => {
    const actor = { kind: 'visitor' as const, roles: [] }
    const left: Row[] = []
    for (let i = 0; i < 5; i += 1) {
      // What the store writes in its one write, and then nothing more: as if killed at that moment.
      const { data, effects } = report(
        {
          number: `KILL-${i}`,
          causeKey: `kill:${i}`,
          kind: 'outage',
          severity: 'critical',
          summary: CANARIES[0]!,
        },
        actor,
        site.clock.now(),
        {
          answerBy: (_severity, from) => new Date(from.getTime() + hours(1)),
          rounds: 5,
          kindLabel: (kind) => `governance:incidents:kind:${kind}`,
          casePath: (id) => `/admin/governance/incidents/${id}`,
        },
        { aed: [aed.ref], ed: [ed.ref], delegates: [], concerned: [], blocked: false, beyond: [] },
      )
      const journal = {
        ledger: effects.ledger!.map((draft, n) => ({ ...draft, key: `kill:${i}:${n}` })),
        mail: effects.mail,
        timers: effects.timers,
        receipts: [],
        causedAt: site.clock.now().toISOString(),
      }
      left.push(
        await insert(ctx(), 'gov-incidents', {
          ...data,
          rev: 0,
          effects: JSON.parse(JSON.stringify(journal)),
          effectsKey: `kill:${i}`,
        }),
      )
    }
    expect(await countRows(ctx(), 'gov-outbox', { key: { contains: 'KILL' } })).toBe(0)
    await tick()
    await tick()
    for (const row of left) {
      expect(server.to(aed.email).filter((mail) => mail.subject.includes(row.number as string))).toHaveLength(
        1,
      )
      expect(await entries(row, 'incidents.reported')).toHaveLength(1)
    }
    site.clock.forward(hours(1) + 1000)
    await tick()
    const escalated = left.filter((row) =>
      server.to(ed.email).some((mail) => mail.subject.includes(row.number as string)),
    )
    mine.lost += left.length - escalated.length
    expect(escalated).toHaveLength(5)
  })

  it('repeats no escalation when the process dies between the round and the timer', async () => {
    const row = await reported()
    await tick()
    site.clock.forward(hours(1) + 1000)
    await tick()
    // As if the timer had not been moved on: the same round comes due once more.
    await compareAndSet(
      ctx(),
      'gov-timers',
      { key: { equals: `incidents:gov-incidents:${row.id}` } },
      {
        step: 0,
        dueAt: site.clock.now().toISOString(),
      },
    )
    await tick()
    expect(mailed(ed)).toHaveLength(1)
    expect(await entries(row, 'incidents.escalated')).toHaveLength(1)
    site.clock.forward(hours(1) + 1000)
    await tick()
    expect(mailed(ed)).toHaveLength(2)
  })

  it('opens one case per cause, also when many find it at once', async () => {
    const draft = { causeKey: 'same', kind: 'outage', severity: 'high' as const, summary: 'the same' }
    const opened = await Promise.all(Array.from({ length: 6 }, () => port().open(ctx(), draft, SYSTEM)))
    expect(new Set(opened.map((one) => one.number)).size).toBe(1)
    expect(opened.filter((one) => one.opened)).toHaveLength(1)
    const unknown = await port().open(
      ctx(),
      { ...draft, causeKey: 'unknown kind', kind: 'no-such-kind' },
      SYSTEM,
    )
    expect((await caseNumbered(unknown.number)).kind).toBe('other')
    const pressed = await Promise.all([send({ requestKey: 'r1' }), send({ requestKey: 'r1' })])
    expect(pressed[0]!.body.number).toBe(pressed[1]!.body.number)
  })

  it('lets one of two people take a case; the other hears that it is taken', async () => {
    const row = await reported()
    const answers = await Promise.all([acknowledge(aed, row), acknowledge(ed, row)])
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409])
    expect(await entries(row, 'incidents.acknowledged')).toHaveLength(1)
  })

  it('acknowledges by a POST after signing in only: whoever opens the link changes nothing', async () => {
    const row = await reported()
    const path = `/governance/incidents/${row.id}/acknowledge`
    expect((await site.rest('GET', path)).status).toBe(404)
    expect((await site.rest('GET', path, { as: aed })).status).toBe(404)
    expect((await site.rest('HEAD', path, { as: aed })).status).not.toBe(200)
    expect((await site.rest('POST', path, { body: {} })).status).toBe(401)
    expect((await site.rest('GET', `/gov-incidents/${row.id}`, { as: aed })).status).toBe(200)
    expect(await stateOf(row)).toBe('reported')
    const foreign = await site.rest('POST', path, {
      as: aed,
      body: {},
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(foreign.status).toBe(403)
    expect(await stateOf(row)).toBe('reported')
  })

  it('is resolved and closed with words, and keeps its history', async () => {
    const row = await reported()
    await acknowledge(aed, row)
    expect((await act(aed, row, 'close', 'nothing')).status).toBe(409)
    expect((await act(aed, row, 'resolve')).status).toBe(400)
    expect((await act(aed, row, 'contain')).body.state).toBe('contained')
    expect((await act(aed, row, 'resolve', 'Found in the bus')).body.state).toBe('resolved')
    expect((await act(ed, row, 'close', 'Laptops are locked away')).body.state).toBe('closed')
    expect((await act(ed, row, 'close', 'again')).status).toBe(409)
    const closed = await caseNumbered(row.number)
    expect(closed).toMatchObject({ happened: 'Found in the bus', changes: 'Laptops are locked away' })
    expect((closed.timeline as { what: string }[]).map((line) => line.what)).toEqual([
      'reported',
      'acknowledged',
      'contained',
      'resolved',
      'closed',
    ])
    expect((await entries(row)).map((one) => one.action)).toEqual(
      expect.arrayContaining([
        'incidents.reported',
        'incidents.acknowledged',
        'incidents.contained',
        'incidents.resolved',
        'incidents.closed',
      ]),
    )
  })

  it('goes to the ED at once while nobody is AED, and the set-up says so', async () => {
    const missing = async (): Promise<string[]> =>
      (
        await runtimeOf(site.payload).capabilities.find(({ key }) => key === 'incidents')!.missing!(ctx())
      ).map((one) => one.key)
    expect(await missing()).toEqual([])
    const people = vi.spyOn(runtimeOf(site.payload), 'people').mockImplementation(async (_payload, roles) =>
      [
        {
          ref: ed.ref,
          name: 'edouard',
          email: ed.email,
          locale: 'en',
          mail: 'atOnce' as const,
          roles: ['ed'],
        },
      ].filter((person) => roles.length === 0 || person.roles.some((role) => roles.includes(role))),
    )
    // One person alone: a report about her would reach nobody.
    expect(await missing()).toEqual([
      'governance:incidents:missing:aed',
      'governance:incidents:missing:alone',
    ])
    await reported()
    await tick()
    people.mockRestore()
    expect(mailed(ed)).toHaveLength(1)
  })

  it.each([
    ['an unknown severity', { severity: 'dreadful' }],
    ['an unknown kind', { kind: 'nothing-known' }],
    ['no words', { summary: '   ' }],
    ['words that are no text', { summary: { $ne: '' } }],
    ['endless words', { summary: 'x'.repeat(10_001) }],
    ['words that show something else than they say', { summary: 'a\u202Eb' }],
  ])('refuses %s with 400 and writes nothing', async (_name, body) => {
    const before = await countRows(ctx(), 'gov-incidents', {})
    const answer = await send(body)
    expect(answer.status).toBe(400)
    expect(answer.body.errors[0].message).toMatch(/\w/)
    expect(await countRows(ctx(), 'gov-incidents', {})).toBe(before)
  })

  it('answers 404 for a case that is not there, whatever the id looks like', async () => {
    for (const id of ['999999', 'gov', '1%20or%201=1', '0123456789abcdef01234567', '%7B%22%24ne%22%3A1%7D']) {
      const answer = await site.rest('POST', `/governance/incidents/${id}/acknowledge`, { as: aed, body: {} })
      expect([id, answer.status]).toEqual([id, 404])
    }
  })

  it('shows a case to AED and ED only: no list, count, search, version or id for anybody else', async () => {
    const row = await reported()
    const member = await site.payload.create({
      collection: 'members',
      data: { email: `m${row.id}@test.example`, password: 'a long enough password' } as never,
    })
    const { token } = await site.payload.login({
      collection: 'members',
      data: { email: `m${row.id}@test.example`, password: 'a long enough password' } as never,
    })
    const visitor = { ...creator, id: member.id, token: token! }
    const paths = [
      `/gov-incidents/${row.id}`,
      '/gov-incidents',
      '/gov-incidents/count',
      '/gov-incidents/versions',
      `/gov-incidents?where[summary][like]=${CANARIES[0]}`,
      `/gov-incidents?where[reporterRef][equals]=${creator.ref}`,
      '/gov-incidents?depth=2&draft=true&trash=true',
    ]
    for (const as of [creator, officer, visitor, undefined]) {
      for (const path of paths) {
        const answer = await site.rest('GET', path, { as })
        expect([path, answer.status < 300]).toEqual([path, false])
        expect(answer.text).not.toMatch(new RegExp(CANARIES.slice(0, 2).join('|')))
        expect(answer.text).not.toContain('totalDocs')
      }
      for (const action of ['acknowledge', 'contain', 'resolve', 'close']) {
        const known = await site.rest('POST', `/governance/incidents/${row.id}/${action}`, {
          as,
          body: { words: 'w' },
        })
        const unknown = await site.rest('POST', `/governance/incidents/999999/${action}`, {
          as,
          body: { words: 'w' },
        })
        expect(known.status).toBeGreaterThanOrEqual(400)
        expect([known.status, known.text]).toEqual([unknown.status, unknown.text])
      }
    }
    for (const as of [aed, ed])
      expect((await site.rest('GET', `/gov-incidents/${row.id}`, { as })).body.summary).toContain(CANARIES[0])
    expect(await stateOf(row)).toBe('reported')
  })

  it('is not in GraphQL at all', async () => {
    const schema = await site.graphql('{ __schema { types { name } queryType { fields { name } } } }', {
      as: aed,
    })
    expect(JSON.stringify(schema)).not.toMatch(/GovIncident/i)
  })

  it('is written by nobody through any API, overrideAccess included', async () => {
    const row = await reported()
    for (const [method, path] of [
      ['PATCH', `/gov-incidents/${row.id}`],
      ['DELETE', `/gov-incidents/${row.id}`],
      ['POST', '/gov-incidents'],
      ['POST', `/gov-incidents/${row.id}/duplicate`],
    ] as const) {
      expect(
        (await site.rest(method, path, { as: aed, body: { state: 'closed' } })).status,
      ).toBeGreaterThanOrEqual(400)
    }
    await expect(
      site.payload.update({
        collection: 'gov-incidents' as never,
        id: row.id,
        data: { state: 'closed' } as never,
        overrideAccess: true,
      }),
    ).rejects.toMatchObject({ code: 'appendOnly' })
    await expect(
      site.payload.delete({ collection: 'gov-incidents' as never, id: row.id, overrideAccess: true }),
    ).rejects.toMatchObject({ code: 'appendOnly' })
    expect(await stateOf(row)).toBe('reported')
  })

  it('leaves one ledger entry per reading, whatever door it went through', async () => {
    const row = await reported()
    const readings = async (): Promise<number> =>
      countRows(ctx(), 'gov-ledger', { action: { equals: 'incidents.read' } })
    const before = await readings()
    await site.rest('GET', `/gov-incidents/${row.id}`, { as: aed })
    expect(await readings()).toBe(before + 1)
    await site.rest('GET', '/gov-incidents?limit=50', { as: ed })
    expect(await readings()).toBe(before + 2)
    await site.payload.findByID({ collection: 'gov-incidents' as never, id: row.id })
    expect(await readings()).toBe(before + 3)
    const { reads } = runtimeOf(site.payload).capabilities.find(({ key }) => key === 'incidents')!
    const actor = { kind: 'staff' as const, ref: aed.ref, name: 'ada', roles: ['aed'] }
    await reads!.case!({ ...ctx(), actor }, { id: String(row.id) })
    await reads!.list!({ ...ctx(), actor }, {})
    expect(await readings()).toBe(before + 5)
    await expect(
      reads!.list!({ ...ctx(), actor: { ...actor, roles: ['privacy-officer'] } }, {}),
    ).rejects.toMatchObject({ code: 'notAllowed' })
    expect(
      await reads!.case!({ ...ctx(), actor: { ...actor, roles: ['administrator'] } }, { id: String(row.id) }),
    ).toBeNull()
    expect(await readings()).toBe(before + 5)
    expect((await entries(row, 'incidents.read')).map((one) => one.actorRef)).toContain(aed.ref)
    // A condition whose answer is a number, or nothing, tells about the words as well.
    const asked = await readings()
    await site.rest('GET', '/gov-incidents/count?where[summary][like]=a', { as: aed })
    expect(await readings()).toBe(asked + 1)
    await site.rest('GET', '/gov-incidents?where[summary][like]=not-there-at-all', { as: aed })
    expect(await readings()).toBe(asked + 2)
    await site.rest('GET', '/gov-incidents/count', { as: aed })
    await site.rest('GET', '/gov-incidents/count?where[summary][like]=a', { as: officer })
    expect(await readings()).toBe(asked + 2)
  })

  it('shows a reporter the state of the own report and nothing else', async () => {
    const row = await reported()
    await acknowledge(aed, row)
    const own = await site.rest('GET', '/governance/incidents/mine', { as: creator })
    const [first] = own.body.reports
    expect(first).toEqual({
      number: row.number,
      kind: 'lost-or-stolen',
      severity: 'critical',
      state: 'acknowledged',
      reportedAt: new Date(row.reportedAt as string).toISOString(),
    })
    expect((await site.rest('GET', '/governance/incidents/mine', { as: officer })).body).toEqual({
      reports: [],
    })
    expect((await site.rest('GET', '/governance/incidents/mine')).status).toBe(401)
    const hidden = await reported({ anonymous: true })
    expect((await site.rest('GET', '/governance/incidents/mine', { as: creator })).text).not.toContain(
      hidden.number,
    )
    expect(JSON.stringify(hidden)).not.toMatch(new RegExp(`${CANARIES[2]}|${creator.ref}"`))
  })

  it('tells the privacy officer in the ledger that cases move, but not what they are about or who reported', async () => {
    const row = await reported()
    await acknowledge(aed, row)
    const seen = await site.rest(
      'GET',
      `/gov-ledger?where[subject][equals]=gov-incidents:${row.id}&limit=100`,
      { as: officer },
    )
    expect(seen.body.docs.length).toBeGreaterThanOrEqual(2)
    expect(seen.text).not.toMatch(
      new RegExp([...CANARIES, row.number, 'lost-or-stolen', `"${creator.ref}"`].join('|')),
    )
    const stored = await findRows(ctx(), 'gov-ledger', {}, { limit: 10_000 })
    expect(JSON.stringify(stored)).not.toMatch(new RegExp(CANARIES.slice(0, 2).join('|')))
  })

  const form = (over: Record<string, string> = {}): Record<string, string> => ({
    stamp: newStamp(site.payload),
    website: '',
    kind: 'other',
    words: `${CANARIES[0]} was here`,
    ...over,
  })
  const post = (body: Record<string, string>, lang = 'en'): Promise<RestAnswer> =>
    site.rest('POST', `/info/message?lang=${lang}`, { form: body })

  it('takes a visitor’s report on a page with a neutral title, without account or script, in both languages', async () => {
    for (const [lang, heading] of [
      ['en', 'Write to us'],
      ['fr', 'Nous écrire'],
    ] as const) {
      const page = await site.rest('GET', `/info/message?lang=${lang}`)
      expect(page.status).toBe(200)
      expect(page.text).toContain(`<h1>${heading}</h1>`)
      expect(/<title>([^<]*)/.exec(page.text)![1]).not.toMatch(/incident|report|danger|signal/i)
      expect(page.headers.get('cache-control')).toBe('no-store')
    }
    const answer = await post(form())
    expect(answer.status).toBe(200)
    const number = /class="number">([^<]+)/.exec(answer.text)![1]!
    expect(await caseNumbered(number)).toMatchObject({
      reporterKind: 'visitor',
      severity: 'medium',
      reporterRef: null,
    })
    expect(answer.text).not.toContain(CANARIES[0])
  })

  it('opens a critical case at once when somebody may be in danger', async () => {
    const answer = await post(form({ danger: 'yes' }), 'fr')
    const row = await caseNumbered(/class="number">([^<]+)/.exec(answer.text)![1]!)
    expect(row.severity).toBe('critical')
    await tick()
    expect(mailed(aed)).toEqual([`Incident ${row.number}: Critical`])
  })

  it('opens one case when a visitor presses twice, and hands out the same receipt', async () => {
    const body = form({ words: 'pressed twice' })
    const [first, second] = [await post(body), await post(body)]
    const receiptOf = (answer: RestAnswer): string => /href="([^"]*receipt[^"]*)"/.exec(answer.text)![1]!
    expect(receiptOf(first)).toBe(receiptOf(second))
    expect(await countRows(ctx(), 'gov-incidents', { summary: { equals: 'pressed twice' } })).toBe(1)
  })

  it('keeps an address only when it is safe to write to it', async () => {
    for (const [safeToWrite, kept] of [
      ['yes', true],
      ['no', false],
      ['', false],
    ] as const) {
      const words = `contact: ${safeToWrite || 'unanswered'}`
      await post(form({ words, contact: `${CANARIES[1]}@home.example`, safeToWrite }))
      const row = (await findRow(ctx(), 'gov-incidents', { summary: { equals: words } }))!
      expect(Boolean(row.contact)).toBe(kept)
    }
    expect(server.to(`${CANARIES[1]}@home.example`)).toEqual([])
    // And staff learn of whom they must reach in another way.
    const list = await findRows(ctx(), 'gov-unsafe-addresses', {})
    expect(list.filter(({ subject }) => /^gov-incidents:\w+$/.test(subject as string))).not.toEqual([])
    expect(JSON.stringify(list)).not.toContain(CANARIES[1])
  })

  it('lists every address of somebody who did not say yes, also when the first attempt broke after the case', async () => {
    const contact = 'Jane <jane@home.example>, jane@work.example or 555 1234.'
    const body = form({ words: 'said twice', contact })
    const raw = (site.payload.db as unknown as Record<symbol, Record<string, (args: never) => unknown>>)[
      Symbol.for('payload-plugin-governance.originals')
    ]!
    const create = raw.create!
    raw.create = (args: { collection: string }) =>
      args.collection === 'gov-unsafe-addresses'
        ? Promise.reject(new Error('The database is away.'))
        : create(args as never)
    const first = await post(body)
    raw.create = create
    expect(first.status).toBe(500)
    const found = await findRow(ctx(), 'gov-incidents', { summary: { equals: 'said twice' } })
    const where = { subject: { equals: `gov-incidents:${found!.id}` } }
    const listed = () => countRows(ctx(), 'gov-unsafe-addresses', where)
    expect(await listed()).toBe(0)
    // Whether the visitor sends it again or not.
    await tick()
    expect(await listed()).toBe(2)
    for (const again of [await post(body), await post(body)]) expect(again.status).toBe(200)
    expect(await findRows(ctx(), 'gov-incidents', { summary: { equals: 'said twice' } })).toHaveLength(1)
    expect(await listed()).toBe(2)
  })

  it('refuses a robot and a report without words, and keeps what was typed', async () => {
    const before = await countRows(ctx(), 'gov-incidents', {})
    expect((await post(form({ website: 'http://spam.example' }))).status).toBe(400)
    expect((await post(form({ stamp: '1.forged' }))).status).toBe(400)
    const page = await post(form({ kind: 'nothing', words: 'typed <b>with care</b>' }))
    expect(page.status).toBe(400)
    expect(page.text).toContain('typed &lt;b&gt;with care&lt;/b&gt;')
    expect((await post(form({ words: '' }))).status).toBe(400)
    expect(await countRows(ctx(), 'gov-incidents', {})).toBe(before)
  })

  it('has let no planted value into a mail, a log line, the outbox, the ledger, a timer or a receipt', async () => {
    await tick()
    const places = {
      mails: server.received.map((mail) => mail.raw).join('\n'),
      logs: logged.join('\n'),
      ...Object.fromEntries(
        await Promise.all(
          ['gov-outbox', 'gov-ledger', 'gov-timers', 'gov-receipts', 'gov-counters', 'gov-leases'].map(
            async (slug) => {
              const rows = await findRows(ctx(), slug, {}, { limit: 10_000 })
              // Names of staff who acted stand beside the chain, in a column that no API reads.
              return [slug, JSON.stringify(rows.map((row) => ({ ...row, personal: null })))]
            },
          ),
        ),
      ),
    } as Record<string, string>
    expect(places.logs!.length).toBeGreaterThan(0)
    for (const [place, text] of Object.entries(places)) {
      const hits = CANARIES.filter((canary) => text.includes(canary))
      mine.canaryHits += hits.length
      expect([place, hits]).toEqual([place, []])
    }
  })
})
