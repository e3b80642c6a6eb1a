import { afterAll, beforeAll, expect, it } from 'vitest'

import { compareAndSet, findRow, findRows, insertOnce } from '../../src/platform/db.js'
import { takeLease } from '../../src/platform/lease.js'
import { finishStart } from '../../src/platform/tick.js'
import { runtimeOf } from '../../src/platform/runtime.js'
import { PayloadRateLimiter } from '../../src/platform/rateLimit.js'
import { governanceTick } from '../../src/index.js'
import { createUnit, flushRow, transition } from '../../src/platform/unit.js'
import { verifyLedger } from '../../src/capabilities/ledger/verify.js'
import { SYSTEM } from '../../src/kernel/actor.js'
import { SELF } from '../../src/kernel/ports.js'
import { days, type Stand, stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'

describeDatabases('the shared parts', (database) => {
  let site: Stand
  beforeAll(async () => {
    site = await stand(database)
  })
  afterAll(async () => {
    await site?.stop()
  })
  const ctx = (): { payload: Stand['payload'] } => ({ payload: site.payload })

  it('runs although a part could not start, and starts it at the next run', async () => {
    const { unstarted } = runtimeOf(site.payload)
    let starts = 0
    unstarted.push({
      key: 'late',
      onInit: async () => {
        starts += 1
        if (starts === 1) throw new Error('no such table')
      },
    })
    await finishStart(site.payload)
    expect(unstarted.map(({ key }) => key)).toEqual(['late'])
    await governanceTick(site.payload, { only: [] })
    await governanceTick(site.payload, { only: [] })
    expect(starts).toBe(2)
    expect(unstarted).toEqual([])
  })

  it('gives a unique key to one of many inserts at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, () =>
        insertOnce(ctx(), 'gov-counters', { key: 'same', points: 1, expiresAt: new Date().toISOString() }),
      ),
    )
    expect(made.filter(Boolean)).toHaveLength(1)
  })

  it('lets one of many conditional writes win', async () => {
    const row = (await insertOnce(ctx(), 'gov-counters', {
      key: 'cas',
      points: 0,
      expiresAt: new Date().toISOString(),
    }))!
    const written = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        compareAndSet(
          ctx(),
          'gov-counters',
          { and: [{ id: { equals: row.id } }, { points: { equals: 0 } }] },
          { points: i + 1 },
        ),
      ),
    )
    expect(written.filter(Boolean)).toHaveLength(1)
  })

  it('counts every point of a limit taken at once, and refuses those above it', async () => {
    const limiter = new PayloadRateLimiter(site.payload, { keyPrefix: 'test', points: 5, duration: 60 })
    const outcomes = await Promise.allSettled(Array.from({ length: 9 }, () => limiter.consume('visitor')))
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(5)
  })

  it('hands a lease to one runner, and to another when the first was killed; the first is then refused', async () => {
    const now = site.clock.now
    const first = (await takeLease(ctx(), 'work', 60, now))!
    expect(await takeLease(ctx(), 'work', 60, now)).toBeNull()
    site.clock.forward(61_000)
    const second = (await takeLease(ctx(), 'work', 60, now))!
    expect(second.token).toBe(first.token + 1)
    await expect(first.fence()).rejects.toMatchObject({ code: 'leaseLost' })
    await second.fence()
    await second.release()
    expect(await takeLease(ctx(), 'work', 60, now)).not.toBeNull()
  })

  it('writes state, ledger entry and timer as one, and a healer finishes what a crash left', async () => {
    const row = await createUnit(
      ctx(),
      'gov-takedowns',
      { subject: 'posts:1', reason: 'r', by: 'users:1', at: site.clock.now().toISOString() },
      {
        ledger: [
          {
            action: 'test.made',
            subject: SELF,
            actor: { ...SYSTEM, name: 'Robin' },
            at: site.clock.now(),
            facts: { n: 1 },
          },
        ],
        timers: [{ key: `t:${SELF}`, kind: 'none', subject: SELF, dueAt: site.clock.now() }],
      },
    )
    const entries = await findRows(ctx(), 'gov-ledger', { subject: { equals: `gov-takedowns:${row.id}` } })
    expect(entries).toHaveLength(1)
    // The chain holds commitments; the values stand beside it, in a column that no API reads.
    const { personal, ...chained } = entries[0]!
    expect(JSON.stringify(personal)).toContain('Robin')
    expect(JSON.stringify(chained)).not.toContain('Robin')
    expect(
      await findRow(ctx(), 'gov-timers', { key: { equals: `t:gov-takedowns:${row.id}` } }),
    ).toMatchObject({ subject: `gov-takedowns:${row.id}` })
    const clean = (await findRow(ctx(), 'gov-takedowns', { id: { equals: row.id } }))!
    expect(clean.effectsKey ?? null).toBeNull()

    // As if the process had been killed right after the row was written.
    await compareAndSet(
      ctx(),
      'gov-takedowns',
      { id: { equals: row.id } },
      { effects: row.effects, effectsKey: 'left' },
    )
    await governanceTick(site.payload, { force: true, only: ['heal'] })
    expect(
      await findRows(ctx(), 'gov-ledger', { subject: { equals: `gov-takedowns:${row.id}` } }),
    ).toHaveLength(1)
    expect((await findRow(ctx(), 'gov-takedowns', { id: { equals: row.id } }))!.effectsKey ?? null).toBeNull()
  })

  it('loses no effect when two changes of one row meet', async () => {
    const row = await createUnit(
      ctx(),
      'gov-takedowns',
      { subject: 'posts:2', reason: 'r', by: 'users:1', at: site.clock.now().toISOString() },
      {},
    )
    await Promise.all(
      Array.from({ length: 5 }, (_, i) =>
        transition(ctx(), 'gov-takedowns', { id: { equals: row.id } }, () => ({
          data: { category: `c${i}` },
          effects: {
            ledger: [
              { action: 'test.changed', subject: SELF, actor: SYSTEM, at: site.clock.now(), facts: { i } },
            ],
          },
        })),
      ),
    )
    const after = (await findRow(ctx(), 'gov-takedowns', { id: { equals: row.id } }))!
    await flushRow(ctx(), 'gov-takedowns', after)
    expect(after.rev).toBe(5)
    const found = await findRows(ctx(), 'gov-ledger', { subject: { equals: `gov-takedowns:${row.id}` } })
    expect(new Set(found.map((entry) => (entry.facts as { i: number }).i)).size).toBe(5)
  })

  it('refuses every edit and deletion of a ledger entry, also with overrideAccess', async () => {
    const entry = (await findRows(ctx(), 'gov-ledger', {}))[0]!
    const refused = { name: 'GovernanceError', code: 'appendOnly' }
    const { payload } = site
    await expect(
      payload.update({
        collection: 'gov-ledger' as never,
        id: entry.id,
        data: { action: 'x' } as never,
        overrideAccess: true,
      }),
    ).rejects.toMatchObject(refused)
    await expect(
      payload.delete({ collection: 'gov-ledger' as never, id: entry.id, overrideAccess: true }),
    ).rejects.toMatchObject(refused)
    await expect(
      payload.create({
        collection: 'gov-ledger' as never,
        data: { ...entry, id: undefined, key: 'forged', place: 'forged' } as never,
        overrideAccess: true,
      }),
    ).rejects.toMatchObject(refused)
    const boss = await site.person('boss', ['aed'])
    expect(
      (await site.rest('PATCH', `/gov-ledger/${entry.id}`, { as: boss, body: { action: 'x' } })).status,
    ).toBe(403)
    expect((await site.rest('DELETE', `/gov-ledger/${entry.id}`, { as: boss })).status).toBe(403)
    expect((await site.rest('GET', `/gov-ledger/${entry.id}`, { as: boss })).status).toBe(200)
    expect((await site.rest('GET', `/gov-ledger/${entry.id}`)).status).toBe(403)
  })

  it('seals entries into a chain that verifies, and names the entry that was edited in the database', async () => {
    await governanceTick(site.payload, { force: true, only: ['ledger-seal'] })
    const before = await verifyLedger(ctx())
    expect(before).toMatchObject({ ok: true, unsealed: 0 })
    expect(before.count).toBeGreaterThan(5)
    await compareAndSet(ctx(), 'gov-ledger', { sequence: { equals: 3 } }, { subject: 'posts:999' })
    expect(await verifyLedger(ctx())).toMatchObject({ ok: false, at: 3, problem: 'edited' })
    site.clock.forward(days(1))
  })
})
