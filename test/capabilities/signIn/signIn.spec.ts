import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { insert } from '../../../src/platform/db.js'
import { days, type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'

const MINUTES = 60_000

describeDatabases('signing in', (database) => {
  let site: Stand
  let aed: Person
  beforeAll(async () => {
    site = await stand(database, {})
    aed = await site.person('aed', ['aed'])
    await site.person('second', ['aed', 'ed'])
  })
  afterAll(async () => {
    await site?.stop()
  })

  const tryIn = (email: string, password = 'wrong password of some length') =>
    site.rest('POST', '/users/login', { body: { email, password } })
  /** After the ten minutes are over; entries since the last call. */
  let seen = 0
  const recorded = async (): Promise<any[]> => {
    site.clock.forward(11 * MINUTES)
    await governanceTick(site.payload, { force: true, only: ['sign-in'] })
    const { docs } = await site.payload.find({
      collection: 'gov-ledger' as never,
      where: { action: { in: ['signIn.failed', 'signIn.locked'] } },
      sort: 'createdAt',
      limit: 1000,
    })
    const fresh = docs.slice(seen)
    seen = docs.length
    return fresh
  }
  const personal = async (entry: { key: string }): Promise<Record<string, string>> => {
    const row = await site.payload.db.findOne<any>({
      collection: 'gov-ledger',
      where: { key: { equals: entry.key } },
    })
    const values = Object.entries((row?.personal ?? {}) as Record<string, { value: string }>)
    return Object.fromEntries(values.map(([name, { value }]) => [name, value]))
  }

  it('puts failures of one account in ten minutes on the ledger as one entry with their number', async () => {
    const person = await site.person('tired', ['communications'])
    for (let i = 0; i < 3; i += 1) expect((await tryIn(person.email)).status).toBe(401)
    const entries = await recorded()
    expect(entries).toHaveLength(1)
    expect(entries[0]).toMatchObject({
      action: 'signIn.failed',
      subject: person.ref,
      actorKind: 'visitor',
      facts: { count: 3 },
    })
    expect(await personal(entries[0])).toEqual({ name: 'tired' })
    expect(await recorded()).toEqual([])
    // What was counted is gone once it is on the ledger.
    expect((await site.payload.db.count({ collection: 'gov-sign-ins', where: {} })).totalDocs).toBe(0)
  })

  it('says at once that an account was locked, once, and the sessions of its owner go on', async () => {
    const person = await site.person('locked', ['communications'])
    for (let i = 0; i < 8; i += 1) await tryIn(person.email)
    const { docs } = await site.payload.find({
      collection: 'gov-ledger' as never,
      where: { action: { equals: 'signIn.locked' } },
    })
    expect(docs).toHaveLength(1)
    expect(docs[0]).toMatchObject({ subject: person.ref, facts: { until: expect.any(String) } })
    const right = await tryIn(person.email, 'locked-long-enough-password')
    expect(right.status).toBe(401)
    expect((await site.rest('GET', '/users/me', { as: person })).body.user.id).toBe(person.id)
    const entries = await recorded()
    expect(entries.map(({ action, facts }: any) => [action, facts.count])).toEqual(
      expect.arrayContaining([['signIn.failed', 9]]),
    )
  })

  it('keeps an address without an account as a value that can be erased, and never a password', async () => {
    await tryIn('Nobody@Test.example', 'a secret that I use elsewhere')
    const [entry] = await recorded()
    expect(entry).toMatchObject({ action: 'signIn.failed', subject: 'site:sign-in', facts: { count: 1 } })
    expect(JSON.stringify(entry)).not.toMatch(/nobody@test|secret that/i)
    expect(await personal(entry)).toEqual({ address: 'nobody@test.example' })
  })

  it('is not filled by a flood of addresses: twenty entries in ten minutes, and no failure is lost', async () => {
    for (let i = 0; i < 60; i += 1) await tryIn(`flood-${i}@test.example`)
    const entries = await recorded()
    expect(entries.length).toBeLessThanOrEqual(20)
    expect(entries.length).toBeGreaterThan(5)
    const sum = entries.reduce((total, { facts }: any) => total + facts.count, 0)
    expect(sum).toBe(60)
  })

  it('counts failures over GraphQL, each of several in one request', async () => {
    const person = await site.person('several', ['communications'])
    const login = (password: string) =>
      `loginUser(email: ${JSON.stringify(person.email)}, password: ${JSON.stringify(password)}) { exp }`
    await site.graphql(
      `mutation { a: ${login('wrong')} b: ${login('several-long-enough-password')} c: ${login('bad')} }`,
    )
    const [entry] = await recorded()
    expect(entry).toMatchObject({ subject: person.ref, facts: { count: 2 } })
  })

  it('leaves no entry of signing in rightly, nor of members of the public', async () => {
    await tryIn(aed.email, 'aed-long-enough-password')
    await site.rest('POST', '/members/login', { body: { email: 'a@test.example', password: 'wrong' } })
    expect(await recorded()).toEqual([])
  })

  const readsLedger = async (as: Person) => [
    (await site.rest('GET', '/gov-ledger', { as })).status,
    Boolean((await site.graphql('{ GovLedgers { totalDocs } }', { as })).data?.GovLedgers),
    // As the admin panel's server functions ask.
    await site.payload
      .find({ collection: 'gov-ledger' as never, req: await site.request({ as }), overrideAccess: false })
      .then(
        () => true,
        () => false,
      ),
    (await site.rest('GET', '/governance/ledger', { as })).status,
  ]

  it('loses a role at once: the old token says nothing any more', async () => {
    const person = await site.person('demoted', ['privacy-officer'])
    expect(await readsLedger(person)).toEqual([200, true, true, 200])
    const taken = await site.rest('PATCH', `/users/${person.id}`, { as: aed, body: { governanceRoles: [] } })
    expect(taken.status).toBe(200)
    expect(await readsLedger(person)).toEqual([403, false, false, 403])
    const { docs } = await site.payload.find({
      collection: 'gov-ledger' as never,
      where: { action: { equals: 'roles.revoked' }, subject: { equals: person.ref } },
    })
    expect(docs).toHaveLength(1)
  })

  it('ends at once when the account is deleted', async () => {
    const person = await site.person('gone', ['privacy-officer'])
    expect((await readsLedger(person))[0]).toBe(200)
    expect((await site.rest('DELETE', `/users/${person.id}`, { as: aed })).status).toBe(200)
    expect(await readsLedger(person)).toEqual([403, false, false, 401])
    expect((await site.rest('GET', '/users/me', { as: person })).body.user).toBeNull()
  })

  it('ends at once when somebody locks the account', async () => {
    const person = await site.person('suspended', ['privacy-officer'])
    expect((await readsLedger(person))[0]).toBe(200)
    await site.payload.update({
      collection: 'users',
      id: person.id,
      data: { lockUntil: new Date(Date.now() + days(365)).toISOString() } as never,
      overrideAccess: true,
    })
    expect(await readsLedger(person)).toEqual([403, false, false, 401])
    const { docs } = await site.payload.find({
      collection: 'gov-ledger' as never,
      where: { action: { equals: 'signIn.locked' }, subject: { equals: person.ref } },
    })
    expect(docs).toHaveLength(1)
  })

  it('is counted nowhere but in closed rows', async () => {
    await insert({ payload: site.payload }, 'gov-sign-ins', {
      key: 'x',
      count: 1,
      others: 0,
      firstAt: site.clock.now().toISOString(),
      endsAt: site.clock.now().toISOString(),
    })
    expect((await site.rest('GET', '/gov-sign-ins', { as: aed })).status).toBe(403)
  })
})
