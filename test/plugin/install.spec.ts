import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import type { CollectionConfig, Config } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../src/index.js'
import { findRows } from '../../src/platform/db.js'
import { runtimeOf } from '../../src/platform/runtime.js'
import type { OverviewCommands } from '../../src/platform/setUp.js'
import { adapterFor, type FreshDatabase } from '../helpers/databases.js'
import { type Person, type Stand, stand, users } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'

const password = 'a-long-enough-password'
const pages: CollectionConfig = {
  slug: 'pages',
  access: { read: ({ req }) => (req.user ? true : { _status: { equals: 'published' } }) },
  versions: { drafts: true },
  fields: [
    { name: 'title', type: 'text', localized: true },
    { name: 'body', type: 'textarea' },
  ],
}
/** A collection that nobody governs. */
const notes: CollectionConfig = {
  slug: 'notes',
  access: { read: () => true },
  fields: [{ name: 'text', type: 'text' }],
}
const host: Partial<Config> = { plugins: [formBuilderPlugin({ fields: { payment: false } })] }

/** The schema as it is: a host without the plugin keeps its tables until its own migration takes them away. */
const withoutPush = (db: Config['db']): Config['db'] => ({
  ...db,
  init: (args) => Object.assign(db.init(args), { push: false }),
})

describeDatabases('installing on a live site', (database) => {
  let fresh: FreshDatabase
  let site: Stand
  let ann: Person
  let live: number | string
  let draft: number | string
  let form: number | string
  let publicBefore: unknown

  const again = async (ungoverned: boolean): Promise<Stand> => {
    const db = adapterFor(fresh.uri)
    return stand(database, {
      on: { ...fresh, db: ungoverned ? withoutPush(db) : db },
      staff: users,
      collections: [pages, notes],
      config: host,
      ungoverned,
    })
  }
  const signIn = async (): Promise<void> => {
    const email = 'ann@test.example'
    const { token, user } = await site.payload.login({
      collection: 'users',
      data: { email, password } as never,
    })
    ann = { id: user!.id, email, token: token ?? '', ref: `users:${user!.id}`, name: 'ann' }
  }
  const publicPages = async (): Promise<unknown> =>
    (await site.rest('GET', '/pages?sort=createdAt&depth=0')).body

  beforeAll(async () => {
    fresh = await database.adapter()
    site = await stand(database, {
      on: fresh,
      staff: users,
      collections: [pages, notes],
      config: host,
      ungoverned: true,
    })
    const { payload } = site
    for (const name of ['ann', 'ben']) {
      await payload.create({
        collection: 'users',
        data: { email: `${name}@test.example`, password, name } as never,
      })
    }
    const published = await payload.create({
      collection: 'pages',
      data: { title: 'Opening hours', body: 'Nine to five', _status: 'published' } as never,
    })
    live = published.id
    await payload.update({
      collection: 'pages',
      id: live,
      locale: 'fr',
      data: { title: 'Heures', _status: 'published' } as never,
    })
    draft = (
      await payload.create({
        collection: 'pages',
        draft: true,
        data: { title: 'Not yet', _status: 'draft' } as never,
      })
    ).id
    await payload.create({ collection: 'notes', data: { text: 'a note' } as never })
    const made = await payload.create({
      collection: 'forms',
      data: {
        title: 'Contact',
        confirmationType: 'redirect',
        redirect: { url: 'https://lakeshore.example/thanks' },
        fields: [{ blockType: 'text', name: 'message', label: 'Message' }],
      } as never,
    } as never)
    form = (made as { id: number | string }).id
    await payload.create({
      collection: 'form-submissions',
      data: { form, submissionData: [{ field: 'message', value: 'Hello' }] } as never,
    } as never)
    publicBefore = await publicPages()
    await site.stop()
    site = await again(false)
  })
  afterAll(async () => {
    await site?.stop()
    await fresh?.drop()
  })

  it('starts, and visitors read what they read before', async () => {
    expect(await publicPages()).toEqual(publicBefore)
    expect((await site.rest('GET', `/pages/${live}?locale=fr`)).body.title).toBe('Heures')
    expect((await site.rest('GET', '/notes')).body.docs[0].text).toBe('a note')
    expect((await site.rest('GET', `/pages/${draft}`)).status).toBe(404)
  })

  it('lets everybody sign in with their password, and keeps drafts going', async () => {
    await signIn()
    const saved = await site.rest('PATCH', `/pages/${draft}?draft=true`, {
      as: ann,
      body: { title: 'Almost' },
    })
    expect(saved.status).toBe(200)
    expect((await site.rest('GET', `/pages/${draft}?draft=true`, { as: ann })).body.title).toBe('Almost')
    const onLive = await site.rest('PATCH', `/pages/${live}?draft=true`, {
      as: ann,
      body: { title: 'Longer hours' },
    })
    expect(onLive.status).toBe(200)
    expect(await publicPages()).toEqual(publicBefore)
  })

  it('leaves what it does not govern alone', async () => {
    expect((await site.rest('POST', '/notes', { as: ann, body: { text: 'another' } })).status).toBe(201)
  })

  it('publishes nothing new until somebody may approve', async () => {
    const published = await site.rest('PATCH', `/pages/${draft}`, { as: ann, body: { _status: 'published' } })
    expect(published.status).toBeGreaterThanOrEqual(400)
    expect(await publicPages()).toEqual(publicBefore)
  })

  it('keeps what is live live through its own runs, and deletes nothing of it', async () => {
    const { ran } = await governanceTick(site.payload, { force: true })
    expect(Object.entries(ran).filter(([, { error }]) => error)).toEqual([])
    expect(await publicPages()).toEqual(publicBefore)
    const submissions = await site.payload.find({ collection: 'form-submissions' as never })
    expect(submissions.totalDocs).toBe(1)
  })

  it('lists who is missing, and the set-up mends that', async () => {
    const { port } = runtimeOf(site.payload).capabilities.find(({ key }) => key === 'overview')!
    const missing = async (): Promise<string[]> =>
      (await (port as OverviewCommands).missing({ payload: site.payload })).map(({ key }) => key)
    expect(await missing()).toContain('governance:roles:missing:aed')
    const body = { aed: ann.ref, ed: ann.ref, approver: ann.ref, privacy: ann.ref, organizationEn: 'Centre' }
    expect((await site.rest('POST', '/governance/setup', { as: ann, body })).status).toBe(200)
    expect((await missing()).filter((key) => /:roles:|:overview:/.test(key))).toEqual([])
    expect(
      await findRows({ payload: site.payload }, 'gov-ledger', { action: { equals: 'setup.done' } }),
    ).toHaveLength(1)
    // The session of the person who did it goes on.
    expect((await site.rest('GET', '/users/me', { as: ann })).body.user).toMatchObject({
      governanceRoles: expect.arrayContaining(['aed', 'ed']),
    })
  })

  it('can be taken out again: the site runs without it, with all of its content', async () => {
    await site.stop()
    site = await again(true)
    expect(await publicPages()).toEqual(publicBefore)
    await signIn()
    const edited = await site.rest('PATCH', `/pages/${draft}`, {
      as: ann,
      body: { title: 'Now', _status: 'published' },
    })
    expect(edited.status).toBe(200)
    expect((await site.payload.find({ collection: 'form-submissions' as never })).totalDocs).toBe(1)
  })
})
