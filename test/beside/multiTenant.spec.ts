import { multiTenantPlugin } from '@payloadcms/plugin-multi-tenant'
import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { type Person, type Stand, stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'
import { type Id, readAs, type Way, wayOf } from './way.js'

const pages = (): CollectionConfig => ({
  slug: 'pages',
  admin: { useAsTitle: 'title' },
  versions: { drafts: true },
  fields: [
    { name: 'title', type: 'text' },
    { name: 'body', type: 'textarea' },
  ],
})
const tenants = (): CollectionConfig => ({
  slug: 'tenants',
  admin: { useAsTitle: 'name' },
  fields: [{ name: 'name', type: 'text' }],
})
const seesAll = (user: unknown): boolean =>
  ((user as { governanceRoles?: string[] }).governanceRoles ?? []).includes('aed')

const ACTIONS = [
  'submit',
  'approve',
  'requestChanges',
  'withdraw',
  'publish',
  'schedule',
  'emergency',
  'takedown',
  'comment',
]

describeDatabases('beside plugin-multi-tenant', (database) => {
  let site: Stand
  let way: Way
  let north: Id
  let south: Id
  let author: Person
  let approver: Person
  let stranger: Person
  let otherApprover: Person
  let aed: Person
  let page: Id

  const of = async (tenantIds: Id[], name: string, roles: string[]): Promise<Person> => {
    const person = await site.person(name, roles)
    await site.payload.update({
      collection: 'users',
      id: person.id,
      data: { tenants: tenantIds.map((tenant) => ({ tenant })) } as never,
    })
    return person
  }

  beforeAll(async () => {
    site = await stand(database, {
      collections: [pages(), tenants()],
      config: {
        plugins: [
          multiTenantPlugin({ collections: { pages: {} }, userHasAccessToAllTenants: seesAll } as never),
        ],
      },
      plugin: { approvals: { locales: 'any' }, moderation: { on: ['pages'] } },
    })
    way = wayOf(site)
    const tenant = async (name: string): Promise<Id> =>
      (await site.payload.create({ collection: 'tenants' as never, data: { name } as never })).id as Id
    north = await tenant('North')
    south = await tenant('South')
    aed = await site.person('aed', ['aed'])
    author = await of([north], 'author', ['content-creator'])
    approver = await of([north], 'approver', ['administrator'])
    stranger = await of([south], 'stranger', ['content-creator'])
    otherApprover = await of([south], 'other', ['administrator'])
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('a tenant submits, approves and publishes its own, and only its own approvers are asked', async () => {
    page = await way.draft(author, 'pages', { title: 'Northern news', tenant: north })
    const submitted = await way.act('submit', author, 'pages', page)
    // The AED may decide everywhere; an administrator of the other tenant is not asked.
    expect(submitted).toMatchObject({ status: 200, body: { approvers: 1 } })
    const asked = await way.rows('gov-outbox', { template: { equals: 'approvals:mail:awaiting' } })
    expect(asked.map(({ toRef }) => toRef)).toEqual([approver.ref])
    const hash = submitted.body.hash as string
    const approved = await way.act('approve', approver, 'pages', page, { hash, attested: true })
    expect(approved).toMatchObject({ status: 200, body: { state: 'approved' } })
    expect(await way.act('publish', author, 'pages', page)).toMatchObject({ status: 200 })
    expect(await way.live('pages', page)).toMatchObject({ title: 'Northern news' })
  })

  it('another tenant gets the answer of a document that is not there, whatever it tries', async () => {
    const nothing = await way.status(
      otherApprover,
      'pages',
      typeof page === 'number' ? 999_999 : '0'.repeat(24),
    )
    for (const person of [stranger, otherApprover]) {
      const status = await way.status(person, 'pages', page)
      expect([status.status, status.text]).toEqual([404, nothing.text])
      for (const action of ACTIONS) {
        const answer = await way.act(action, person, 'pages', page, {
          hash: 'x',
          attested: true,
          reason: 'A reason that is long enough',
          comment: 'x',
          text: 'x',
        })
        expect([action, answer.status, answer.text]).toEqual([action, 404, nothing.text])
      }
    }
    const bulk = await site.rest('POST', '/governance/approvals/bulk-approve', {
      as: otherApprover,
      body: { items: [{ kind: 'collection', slug: 'pages', id: String(page), hash: 'x' }] },
    })
    expect(bulk.text).not.toContain('Northern')
    expect(await way.live('pages', page)).not.toBeNull()
  })

  it('nor does its inbox list, count or name what another tenant has under review', async () => {
    const draft = await way.draft(author, 'pages', { title: 'Northern plans', tenant: north })
    await way.act('submit', author, 'pages', draft)
    const theirs = await way.draft(stranger, 'pages', { title: 'Southern plans', tenant: south })
    await way.act('submit', stranger, 'pages', theirs)
    for (const filter of ['me', 'all'] as const) {
      const ours = await readAs(site, 'approvals', 'inbox', approver, { filter })
      expect(ours.items.map(({ title }: { title: string }) => title)).toEqual(['Northern plans'])
      const others = await readAs(site, 'approvals', 'inbox', otherApprover, { filter })
      expect(others.items.map(({ title }: { title: string }) => title)).toEqual(['Southern plans'])
    }
    expect(await readAs(site, 'approvals', 'inboxCounts', otherApprover)).toMatchObject({
      me: { count: 1 },
      all: { count: 1 },
    })
    const everything = await readAs(site, 'approvals', 'inbox', aed, { filter: 'all' })
    expect(everything.items).toHaveLength(2)
    const choices = await readAs(site, 'approvals', 'inboxChoices', otherApprover)
    expect(JSON.stringify(choices)).not.toContain('author')
  })

  it('nor does it read the rows of its reviews, decisions, publications, comments or ledger', async () => {
    await way.act('comment', approver, 'pages', page, { text: 'Northern remark' })
    const evidence = [
      'gov-reviews',
      'gov-review-decisions',
      'gov-publications',
      'gov-review-comments',
      'gov-review-authors',
      'gov-ledger',
      'gov-outbox',
      'gov-timers',
    ]
    for (const slug of evidence) {
      for (const person of [stranger, otherApprover]) {
        const { body } = await site.rest('GET', `/${slug}?limit=1000`, { as: person })
        const subjects = ((body.docs ?? []) as { subject?: string }[]).map(({ subject }) => subject)
        expect([slug, subjects.filter((subject) => subject === `pages:${page}`)]).toEqual([slug, []])
      }
    }
    const [review] = await way.rows('gov-reviews', { subject: { equals: `pages:${page}` } })
    expect((await site.rest('GET', `/gov-reviews/${review!.id}`, { as: otherApprover })).status).toBe(404)
    expect((await site.rest('GET', '/gov-reviews/count', { as: otherApprover })).body.totalDocs).toBe(0)
    // Whoever may read the whole collection has the lists; the others have the panel of what they may read.
    const all = await site.rest('GET', '/gov-reviews?limit=1000', { as: aed })
    expect(all.body.docs.map(({ subject }: { subject: string }) => subject)).toContain(`pages:${page}`)
    expect((await way.status(approver, 'pages', page)).body.publication.by).toBe('author')
  })

  it('a document that changes its tenant is approved anew', async () => {
    const both = await of([north, south], 'both', ['content-creator'])
    const moving = await way.draft(both, 'pages', { title: 'Moving', tenant: north })
    await way.approved(both, approver, 'pages', moving)
    await site.rest('PATCH', `/pages/${moving}?draft=true`, { as: both, body: { tenant: south } })
    const refused = await way.act('publish', both, 'pages', moving)
    expect(refused).toMatchObject({ status: 409, body: { errors: [{ data: { fields: ['tenant'] } }] } })
    expect(await way.live('pages', moving)).toBeNull()
  })

  it('an incident and the ledger are of the organization: a tenant does not see them by its membership', async () => {
    const reported = await site.rest('POST', '/governance/incidents/report', {
      as: author,
      body: { kind: 'other', severity: 'low', summary: 'Northern incident' },
    })
    expect(reported.status, reported.text).toBeLessThan(300)
    for (const person of [stranger, otherApprover]) {
      expect((await site.rest('GET', '/gov-incidents', { as: person })).text).not.toContain('Northern')
      expect((await site.rest('GET', '/gov-ledger', { as: person })).status).toBe(403)
    }
    expect((await site.rest('GET', '/gov-incidents', { as: aed })).text).toContain('Northern incident')
  })
})
