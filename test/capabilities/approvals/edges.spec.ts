import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { publishAsHost } from '../../../src/index.js'
import { findRows } from '../../../src/platform/db.js'
import { type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { articles, banner, liveContent } from './site.js'

const open = { create: () => true, read: () => true, update: () => true, delete: () => true }

const perLanguage: CollectionConfig = {
  slug: 'bilingual',
  access: open,
  versions: { drafts: { localizeStatus: true } },
  fields: [
    { name: 'title', type: 'text', localized: true },
    { name: 'body', type: 'textarea', localized: true },
  ],
}

/** Waits in a hook before the row is written, until the test lets it go on. */
const gates: { hold?: Promise<void>; reached?: () => void } = {}
const slow: CollectionConfig = {
  slug: 'slow',
  access: open,
  versions: { drafts: true },
  hooks: {
    beforeChange: [
      async ({ data }) => {
        if (data.wait) {
          gates.reached?.()
          await gates.hold
        }
        return { ...data, wait: undefined }
      },
    ],
  },
  fields: [
    { name: 'title', type: 'text' },
    { name: 'wait', type: 'checkbox', virtual: true },
  ],
}

describeDatabases('approvals: at the edges', (database) => {
  let site: Stand
  let author: Person
  let administrator: Person
  let aed: Person
  const at = (slug: string, id: unknown, action = ''): string =>
    `/governance/approvals/collections/${slug}/${String(id)}${action}`
  const act = (as: Person, slug: string, id: unknown, action: string, body: object = {}) =>
    site.rest('POST', at(slug, id, `/${action}`), { as, body })
  const approve = async (slug: string, id: unknown): Promise<void> => {
    const submitted = await act(author, slug, id, 'submit')
    expect(
      (await act(administrator, slug, id, 'approve', { hash: submitted.body.hash, attested: true })).text,
    ).toContain('"approved"')
  }
  const update = (collection: string, id: unknown, data: object, more: object = {}): Promise<any> =>
    site.payload.update({ collection, id, data, ...more } as never) as never

  beforeAll(async () => {
    site = await stand(database, {
      collections: [articles, perLanguage, slow],
      config: { globals: [banner], experimental: { localizeStatus: true } },
      plugin: { approvals: { locales: 'any', volatileFields: { articles: ['publishedAt'] } } },
    })
    author = await site.person('author', ['content-creator'])
    administrator = await site.person('administrator', ['administrator'])
    aed = await site.person('aed', ['aed'])
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('show evidence of reviews to nobody without a role', async () => {
    const nobody = await site.person('newcomer', [])
    for (const path of ['/gov-reviews', '/gov-review-decisions', '/gov-publications']) {
      expect((await site.rest('GET', path, { as: author })).status).toBe(200)
      expect((await site.rest('GET', path, { as: nobody })).status).toBe(403)
      expect((await site.rest('GET', path)).status).toBe(403)
    }
  })

  it('holds where each language is published apart', async () => {
    const made = (await site.payload.create({
      collection: 'bilingual',
      draft: true,
      data: { title: 'Draft', body: 'x' },
    } as never)) as any
    const { id } = made
    await update('bilingual', id, { title: 'Brouillon' }, { locale: 'fr', draft: true })
    const status = async (): Promise<unknown> =>
      ((await site.payload.db.findOne({ collection: 'bilingual', where: { id: { equals: id } } })) as any)
        ._status
    const untouched = JSON.stringify(await status())
    for (const more of [
      {},
      { locale: 'fr' },
      { publishSpecificLocale: 'fr' },
      { publishAllLocales: true },
      { draft: true, publishAllLocales: true },
    ]) {
      await expect(update('bilingual', id, { _status: 'published' }, more)).rejects.toMatchObject({
        code: 'approvalMissing',
      })
      expect(JSON.stringify(await status())).toBe(untouched)
    }
    await approve('bilingual', id)
    // Approved in both languages: neither alone is what was approved.
    await expect(update('bilingual', id, { _status: 'published' }, { locale: 'fr' })).rejects.toMatchObject({
      code: 'approvalVoid',
    })
    expect((await act(author, 'bilingual', id, 'publish')).body).toMatchObject({ state: 'live' })
    expect(await status()).toEqual({ en: 'published', fr: 'published' })
    for (const more of [{ locale: 'fr' }, { unpublishAllLocales: true }]) {
      await expect(update('bilingual', id, { _status: 'draft' }, more)).rejects.toMatchObject({
        code: 'takedownNeeded',
      })
    }
    expect(await status()).toEqual({ en: 'published', fr: 'published' })
    expect((await act(aed, 'bilingual', id, 'takedown', { reason: 'Wrong' })).status).toBe(200)
    expect(await status()).toEqual({ en: 'draft', fr: 'draft' })
  })

  it('publishes nothing that says it is in the trash: where there is none, and where visitors may look into it', async () => {
    const hidden = { _status: 'published', deletedAt: '2026-03-02T15:00:00.000Z' }
    const send = (method: string, path: string, body: object) => site.rest(method, path, { as: author, body })
    for (const [slug, title] of [
      ['slow', 'Kept from visitors'],
      ['articles', { en: 'Kept from visitors' }],
    ] as const) {
      const made = await send('POST', `/${slug}?draft=true`, { title: 'Kept from visitors' })
      const { id } = made.body.doc
      expect((await send('PATCH', `/${slug}/${id}`, { ...hidden, title: 'Shown' })).status).toBe(403)
      expect((await send('POST', `/${slug}`, { ...hidden, title: 'Shown' })).status).toBe(403)
      const bulk = await send('PATCH', `/${slug}?where[id][equals]=${id}`, { ...hidden, title: 'Shown' })
      expect(bulk.body.docs).toHaveLength(0)
      const stored = (await site.payload.db.findOne({
        collection: slug,
        where: { id: { equals: id } },
      })) as any
      expect(stored).toMatchObject({ _status: 'draft', title })
      const all = await site.payload.find({
        collection: slug as never,
        trash: true,
        where: { _status: { equals: 'published' } },
      })
      expect(all.totalDocs).toBe(0)
    }
    expect((await send('POST', '/globals/banner', { ...hidden, text: 'Shown' })).status).toBe(403)
    expect(JSON.stringify(await site.payload.db.findGlobal({ slug: 'banner' }))).not.toContain('Shown')
  })

  it('refuses a write that was judged on a row which changed meanwhile', async () => {
    const doc = await publishAsHost(site.payload, {
      collection: 'slow',
      data: { title: 'One' },
      reason: 'Fixture',
    })
    let reached = (): void => undefined
    let letGo = (): void => undefined
    const waiting = new Promise<void>((resolve) => {
      reached = resolve
    })
    gates.reached = reached
    gates.hold = new Promise<void>((resolve) => {
      letGo = resolve
    })
    // Reads "One", then waits; meanwhile "Two" is approved and published.
    const stale = update('slow', doc.id, { _status: 'published', wait: true })
    await waiting
    await update('slow', doc.id, { title: 'Two' }, { draft: true })
    await approve('slow', doc.id)
    expect((await act(author, 'slow', doc.id, 'publish')).status).toBe(200)
    letGo()
    await expect(stale).rejects.toMatchObject({ name: 'GovernanceError' })
    expect(await liveContent(site, { slug: 'slow', id: doc.id })).toContain('Two')
  })

  it('publishes once when two people publish at the same instant', async () => {
    const made = (await site.payload.create({
      collection: 'slow',
      draft: true,
      data: { title: 'Twice' },
    } as never)) as any
    await approve('slow', made.id)
    const answers = await Promise.all(
      [author, aed, administrator].map((as) => act(as, 'slow', made.id, 'publish')),
    )
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0)
    expect(await liveContent(site, { slug: 'slow', id: made.id })).toContain('Twice')
    const entries = await findRows({ payload: site.payload }, 'gov-ledger', {
      and: [{ subject: { equals: `slow:${made.id}` } }, { action: { equals: 'approvals.published' } }],
    })
    expect(entries).toHaveLength(1)
  })

  it('takes down what is live though the newest draft is not complete, and brings it back from the trash as a draft only', async () => {
    const doc = await publishAsHost(site.payload, {
      collection: 'articles',
      data: { title: 'Whole' },
      reason: 'Fixture',
    })
    await update('articles', doc.id, { title: '' }, { draft: true })
    expect((await act(aed, 'articles', doc.id, 'takedown', { reason: 'Old' })).text).toContain('"live":false')
    await update('articles', doc.id, { title: 'Whole' }, { draft: true })
    await update('articles', doc.id, { deletedAt: site.clock.now().toISOString() })
    for (const data of [{ deletedAt: null, _status: 'published' }, { _status: 'published' }]) {
      const answer = await site.rest('PATCH', `/articles/${doc.id}?trash=true`, { as: author, body: data })
      expect([answer.status, await liveContent(site, { slug: 'articles', id: doc.id })]).toEqual([
        expect.any(Number),
        'not live',
      ])
    }
    const restored = await site.rest('PATCH', `/articles/${doc.id}?trash=true`, {
      as: author,
      body: { deletedAt: null, _status: 'draft' },
    })
    expect(restored.status).toBe(200)
    expect(await liveContent(site, { slug: 'articles', id: doc.id })).toBe('not live')
  })

  it('answers in French', async () => {
    const answer = await site.rest('POST', '/articles', {
      as: author,
      lang: 'fr',
      body: { title: 'x', _status: 'published' },
    })
    expect(answer.body.errors[0].message).toContain('n’est pas approuvé')
  })

  it('lists what awaits a person, overdue first, on the desk and in the inbox', async () => {
    const made = (await site.payload.create({
      collection: 'slow',
      draft: true,
      data: { title: 'Waits' },
    } as never)) as any
    await act(author, 'slow', made.id, 'submit')
    site.clock.forward(4 * 24 * 3_600_000)
    const again = async (person: Person): Promise<Person> => ({
      ...person,
      token: (
        await site.payload.login({
          collection: 'users',
          data: { email: person.email, password: `${person.name}-long-enough-password` } as never,
        })
      ).token!,
    })
    author = await again(author)
    administrator = await again(administrator)
    const approvals = (site.config.custom as any).governance.capabilities.find(
      ({ key }: { key: string }) => key === 'approvals',
    )
    const { actorOf } = await import('../../../src/platform/actor.js')
    const { createLocalReq } = await import('payload')
    const read = async (person: Person, filter: string, reader = 'inbox'): Promise<any> => {
      const user = {
        ...(await site.payload.findByID({ collection: 'users', id: person.id })),
        collection: 'users',
      }
      const req = await createLocalReq({ user: user as never }, site.payload)
      return approvals.reads[reader](
        { payload: site.payload, req, actor: actorOf(req) },
        { filter, locale: 'fr' },
      )
    }
    expect(
      (await read(administrator, 'me')).items.map((item: any) => [item.href, item.overdue]),
    ).toContainEqual([`/admin/collections/slow/${made.id}`, true])
    expect((await read(author, 'me')).items).toEqual([])
    expect((await read(author, 'mine', 'inboxCounts')).mine.count).toBeGreaterThan(0)
  })
})
