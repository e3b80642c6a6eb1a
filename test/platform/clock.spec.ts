import { afterAll, beforeAll, expect, it } from 'vitest'

import { enqueue } from '../../src/capabilities/outbox/store.js'
import { governanceTick } from '../../src/index.js'
import { SYSTEM } from '../../src/kernel/actor.js'
import { SELF } from '../../src/kernel/ports.js'
import { heldByOther } from '../../src/platform/claim.js'
import { compareAndSet, findRow, type Row } from '../../src/platform/db.js'
import { takeLease } from '../../src/platform/lease.js'
import { runtimeOf } from '../../src/platform/runtime.js'
import { createUnit } from '../../src/platform/unit.js'
import { days, hours, type Person, type Stand, stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'
import { mailServer, type MailServer } from '../helpers/smtp.js'

const YEAR = days(365)

describeDatabases('after a clock that was ahead, and beside a row that is broken', (database) => {
  let server: MailServer
  let site: Stand
  let aed: Person
  let creator: Person
  beforeAll(async () => {
    server = await mailServer()
    site = await stand(database, { config: { email: server.email() } })
    aed = await site.person('ada', ['aed'])
    await site.person('edouard', ['ed'])
    creator = await site.person('carl', ['content-creator'])
  })
  afterAll(async () => {
    await site?.stop()
    await server?.stop()
  })
  const ctx = () => ({ payload: site.payload })
  const tick = (...only: string[]) =>
    governanceTick(site.payload, { force: true, ...(only.length > 0 ? { only } : {}) })
  const mailsAbout = (number: string) => server.received.filter(({ subject }) => subject.includes(number))
  const report = async (summary: string): Promise<Row> => {
    const body = { kind: 'danger', severity: 'critical', summary }
    const made = await site.rest('POST', '/governance/incidents/report', { as: creator, body })
    return (await findRow(ctx(), 'gov-incidents', { number: { equals: made.body.number } }))!
  }
  /** Does something while the clock is a year ahead. */
  const ahead = async <T>(work: () => Promise<T>): Promise<T> => {
    const now = site.clock.now()
    site.clock.forward(YEAR)
    try {
      return await work()
    } finally {
      site.clock.set(now)
    }
  }

  it('heals every row but the one whose effects cannot be carried out, says so, and tries it again', async () => {
    const { sinks } = runtimeOf(site.payload)
    const { ledger, mail } = sinks
    const at = site.clock.now()
    sinks.ledger = async () => {
      throw new Error('killed')
    }
    await expect(
      createUnit(
        ctx(),
        'gov-incidents',
        {
          number: 'BROKEN',
          causeKey: 'broken',
          kind: 'other',
          severity: 'low',
          rank: 1,
          summary: 'x',
          state: 'reported',
          reporterKind: 'staff',
          reportedAt: at.toISOString(),
          ackDueAt: at.toISOString(),
        },
        { ledger: [{ action: 'test.broken', subject: SELF, actor: SYSTEM, at }] },
      ),
    ).rejects.toThrow('killed')
    sinks.ledger = async (to, draft) => {
      if (draft.action === 'test.broken') throw new Error('bad value')
      await ledger(to, draft)
    }
    sinks.mail = async () => {
      throw new Error('killed')
    }
    const summary = 'the process dies before the mail'
    await report(summary).catch(() => undefined)
    sinks.mail = mail
    const { ran } = await tick('heal')
    expect(ran.heal).toMatchObject({ done: 1, left: 1, note: '1 failed' })
    await tick('outbox')
    const row = (await findRow(ctx(), 'gov-incidents', { summary: { equals: summary } }))!
    expect(mailsAbout(String(row.number))).toHaveLength(1)
    sinks.ledger = ledger
    expect((await tick('heal')).ran.heal).toEqual({ done: 1 })
  })

  it('mails a case that was reported then, and escalates it after its hour', async () => {
    const row = await ahead(() => report('fire'))
    await tick()
    expect(mailsAbout(String(row.number))).toHaveLength(1)
    const now = (await findRow(ctx(), 'gov-incidents', { id: { equals: row.id } }))!
    expect(new Date(now.ackDueAt as string).getTime()).toBe(site.clock.now().getTime() + hours(1))
    site.clock.forward(hours(1) + 1000)
    await tick()
    expect(await findRow(ctx(), 'gov-incidents', { id: { equals: row.id } })).toMatchObject({
      escalations: 1,
    })
    expect(mailsAbout(String(row.number)).length).toBeGreaterThan(1)
  })

  it('tries a mail again whose last attempt was then, and lets one wait that is for later', async () => {
    const base = { template: 'incidents:mail:alert', to: { user: aed.ref }, values: {} }
    const causedAt = site.clock.now()
    const state = async (key: string) => (await findRow(ctx(), 'gov-outbox', { key: { equals: key } }))!.state
    await enqueue(ctx(), { ...base, key: 'tried-then', causedAt })
    server.mood = 'refuses for now'
    await ahead(() => tick('outbox'))
    server.mood = 'accepts'
    const notBefore = new Date(causedAt.getTime() + days(30))
    await enqueue(ctx(), { ...base, key: 'later', causedAt, notBefore })
    const then = { causedAt: new Date(causedAt.getTime() + YEAR) }
    await enqueue(ctx(), {
      ...base,
      key: 'later-then',
      ...then,
      notBefore: new Date(then.causedAt.getTime() + days(30)),
    })
    await tick('outbox')
    expect(await state('tried-then')).toBe('sent')
    expect([await state('later'), await state('later-then')]).toEqual(['waiting', 'waiting'])
    site.clock.forward(days(30) + 1000)
    await tick('outbox')
    expect([await state('later'), await state('later-then')]).toEqual(['sent', 'sent'])
  })

  it('hands on a lease that was taken then by somebody who was killed, and none that is held now', async () => {
    const now = site.clock.now
    await ahead(() => takeLease(ctx(), 'then', 60, now))
    const mine = await takeLease(ctx(), 'then', 60, now)
    expect(mine).not.toBeNull()
    expect(await takeLease(ctx(), 'then', 60, now)).toBeNull()
    // Clocks of two machines may be some minutes apart: that is no reason to take work from a living holder.
    const slower = () => new Date(now().getTime() - 5 * 60_000)
    expect(await takeLease(ctx(), 'then', 60, slower)).toBeNull()
    await mine!.fence()
  })

  it('lets no claim made then keep colleagues away', () => {
    const now = site.clock.now()
    const other = { kind: 'staff' as const, ref: 'users:2', roles: [] }
    const until = (ms: number) => ({
      id: 1,
      claimedBy: 'users:1',
      claimedUntil: new Date(now.getTime() + ms).toISOString(),
    })
    expect(heldByOther(until(15 * 60_000), other, now)).toBe(true)
    expect(heldByOther(until(YEAR), other, now)).toBe(false)
  })

  it('rights a timer once, from when the clock is right again', async () => {
    const { sinks, timers } = runtimeOf(site.payload)
    let runs = 0
    timers['test.count'] = async () => {
      runs += 1
      return { next: null }
    }
    const draft = (): Parameters<typeof sinks.timer>[1] => ({
      key: 'test:then',
      kind: 'test.count',
      subject: 'posts:1',
      dueAt: new Date(site.clock.now().getTime() + days(2)),
    })
    await ahead(() => sinks.timer(ctx(), draft()))
    await tick('timers')
    site.clock.forward(days(1))
    await tick('timers')
    expect(runs).toBe(0)
    site.clock.forward(days(1) + 1000)
    await tick('timers')
    await tick('timers')
    expect(runs).toBe(1)
    await compareAndSet(ctx(), 'gov-timers', { key: { equals: 'test:then' } }, { subject: 'posts:2' })
  })
})
