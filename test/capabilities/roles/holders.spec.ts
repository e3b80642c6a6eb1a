import { afterAll, beforeAll, expect, it } from 'vitest'

import { ROLE_COUNTS } from '../../../src/capabilities/roles/collections.js'
import { findRow } from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import type { OverviewCommands, SetUpState } from '../../../src/platform/setUp.js'
import { type Person, type Stand, stand, users } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'

const password = 'a-long-enough-password'
const last = { code: 'lastHolder' }
const staff = { ...users, trash: true, auth: { verify: true }, access: { create: () => true } }

describeDatabases('who cannot sign in holds no role', (database) => {
  let site: Stand
  let boss: Person
  beforeAll(async () => {
    site = await stand(database, { staff, plugin: { notices: false } })
    boss = await account('boss', ['aed', 'ed'], true)
  })
  afterAll(async () => {
    await site?.stop()
  })

  const account = async (name: string, roles: string[], verified: boolean): Promise<Person> => {
    const email = `${name}@test.example`
    const user = await site.payload.create({
      collection: 'users',
      data: { name, email, password, governanceRoles: roles, _verified: verified } as never,
      disableVerificationEmail: true,
    })
    const signedIn = verified
      ? await site.payload.login({ collection: 'users', data: { email, password } as never })
      : undefined
    return { id: user.id, email, name, ref: `users:${user.id}`, token: signedIn?.token ?? '' }
  }
  const write = (person: Person, data: Record<string, unknown>): Promise<unknown> =>
    site.payload.update({ collection: 'users', id: person.id, data: data as never, trash: true } as never)
  const holders = async (role: string): Promise<string[]> =>
    (await runtimeOf(site.payload).people(site.payload, [role])).map(({ name }) => name).toSorted()
  const counted = async (role: string): Promise<unknown> =>
    (await findRow({ payload: site.payload }, ROLE_COUNTS, { key: { equals: role } }))?.count
  const overview = (): OverviewCommands =>
    runtimeOf(site.payload).capabilities.find(({ key }) => key === 'overview')!.port as OverviewCommands
  const setUp = (): Promise<SetUpState> =>
    overview().setUpState({ payload: site.payload }, { kind: 'system', ref: 'system:test', roles: [] })
  const missing = async (): Promise<string[]> =>
    (await overview().missing({ payload: site.payload })).map(({ key }) => key)
  const verify = async (person: Person): Promise<number> => {
    const [row] = (
      await site.payload.find({
        collection: 'users',
        where: { id: { equals: person.id } },
        showHiddenFields: true,
      })
    ).docs as unknown as { _verificationToken: string }[]
    return (await site.rest('POST', `/users/verify/${row!._verificationToken}`)).status
  }

  it('counts nobody whose address was never confirmed: not as last holder, not in the set-up, not as there', async () => {
    const invited = await account('invited', ['aed', 'ed', 'privacy-officer'], false)
    expect(await holders('aed')).toEqual(['boss'])
    expect(await counted('aed')).toBe(1)
    expect(await missing()).toContain('governance:roles:missing:privacy-officer')
    const state = await setUp()
    expect(state.holders).toMatchObject({ aed: boss.ref, ed: boss.ref, privacy: null })
    expect(state.people.map(({ name }) => name)).toEqual(['boss'])
    await expect(write(boss, { governanceRoles: ['ed'] })).rejects.toMatchObject(last)
    await expect(site.payload.delete({ collection: 'users', id: boss.id })).rejects.toMatchObject(last)
    const named = await site.rest('POST', '/governance/setup', { as: boss, body: { privacy: invited.ref } })
    expect(named.status).toBe(400)
    // The role itself was granted, and is on the ledger: the person has only to open the mail.
    expect(await verify(invited)).toBe(200)
    expect(await holders('aed')).toEqual(['boss', 'invited'])
    expect(await counted('aed')).toBe(2)
    expect(await missing()).not.toContain('governance:roles:missing:privacy-officer')
    await write(boss, { governanceRoles: ['ed'] })
    expect(await counted('aed')).toBe(1)
    await expect(write(invited, { governanceRoles: ['ed'] })).rejects.toMatchObject(last)
    await write(boss, { governanceRoles: ['aed', 'ed'] })
    await site.payload.delete({ collection: 'users', id: invited.id })
    expect(await counted('aed')).toBe(1)
  })

  it('refuses to take the confirmation, or the way in, from the last one, and from others without a role for it', async () => {
    await expect(write(boss, { _verified: false })).rejects.toMatchObject(last)
    await expect(write(boss, { lockUntil: '2099-01-01T00:00:00.000Z' })).rejects.toMatchObject(last)
    await expect(write(boss, { deletedAt: site.clock.now().toISOString() })).rejects.toMatchObject(last)
    const creator = await account('creator', ['content-creator'], true)
    const peer = await account('peer', ['aed', 'ed'], true)
    const attempt = await site.rest('PATCH', `/users/${peer.id}`, {
      as: creator,
      body: { _verified: false },
    })
    expect(attempt.status).toBe(403)
    expect(await holders('aed')).toEqual(['boss', 'peer'])
    await write(peer, { _verified: false })
    expect(await holders('aed')).toEqual(['boss'])
    await expect(write(boss, { governanceRoles: [] })).rejects.toMatchObject(last)
    await site.payload.delete({ collection: 'users', id: peer.id })
  })

  it('refuses a creator who makes an unconfirmed account with roles that would become theirs with the mail', async () => {
    const creator = await site.payload.login({
      collection: 'users',
      data: { email: 'creator@test.example', password } as never,
    })
    const made = await site.rest('POST', '/users', {
      as: { ...boss, token: creator.token ?? '' },
      body: { email: 'puppet@test.example', password, name: 'puppet', governanceRoles: ['aed'] },
    })
    expect(made.status).toBe(403)
  })

  it('counts an account that was locked by hand as nobody, and one that wrong passwords locked as ever', async () => {
    const second = await account('second', ['aed', 'ed'], true)
    await write(second, { lockUntil: '2099-01-01T00:00:00.000Z' })
    expect(await holders('ed')).toEqual(['boss'])
    await expect(write(boss, { governanceRoles: ['aed'] })).rejects.toMatchObject(last)
    await write(second, { lockUntil: null })
    expect(await holders('ed')).toEqual(['boss', 'second'])
    for (let wrong = 0; wrong < 6; wrong += 1) {
      await site.rest('POST', '/users/login', { body: { email: boss.email, password: 'wrong' } })
    }
    const right = await site.rest('POST', '/users/login', { body: { email: boss.email, password } })
    expect(right.status).toBe(401)
    // Otherwise anybody could make the site believe that nobody leads it.
    expect(await holders('ed')).toEqual(['boss', 'second'])
    expect(await counted('ed')).toBe(2)
  })
})
