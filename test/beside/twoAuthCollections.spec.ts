import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { type Person, type Stand, stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'
import { type Id, type Way, wayOf } from './way.js'

const id = { name: 'id', type: 'text', required: true } as const
/** Both with ids of their own making, so that one id is two people. */
const accounts = (slug: string): CollectionConfig => ({
  slug,
  auth: true,
  fields: [id, { name: 'name', type: 'text' }],
})
/** As a host may well have it: whoever is signed in writes. */
const posts = (): CollectionConfig => ({
  slug: 'posts',
  access: {
    create: ({ req }) => Boolean(req.user),
    read: () => true,
    update: ({ req }) => Boolean(req.user),
    delete: ({ req }) => Boolean(req.user),
  },
  versions: { drafts: true },
  fields: [{ name: 'title', type: 'text' }],
})

describeDatabases('beside a second auth collection', (database) => {
  let site: Stand
  let way: Way
  let author: Person
  let administrator: Person
  /** Members with the very ids of the administrator and of the AED. */
  let twin: Person
  let aedTwin: Person
  let post: Id

  const account = async (collection: string, key: string, data: object): Promise<Person> => {
    const email = `${key}@${collection}.example`
    const password = 'a long enough sentence'
    await site.payload.create({
      collection,
      data: { id: key, name: `${key} of ${collection}`, email, password, ...data },
    } as never)
    const { token } = await site.payload.login({ collection, data: { email, password } } as never)
    return { id: key, email, token: token!, ref: `${collection}:${key}`, name: `${key} of ${collection}` }
  }
  const staffed = (key: string, roles: string[]) => account('users', key, { governanceRoles: roles })

  beforeAll(async () => {
    site = await stand(database, {
      staff: accounts('users'),
      collections: [accounts('customers'), posts()],
      plugin: { approvals: { locales: 'any' }, moderation: { on: ['posts'] } },
    })
    way = wayOf(site)
    await staffed('aed', ['aed'])
    author = await staffed('ann', ['content-creator'])
    administrator = await staffed('ben', ['administrator'])
    // A field of the same name in a member's record grants nothing.
    twin = await account('customers', 'ben', { governanceRoles: ['administrator', 'aed'] })
    aedTwin = await account('customers', 'aed', {})
    post = await way.draft(author, 'posts', { title: 'Ours' })
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('a member decides nothing, with the id of whoever may', async () => {
    const { body } = await way.act('submit', author, 'posts', post)
    for (const member of [twin, aedTwin])
      for (const action of ['approve', 'requestChanges', 'withdraw', 'emergency', 'takedown', 'comment']) {
        const answer = await way.act(action, member, 'posts', post, {
          hash: body.hash,
          attested: true,
          comment: 'x',
          reason: 'A reason that is long enough',
          text: 'x',
        })
        expect([action, answer.status]).toEqual([action, 403])
      }
    expect((await way.status(author, 'posts', post)).body.state).toBe('inReview')
  })

  it('a member who wrote does not keep the member of staff with the same id from approving', async () => {
    const theirs = await site.rest('PATCH', `/posts/${post}?draft=true`, {
      as: twin,
      body: { title: 'Edited' },
    })
    expect(theirs.status).toBe(200)
    const authors = (await way.rows('gov-review-authors', { subject: { equals: `posts:${post}` } })).map(
      (row) => row.author,
    )
    expect(authors.sort()).toEqual([author.ref, twin.ref].sort())
    await way.act('withdraw', author, 'posts', post)
    await way.published(author, administrator, 'posts', post)
    expect(await way.live('posts', post)).toMatchObject({ title: 'Edited' })
    const by = (await way.rows('gov-ledger', { action: { equals: 'approvals.approved' } })).map(
      ({ actorRef, actorKind }) => [actorRef, actorKind],
    )
    expect(by).toEqual([[administrator.ref, 'staff']])
  })

  it('a member publishes nothing, and reads nothing of what governs', async () => {
    const own = await site.rest('POST', '/posts', { as: twin, body: { title: 'Mine', _status: 'published' } })
    expect(own.body.errors[0].data.code).toBe('approvalMissing')
    const { governance } = site.config.custom as { governance: { added: string[] } }
    for (const slug of governance.added.filter((one) => one !== 'comments')) {
      for (const [method, path] of [
        ['GET', `/${slug}`],
        ['POST', `/${slug}`],
        ['PATCH', `/${slug}?where[id][exists]=true`],
        ['DELETE', `/${slug}?where[id][exists]=true`],
      ] as const) {
        const answer = await site.rest(method, path, { as: twin, body: method === 'GET' ? undefined : {} })
        expect([
          method,
          path,
          answer.status >= 400 || answer.body.totalDocs === 0 || answer.body.docs?.length === 0,
        ]).toEqual([method, path, true])
      }
    }
    const pages = [
      '/governance/moderation/queue',
      '/governance/incidents/mine',
      '/governance/approvals/delegations',
      '/governance/approvals/media.csv',
    ]
    for (const path of pages)
      expect((await site.rest('GET', path, { as: aedTwin })).status).toBeGreaterThan(400)
  })

  it('taking the role from one of them leaves the other as it was', async () => {
    await site.payload.delete({ collection: 'customers' as never, id: 'aed' as never })
    const [holder] = await way.rows('users', { id: { equals: 'aed' } })
    expect(holder!.governanceRoles).toEqual(['aed'])
    expect((await site.rest('GET', '/users/me', { as: administrator })).body.user.id).toBe('ben')
  })
})
