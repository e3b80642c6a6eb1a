import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import type { MessageDraft } from '../../../src/kernel/ports.js'
import { findRow, type Row } from '../../../src/platform/db.js'
import type { Missing } from '../../../src/platform/runtime.js'
import { viewContext } from '../../../src/platform/ui/viewContext.js'
import { emit } from '../../../src/platform/unit.js'
import { hours, type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { mailBarriers } from '../../helpers/mailBarriers.js'
import { mailServer, type MailServer } from '../../helpers/smtp.js'

const MINUTES = 60_000

describeDatabases('mails, by who gets them', (database) => {
  let server: MailServer
  let site: Stand
  let aed: Person
  let next = 0

  beforeAll(async () => {
    server = await mailServer()
    site = await stand(database, {
      config: { email: server.email(), serverURL: 'https://lakeshore.example' },
    })
    aed = await site.person('ada', ['aed'])
    await site.person('edouard', ['ed'])
  })
  afterAll(async () => {
    await site?.stop()
    await server?.stop()
  })
  beforeEach(() => {
    server.mood = 'accepts'
    server.received.length = 0
  })

  const ctx = () => ({ payload: site.payload })
  const tick = () => governanceTick(site.payload, { force: true, only: ['heal', 'timers', 'outbox'] })
  const mail = async (key: string): Promise<Row> =>
    (await findRow(ctx(), 'gov-outbox', { key: { equals: key } }))!
  const send = async (to: Person, draft: Partial<MessageDraft> = {}): Promise<string> => {
    const key = `people:${(next += 1)}`
    const values = {
      number: 'AAAA-BBBB',
      kind: 'governance:incidents:kind:outage',
      severity: 'governance:incidents:severity:high',
      deadline: { at: '2026-03-02T17:30:00.000Z' },
      what: { en: 'Post 7', fr: 'Article 7' },
    }
    await emit(ctx(), {
      mail: [
        { key, template: 'incidents:mail:alert', to: { user: to.ref }, path: '/admin', values, ...draft },
      ],
    })
    return key
  }
  const wishes = (person: Person, governanceMail: string) =>
    site.rest('PATCH', `/users/${person.id}`, { as: person, body: { governanceMail } })

  it('leave out what only informs for whoever wants none of it, and nothing else', async () => {
    const person = await site.person('nadia', ['administrator'])
    expect((await wishes(person, 'never')).status).toBe(400)
    expect((await wishes(person, 'needed')).status).toBe(200)
    const published = await send(person, { template: 'approvals:mail:published', digest: true })
    const awaiting = await send(person, { template: 'approvals:mail:awaiting', digest: true })
    const overdue = await send(person, { template: 'approvals:mail:overdue' })
    const alert = await send(person)
    const others = await send(aed, { template: 'approvals:mail:published', digest: true })
    await tick()
    const states = await Promise.all([published, awaiting, overdue, alert, others].map(mail))
    expect(states.map(({ state }) => state)).toEqual(['unwanted', 'collected', 'sent', 'sent', 'sent'])
    site.clock.forward(hours(24))
    await tick()
    const [digest] = server.to(person.email).slice(2)
    expect(digest!.subject).toBe('What waits for you (1)')
    // It is said where that is chosen, in the daily mail and in what may be in it.
    for (const one of [digest!, server.to(aed.email)[0]!])
      expect(one.text).toContain('https://lakeshore.example/admin/account')
    expect(server.to(person.email)[0]!.text).not.toContain('/admin/account')
  })

  it('have no barrier that axe finds, in both languages', async () => {
    const french = await site.person('fabienne', ['administrator'])
    const body = { governanceLanguage: 'fr', governanceMail: 'daily' }
    expect((await site.rest('PATCH', `/users/${french.id}`, { as: french, body })).status).toBe(200)
    await send(aed)
    await send(aed, { template: 'approvals:mail:published', digest: true })
    await send(french, { template: 'approvals:mail:awaiting', digest: true })
    await tick()
    site.clock.forward(hours(24))
    await tick()
    expect(server.received).toHaveLength(3)
    for (const { html, subject } of server.received)
      expect([subject, await mailBarriers(html)]).toEqual([subject, []])
    // It can find something.
    expect(await mailBarriers(server.received[0]!.html.replace(/ lang="[^"]*"/, ''))).toHaveLength(1)
    for (const { html } of server.received) expect(html.match(/<main>/g)).toHaveLength(1)
    expect(server.to(french.email)[0]!.html).toContain('lang="fr-CA"')
  })

  it('wait while the database is away for a minute, and leave once when it is back', async () => {
    const keys = [await send(aed), await send(aed)]
    const { db } = site.payload
    const raw = (db as unknown as Record<symbol, Record<string, unknown>>)[
      Symbol.for('payload-plugin-governance.originals')
    ]!
    const kept = { ...raw }
    const { find, findOne, count } = db
    const away = () => Promise.reject(new Error('The database is away.'))
    for (const name of Object.keys(raw)) if (raw[name]) raw[name] = away
    Object.assign(db, { find: away, findOne: away, count: away })
    for (let seconds = 0; seconds < 60; seconds += 30) {
      // A turn that fails ends no process, and the next one comes.
      await tick().catch((error: unknown) => expect(String(error)).toContain('away'))
      site.clock.forward(30_000)
    }
    Object.assign(raw, kept)
    Object.assign(db, { find, findOne, count })
    await tick()
    await tick()
    expect(server.received).toHaveLength(2)
    for (const key of keys) expect(await mail(key)).toMatchObject({ state: 'sent', attempts: 1 })
  })

  it('leave once, and rounds come in their order, while the clock jumps by an hour either way', async () => {
    const report = { kind: 'outage', severity: 'critical', summary: 'The telephones are silent.' }
    const { body } = await site.rest('POST', '/governance/incidents/report', { as: aed, body: report })
    const incident = (): Promise<Row | null> =>
      findRow(ctx(), 'gov-incidents', { number: { equals: body.number } })
    await tick()
    expect(server.to(aed.email)).toHaveLength(1)
    // Ahead: by this clock the hour is over, which nobody can tell from a real hour.
    site.clock.forward(hours(1) + MINUTES)
    await tick()
    expect((await incident())!.escalations).toBe(1)
    const ahead = await send(aed)
    await tick()
    // Back again: what was written in the meantime was sent, nothing is repeated, and what is new leaves.
    site.clock.forward(-hours(1) - MINUTES)
    const after = await send(aed)
    await tick()
    await tick()
    expect([(await mail(ahead)).state, (await mail(after)).state]).toEqual(['sent', 'sent'])
    expect(new Set(server.received.map(({ messageId, to }) => `${messageId}${to.join()}`)).size).toBe(
      server.received.length,
    )
    // The next round waits its hour from now, not two.
    site.clock.forward(hours(1) + 2 * MINUTES)
    await tick()
    const { timeline, escalations } = (await incident())!
    expect(escalations).toBe(2)
    const rounds = (timeline as { round?: number }[]).flatMap(({ round }) => round ?? [])
    expect(rounds).toEqual([1, 2])
    // An hour back all at once, and one that failed by the clock before it.
    server.mood = 'refuses for now'
    const failed = await send(aed)
    await tick()
    site.clock.forward(-hours(1))
    server.mood = 'accepts'
    for (let minutes = 0; minutes < 75; minutes += 15) {
      site.clock.forward(15 * MINUTES)
      await tick()
    }
    expect(await mail(failed)).toMatchObject({ state: 'sent', attempts: 2 })
  })
})

describeDatabases('my desk without a real email adapter', (database) => {
  let site: Stand
  beforeAll(async () => {
    site = await stand(database)
  })
  afterAll(() => site?.stop())

  it('says that no mail can be sent, in the language of whoever reads it', async () => {
    const aed = await site.person('ada', ['aed'])
    const { read, t } = viewContext(await site.request({ as: aed, headers: { 'accept-language': 'fr' } }))
    const missing = await read<Missing[]>('overview', 'missing')
    const [found] = missing.filter(({ key }) => key === 'governance:missing:email')
    expect(t(found!.key, found!.values)).toContain('Aucun courriel ne peut partir')
  })
})
