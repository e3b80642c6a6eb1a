import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'

import { outboxRunner } from '../../../src/capabilities/outbox/jobs.js'
import { sanitizeOutbox } from '../../../src/capabilities/outbox/options.js'
import { addressKeys, listUnsafe } from '../../../src/capabilities/outbox/unsafe.js'
import { governanceTick } from '../../../src/index.js'
import type { MessageDraft } from '../../../src/kernel/ports.js'
import { findRow, findRows, type Row } from '../../../src/platform/db.js'
import { takeLease } from '../../../src/platform/lease.js'
import type { Context } from '../../../src/platform/runtime.js'
import { createUnit, emit } from '../../../src/platform/unit.js'
import { hours, type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { mailServer, type MailServer } from '../../helpers/smtp.js'

const CANARY = 'Quetzalcoatl'

/** What a form or a report does with addresses that nobody may write to. */
const neverWrite = async (ctx: Context, addresses: string[], subject: string): Promise<void> => {
  for (const key of addressKeys(ctx, addresses)) await listUnsafe(ctx, { key, subject })
}

describeDatabases('the outbox', (database) => {
  let server: MailServer
  let site: Stand
  let twin: Stand
  let aed: Person
  let french: Person
  const logged: string[] = []
  let next = 0

  const config = () => ({
    email: server.email(),
    serverURL: 'https://lakeshore.example',
    logger: {
      options: { level: 'trace' },
      destination: { write: (line: string) => logged.push(line) },
    } as never,
  })

  beforeAll(async () => {
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, method).mockImplementation(
        (...words) => void logged.push(words.map(String).join(' ')),
      )
    }
    server = await mailServer()
    site = await stand(database, { config: config() })
    // Far too long to run by itself within a test: what leaves this one was woken.
    twin = await stand(database, { on: site.database, config: config(), plugin: { runEverySeconds: 3600 } })
    aed = await site.person('ada', ['aed'])
    french = await site.person('edouard', ['ed'])
    await site.payload.update({
      collection: 'users',
      id: french.id,
      data: { governanceLanguage: 'fr' } as never,
      overrideAccess: true,
    })
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await twin?.stop()
    await site?.stop()
    await server?.stop()
  })
  beforeEach(() => {
    server.mood = 'accepts'
    server.onTaken = undefined
    server.received.length = 0
  })

  const ctx = () => ({ payload: site.payload })
  const tick = (of: Stand = site) => governanceTick(of.payload, { force: true, only: ['heal', 'outbox'] })
  /** The runner without its lease, with a patience of its own. */
  const run = ({ payload, clock }: Stand, sendTimeoutSeconds: number, connections = 1) =>
    outboxRunner(sanitizeOutbox({ sendTimeoutSeconds, connections })).run({
      payload,
      now: clock.now(),
      fence: async () => undefined,
    })
  const send = async (draft: Partial<MessageDraft> = {}): Promise<string> => {
    const key = `test:${next++}`
    await emit(ctx(), {
      mail: [
        {
          key,
          template: 'incidents:mail:alert',
          to: { user: aed.ref },
          path: '/admin/governance/incidents/7',
          values: {
            number: 'AAAA-BBBB',
            kind: 'governance:incidents:kind:outage',
            severity: 'governance:incidents:severity:high',
            deadline: { at: '2026-03-02T17:30:00.000Z' },
          },
          ...draft,
        },
      ],
    })
    return key
  }
  const mail = async (key: string): Promise<Row> =>
    (await findRow(ctx(), 'gov-outbox', { key: { equals: key } }))!

  it('sends a mail once, with an absolute link, in text and HTML', async () => {
    const key = await send()
    await send({ key })
    await tick()
    await tick()
    const [received, ...others] = server.received
    expect(others).toEqual([])
    expect(received).toMatchObject({ to: [aed.email], subject: 'Incident AAAA-BBBB: High' })
    expect(received!.text).toContain('https://lakeshore.example/admin/governance/incidents/7')
    expect(received!.text).toMatch(/Kind: Outage\n[^]*12:30/)
    expect(received!.html).toContain('lang="en-CA"')
    expect(await mail(key)).toMatchObject({ state: 'sent', attempts: 1 })
  })

  it('writes to each person once who holds one of the roles when the mail leaves, in their own language', async () => {
    const both = await site.person(`both${next}`, ['aed', 'ed'])
    const key = await send({ to: { roles: ['aed', 'ed'] } })
    await tick()
    expect(server.received.map((one) => one.to[0]).sort()).toEqual(
      [aed.email, both.email, french.email].sort(),
    )
    const [inFrench] = server.to(french.email)
    expect(inFrench!.subject).toBe('Incident AAAA-BBBB (gravité\u00a0: Élevée)')
    expect(inFrench!.text).toContain('Genre\u00a0: Panne')
    expect(inFrench!.html).toContain('lang="fr-CA"')
    expect((await mail(key)).state).toBe('expanded')
  })

  it('collects what can wait for a person who wants one mail a day, and sends it at eight, once', async () => {
    const day = await site.person('daily', ['administrator'])
    await site.payload.update({
      collection: 'users',
      id: day.id,
      data: { governanceMail: 'daily' } as never,
      overrideAccess: true,
    })
    const values = { what: 'posts 7' }
    const waits = { to: { user: day.ref }, template: 'approvals:mail:awaiting', values, digest: true }
    const first = await send(waits)
    const second = await send({ ...waits, path: '/admin/collections/posts/8' })
    await send({ to: { user: day.ref } })
    await tick()
    expect(server.to(day.email).map(({ subject }) => subject)).toEqual(['Incident AAAA-BBBB: High'])
    expect([(await mail(first)).state, (await mail(second)).state]).toEqual(['collected', 'collected'])
    site.clock.forward(hours(24))
    await tick()
    await tick()
    const [, digest, ...more] = server.to(day.email)
    expect(more).toEqual([])
    expect(digest!.subject).toBe('What waits for you (2)')
    expect(digest!.text).toContain(
      '- Content awaits your approval\n  https://lakeshore.example/admin/collections/posts/8',
    )
    expect((await mail(first)).state).toBe('digested')
    // What comes after today's mail waits for tomorrow's.
    const third = await send(waits)
    await tick()
    expect((await mail(third)).state).toBe('collected')
    expect(server.to(day.email)).toHaveLength(2)
  })

  it('keeps a mail to a vacant role until somebody holds it', async () => {
    const key = await send({ to: { role: 'privacy-officer' } })
    await tick()
    expect(await mail(key)).toMatchObject({ state: 'waiting', lastError: 'vacant: privacy-officer' })
    const officer = await site.person('priya', ['privacy-officer'])
    site.clock.forward(16 * 60_000)
    await tick()
    expect(server.to(officer.email)).toHaveLength(1)
  })

  it('gives up a mail that the server refuses for good, says so without the address, and retries on demand', async () => {
    server.mood = 'refuses for good'
    const key = await send()
    await tick()
    const dead = await mail(key)
    expect(dead).toMatchObject({ state: 'dead', lastError: '550 EENVELOPE' })
    const shown = await site.rest('GET', '/gov-outbox?where[state][equals]=dead', { as: aed })
    expect(shown.body.docs.map((one: Row) => String(one.id))).toContain(String(dead.id))
    server.mood = 'accepts'
    const creator = await site.person('casey', ['content-creator'])
    expect((await site.rest('GET', '/gov-outbox', { as: creator })).status).toBe(403)
    expect((await site.rest('POST', `/governance/outbox/${dead.id}/retry`, { as: creator })).status).toBe(403)
    expect((await site.rest('POST', `/governance/outbox/${dead.id}/retry`, { as: aed })).status).toBe(200)
    expect((await site.rest('POST', `/governance/outbox/${dead.id}/retry`, { as: aed })).status).toBe(404)
    await tick()
    expect(server.received).toHaveLength(1)
  })

  it('tries again later when the server refuses for now', async () => {
    server.mood = 'refuses for now'
    const key = await send()
    await tick()
    await tick()
    expect(await mail(key)).toMatchObject({ state: 'waiting', attempts: 1 })
    server.mood = 'accepts'
    site.clock.forward(60_000)
    await tick()
    expect(await mail(key)).toMatchObject({ state: 'sent', attempts: 2 })
    expect(server.received).toHaveLength(1)
  })

  it('does not wait for a server that says nothing, and leaves the other mails for the next run', async () => {
    server.mood = 'hangs'
    const keys = [await send(), await send(), await send()]
    const began = Date.now()
    const report = await run(site, 0.5)
    expect(Date.now() - began).toBeLessThan(15_000)
    expect(report).toMatchObject({ done: 1, note: 'the mail server is in trouble' })
    server.mood = 'accepts'
    site.clock.forward(60_000)
    await tick()
    for (const key of keys) expect((await mail(key)).state).toBe('sent')
    expect(server.received).toHaveLength(3)
  })

  it('sends at most one duplicate, with the same Message-ID, when the connection drops after the mail was taken', async () => {
    server.mood = 'drops after DATA'
    const key = await send()
    await tick()
    expect(await mail(key)).toMatchObject({ state: 'waiting' })
    server.mood = 'accepts'
    site.clock.forward(60_000)
    await tick()
    await tick()
    expect(server.received).toHaveLength(2)
    expect(new Set(server.received.map((one) => one.messageId)).size).toBe(1)
    expect((await mail(key)).state).toBe('sent')
  })

  it('sends at most one duplicate when the process dies between the server’s yes and the mark', async () => {
    const key = await send()
    // The mail arrives, and this process never learns of it.
    const original = site.payload.sendEmail.bind(site.payload)
    site.payload.sendEmail = async (message) => {
      await original(message)
      return new Promise(() => undefined)
    }
    const lost = run(site, 2)
    await vi.waitFor(() => expect(server.received).toHaveLength(1), { timeout: 10_000 })
    site.payload.sendEmail = original
    twin.clock.set(new Date(site.clock.now().getTime() + 6 * 60_000))
    await tick(twin)
    expect(server.received).toHaveLength(2)
    expect(new Set(server.received.map((one) => one.messageId)).size).toBe(1)
    await lost
    expect(await mail(key)).toMatchObject({ state: 'sent', attempts: 2 })
    site.clock.set(twin.clock.now())
    site.clock.forward(hours(1))
    await tick()
    expect(server.received).toHaveLength(2)
  })

  it('gives up a mail whose every attempt is interrupted, instead of sending it for ever', async () => {
    const key = await send()
    const { compareAndSet } = await import('../../../src/platform/db.js')
    await compareAndSet(ctx(), 'gov-outbox', { key: { equals: key } }, { state: 'sending', attempts: 12 })
    await tick()
    expect(await mail(key)).toMatchObject({ state: 'dead', lastError: 'interrupted' })
    expect(server.received).toHaveLength(0)
  })

  it('sends each mail once over several connections, and gives back what it took when the server falls silent', async () => {
    const keys = await Promise.all(Array.from({ length: 9 }, () => send()))
    server.mood = 'hangs'
    expect(await run(site, 0.5, 4)).toMatchObject({ done: 4, note: 'the mail server is in trouble' })
    const rows = await Promise.all(keys.map(mail))
    expect(rows.map(({ attempts }) => Number(attempts)).sort()).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1])
    expect(rows.every(({ state }) => state === 'waiting')).toBe(true)
    server.mood = 'accepts'
    site.clock.forward(60_000)
    expect(await run(site, 45, 4)).toMatchObject({ done: 9 })
    expect(server.received).toHaveLength(9)
    expect(new Set(server.received.map((one) => one.messageId)).size).toBe(9)
    for (const key of keys) expect((await mail(key)).state).toBe('sent')
  })

  it('sends no mail twice when the database is away just after the server took it', async () => {
    const key = await send()
    const raw = (site.payload.db as unknown as Record<symbol, Record<string, unknown>>)[
      Symbol.for('payload-plugin-governance.originals')
    ]!
    const { updateOne, updateMany } = raw
    let failed = 0
    const away = () => {
      failed += 1
      if (failed === 2) Object.assign(raw, { updateOne, updateMany })
      return Promise.reject(new Error('The database is away.'))
    }
    server.onTaken = () => void Object.assign(raw, { updateOne: away, updateMany: away })
    await tick()
    server.onTaken = undefined
    expect(failed).toBe(2)
    expect(await mail(key)).toMatchObject({ state: 'sent', attempts: 1 })
    site.clock.forward(hours(1))
    await tick()
    expect(server.received).toHaveLength(1)
  })

  it('writes down what was sent also when it lost its lease while the database was away', async () => {
    const keys = [await send(), await send()]
    const raw = (site.payload.db as unknown as Record<symbol, Record<string, unknown>>)[
      Symbol.for('payload-plugin-governance.originals')
    ]!
    const { updateOne, updateMany } = raw
    const away = () => {
      Object.assign(raw, { updateOne, updateMany })
      return Promise.reject(new Error('The database is away.'))
    }
    server.onTaken = () => void Object.assign(raw, { updateOne: away, updateMany: away })
    const lost = outboxRunner(sanitizeOutbox({})).run({
      payload: site.payload,
      now: site.clock.now(),
      fence: async () => {
        if (server.received.length > 0) throw new Error('The lease is lost.')
      },
    })
    await expect(lost).rejects.toThrow('The lease is lost.')
    server.onTaken = undefined
    expect((await Promise.all(keys.map(mail))).map(({ state }) => state)).toEqual(['sent', 'waiting'])
    await tick()
    expect(server.received).toHaveLength(2)
  })

  it('goes by the clock of the moment in a run that lasts, and sends in it what was written meanwhile', async () => {
    const first = await send()
    let second = ''
    let reserved: Row | null = null
    const original = site.payload.sendEmail.bind(site.payload)
    site.payload.sendEmail = async (message) => {
      if (second) reserved = await mail(second)
      else {
        site.clock.forward(6 * 60_000)
        second = await send()
      }
      return original(message)
    }
    await run(site, 45)
    site.payload.sendEmail = original
    expect([(await mail(first)).state, (await mail(second)).state]).toEqual(['sent', 'sent'])
    // Nobody may take it before: what is reserved until the past is sent twice.
    expect(Date.parse(reserved!.nextAt as string)).toBe(site.clock.now().getTime() + 300_000)
    expect(new Date((await mail(first)).sentAt as string)).toEqual(site.clock.now())
  })

  it('sends mails to staff before those to addresses, however many of these wait', async () => {
    const to = { address: 'many@home.example', locale: 'en', safeToWrite: true }
    await Promise.all(Array.from({ length: 110 }, () => send({ to })))
    site.clock.forward(1000)
    await send()
    const original = site.payload.sendEmail.bind(site.payload)
    const written: unknown[] = []
    site.payload.sendEmail = async (message) => written.push(message.to)
    await run(site, 45)
    site.payload.sendEmail = original
    expect(written).toHaveLength(111)
    expect(written.indexOf(aed.email)).toBe(0)
  })

  it('begins no mail after a minute, so that timers and the sealer get their turn', async () => {
    const keys = [await send(), await send(), await send()]
    const real = performance.now.bind(performance)
    let gone = 0
    const spy = vi.spyOn(performance, 'now').mockImplementation(() => real() + gone)
    const original = site.payload.sendEmail.bind(site.payload)
    site.payload.sendEmail = async (message) => {
      const sent = await original(message)
      gone = 61_000
      return sent
    }
    try {
      expect(await run(site, 45)).toEqual({ done: 1, left: 1 })
    } finally {
      spy.mockRestore()
      site.payload.sendEmail = original
    }
    expect((await Promise.all(keys.map(mail))).map(({ state, attempts }) => [state, attempts])).toEqual([
      ['sent', 1],
      ['waiting', 0],
      ['waiting', 0],
    ])
    await tick()
    expect(server.received).toHaveLength(3)
  })

  it('lets nobody settle a mail that somebody else has taken meanwhile', async () => {
    const key = await send()
    const { compareAndSet } = await import('../../../src/platform/db.js')
    // Given up, tried again by a person and taken anew, all while the first one still waits for the server.
    const again = { state: 'sending', attempts: 1, takenBy: 'another' }
    let meanwhile: Promise<unknown> = Promise.resolve()
    server.onTaken = () => {
      meanwhile = compareAndSet(ctx(), 'gov-outbox', { key: { equals: key } }, again)
    }
    const original = site.payload.sendEmail.bind(site.payload)
    site.payload.sendEmail = async (message) => {
      await original(message)
      await meanwhile
    }
    await tick()
    site.payload.sendEmail = original
    expect(await mail(key)).toMatchObject({ state: 'sending', takenBy: 'another' })
    await compareAndSet(ctx(), 'gov-outbox', { key: { equals: key } }, { state: 'sent' })
  })

  it('sends one mail each when two runners run at once, also without their lease', async () => {
    const keys = await Promise.all(Array.from({ length: 6 }, () => send()))
    twin.clock.set(site.clock.now())
    await Promise.all([tick(), tick(twin), run(site, 45), run(twin, 45)])
    await tick()
    expect(server.received).toHaveLength(6)
    for (const key of keys) expect((await mail(key)).state).toBe('sent')
  })

  it('sends an alert at once, also when another run held the lease and looked too early', async () => {
    twin.clock.set(site.clock.now())
    const other = (await takeLease(ctx(), 'outbox', 60, site.clock.now))!
    const answer = await twin.rest('POST', '/governance/incidents/report', {
      as: aed,
      body: { kind: 'outage', severity: 'critical', summary: 'The telephones are silent.' },
    })
    expect(answer.status).toBe(200)
    expect(server.received).toEqual([])
    await other.release()
    const about = () =>
      server.to(aed.email).filter((one) => one.subject.includes(answer.body.number as string))
    await vi.waitFor(() => expect(about()).toHaveLength(1), { timeout: 20_000, interval: 100 })
    // That run may have more to send: what follows wants the lease for itself.
    const lease = () => findRow(ctx(), 'gov-leases', { key: { equals: 'outbox' } })
    await vi.waitFor(async () => expect(new Date((await lease())!.expiresAt as string).getTime()).toBe(0), {
      timeout: 20_000,
    })
  })

  it('stores no address that is not safe to write to, not even for a moment', async () => {
    const address = `${CANARY}@home.example`
    const key = await send({ to: { address, locale: 'en', safeToWrite: false } })
    expect(await mail(key)).toBeNull()
    const written: string[] = []
    const { db } = site.payload
    const row = await createUnit(
      ctx(),
      'gov-takedowns',
      {
        subject: 'posts:1',
        reason: 'r',
        by: 'users:1',
        at: site.clock.now().toISOString(),
      },
      { mail: [{ key: 'unsafe', template: 'x', to: { address, locale: 'en', safeToWrite: false } }] },
    )
    written.push(
      JSON.stringify(row),
      JSON.stringify((await db.find({ collection: 'gov-outbox' as never })).docs),
    )
    expect(written.join()).not.toContain(CANARY)
    await tick()
    expect(server.received).toEqual([])
  })

  it('stops every mail to an address of somebody who did not say yes, queued or later, and puts them on a list', async () => {
    const address = `${CANARY}.two@home.example`
    const queued = await send({ to: { address, locale: 'en', safeToWrite: true } })
    const other = await send({ to: { address: 'calm@home.example', locale: 'en', safeToWrite: true } })
    const staff = await send()
    await neverWrite(ctx(), [address.toUpperCase(), address, aed.email], 'form-submissions:7')
    site.clock.forward(1000)
    // At once, and again: one entry per place, which leads to a person also when the other place is gone.
    const again = () => neverWrite(ctx(), [address], 'form-submissions:8')
    await Promise.all([again(), again(), again()])
    const named = await send({ to: { address: `Two <${address}>`, locale: 'en', safeToWrite: true } })
    // A breach notice, say, whose sender knows nothing of the answer.
    const later = await send({ to: { address, locale: 'en', safeToWrite: true } })
    await tick()
    expect(server.received.flatMap(({ to }) => to).sort()).toEqual([aed.email, 'calm@home.example'].sort())
    expect((await mail(other)).state).toBe('sent')
    // It stops no mail to staff, whatever a stranger types.
    expect((await mail(staff)).state).toBe('sent')
    const list = await site.rest('GET', '/gov-unsafe-addresses?sort=id', { as: aed })
    expect(list.body.docs.map(({ subject }: Row) => subject)).toEqual([
      'form-submissions:7',
      'form-submissions:7',
      'form-submissions:8',
    ])
    const entry = `gov-unsafe-addresses:${list.body.docs[2].id}`
    for (const key of [queued, named, later]) {
      expect(await mail(key)).toMatchObject({ state: 'stopped', toRef: entry })
      expect((await mail(key)).address ?? null).toBeNull()
    }
    // Other spellings of the same mailbox.
    const spelled = [
      `"${CANARY}.two"@home.example`,
      `${CANARY}.two (c)@home.example`,
      `${CANARY}.two@home\u3002example`,
    ]
    for (const other of spelled) {
      const key = await send({ to: { address: other, locale: 'en', safeToWrite: true } })
      await tick()
      expect([other, (await mail(key)).state]).toEqual([other, 'stopped'])
    }
    const creator = await site.person('calvin', ['content-creator'])
    expect((await site.rest('GET', '/gov-unsafe-addresses', { as: creator })).status).toBe(403)
    expect(
      (await site.rest('POST', `/governance/outbox/${(await mail(later)).id}/retry`, { as: aed })).status,
    ).toBe(404)
    const { db } = site.payload
    const rows = await Promise.all(
      ['gov-outbox', 'gov-unsafe-addresses'].map((collection) =>
        db.find({ collection: collection as never, pagination: false }),
      ),
    )
    const text = [
      list.text,
      JSON.stringify(rows),
      logged.join(),
      server.received.map(({ raw }) => raw).join(),
    ]
    expect(text.join().toLowerCase()).not.toContain(CANARY.toLowerCase())
  })

  it('writes again to whom staff know to be safe: every entry of that address ends, with who says so and why', async () => {
    const address = 'safe.again@home.example'
    const to = { address, locale: 'en', safeToWrite: true } as const
    for (const n of [71, 72]) await neverWrite(ctx(), [address], `form-submissions:${n}`)
    const [entry] = await findRows(ctx(), 'gov-unsafe-addresses', {
      subject: { equals: 'form-submissions:71' },
    })
    const lift = (as: Person, body: object) =>
      site.rest('POST', `/governance/unsafe-addresses/${entry!.id}/lift`, { as, body })
    const creator = await site.person('calixte', ['content-creator'])
    expect((await lift(creator, { reason: 'I think so' })).status).toBe(403)
    expect((await lift(aed, {})).status).toBe(400)
    const stopped = await send({ to })
    await tick()
    expect((await mail(stopped)).state).toBe('stopped')
    const answers = await Promise.all([1, 2].map(() => lift(aed, { reason: 'They came by and said so' })))
    expect(answers.map(({ status }) => status)).toContain(200)
    expect((await lift(aed, { reason: 'again' })).status).toBe(409)
    const ended = await findRows(ctx(), 'gov-unsafe-addresses', {
      subject: { in: ['form-submissions:71', 'form-submissions:72'] },
    })
    for (const row of ended) {
      expect(row).toMatchObject({ liftedBy: aed.ref, liftedBecause: 'They came by and said so' })
      const said = await findRows(ctx(), 'gov-ledger', {
        subject: { equals: `gov-unsafe-addresses:${row.id}` },
      })
      expect(said.map(({ action }) => action)).toEqual(['outbox.lifted'])
    }
    const after = await send({ to })
    await tick()
    expect((await mail(after)).state).toBe('sent')
    await neverWrite(ctx(), [address], 'form-submissions:73')
    const once = await send({ to })
    await tick()
    expect((await mail(once)).state).toBe('stopped')
    expect(
      (
        await site.rest('POST', '/governance/unsafe-addresses/999999/lift', {
          as: aed,
          body: { reason: 'x' },
        })
      ).status,
    ).toBe(404)
  })

  it('stops a mail that was taken before the person said so, and has not left', async () => {
    const to = (name: string) => ({ address: `${name}@home.example`, locale: 'en', safeToWrite: true })
    const keys = [await send({ to: to('leaves') }), await send({ to: to('stays') })]
    const original = site.payload.sendEmail.bind(site.payload)
    site.payload.sendEmail = async (message) => {
      await neverWrite(ctx(), [to('stays').address], 'form-submissions:9')
      return original(message)
    }
    await run(site, 45)
    site.payload.sendEmail = original
    expect(server.received.flatMap((one) => one.to)).toEqual([to('leaves').address])
    expect((await Promise.all(keys.map(mail))).map(({ state }) => state)).toEqual(['sent', 'stopped'])
  })

  it.runIf(database.transactions)(
    'writes mails to addresses in as many transactions at once as the database takes',
    async () => {
      const { db } = site.payload
      // Each holds one of the ten connections of a Postgres pool, Payload the last: none may want a second one.
      const open: { transactionID: number | string }[] = []
      while (open.length < 9) open.push({ transactionID: (await db.beginTransaction())! })
      const to = { address: 'pool@home.example', locale: 'en', safeToWrite: true }
      const mails = open.map((_, index) => ({ key: `pool:${index}`, template: 'x', to }))
      await Promise.all(
        open.map((req, index) => emit({ ...ctx(), req: req as never }, { mail: [mails[index]!] })),
      )
      for (const { transactionID } of open) await db.rollbackTransaction(transactionID)
      expect(await mail('pool:0')).toBeNull()
    },
  )

  it('forgets a safe address once the mail was sent', async () => {
    const key = await send({ to: { address: 'visitor@home.example', locale: 'fr', safeToWrite: true } })
    const row = await mail(key)
    expect((await site.rest('GET', `/gov-outbox/${row.id}`, { as: aed })).text).not.toContain('visitor@')
    await tick()
    expect(server.to('visitor@home.example')).toHaveLength(1)
    expect((await mail(key)).address ?? null).toBeNull()
  })

  it('refuses every edit of a mail by hand', async () => {
    const [row] = await findRows(ctx(), 'gov-outbox', {}, { limit: 1 })
    const patch = await site.rest('PATCH', `/gov-outbox/${row!.id}`, { as: aed, body: { state: 'sent' } })
    expect(patch.status).toBe(403)
    await expect(
      site.payload.update({
        collection: 'gov-outbox' as never,
        id: row!.id,
        data: { state: 'sent' } as never,
        overrideAccess: true,
      }),
    ).rejects.toMatchObject({ code: 'appendOnly' })
  })

  it('writes no address into the log, whatever went wrong', () => {
    expect(logged.join('\n')).not.toMatch(/@(test|home)\.example/)
  })
})

describeDatabases('the outbox without a real email adapter', (database) => {
  let site: Stand
  const logged: string[] = []
  beforeAll(async () => {
    site = await stand(database, {
      config: {
        logger: {
          options: { level: 'warn' },
          destination: { write: (line: string) => logged.push(line) },
        } as never,
      },
    })
  })
  afterAll(() => site?.stop())

  it('counts no logged mail as sent, says so at start, in the set-up and in its report', async () => {
    const aed = await site.person('ada', ['aed'])
    await emit(
      { payload: site.payload },
      { mail: [{ key: 'k', template: 'incidents:mail:alert', to: { user: aed.ref } }] },
    )
    const report = await governanceTick(site.payload, { force: true, only: ['outbox'] })
    expect(report.ran.outbox).toMatchObject({ done: 0, note: 'no email adapter' })
    expect(await findRow({ payload: site.payload }, 'gov-outbox', { key: { equals: 'k' } })).toMatchObject({
      state: 'waiting',
    })
    expect(logged.join()).toContain('no email adapter')
  })
})
