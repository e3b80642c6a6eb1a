import type { AccessResult, CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

import { findRows } from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { settingsOf } from '../../../src/platform/settings.js'
import type { OverviewCommands } from '../../../src/platform/setUp.js'
import { finishStart } from '../../../src/platform/tick.js'
import { adapterFor, type FreshDatabase } from '../../helpers/databases.js'
import { type Person, type Stand, stand, users } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'

const password = 'a-long-enough-password'
/** A host that lets staff change accounts, except Cleo, and Dana only her own. */
const mayUpdate = (name?: string): AccessResult =>
  name === 'cleo' ? false : name === 'dana' ? { email: { equals: 'dana@test.example' } } : true
const staff: CollectionConfig = {
  ...users,
  access: { update: ({ req }) => mayUpdate((req.user as unknown as { name?: string } | null)?.name) },
}

describeDatabases('the set-up of a site that already has staff', (database) => {
  let fresh: FreshDatabase
  let site: Stand
  const people: Record<string, Person> = {}
  beforeAll(async () => {
    fresh = await database.adapter()
    const before = await stand(database, { on: fresh, ungoverned: true, staff })
    for (const name of ['ann', 'ben', 'cleo', 'dana']) {
      const data = { email: `${name}@test.example`, password, name }
      await before.payload.create({ collection: 'users', data: data as never })
    }
    await before.stop()
    site = await stand(database, {
      on: { ...fresh, db: adapterFor(fresh.uri) },
      staff,
      plugin: { notices: false },
    })
    for (const name of ['ann', 'ben', 'cleo', 'dana']) {
      const email = `${name}@test.example`
      const { token, user } = await site.payload.login({
        collection: 'users',
        data: { email, password } as never,
      })
      people[name] = { id: user!.id, email, token: token ?? '', ref: `users:${user!.id}`, name }
    }
  })
  afterAll(async () => {
    await site?.stop()
    await fresh?.drop()
  })

  const setUp = (as: Person | undefined, body: Record<string, string>, lang = 'en') =>
    site.rest('POST', '/governance/setup', { as, body, lang })
  const rolesOf = async (name: string): Promise<string[]> =>
    (await runtimeOf(site.payload).people(site.payload, [])).find((person) => person.name === name)!.roles
  const ledger = async (action: string) =>
    findRows({ payload: site.payload }, 'gov-ledger', { action: { equals: action } })
  const commands = (): OverviewCommands =>
    runtimeOf(site.payload).capabilities.find(({ key }) => key === 'overview')!.port as OverviewCommands
  const missing = async (): Promise<string[]> =>
    (await commands().missing({ payload: site.payload })).map(({ key }) => key)

  it('says what is missing, each thing once', async () => {
    const keys = await missing()
    for (const what of ['aed', 'ed', 'privacy-officer'])
      expect(keys).toContain(`governance:roles:missing:${what}`)
    expect(keys).toContain('governance:overview:missing:approver')
    expect(keys).toContain('governance:overview:missing:organization')
    expect(keys.filter((key) => key.endsWith('missing:aed'))).toHaveLength(1)
  })

  it('is refused to visitors, to members of the public site and to whom the host does not let change accounts', async () => {
    expect((await setUp(undefined, { aed: people.ann!.ref })).status).toBe(401)
    await site.payload.create({ collection: 'members', data: { email: 'm@test.example', password } as never })
    const { token } = await site.payload.login({
      collection: 'members',
      data: { email: 'm@test.example', password } as never,
    })
    expect((await setUp({ ...people.ann!, token: token ?? '' }, { aed: people.ann!.ref })).status).toBe(403)
    expect((await setUp(people.cleo, { aed: people.cleo!.ref })).status).toBe(403)
    // Who may change only their own account may not name others.
    expect((await setUp(people.dana, { aed: people.dana!.ref })).status).toBe(403)
    expect(await rolesOf('cleo')).toEqual([])
  })

  it('refuses an unknown person, somebody of another collection and a wrong address before it writes anything', async () => {
    expect((await setUp(people.ann, { aed: people.ann!.ref, ed: 'users:999999' })).status).toBe(400)
    expect((await setUp(people.ann, { aed: people.ann!.ref, ed: 'members:1' })).status).toBe(400)
    const address = await setUp(people.ann, { aed: people.ann!.ref, exitAddress: 'javascript:alert(1)' })
    expect(address.status).toBe(400)
    expect(await rolesOf('ann')).toEqual([])
    expect((await settingsOf(site.payload)).setUpAt).toBeNull()
    expect(await ledger('setup.done')).toHaveLength(0)
  })

  it('is done by whoever of two comes first, who may name themselves, and that is on the ledger', async () => {
    const attempts = await Promise.all([
      setUp(people.ann, { aed: people.ann!.ref, organizationEn: 'Centre' }),
      setUp(people.ben, { aed: people.ben!.ref, organizationEn: 'Centre' }),
    ])
    expect(attempts.filter(({ status }) => status === 200)).toHaveLength(1)
    const [winner, loser] = attempts[0].status === 200 ? ['ann', 'ben'] : ['ben', 'ann']
    expect(await rolesOf(winner!)).toEqual(['aed'])
    expect(await rolesOf(loser!)).toEqual([])
    const [entry] = await ledger('setup.done')
    expect(entry).toMatchObject({
      actorRef: people[winner!]!.ref,
      facts: { firstCome: true, named: ['aed'] },
    })
    expect((await ledger('roles.granted'))[0]).toMatchObject({
      subject: people[winner!]!.ref,
      actorRef: people[winner!]!.ref,
    })
    people.boss = people[winner!]!
    people.other = people[loser!]!
  })

  it('is closed to everybody else from then on', async () => {
    expect((await setUp(people.other, { ed: people.other!.ref })).status).toBe(403)
    const refused = await setUp(people.dana, { ed: people.dana!.ref }, 'fr')
    expect(refused.status).toBe(403)
    expect(refused.body.errors[0].message).toBe('Votre rôle ne le permet pas.')
  })

  it('lets the AED name the others, but not themselves any more', async () => {
    const self = await setUp(people.boss, { ed: people.boss!.ref })
    expect(self.body.errors[0].data.code).toBe('raisesOneself')
    const named = await setUp(people.boss, {
      aed: people.boss!.ref,
      ed: people.other!.ref,
      approver: people.dana!.ref,
      privacy: people.dana!.ref,
      organizationEn: 'Lakeshore Centre',
      organizationFr: 'Centre Lakeshore',
      phone: '613-555-0100',
      exitAddress: 'https://meteo.gc.ca/',
    })
    expect(named.status).toBe(200)
    expect(await rolesOf('dana')).toEqual(['administrator', 'privacy-officer'])
    expect(await rolesOf(people.other!.name)).toEqual(['ed'])
    expect(await settingsOf(site.payload)).toMatchObject({
      organization: { en: 'Lakeshore Centre', fr: 'Centre Lakeshore' },
      phone: '613-555-0100',
      exitAddress: 'https://meteo.gc.ca/',
    })
    expect((await missing()).filter((key) => /roles|overview/.test(key))).toEqual([])
  })

  it('may be repeated: nothing is granted twice, nobody loses a role, what is not sent stays', async () => {
    const before = await ledger('roles.granted')
    expect((await setUp(people.boss, { aed: people.boss!.ref, approver: people.dana!.ref })).status).toBe(200)
    expect(await ledger('roles.granted')).toHaveLength(before.length)
    expect(await rolesOf('dana')).toEqual(['administrator', 'privacy-officer'])
    expect((await settingsOf(site.payload)).organization.fr).toBe('Centre Lakeshore')
  })

  it('keeps the last AED, whose role came from the set-up', async () => {
    const demote = site.payload.update({
      collection: 'users',
      id: people.boss!.id,
      data: { governanceRoles: [] } as never,
    })
    await expect(demote).rejects.toMatchObject({ code: 'lastHolder' })
  })

  it('gives the doctor a list of what is governed, missing, added and to be done', async () => {
    const { well, lines } = await commands().checkup({ payload: site.payload })
    const text = lines.join('\n')
    expect(text).toMatch(/GOVERNED[\s\S]+MISSING[\s\S]+ADDED[\s\S]+WHAT TO DO NEXT/)
    expect(text).toContain('gov-ledger')
    expect(text).toContain('Assistant Executive Director: 1')
    // The stand has no email adapter: that is missing, so the doctor is not content.
    expect(text).toContain('No mail can be sent')
    expect(well).toBe(false)
    // Everything in the set-up is done: what is left is named, with where to do it, and the set-up is not.
    const next = text.slice(text.indexOf('WHAT TO DO NEXT'))
    expect(next).toContain('Set `email` in the Payload config')
    expect(next).not.toContain('governance:setup')
  })

  it('says why a part could not start in one line, without the query and its values', async () => {
    const { payload } = site
    const logged: unknown[][] = []
    vi.spyOn(payload.logger, 'error').mockImplementation((...said: unknown[]) => void logged.push(said))
    const failure = new Error('Failed query: select "email" from "users" params: ann@test.example', {
      cause: new Error('SQLITE_ERROR: no such table: gov_notices'),
    })
    runtimeOf(payload).unstarted.push({ key: 'broken', onInit: () => Promise.reject(failure) })
    await finishStart(payload)
    runtimeOf(payload).unstarted.splice(0)
    vi.restoreAllMocks()
    expect(logged).toEqual([
      [
        'governance: the start of "broken" will be tried again: SQLITE_ERROR: no such table: gov_notices. Run: npx payload migrate',
      ],
    ])
  })
})
