import { afterAll, beforeAll, expect, it } from 'vitest'

import { findRows } from '../../../src/platform/db.js'
import { type Person, type RestAnswer, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'

/** The collections as Payload's defaults leave them: everyone who is signed in may do everything. */
describeDatabases('members of the public', (database) => {
  let site: Stand
  let aed: Person
  let officer: Person
  let member: Person
  beforeAll(async () => {
    site = await stand(database)
    aed = await site.person('ada', ['aed'])
    await site.person('edouard', ['ed'])
    officer = await site.person('priya', ['privacy-officer'])
    const data = { email: 'mem@example.org', password: 'a long enough sentence' }
    await site.payload.create({ collection: 'members', data } as never)
    const { token } = await site.payload.login({ collection: 'members', data } as never)
    member = { id: 0, email: data.email, ref: 'members:1', name: 'mem', token: token! }
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('make no account among the staff, and neither read, change nor delete one', async () => {
    const account = { email: 'new@example.org', password: 'a long enough sentence', name: 'Direction' }
    const tries: Promise<RestAnswer>[] = [
      site.rest('POST', '/users', { as: member, body: account }),
      site.rest('PATCH', `/users/${aed.id}`, { as: member, body: { name: 'x' } }),
      site.rest('DELETE', `/users/${officer.id}`, { as: member }),
      site.rest('GET', '/users', { as: member }),
      site.rest('GET', `/users/${aed.id}`, { as: member }),
    ]
    expect((await Promise.all(tries)).map(({ status }) => status)).toEqual([403, 403, 403, 403, 403])
    const made = await site.graphql(
      'mutation { createUser(data: { email: "g@example.org", password: "a long enough sentence" }) { id } }',
      { as: member },
    )
    expect(made.data?.createUser ?? null).toBeNull()
    expect((await site.rest('GET', '/users', { as: aed })).status).toBe(200)
  })

  it('nobody opens the set-up again to name themselves', async () => {
    const set = await site.rest('POST', '/governance/setup', {
      as: aed,
      body: { organizationEn: 'Lakeshore' },
    })
    expect(set.status).toBe(200)
    await site.rest('POST', '/globals/gov-settings', { as: aed, body: { setUpAt: null } })
    await site.graphql('mutation { updateGovSetting(data: { setUpAt: null }) { phone } }', { as: aed })
    const again = await site.rest('POST', '/governance/setup', { as: aed, body: { privacy: aed.ref } })
    expect(again.body.errors?.[0].data.code).toBe('raisesOneself')
  })
})

describeDatabases('the first account of an empty site', (database) => {
  it('is one of several that register at once', async () => {
    const site = await stand(database)
    const register = (n: number): Promise<RestAnswer> =>
      site.rest('POST', '/users/first-register', {
        body: { email: `first${n}@example.org`, password: 'a long enough sentence' },
      })
    await Promise.all([1, 2, 3].map(register))
    const accounts = await findRows({ payload: site.payload }, 'users', {})
    expect(accounts.filter(({ governanceRoles }) => governanceRoles?.includes('aed'))).toHaveLength(1)
    await site.stop()
  })
})
