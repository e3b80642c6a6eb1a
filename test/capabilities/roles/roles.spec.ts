import { afterAll, beforeAll, expect, it } from 'vitest'

import { ROLE_COUNTS, ROLE_RECORDS } from '../../../src/capabilities/roles/collections.js'
import { governanceTick } from '../../../src/index.js'
import { compareAndSet, deleteRows, findRow, findRows, rawDb } from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { type Person, posts, type Stand, stand, users } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'

// Open sign-up and open reading: what a careless host allows, the plugin must still keep.
const trashable = {
  ...users,
  trash: true,
  auth: { useAPIKey: true },
  access: { create: () => true, read: () => true },
}

describeDatabases('roles', (database) => {
  let site: Stand
  let first: Person
  let second: Person
  let ed: Person
  let creator: Person
  beforeAll(async () => {
    site = await stand(database, { staff: trashable, collections: [posts] })
    first = await site.person('first', ['aed'])
    second = await site.person('second', ['aed'])
    ed = await site.person('ed', ['ed'])
    creator = await site.person('creator', ['content-creator'])
  })
  afterAll(async () => {
    await site?.stop()
  })

  const ctx = (): { payload: Stand['payload'] } => ({ payload: site.payload })
  const rolesOf = async (person: { id: number | string }): Promise<string[]> => {
    const user = await site.payload.findByID({ collection: 'users', id: person.id, trash: true } as never)
    return ((user as unknown as { governanceRoles?: string[] }).governanceRoles ?? []).toSorted()
  }
  const grant = (person: { id: number | string }, roles: string[]): Promise<unknown> =>
    site.payload.update({ collection: 'users', id: person.id, data: { governanceRoles: roles } as never })
  const entries = async (subject: string): Promise<{ action: string; roles: string[]; actorRef: string }[]> =>
    (await findRows(ctx(), 'gov-ledger', { subject: { equals: subject } }, { sort: 'createdAt' })).map(
      (row) => ({
        action: row.action as string,
        roles: (row.facts as { roles: string[] }).roles,
        actorRef: row.actorRef as string,
      }),
    )
  const asUser = async (person: Person): Promise<never> =>
    ({
      ...(await site.payload.findByID({ collection: 'users', id: person.id })),
      collection: 'users',
    }) as never

  it('lets nobody but the person, AED and ED say in which language and when somebody gets mail', async () => {
    const newcomer = await site.person('nadia', ['content-creator'])
    const colleague = await site.person('colin', ['privacy-officer', 'administrator'])
    const body = { governanceLanguage: 'fr', governanceMail: 'daily' }
    const path = `/users/${newcomer.id}`
    const stored = async (): Promise<unknown[]> => {
      const { body: read } = await site.rest('GET', path, { as: newcomer })
      return [read.governanceLanguage, read.governanceMail ?? null]
    }
    const before = await stored()
    await site.rest('PATCH', path, { as: colleague, body })
    await site.rest('PATCH', `/users?where[id][equals]=${newcomer.id}`, { as: colleague, body })
    const id = typeof newcomer.id === 'number' ? newcomer.id : JSON.stringify(newcomer.id)
    await site.graphql(
      `mutation { updateUser(id: ${id}, data: { governanceLanguage: "fr", governanceMail: "daily" }) { id } }`,
      { as: colleague },
    )
    expect(await stored()).toEqual(before)
    // What the screen of an account offers each of them.
    const offers = async (as: Person): Promise<boolean> => {
      const { fields } = (await site.rest('POST', `/users/access/${newcomer.id}`, { as, body: {} })).body
      const found = fields === true || fields.governanceLanguage
      return found === true || Boolean(found?.update)
    }
    expect([await offers(colleague), await offers(newcomer), await offers(first)]).toEqual([
      false,
      true,
      true,
    ])
    await site.rest('PATCH', path, { as: newcomer, body })
    expect(await stored()).toEqual(['fr', 'daily'])
    await site.rest('PATCH', path, { as: first, body: { governanceLanguage: 'en' } })
    expect(await stored()).toEqual(['en', 'daily'])
  })

  it('lets the AED grant and revoke, with an entry on the ledger for each', async () => {
    const newcomer = await site.person('newcomer', [])
    const granted = await site.rest('PATCH', `/users/${newcomer.id}`, {
      as: first,
      body: { governanceRoles: ['content-creator', 'communications'] },
    })
    expect(granted.status).toBe(200)
    await site.rest('PATCH', `/users/${newcomer.id}`, {
      as: ed,
      body: { governanceRoles: ['communications'] },
    })
    expect(await rolesOf(newcomer)).toEqual(['communications'])
    expect(await entries(newcomer.ref)).toEqual([
      { action: 'roles.granted', roles: ['content-creator', 'communications'], actorRef: first.ref },
      { action: 'roles.revoked', roles: ['content-creator'], actorRef: ed.ref },
    ])
    const chained = (await findRows(ctx(), 'gov-ledger', {})).map((row) => ({ ...row, personal: null }))
    expect(JSON.stringify(chained)).not.toContain('newcomer')
  })

  it('keeps the content of a user when something else of it changes', async () => {
    const answer = await site.rest('PATCH', `/users/${creator.id}`, {
      as: creator,
      body: { name: 'Camille' },
    })
    expect(answer.status).toBe(200)
    expect(await rolesOf(creator)).toEqual(['content-creator'])
  })

  it('refuses a creator who raises themselves over REST, GraphQL, the Local API and in bulk', async () => {
    const body = { governanceRoles: ['content-creator', 'aed'] }
    const rest = await site.rest('PATCH', `/users/${creator.id}`, { as: creator, body })
    expect(rest.status).toBe(403)
    expect(rest.body.errors[0].data.code).toBe('raisesOneself')
    const id = typeof creator.id === 'number' ? creator.id : JSON.stringify(creator.id)
    const graphql = await site.graphql(
      `mutation { updateUser(id: ${id}, data: { governanceRoles: ["aed"] }) { id } }`,
      { as: creator },
    )
    expect(graphql.errors?.[0]?.message).toMatch(/Nobody grants a role to themselves/)
    const local = site.payload.update({
      collection: 'users',
      id: creator.id,
      data: body as never,
      overrideAccess: false,
      user: await asUser(creator),
    })
    await expect(local).rejects.toMatchObject({ code: 'raisesOneself' })
    const bulk = await site.rest('PATCH', `/users?where[id][equals]=${creator.id}`, { as: creator, body })
    expect(bulk.body.docs).toHaveLength(0)
    expect(bulk.body.errors).toHaveLength(1)
    expect(await rolesOf(creator)).toEqual(['content-creator'])
  })

  it('refuses a creator who grants to others, revokes from others or makes an account with roles', async () => {
    const other = await site.person('other', ['communications'])
    const patch = (roles: string[]) =>
      site.rest('PATCH', `/users/${other.id}`, { as: creator, body: { governanceRoles: roles } })
    expect((await patch(['communications', 'administrator'])).status).toBe(403)
    expect((await patch([])).status).toBe(403)
    const made = await site.rest('POST', '/users', {
      as: creator,
      body: { email: 'puppet@test.example', password: 'a-long-enough-password', governanceRoles: ['aed'] },
    })
    expect(made.status).toBe(403)
    expect(
      (await site.payload.find({ collection: 'users', where: { email: { equals: 'puppet@test.example' } } }))
        .totalDocs,
    ).toBe(0)
    expect(await rolesOf(other)).toEqual(['communications'])
  })

  it('refuses who would sign in as somebody with more roles, by a password, an address or a key of their own', async () => {
    const ways = [
      { password: 'a password of the creator' },
      { email: 'creator-too@test.example' },
      { enableAPIKey: true, apiKey: '6f0b7a43-6d1c-4f0a-9d0a-0f3a1f0f7f11' },
    ]
    for (const body of ways) {
      expect((await site.rest('PATCH', `/users/${second.id}`, { as: creator, body })).status).toBe(403)
      const bulk = await site.rest('PATCH', `/users?where[id][equals]=${second.id}`, { as: creator, body })
      expect(bulk.body.docs).toHaveLength(0)
    }
    const password = `${second.name}-long-enough-password`
    const login = { body: { email: second.email, password } }
    expect((await site.rest('POST', '/users/login', login)).status).toBe(200)
    // One's own, by the AED for others, and of an account without roles: as ever.
    const nobody = await site.person('nobody', [])
    const change = (person: Person, as: Person) =>
      site.rest('PATCH', `/users/${person.id}`, { as, body: { password: 'another long password' } })
    expect((await change(nobody, nobody)).status).toBe(200)
    expect((await change(nobody, creator)).status).toBe(200)
    const peer = await site.person('peer', ['communications'])
    expect((await change(peer, first)).status).toBe(200)
    expect(
      (await site.rest('PATCH', `/users/${second.id}`, { as: creator, body: { name: 'S' } })).status,
    ).toBe(200)
  })

  it('refuses roles in any shape but a list of texts, and leaves those that are there', async () => {
    for (const governanceRoles of [
      'aed',
      [['aed']],
      ['content-creator', ['aed']],
      { $push: 'aed' },
      [{ toString: 'aed' }],
      { 0: 'aed' },
    ]) {
      const body = { governanceRoles }
      expect((await site.rest('PATCH', `/users/${creator.id}`, { as: creator, body })).status).toBe(400)
      expect(await rolesOf(creator)).toEqual(['content-creator'])
    }
  })

  it('refuses the AED who grants a further role to themselves, and lets them give one up', async () => {
    const own = await site.rest('PATCH', `/users/${second.id}`, {
      as: second,
      body: { governanceRoles: ['aed', 'ed'] },
    })
    expect(own.body.errors[0].data.code).toBe('raisesOneself')
    const two = await site.person('two', ['administrator', 'communications'])
    const less = await site.rest('PATCH', `/users/${two.id}`, {
      as: two,
      body: { governanceRoles: ['communications'] },
    })
    expect(less.status).toBe(200)
  })

  it('gives no role to a stranger who signs up where the host lets anybody make accounts', async () => {
    const made = site.payload.create({
      collection: 'users',
      overrideAccess: false,
      data: { email: 's@test.example', password: 'x'.repeat(16), governanceRoles: ['aed'] } as never,
    })
    await expect(made).rejects.toMatchObject({ code: 'notAllowed' })
    const rest = await site.rest('POST', '/users', {
      body: { email: 's2@test.example', password: 'x'.repeat(16), governanceRoles: ['aed'] },
    })
    expect(rest.status).toBe(403)
    const plain = await site.rest('POST', '/users', {
      body: { email: 's3@test.example', password: 'x'.repeat(16) },
    })
    expect(plain.status).toBe(201)
  })

  it('refuses a code that no role has', async () => {
    await expect(grant(creator, ['emperor'])).rejects.toThrow()
    expect(await rolesOf(creator)).toEqual(['content-creator'])
  })

  it('shows roles and mail language to staff only', async () => {
    const visitor = await site.payload
      .findByID({ collection: 'users', id: creator.id, overrideAccess: false, user: undefined })
      .catch(() => ({}))
    expect(visitor).not.toHaveProperty('governanceRoles')
    expect((await site.rest('GET', `/users/${creator.id}`, { as: ed })).body).toMatchObject({
      governanceRoles: ['content-creator'],
      governanceLanguage: 'en',
    })
  })

  it('takes nobody of another auth collection for staff, whatever their record says', async () => {
    await site.payload.create({
      collection: 'members',
      data: { email: 'm@test.example', password: 'member-password-long' } as never,
    })
    const { token } = await site.payload.login({
      collection: 'members',
      data: { email: 'm@test.example', password: 'member-password-long' } as never,
    })
    const member = { ...creator, token: token ?? '' }
    expect((await site.rest('GET', '/members/me', { as: member })).body.user).toMatchObject({
      email: 'm@test.example',
    })
    expect((await site.rest('GET', '/gov-ledger', { as: member })).status).toBe(403)
    const actor = runtimeOf(site.payload).actorOf({
      payload: site.payload,
      user: { collection: 'members', id: first.id, governanceRoles: ['aed'] } as never,
    })
    expect(actor).toMatchObject({ kind: 'member', roles: [] })
  })

  it('gives an API key the roles of its account, and no more', async () => {
    const keyed = await site.person('keyed', ['content-creator'])
    await site.payload.update({
      collection: 'users',
      id: keyed.id,
      data: { enableAPIKey: true, apiKey: 'key-of-keyed' } as never,
    })
    const headers = { authorization: 'users API-Key key-of-keyed' }
    expect((await site.rest('GET', '/users/me', { headers })).body.user.email).toBe(keyed.email)
    const raise = await site.rest('PATCH', `/users/${keyed.id}`, {
      headers,
      body: { governanceRoles: ['aed'] },
    })
    expect(raise.status).toBe(403)
    expect((await site.rest('GET', '/gov-ledger', { headers })).status).toBe(403)
  })

  it('refuses to demote, delete, trash or bulk delete the last ED, by anybody', async () => {
    const last = { name: 'GovernanceError', code: 'lastHolder' }
    await expect(grant(ed, [])).rejects.toMatchObject(last)
    await expect(site.payload.delete({ collection: 'users', id: ed.id })).rejects.toMatchObject(last)
    await expect(
      site.payload.update({
        collection: 'users',
        id: ed.id,
        data: { deletedAt: new Date().toISOString() } as never,
      }),
    ).rejects.toMatchObject(last)
    expect(
      (await site.rest('PATCH', `/users/${ed.id}`, { as: first, body: { governanceRoles: [] } })).status,
    ).toBe(409)
    expect((await site.rest('DELETE', `/users/${ed.id}`, { as: first })).status).toBe(409)
    expect(
      (await site.rest('PATCH', `/users/${ed.id}`, { as: ed, body: { governanceRoles: ['aed'] } })).status,
    ).toBe(403)
    const bulk = await site.payload.delete({ collection: 'users', where: { id: { equals: ed.id } } })
    expect(bulk.errors).toHaveLength(1)
    await expect(site.payload.db.deleteMany({ collection: 'users', where: {} })).rejects.toMatchObject(last)
    await expect(
      site.payload.db.deleteOne({ collection: 'users', where: { id: { equals: ed.id } } }),
    ).rejects.toMatchObject(last)
    await expect(
      site.payload.db.updateOne({ collection: 'users', id: ed.id, data: { governanceRoles: [] } }),
    ).rejects.toMatchObject(last)
    expect(await rolesOf(ed)).toEqual(['ed'])
  })

  it('lets one of two demotions that race through, and never both', async () => {
    const outcomes = await Promise.allSettled([grant(first, []), grant(second, [])])
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    const holders = await runtimeOf(site.payload).people(site.payload, ['aed'])
    expect(holders).toHaveLength(1)
    // In one bulk operation as well.
    await grant(first, ['aed'])
    await grant(second, ['aed'])
    const bulk = await site.payload.update({
      collection: 'users',
      where: { id: { in: [first.id, second.id] } },
      data: { governanceRoles: [] } as never,
    })
    expect(bulk.errors.length).toBeGreaterThanOrEqual(1)
    expect((await runtimeOf(site.payload).people(site.payload, ['aed'])).length).toBeGreaterThanOrEqual(1)
    await grant(first, ['aed'])
    await grant(second, ['aed'])
  })

  it('lets one of two deletions that race through, and never both', async () => {
    const outcomes = await Promise.allSettled([
      site.payload.delete({ collection: 'users', id: second.id }),
      grant(first, ['communications']),
    ])
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    expect(await runtimeOf(site.payload).people(site.payload, ['aed'])).toHaveLength(1)
    if (outcomes[0]!.status === 'fulfilled') second = await site.person('second-again', ['aed'])
    await grant(first, ['aed'])
  })

  it('counts a person in the trash as gone, and refuses a creator who takes an AED out of it', async () => {
    const third = await site.person('third', ['aed'])
    const trashed = await site.payload.update({
      collection: 'users',
      id: third.id,
      data: { deletedAt: new Date().toISOString() } as never,
    })
    expect((trashed as unknown as { deletedAt: string }).deletedAt).toBeTruthy()
    expect((await runtimeOf(site.payload).people(site.payload, ['aed'])).map(({ ref }) => ref)).not.toContain(
      third.ref,
    )
    expect((await entries(third.ref)).at(-1)).toMatchObject({ action: 'roles.revoked', roles: ['aed'] })
    const restored = await site.rest('PATCH', `/users/${third.id}?trash=true`, {
      as: creator,
      body: { deletedAt: null },
    })
    expect(restored.status).toBe(403)
  })

  it('lets nobody prepare an account in the trash, which whoever takes it out would hand to them with its roles', async () => {
    const away = await site.person('away', ['privacy-officer'])
    const now = new Date().toISOString()
    await site.payload.update({ collection: 'users', id: away.id, data: { deletedAt: now } as never })
    for (const body of [
      { governanceRoles: ['privacy-officer', 'aed'] },
      { governanceRoles: [] },
      { password: 'a password of the creator' },
      { email: 'creator-waits@test.example' },
    ]) {
      const tried = await site.rest('PATCH', `/users/${away.id}?trash=true`, { as: creator, body })
      expect([body, tried.status]).toEqual([body, 403])
    }
    const made = await site.rest('POST', '/users', {
      as: creator,
      body: {
        email: 'in-the-bin@test.example',
        password: 'a-long-enough-password',
        governanceRoles: ['aed'],
        deletedAt: now,
      },
    })
    expect(made.status).toBe(403)
    const back = await site.rest('PATCH', `/users/${away.id}?trash=true`, {
      as: first,
      body: { deletedAt: null },
    })
    expect(back.status).toBe(200)
    expect(await rolesOf(away)).toEqual(['privacy-officer'])
  })

  it('lets a lock by hand be lifted by nobody but AED, ED and the host’s code, and other locks by staff', async () => {
    const suspended = await site.person('suspended', ['privacy-officer'])
    const lockUntil = new Date(Date.now() + 365 * 86_400_000).toISOString()
    const lock = (until: string) =>
      site.payload.update({ collection: 'users', id: suspended.id, data: { lockUntil: until } as never })
    const isLocked = async (): Promise<boolean> =>
      Boolean((await findRow(ctx(), 'users', { id: { equals: suspended.id } }))?.lockUntil)
    const unlock = (as: Person | undefined) =>
      site.rest('POST', '/users/unlock', { as, body: { email: suspended.email } })
    await lock(lockUntil)
    expect((await unlock(creator)).status).toBe(403)
    const token = await site.payload.forgotPassword({
      collection: 'users',
      data: { email: suspended.email },
      disableEmail: true,
    })
    const body = { token, password: 'a new password of my own' }
    expect((await site.rest('POST', '/users/reset-password', { body })).status).toBe(403)
    expect(await isLocked()).toBe(true)
    expect((await unlock(first)).status).toBe(200)
    expect(await isLocked()).toBe(false)
    await lock(new Date(Date.now() + 300_000).toISOString())
    expect((await unlock(creator)).status).toBe(200)
    expect(await isLocked()).toBe(false)
  })

  it('heals a counter that a crash left too low, once nothing is in flight any more', async () => {
    await grant(first, ['aed'])
    await grant(second, ['aed'])
    await compareAndSet(
      ctx(),
      ROLE_COUNTS,
      { key: { equals: 'aed' } },
      { count: 1, touchedAt: site.clock.now().toISOString() },
    )
    // Somebody else holds the role, so it is not said that nobody does.
    await expect(grant(second, [])).rejects.toMatchObject({ code: 'changedSinceRead', status: 409 })
    site.clock.forward(31_000)
    // In a transaction of MongoDB the first attempt only heals it.
    await grant(second, []).catch(() => grant(second, []))
    expect(await rolesOf(second)).toEqual([])
    expect(await findRow(ctx(), ROLE_COUNTS, { key: { equals: 'aed' } })).toMatchObject({ count: 1 })
    // A counter that is too high does not let the last one go either.
    await compareAndSet(ctx(), ROLE_COUNTS, { key: { equals: 'aed' } }, { count: 9 })
    await expect(grant(first, [])).rejects.toMatchObject({ code: 'lastHolder' })
    site.clock.forward(31_000)
    await governanceTick(site.payload, { force: true, only: ['roles'] })
    expect(await findRow(ctx(), ROLE_COUNTS, { key: { equals: 'aed' } })).toMatchObject({ count: 1 })
  })

  it('deletes one of two who hold both roles at the first attempt, also where the counters are not there yet', async () => {
    for (const by of ['delete', 'demotion', 'trash'] as const) {
      const both = await site.person(`both-${by}`, ['aed', 'ed'])
      await deleteRows(ctx(), ROLE_COUNTS, { key: { in: ['aed', 'ed'] } })
      const away = {
        delete: () => site.payload.delete({ collection: 'users', id: both.id }),
        demotion: () => grant(both, []),
        trash: () =>
          site.payload.update({
            collection: 'users',
            id: both.id,
            data: { deletedAt: site.clock.now().toISOString() } as never,
          }),
      }[by]
      await away()
      const holders = await runtimeOf(site.payload).people(site.payload, ['aed'])
      expect(holders.map(({ ref }) => ref)).not.toContain(both.ref)
      expect(await findRow(ctx(), ROLE_COUNTS, { key: { equals: 'aed' } })).toMatchObject({
        count: holders.length,
      })
    }
    await grant(ed, ['ed'])
    await expect(grant(ed, [])).rejects.toMatchObject({ code: 'lastHolder' })
  })

  it('refuses none of many who come and go at once but those that would leave the role vacant', async () => {
    const crowd = await Promise.all(
      [1, 2, 3, 4].map((one) => site.person(`crowd${one}`, ['aed', 'ed']).catch(() => undefined)),
    )
    const there = crowd.filter((person) => person !== undefined)
    const away = await Promise.allSettled(
      there.map(({ id }) => site.payload.delete({ collection: 'users', id })),
    )
    // Others hold both roles all the while: who is refused came at the same moment, and is told that.
    for (const one of away) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'changedSinceRead' })
    }
    for (const [at, one] of away.entries()) {
      if (one.status === 'rejected') await site.payload.delete({ collection: 'users', id: there[at]!.id })
    }
    for (const role of ['aed', 'ed']) {
      const holders = await runtimeOf(site.payload).people(site.payload, [role])
      expect(await findRow(ctx(), ROLE_COUNTS, { key: { equals: role } })).toMatchObject({
        count: holders.length,
      })
    }
  })

  it('gives the counter back when the demotion fails after it was taken', async () => {
    await grant(second, ['aed'])
    const before = await findRow(ctx(), ROLE_COUNTS, { key: { equals: 'aed' } })
    const other = await site.person('taken', [])
    await expect(
      site.payload.update({
        collection: 'users',
        id: second.id,
        data: { governanceRoles: [], email: other.email } as never,
      }),
    ).rejects.toThrow()
    expect(await findRow(ctx(), ROLE_COUNTS, { key: { equals: 'aed' } })).toMatchObject({
      count: before?.count,
    })
    expect(await rolesOf(second)).toEqual(['aed'])
  })

  it('puts on the ledger what was changed past the plugin', async () => {
    const quiet = await site.person('quiet', ['communications'])
    await rawDb(site.payload).updateOne({
      collection: 'users',
      id: quiet.id,
      data: { governanceRoles: ['communications', 'administrator'] },
    })
    await governanceTick(site.payload, { force: true, only: ['roles'] })
    const found = await findRows(
      ctx(),
      'gov-ledger',
      { subject: { equals: quiet.ref } },
      { sort: 'createdAt' },
    )
    expect(found.at(-1)).toMatchObject({
      action: 'roles.granted',
      actorKind: 'system',
      facts: { roles: ['administrator'], found: true },
    })
    expect(await findRows(ctx(), ROLE_RECORDS, { subject: { equals: quiet.ref } })).toHaveLength(1)
  })

  it('keeps the evidence of an account that is deleted', async () => {
    const leaver = await site.person('leaver', ['administrator'])
    await site.payload.delete({ collection: 'users', id: leaver.id })
    expect((await entries(leaver.ref)).map(({ action }) => action)).toEqual([
      'roles.granted',
      'roles.revoked',
    ])
  })
})

describeDatabases('the first person and roles of the host', (database) => {
  it('makes the first person of an empty site AED, and nobody after', async () => {
    const site = await stand(database)
    try {
      const body = { email: 'first@test.example', password: 'a-long-enough-password', name: 'First' }
      expect((await site.rest('POST', '/users/first-register', { body })).status).toBe(200)
      const [user] = (await site.payload.find({ collection: 'users' })).docs
      expect((user as unknown as { governanceRoles: string[] }).governanceRoles).toEqual(['aed'])
      const next = await site.payload.create({
        collection: 'users',
        data: { ...body, email: 'next@test.example' } as never,
      })
      expect((next as unknown as { governanceRoles?: string[] }).governanceRoles ?? []).toEqual([])
      const again = await site.rest('POST', '/users/first-register', {
        body: { ...body, email: 'third@test.example' },
      })
      expect(again.status).toBe(403)
    } finally {
      await site.stop()
    }
  })

  it('reads roles that the host keeps in its own way, adds no field, and keeps the last AED there too', async () => {
    const site = await stand(database, {
      staff: { ...users, fields: [...users.fields, { name: 'function', type: 'text' }] },
      plugin: {
        roles: {
          rolesOf: (user) =>
            user.function === 'deputy' ? ['aed'] : user.function === 'writer' ? ['content-creator'] : [],
        },
      },
    })
    try {
      const make = (name: string) =>
        site.payload.create({
          collection: 'users',
          data: {
            email: `${name}@test.example`,
            password: 'a-long-enough-password',
            function: name,
          } as never,
        })
      const deputy = await make('deputy')
      await make('writer')
      expect(
        site.payload.collections.users!.config.fields.some(
          (field) => 'name' in field && field.name === 'governanceRoles',
        ),
      ).toBe(false)
      expect((await runtimeOf(site.payload).people(site.payload, ['aed'])).map(({ ref }) => ref)).toEqual([
        `users:${deputy.id}`,
      ])
      const demote = site.payload.update({
        collection: 'users',
        id: deputy.id,
        data: { function: 'writer' } as never,
      })
      await expect(demote).rejects.toMatchObject({ code: 'lastHolder' })
    } finally {
      await site.stop()
    }
  })
})
