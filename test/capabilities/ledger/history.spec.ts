import type { CollectionConfig, GlobalConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { LEDGER } from '../../../src/capabilities/ledger/collections.js'
import type { ShownEntry } from '../../../src/capabilities/ledger/reads.js'
import { emit } from '../../../src/platform/unit.js'
import { type Person, posts, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { moderatedSite, type Site } from '../moderation/site.js'

/** Staff read their own department's only, as a host may rule. */
const files: CollectionConfig = {
  slug: 'files',
  access: {
    read: ({ req }) => (req.user?.collection === 'users' ? { department: { equals: 'open' } } : false),
  },
  versions: { drafts: true },
  fields: [
    { name: 'title', type: 'text' },
    { name: 'department', type: 'text' },
  ],
}
const plain: CollectionConfig = {
  slug: 'plain',
  access: { read: () => true },
  fields: [{ name: 'title', type: 'text' }],
}
const banner: GlobalConfig = {
  slug: 'banner',
  versions: { drafts: true },
  access: { read: () => true, update: () => true },
  fields: [{ name: 'text', type: 'text' }],
}
/** The host has views of its own: one more tab, and one at the very address. */
const withViews = (collection: CollectionConfig, path: `/${string}`): CollectionConfig => ({
  ...collection,
  admin: {
    components: {
      views: {
        edit: { theirs: { path, Component: '/Their.js#View', tab: { label: 'Theirs', href: path } } },
      },
    },
  },
})

const said = ({ sentence }: ShownEntry): string => sentence.map(({ text }) => text).join('')

describeDatabases('ledger: the history of a document', (database) => {
  let site: Stand
  let aed: Person
  let creator: Person
  let administrator: Person
  let nobody: Person

  const history = (path: string, as?: Person, lang = 'en', after = '') =>
    site.rest('get', `/governance/ledger/history/${path}?after=${after}`, { as, lang })
  const write = (action: string, subject: string, facts: Record<string, unknown> = {}) =>
    emit(
      { payload: site.payload },
      {
        ledger: [
          {
            action,
            subject,
            actor: {
              kind: 'staff',
              ref: administrator.ref,
              name: administrator.name,
              roles: ['administrator'],
            },
            at: site.clock.now(),
            facts,
          },
        ],
      },
    )
  const readings = async (): Promise<any[]> =>
    (
      await site.payload.db.find({
        collection: LEDGER,
        where: { action: { in: ['ledger.read', 'forms.read', 'incidents.read'] } },
        pagination: false,
      })
    ).docs

  beforeAll(async () => {
    site = await stand(database, {
      collections: [withViews(posts, '/theirs'), withViews(files, '/history'), plain],
      config: { globals: [banner] },
    })
    aed = await site.person('dana', ['aed'])
    creator = await site.person('camille', ['content-creator'])
    administrator = await site.person('marie', ['administrator'])
    nobody = await site.person('nobody', [])
  })
  afterAll(() => site?.stop())

  const make = async (slug: string, data: Record<string, unknown>): Promise<number | string> =>
    (await site.payload.create({ collection: slug as never, data: data as never, draft: true })).id

  it('is read by whoever on the staff may read the document; only readers of the ledger read names', async () => {
    const id = await make('posts', { title: 'Open house' })
    await write('approvals.approved', `posts:${id}`)
    const path = `collections/posts/${id}`
    for (const as of [creator, administrator, nobody]) {
      const { status, body } = await history(path, as)
      expect(status, as.name).toBe(200)
      expect(body.entries.map(said)).toEqual(['The administrator approved the English and French text.'])
      expect(JSON.stringify(body)).not.toContain('marie')
    }
    expect((await history(path, creator, 'fr')).body.entries.map(said)).toEqual([
      'L’administration a approuvé les textes anglais et français.',
    ])
    expect(await readings()).toEqual([])
    expect((await history(path, aed)).body.entries.map(said)).toEqual([
      'The administrator marie approved the English and French text.',
    ])
    const [reading] = await readings()
    expect(reading).toMatchObject({ action: 'ledger.read', actorRef: aed.ref })
    expect(reading.facts).toMatchObject({ on: `posts:${id}`, count: 1 })
    // Of its own reading the document's history says nothing.
    expect((await history(path, aed)).body.entries).toHaveLength(1)
    expect((await history(path)).status).toBe(401)
  })

  it('is not there for who may not read the document, for another document of theirs, and for what has none', async () => {
    const open = await make('files', { title: 'Open', department: 'open' })
    const closed = await make('files', { title: 'Closed', department: 'closed' })
    const other = await make('plain', { title: 'Plain' })
    for (const subject of [`files:${open}`, `files:${closed}`, `plain:${other}`])
      await write('approvals.approved', subject)
    expect((await history(`collections/files/${open}`, creator)).body.entries).toHaveLength(1)
    const refused = [
      `files/${closed}`,
      `plain/${other}`,
      'files/999999',
      'files/x%00',
      'nowhere/1',
      `${LEDGER}/1`,
    ]
    for (const path of refused) {
      const { status, body } = await history(`collections/${path}`, creator)
      expect([status, body.errors?.[0]?.data?.code], path).toEqual([404, 'notFound'])
    }
    expect((await history('globals/nothing', creator)).status).toBe(404)
  })

  it('is there for globals', async () => {
    await write('approvals.submitted', 'global:banner', { round: 1 })
    expect((await history('globals/banner', creator)).body.entries.map(said)).toEqual([
      'The administrator submitted the English and French text for approval.',
    ])
  })

  it('of an account is for readers of the ledger and for the person', async () => {
    const path = `collections/users/${creator.id}`
    const mine = await history(path, creator)
    expect(mine.status).toBe(200)
    expect(mine.body.entries.map(said)).toEqual(['The site granted the role “Content creator”.'])
    expect((await history(path, aed)).status).toBe(200)
    expect((await history(path, administrator)).status).toBe(404)
    expect((await history(path, nobody)).status).toBe(404)
  })

  it('pages, newest first, and neither skips nor repeats', async () => {
    const id = await make('posts', { title: 'Long' })
    for (let round = 1; round <= 30; round += 1) {
      site.clock.forward(60_000)
      await write('approvals.submitted', `posts:${id}`, { round })
    }
    const first = (await history(`collections/posts/${id}`, creator)).body
    expect(first.entries).toHaveLength(25)
    await write('approvals.withdrawn', `posts:${id}`)
    const second = (await history(`collections/posts/${id}`, creator, 'en', first.next)).body
    expect(second.entries).toHaveLength(5)
    expect(second.next).toBeUndefined()
    expect(said(second.entries.at(-1))).toBe(
      'The administrator submitted the English and French text for approval.',
    )
  })

  it('adds a tab to every governed document beside the host’s own views, and to no other', () => {
    const views = (slug: string): any =>
      (site.payload.collections as any)[slug].config.admin.components?.views?.edit
    expect(views('posts').governanceHistory.path).toBe('/history')
    expect(views('posts').theirs.Component).toBe('/Their.js#View')
    expect(views('files').governanceHistory).toMatchObject({
      path: '/governance-history',
      tab: { href: '/governance-history' },
    })
    expect(views('files').theirs.path).toBe('/history')
    expect(views('plain')?.governanceHistory).toBeUndefined()
    expect(views(LEDGER)?.governanceHistory).toBeUndefined()
    for (const slug of ['users', 'comments', 'gov-incidents', 'gov-notice-versions'])
      expect(views(slug)?.governanceHistory?.path, slug).toBe('/history')
    const global = site.payload.globals.config.find(({ slug }) => slug === 'banner') as any
    expect(global.admin.components.views.edit.governanceHistory.path).toBe('/history')
  })

  it('shows the tab to staff only, and on accounts to readers of the ledger only', () => {
    const { condition } = (site.payload.collections as any).posts.config.admin.components.views.edit
      .governanceHistory.tab
    const onAccounts = (site.payload.collections as any).users.config.admin.components.views.edit
      .governanceHistory.tab.condition
    const by = (roles: string[], collection = 'users'): any => ({
      req: { payload: site.payload, user: { id: 1, collection, governanceRoles: roles } },
    })
    expect([
      condition(by([])),
      condition(by([], 'members')),
      condition({ req: { payload: site.payload } }),
    ]).toEqual([true, false, false])
    expect([onAccounts(by(['aed'])), onAccounts(by(['administrator']))]).toEqual([true, false])
  })
})

describeDatabases('ledger: the history of a comment', (database) => {
  let site: Site
  beforeAll(async () => {
    site = await moderatedSite(database)
  })
  afterAll(() => site?.stop())

  it('has its reports and decisions for who may read those, and for others only what is their own', async () => {
    const administrator = await site.person('marie', ['administrator'])
    const creator = await site.person('camille', ['content-creator'])
    const { ref, id } = await site.comment('Nice lake')
    const first = await site.caseOf(ref, administrator)
    await site.decide(administrator, first, { decision: 'keep' })
    const reported = await site.report(ref, { category: 'harassment' })
    expect(reported.status, reported.text).toBe(201)
    const found = await site.caseOf(ref, administrator)
    await site.decide(administrator, found, { decision: 'keep' })
    const history = async (as: Person): Promise<string[]> => {
      const { body } = await site.rest('get', `/governance/ledger/history/collections/comments/${id}`, { as })
      return body.entries.map(said).sort()
    }
    expect(await history(administrator)).toEqual(
      expect.arrayContaining([
        'A visitor sent a comment (English).',
        'The administrator kept the comment.',
        expect.stringMatching(/^A visitor reported the comment: /),
      ]),
    )
    expect(await history(creator)).toEqual(['A visitor sent a comment (English).'])
  })
})
