import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'

import { sanitizeIncidents } from '../../../src/capabilities/incidents/options.js'
import { governanceTick } from '../../../src/index.js'
import { findRow, findRows, type Row, setAll } from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { saveSettings } from '../../../src/platform/settings.js'
import { lookOut } from '../../../src/platform/tick.js'
import { days, hours, type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { mailServer, type MailServer } from '../../helpers/smtp.js'

const MINUTES = 60_000
/** A Monday, 10:00 in Toronto. */
const MONDAY = '2026-03-02T15:00:00.000Z'

describeDatabases('what nobody reports', (database) => {
  let server: MailServer
  let site: Stand
  let twin: Stand
  let aed: Person
  let ed: Person
  let creator: Person
  const plugin = { incidents: { refusals: { count: 5 } } }

  beforeAll(async () => {
    server = await mailServer()
    const config = { email: server.email(), serverURL: 'https://lakeshore.example' }
    site = await stand(database, { config, plugin, start: MONDAY })
    twin = await stand(database, { on: site.database, config, plugin, start: MONDAY })
    aed = await site.person('ada', ['aed'])
    ed = await site.person('edouard', ['ed'])
    creator = await site.person('carl', ['content-creator'])
  })
  afterAll(async () => {
    await twin?.stop()
    await site?.stop()
    await server?.stop()
  })
  // A day of its own for each fact: what an earlier one left behind is no alarm any more.
  beforeEach(() => {
    site.clock.forward(days(3))
    server.mood = 'accepts'
    server.received.length = 0
  })

  const ctx = () => ({ payload: site.payload })
  const look = (of: Stand = site) => governanceTick(of.payload, { force: true, only: ['watch'] })
  /** As if all runners had had their turn just now. */
  const watch = async (of: Stand = site) => {
    const every = { key: { exists: true } }
    await setAll(ctx(), 'gov-leases', every, { lastSuccessAt: of.clock.now().toISOString() })
    return look(of)
  }
  const deliver = () => governanceTick(site.payload, { force: true, only: ['heal', 'timers', 'outbox'] })
  const cases = (words: string): Promise<Row[]> =>
    findRows(ctx(), 'gov-incidents', { causeKey: { like: `watch:${words}` } }, { limit: 0 })
  const toldOf = (who: Person, row: Row): number =>
    server.to(who.email).filter(({ subject }) => subject.includes(String(row.number))).length
  const isRefused = async (as: Person, times: number, of: Stand = site): Promise<void> => {
    for (let i = 0; i < times; i += 1) expect((await of.rest('GET', '/gov-ledger', { as })).status).toBe(403)
  }
  const wrongPasswords = async (of: Person): Promise<void> => {
    for (let i = 0; i < 5; i += 1)
      await site.rest('POST', '/users/login', { body: { email: of.email, password: 'wrong, and long' } })
  }

  it('opens a case for a burst of refusals, once for all processes, and tells the AED', async () => {
    twin.clock.set(site.clock.now())
    await isRefused(creator, 4)
    await watch()
    expect(await cases('refusals')).toEqual([])
    await isRefused(creator, 3, twin)
    await Promise.all([watch(), watch(twin)])
    await watch(twin)
    site.clock.forward(5 * MINUTES)
    await isRefused(creator, 6)
    await watch()
    const [row, ...more] = await cases('refusals')
    expect(more).toEqual([])
    expect(row).toMatchObject({
      kind: 'unauthorized-access',
      severity: 'high',
      state: 'reported',
      reporterKind: 'system',
      concerned: `|${creator.ref}|`,
    })
    await deliver()
    expect(toldOf(aed, row!)).toBe(1)
    for (const { raw } of server.received)
      for (const name of ['carl', creator.ref]) expect(raw).not.toContain(name)
    const page = await site.rest('GET', `/gov-incidents/${row!.id}`, { as: aed })
    expect(page.body.summary).toMatch(/refused access at least 5 times within 10 minutes/)
    expect(page.body.summary).not.toContain('carl')
    const french = await site.rest('GET', `/gov-incidents/${row!.id}`, { as: aed, lang: 'fr' })
    expect(french.body.summary).toMatch(/au moins 5 fois en 10 minutes/)
  })

  it('opens another one in the window after, and none because a window has ended', async () => {
    site.clock.set('2026-03-09T15:58:00.000Z')
    const before = (await cases('refusals')).length
    const opened = async (): Promise<number> => (await cases('refusals')).length - before
    await isRefused(creator, 5)
    await watch()
    expect(await opened()).toBe(1)
    // Another hour of the clock, and the same burst.
    site.clock.set('2026-03-09T16:01:00.000Z')
    await isRefused(creator, 5)
    await watch()
    expect(await opened()).toBe(1)
    site.clock.set('2026-03-09T17:05:00.000Z')
    await watch()
    expect(await opened()).toBe(1)
    await isRefused(creator, 5)
    await watch()
    expect(await opened()).toBe(2)
  })

  it('goes round who was refused, whatever their role', async () => {
    await site.rest('GET', '/gov-sign-ins', { as: aed })
    for (let i = 0; i < 5; i += 1)
      expect((await site.rest('GET', '/gov-sign-ins', { as: aed })).status).toBe(403)
    await watch()
    const row = (await cases(`refusals:${aed.ref}`))[0]!
    await deliver()
    expect([toldOf(aed, row), toldOf(ed, row)]).toEqual([0, 1])
    expect((await site.rest('GET', `/gov-incidents/${row.id}`, { as: aed })).status).toBe(404)
    expect((await site.rest('GET', `/gov-incidents/${row.id}`, { as: ed })).status).toBe(200)
  })

  it('counts refusals over GraphQL, takes all accounts of the public site as one, and counts no visitor', async () => {
    const before = (await cases('refusals')).length
    for (let i = 0; i < 5; i += 1) {
      const answer = await site.graphql('{ GovLedgers { totalDocs } }', { as: creator })
      expect(answer.errors).toHaveLength(1)
    }
    for (let i = 0; i < 8; i += 1) expect((await site.rest('GET', '/gov-ledger')).status).toBe(403)
    const login = async (name: string): Promise<Person> => {
      const data = { email: `${name}@public.example`, password: 'long enough, this one' }
      const { id } = await site.payload.create({ collection: 'members', data: data as never })
      const { token } = await site.payload.login({ collection: 'members', data: data as never })
      return { id, email: data.email, token: token!, ref: `members:${id}`, name }
    }
    for (const name of ['mia', 'max']) await isRefused(await login(name), 5)
    await watch()
    const keys = (await cases('refusals')).slice(before).map(({ causeKey }) => String(causeKey).split(':')[2])
    expect(keys.sort()).toEqual(['others', 'users'])
    expect((await cases('refusals:others'))[0]).toMatchObject({ concerned: null })
  })

  it('opens one for repeated lockouts, not for one', async () => {
    const people = await Promise.all(['one', 'two', 'three'].map((name) => site.person(name, [])))
    await wrongPasswords(people[0]!)
    await wrongPasswords(people[1]!)
    await governanceTick(site.payload, { force: true, only: ['sign-in'] })
    await watch()
    expect(await cases('lockouts')).toEqual([])
    site.clock.forward(20 * MINUTES)
    await wrongPasswords(people[2]!)
    await governanceTick(site.payload, { force: true, only: ['sign-in'] })
    await watch()
    await watch()
    const [row, ...more] = await cases('lockouts')
    expect(more).toEqual([])
    expect((await site.rest('GET', `/gov-incidents/${row!.id}`, { as: aed })).body.summary).toContain(
      'locked accounts of staff 3 times within an hour',
    )
    site.clock.forward(hours(1))
    await governanceTick(site.payload, { force: true, only: ['sign-in'] })
    await watch()
    expect(await cases('lockouts')).toHaveLength(1)
    expect(await findRows(ctx(), 'gov-sign-ins', {}, { limit: 0 })).toEqual([])
  })

  it('opens one for mails that were given up within a day', async () => {
    server.mood = 'refuses for good'
    const body = { kind: 'outage', severity: 'low', summary: 'The telephones are silent.' }
    await site.rest('POST', '/governance/incidents/report', { as: creator, body })
    await deliver()
    await watch()
    await deliver()
    await watch()
    const [row, ...more] = await cases('deadMails')
    expect(more).toEqual([])
    expect(row).toMatchObject({ kind: 'outage', severity: 'high', concerned: null })
    server.mood = 'accepts'
    site.clock.forward(days(1) + hours(1))
    await watch()
    expect(await cases('deadMails')).toHaveLength(1)
  })

  it('opens one when a runner has not run for long, and none because the whole site was off', async () => {
    await governanceTick(site.payload, { force: true })
    const before = (await cases('stalled')).length
    site.clock.forward(days(2))
    // As after a weekend: the others have their turn first.
    await governanceTick(site.payload)
    expect(await cases('stalled')).toHaveLength(before)
    const outbox = runtimeOf(site.payload).runners.find(({ key }) => key === 'outbox')!
    const spy = vi.spyOn(outbox, 'run').mockRejectedValue(new Error('no way'))
    site.clock.forward(29 * MINUTES)
    await governanceTick(site.payload)
    expect(await cases('stalled')).toHaveLength(before)
    site.clock.forward(2 * MINUTES)
    await governanceTick(site.payload)
    spy.mockRestore()
    expect(await cases('stalled')).toHaveLength(before + 1)
    const row = (await cases('stalled:outbox')).at(-1)
    await deliver()
    expect(toldOf(aed, row!)).toBe(1)
  })

  it('takes a clock that is put ahead in the middle of a turn for no standstill', async () => {
    await governanceTick(site.payload, { force: true })
    const before = (await cases('stalled')).length
    site.clock.forward(5 * MINUTES)
    const outbox = runtimeOf(site.payload).runners.find(({ key }) => key === 'outbox')!
    const { run } = outbox
    outbox.run = async (given) => {
      const report = await run(given)
      site.clock.forward(hours(2))
      return report
    }
    const turn = await governanceTick(site.payload)
    outbox.run = run
    expect(turn.skipped).toContain('watch')
    await governanceTick(site.payload)
    expect(await cases('stalled')).toHaveLength(before)
  })

  it('sees from a page that is opened that nothing runs any more', async () => {
    await watch()
    const before = (await cases('stalled')).length
    site.clock.forward(hours(13))
    lookOut(site.payload)
    await vi.waitFor(async () => expect(await cases('stalled')).toHaveLength(before + 1), { timeout: 20_000 })
    const newest = (await cases('stalled:all'))[0]!
    expect(newest.because).toMatchObject({ values: { what: expect.stringContaining('outbox') } })
    await vi.waitFor(async () => {
      const lease = await findRow(ctx(), 'gov-leases', { key: { equals: 'watch' } })
      expect(new Date(lease!.expiresAt as string).getTime()).toBe(0)
    })
  })

  it('is looked at although one capability cannot say what is wrong', async () => {
    const { capabilities } = runtimeOf(site.payload)
    const broken = capabilities.find(({ key }) => key === 'outbox')!
    const { alarms } = broken
    broken.alarms = () => Promise.reject(new Error('away'))
    try {
      const before = (await cases('refusals')).length
      await isRefused(creator, 5)
      expect((await watch()).ran.watch).toMatchObject({ left: 1, note: '1 failed' })
      expect(await cases('refusals')).toHaveLength(before + 1)
    } finally {
      broken.alarms = alarms
    }
  })

  it('is a vacant role, too, once the set-up is finished', async () => {
    await watch()
    expect(await cases('vacant')).toEqual([])
    const { people } = runtimeOf(site.payload)
    runtimeOf(site.payload).people = async (payload, roles) =>
      roles.join() === 'ed' ? [] : people(payload, roles)
    try {
      await watch()
      expect(await cases('vacant')).toEqual([])
      await saveSettings(site.payload, { setUpAt: site.clock.now().toISOString() })
      await watch()
      await watch()
    } finally {
      runtimeOf(site.payload).people = people
    }
    const [row, ...more] = await cases('vacant')
    expect(more).toEqual([])
    await deliver()
    expect(toldOf(aed, row!)).toBe(1)
  })
})

describeDatabases('the monthly test of the alerts', (database) => {
  let server: MailServer
  let site: Stand
  let aed: Person
  let ed: Person

  beforeAll(async () => {
    server = await mailServer()
    site = await stand(database, {
      config: { email: server.email(), serverURL: 'https://lakeshore.example' },
      start: '2026-03-27T15:00:00.000Z',
    })
    aed = await site.person('ada', ['aed'])
    ed = await site.person('edouard', ['ed'])
    await site.payload.update({
      collection: 'users',
      id: ed.id,
      data: { governanceLanguage: 'fr' } as never,
      overrideAccess: true,
    })
  })
  afterAll(async () => {
    await site?.stop()
    await server?.stop()
  })

  const ctx = () => ({ payload: site.payload })
  const tick = () =>
    governanceTick(site.payload, { force: true, only: ['heal', 'timers', 'outbox', 'watch'] })
  const tests = (): Promise<Row[]> =>
    findRows(ctx(), 'gov-incidents', { kind: { equals: 'test' } }, { limit: 0, sort: 'reportedAt' })
  const read = async <T>(name: string, as: Person = aed): Promise<T> => {
    const incidents = runtimeOf(site.payload).capabilities.find(({ key }) => key === 'incidents')!
    const req = await site.request({ as })
    const actor = runtimeOf(site.payload).actorOf(req)
    return (await incidents.reads![name]!({ payload: site.payload, req, actor }, {})) as T
  }

  it('comes in office hours of the month after the set-up, once', async () => {
    await tick()
    expect(await tests()).toEqual([])
    await saveSettings(site.payload, { setUpAt: site.clock.now().toISOString() })
    await tick()
    expect(await tests()).toEqual([])
    // The first of April at night, then in the morning.
    site.clock.set('2026-04-01T07:00:00.000Z')
    await tick()
    expect(await tests()).toEqual([])
    site.clock.set('2026-04-01T13:30:00.000Z')
    await tick()
    await tick()
    const [row, ...more] = await tests()
    expect(more).toEqual([])
    expect(row).toMatchObject({ severity: 'high', state: 'reported', reporterKind: 'system' })
    await tick()
    expect(server.received.map(({ to, subject }) => [to, subject])).toEqual([
      [[aed.email], `Test alert ${row!.number}: nothing has happened`],
    ])
    expect(server.received[0]!.text).toContain('This is only a test')
  })

  it('is counted nowhere, and is on the list by itself', async () => {
    const counts = { open: 0, unacknowledged: 0, overdue: 0 }
    expect(await read('banner')).toEqual(counts)
    const list = await read<{ open: unknown[]; tests: unknown[]; counts: unknown }>('list')
    expect([list.open.length, list.tests.length, list.counts]).toEqual([0, 1, counts])
    const incidents = runtimeOf(site.payload).capabilities.find(({ key }) => key === 'incidents')!
    const req = await site.request({ as: aed })
    const card = await incidents.desk!({
      payload: site.payload,
      req,
      actor: runtimeOf(site.payload).actorOf(req),
      t: runtimeOf(site.payload).translatorFor(site.payload, 'en'),
      locale: 'en',
      now: site.clock.now(),
      adminRoute: '/admin',
    })
    expect(card!.needsMe).toEqual({ count: 0, items: [] })
  })

  it('goes up like any other while nobody answers, and says in each mail that it is a test', async () => {
    server.received.length = 0
    // Four hours of the office.
    site.clock.set('2026-04-01T17:31:00.000Z')
    await tick()
    const [mail] = server.to(ed.email)
    expect(mail!.subject).toMatch(/^Essai des alertes, .*personne n’y a encore répondu$/)
    expect(mail!.text).toContain('Ceci n’est qu’un essai des alertes')
  })

  it('is over as soon as somebody says "I have this"', async () => {
    const [row] = await tests()
    const answer = await site.rest('POST', `/governance/incidents/${row!.id}/acknowledge`, {
      as: ed,
      body: {},
    })
    expect([answer.status, answer.body.state]).toEqual([200, 'closed'])
    const again = await site.rest('POST', `/governance/incidents/${row!.id}/acknowledge`, {
      as: aed,
      body: {},
    })
    expect(again.status).toBe(409)
    server.received.length = 0
    for (let i = 0; i < 8; i += 1) {
      site.clock.forward(hours(20))
      await tick()
    }
    expect(server.received).toEqual([])
    const told = (await tests())[0]!.timeline as { what: string }[]
    expect(told.map(({ what }) => what)).toEqual(['reported', 'escalated', 'acknowledged', 'ended'])
    expect((await tests())[0]).toMatchObject({ state: 'closed', acknowledgedBy: ed.ref, closedBy: ed.ref })
    const { docs } = await site.payload.find({
      collection: 'gov-ledger' as never,
      where: {
        subject: { equals: `gov-incidents:${row!.id}` },
        action: { not_equals: 'incidents.read' },
      },
      sort: 'createdAt',
      limit: 0,
    })
    expect(docs.map(({ action, facts }: any) => [action, facts.test])).toEqual(
      ['reported', 'escalated', 'acknowledged', 'closed'].map((done) => [`incidents.${done}`, true]),
    )
    const missing = await runtimeOf(site.payload).capabilities.find(({ key }) => key === 'incidents')!
      .missing!(ctx())
    expect(missing).toEqual([])
  })

  it('ends by itself after its rounds, and what is missing says that nobody answered', async () => {
    site.clock.set('2026-05-04T14:00:00.000Z')
    await tick()
    expect(await tests()).toHaveLength(2)
    for (let i = 0; i < 16; i += 1) {
      site.clock.forward(hours(12))
      await tick()
    }
    const last = (await tests())[1]!
    expect(last).toMatchObject({ state: 'closed', escalations: 5, closedBy: null })
    expect(last.acknowledgedAt ?? null).toBeNull()
    const missing = await runtimeOf(site.payload).capabilities.find(({ key }) => key === 'incidents')!
      .missing!(ctx())
    expect(missing.map(({ key }) => key)).toEqual(['governance:incidents:missing:testAnswer'])
  })

  it('comes no more where the site switched it off, and its kind is nobody’s to choose', async () => {
    const body = { kind: 'test', severity: 'high', summary: 'x' }
    const answer = await site.rest('POST', '/governance/incidents/report', { as: aed, body })
    expect(answer.status).toBe(400)
    expect(() => sanitizeIncidents({ kinds: { test: { en: 'Test', fr: 'Essai' } } })).toThrow(
      'incidents.kinds.test',
    )
    const off = await stand(database, {
      on: site.database,
      plugin: { incidents: { monthlyTest: false } },
      start: '2026-06-01T14:00:00.000Z',
    })
    await governanceTick(off.payload, { force: true, only: ['watch'] })
    expect(await tests()).toHaveLength(2)
    await off.stop()
  })
})
