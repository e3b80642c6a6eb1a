import { createLocalReq } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { append } from '../../../src/capabilities/ledger/store.js'
import { governanceTick } from '../../../src/index.js'
import type { Actor } from '../../../src/kernel/actor.js'
import type { LedgerCommands } from '../../../src/kernel/ledgerPort.js'
import { compareAndSet, findRows } from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { viewContext } from '../../../src/platform/ui/viewContext.js'
import { days, hours, type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { driverOf } from '../../helpers/driver.js'

/** What somebody with the database's own password, or a clock, can do to it; one touch hides and stops nothing else. */
describeDatabases('a ledger that was touched', (database) => {
  let site: Stand
  let officer: Person
  const ctx = () => ({ payload: site.payload })
  const ledger = () => runtimeOf(site.payload).capabilities.find(({ key }) => key === 'ledger')!
  const port = (): LedgerCommands => ledger().port as LedgerCommands
  const verify: () => ReturnType<LedgerCommands['verify']> = () => port().verify(ctx())
  const missing = () => ledger().missing!(ctx())
  const seal = () => governanceTick(site.payload, { force: true, only: ['ledger-seal'] })
  const entries = () => findRows(ctx(), 'gov-ledger', {}, { limit: 0, sort: 'sequence' })
  const ask = (path: string) => site.rest('GET', `/governance/ledger${path}`, { as: officer })
  const driver = () => driverOf(site.payload, 'gov-ledger')

  const alix: Actor = { kind: 'staff', ref: 'users:903', name: 'Alix', roles: ['aed'] }
  let made = 0
  const write = async (count: number, subject = 'posts:1') => {
    for (let index = 0; index < count; index += 1) {
      made += 1
      const key = `test-${made}`
      await append(ctx(), { key, action: 'test.done', subject, actor: alix, at: site.clock.now() })
    }
  }

  beforeAll(async () => {
    site = await stand(database, {
      plugin: { approvals: false, moderation: false, notices: false, forms: false, retention: false },
    })
    officer = await site.person('officer', ['privacy-officer'])
    site.clock.forward(hours(1))
    await write(5)
    await seal()
  })
  afterAll(() => site?.stop())

  it('is whole, and listed and exported once, where the clock was put back between entries', async () => {
    let written = 0
    const whole = async () => {
      expect(await verify()).toMatchObject({ ok: true, unsealed: 0 })
      expect((await ask('?thing=posts:clock')).body.entries).toHaveLength(written)
      const lines = (await ask('/export?format=jsonl&thing=posts:clock')).text.trim().split('\n')
      const numbers = lines.map((line) => (JSON.parse(line) as { sequence: number }).sequence)
      expect(numbers).toHaveLength(written)
      expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b))
    }
    for (const back of [0, 3, 3, -6]) {
      site.clock.forward(-days(back))
      await write(2, 'posts:clock')
      written += 2
      if (back === 0) continue
      await seal()
      await whole()
    }
    // What bears a date to come and has no number yet is not held up either.
    await write(2, 'posts:clock')
    written += 2
    site.clock.forward(-days(1))
    await seal()
    await whole()
    site.clock.forward(days(2))
    await seal()
    await whole()
    await seal()
  })

  it('is reached by an erasure as far as it was sealed, where the clock was put back since, and no further', async () => {
    const ash: Actor = { kind: 'staff', ref: 'users:904', name: 'Ash', roles: ['aed'] }
    const entryBy = (key: string) =>
      append(ctx(), { key, action: 'test.done', subject: 'posts:7', actor: ash, at: site.clock.now() })
    const kept = async () =>
      (await findRows(ctx(), 'gov-ledger', { actorRef: { equals: ash.ref! } }))
        .filter(({ personal }) => JSON.stringify(personal).includes('Ash'))
        .map(({ key }) => key)
    const erase = () =>
      port().erase(ctx(), { by: 'person', of: [ash.ref!], under: 'a law' }, { kind: 'system', roles: [] })
    await entryBy('ash-1')
    await seal()
    site.clock.forward(-days(5))
    expect(await erase()).toMatchObject({ entries: 1 })
    expect(await kept()).toEqual([])
    await seal()
    expect(await verify()).toMatchObject({ ok: true })
    // What comes later bears a number behind it: that erasure is no pretext for it.
    site.clock.forward(days(6))
    await entryBy('ash-2')
    await seal()
    const [first, second] = await findRows(
      ctx(),
      'gov-ledger',
      { actorRef: { equals: ash.ref! } },
      { sort: 'sequence' },
    )
    const touch = await driver()
    await touch.set(Number(second!.sequence), { personal: first!.personal })
    expect(await verify()).toMatchObject({ ok: false, problem: 'valueRemoved', at: second!.sequence })
    await touch.restore()
    expect(await verify()).toMatchObject({ ok: true })
  })

  it('shows, exports, erases and seals the others where what an entry says cannot be read', async () => {
    await write(3, 'posts:read')
    await seal()
    await write(1, 'posts:read')
    const [, broken] = await findRows(
      ctx(),
      'gov-ledger',
      { subject: { equals: 'posts:read' } },
      { sort: 'id' },
    )
    const n = Number(broken!.sequence)
    const touch = await driver()
    // SQLite keeps whatever it is given in such a column; the others what is no object.
    await touch.set(n, { facts: database.name === 'sqlite' ? '{not' : '"nothing"', actorRoles: '7' })
    const told = 'Somebody changed this entry in the database'

    const { body } = await ask('?thing=posts:read')
    expect(body.entries).toHaveLength(4)
    expect(JSON.stringify(body.entries).split(told)).toHaveLength(2)
    const own = body.entries.find(({ sequence }: { sequence: number }) => sequence === n)
    expect(own.sentence[0].text).toContain(told)
    expect((await ask(`/entries/${own.key}`)).body).toMatchObject({ sequence: n, facts: {}, roles: [] })
    const csv = await ask('/export?format=csv&personal=1&thing=posts:read')
    expect(csv.text.trim().split('\n')).toHaveLength(5)
    expect(csv.text.split(told)).toHaveLength(2)
    const lines = (await ask('/export?format=jsonl&thing=posts:read')).text.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line)).filter(({ unreadable }) => unreadable)).toMatchObject([
      { sequence: n },
    ])

    await seal()
    expect(await verify()).toMatchObject({ ok: false, at: n, problem: 'edited', unsealed: 0 })
    const { entries: erased } = await port().erase(
      ctx(),
      { by: 'person', of: [alix.ref!], under: 'a law' },
      { kind: 'system', roles: [] },
    )
    // What cannot be read cannot be taken out of either.
    expect(erased).toBe(database.name === 'sqlite' ? made - 1 : made)
    await touch.set(n, { facts: broken!.facts, actorRoles: broken!.actorRoles })
    await seal()
    expect(await verify()).toMatchObject({ ok: true })
  })

  it('says on My desk when the last entry was written, where what that one says cannot be read', async () => {
    await write(1)
    await seal()
    const newest = (await entries()).at(-1)!
    const touch = await driver()
    await touch.set(Number(newest.sequence), { facts: database.name === 'sqlite' ? '{not' : '"nothing"' })
    const user = { ...(await site.payload.findByID({ collection: 'users', id: officer.id })) }
    const req = await createLocalReq({ user: { ...user, collection: 'users' } as never }, site.payload)
    const card = await ledger().desk!(viewContext(req))
    expect(card!.last!.at.toISOString()).toBe(newest.at)
    await touch.restore()
  })

  it('seals the others where somebody put an entry in their way, and says so until it is taken out', async () => {
    const { last } = await verify()
    const inTheWay: Record<string, number | string> = {
      'holds the place of the next': `seq:${last + 1}`,
      'holds a place further on': `seq:${last + 3}`,
      // SQL takes nothing else in such a column.
      ...('drizzle' in site.payload.db ? {} : { 'has a number for a place': 7 }),
    }
    for (const [what, place] of Object.entries(inTheWay)) {
      const touch = await driver()
      await write(4)
      await touch.copy(last, { key: 'forged', sequence: null, place })
      // Not the first in the row: that one would be sealed like any that was there before the seal.
      await compareAndSet(
        ctx(),
        'gov-ledger',
        { key: { equals: 'forged' } },
        { at: site.clock.now().toISOString() },
      )
      await seal()
      // The sealer says so itself, before anybody verifies.
      expect({ what, missing: await missing() }).toMatchObject({
        missing: [{ key: 'governance:ledger:found:inserted' }],
      })
      const found = await verify()
      expect({ what, ...found }).toMatchObject({ what, ok: false, last: last + 4, unsealed: 0, at: 0 })
      expect(await missing()).toMatchObject([{ key: 'governance:ledger:found:inserted' }])
      await governanceTick(site.payload, { force: true, only: ['ledger-verify'] })
      expect(await missing()).toHaveLength(1)

      await touch.restore()
      const { sequence, hash } = (await entries()).at(-1)!
      await compareAndSet(ctx(), 'gov-ledger-head', { key: { equals: 'main' } }, { sequence, hash })
      await governanceTick(site.payload, { force: true, only: ['ledger-verify'] })
      expect({ what, missing: await missing() }).toEqual({ what, missing: [] })
    }
  })

  it('takes no word of a request for which request it was', async () => {
    const headers = { 'x-request-id': '"><script>=hyperlink()', 'x-correlation-id': 'users:1' }
    await site.rest('POST', '/users/login', { headers, body: { email: officer.email, password: 'wrong' } })
    await site.rest('GET', '/governance/ledger', { as: officer, headers })
    const rows = await entries()
    expect(JSON.stringify(rows)).not.toMatch(/script|hyperlink|x-request/)
    for (const { request } of rows) expect(request ?? '-').toMatch(/^([\w-]{12}|-)$/)
  })
})
