import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type CollectionConfig, createLocalReq, type GlobalConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick, publishAsHost } from '../../../src/index.js'
import type { MediaReport } from '../../../src/capabilities/approvals/mediaReport.js'
import { viewContext } from '../../../src/platform/ui/viewContext.js'
import { days, hours, type Person, type RestAnswer, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'

const open = { create: () => true, read: () => true, update: () => true, delete: () => true }

/** The smallest picture there is; a number makes it another one. */
const picture = (n: number) => ({
  data: Buffer.concat([
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
    Buffer.from(String(n)),
  ]),
  name: `picture-${n}.png`,
  mimetype: 'image/png',
  size: 70 + String(n).length,
})

const uploads = (slug: string, staticDir: string, more: object = {}): CollectionConfig => ({
  slug,
  access: open,
  upload: { staticDir, ...more },
  fields: [{ name: 'alt', type: 'text', localized: true }],
})

const richText = (...nodes: object[]) => ({
  root: {
    type: 'root',
    direction: 'ltr',
    format: '',
    indent: 0,
    version: 1,
    children: [
      ...nodes,
      {
        type: 'paragraph',
        direction: 'ltr',
        format: '',
        indent: 0,
        version: 1,
        textFormat: 0,
        textStyle: '',
        children: [
          { type: 'text', text: 'Words', detail: 0, format: 0, mode: 'normal', style: '', version: 1 },
        ],
      },
    ],
  },
})

describeDatabases('media rights', (database) => {
  let site: Stand
  let author: Person
  let administrator: Person
  let aed: Person
  let files: string
  beforeAll(async () => {
    files = mkdtempSync(join(tmpdir(), 'governance-media-'))
    await import('lexical')
    const { BlocksFeature, lexicalEditor } = await import('@payloadcms/richtext-lexical')
    const posts: CollectionConfig = {
      slug: 'posts',
      access: open,
      versions: { drafts: true },
      fields: [
        { name: 'title', type: 'text' },
        { name: 'hero', type: 'upload', relationTo: 'media', localized: true },
        {
          name: 'gallery',
          type: 'array',
          fields: [
            {
              type: 'collapsible',
              label: 'One',
              fields: [
                { name: 'shown', type: 'relationship', relationTo: ['media', 'posts'], hasMany: true },
              ],
            },
          ],
        },
        {
          name: 'layout',
          type: 'blocks',
          blocks: [
            {
              slug: 'band',
              fields: [
                {
                  name: 'about',
                  type: 'group',
                  fields: [{ name: 'still', type: 'upload', relationTo: 'films' }],
                },
              ],
            },
          ],
        },
        {
          name: 'body',
          type: 'richText',
          localized: true,
          editor: lexicalEditor({
            features: ({ defaultFeatures }) => [
              ...defaultFeatures,
              BlocksFeature({
                blocks: [
                  {
                    slug: 'figure',
                    fields: [
                      {
                        name: 'side',
                        type: 'group',
                        fields: [{ name: 'image', type: 'upload', relationTo: 'media' }],
                      },
                      { name: 'order', type: 'number' },
                    ],
                  },
                ],
              }),
            ],
          }),
        },
      ],
    }
    const home: GlobalConfig = {
      slug: 'home',
      access: { read: () => true, update: () => true },
      versions: { drafts: true },
      fields: [{ name: 'banner', type: 'upload', relationTo: 'media' }],
    }
    site = await stand(database, {
      collections: [
        posts,
        uploads('media', join(files, 'media')),
        { ...uploads('films', join(files, 'films')), versions: { drafts: true } },
        uploads('papers', join(files, 'papers'), { mimeTypes: ['application/pdf'] }),
        uploads('attachments', join(files, 'attachments')),
      ],
      config: { globals: [home] },
      plugin: {
        approvals: { locales: 'any', media: { enforce: true } },
        retention: { collections: { attachments: {} } },
      },
    })
    author = await site.person('author', ['content-creator'])
    administrator = await site.person('administrator', ['administrator'])
    aed = await site.person('aed', ['aed'])
  })
  afterAll(async () => {
    await site?.stop()
    rmSync(files, { recursive: true, force: true })
  })

  let made = 0
  const rights = (more: object = {}) => ({ source: 'Ann', licence: 'own', ...more })
  const medium = async (mediaRights?: object, collection = 'media'): Promise<any> => {
    made += 1
    return site.payload.create({
      collection,
      data: { alt: `Picture ${made}`, ...(mediaRights ? { mediaRights } : {}) },
      file: picture(made),
    } as never)
  }
  const inDays = (n: number): string => new Date(site.clock.now().getTime() + days(n)).toISOString()
  const draft = async (data: object): Promise<any> => {
    const answer = await site.rest('POST', '/posts?draft=true', {
      as: author,
      body: { title: 'Post', ...data },
    })
    expect(answer.status, answer.text).toBe(201)
    return answer.body.doc.id
  }
  const act = (path: string, action: string, as: Person, body: object = {}, lang?: string) =>
    site.rest('POST', `/governance/approvals/${path}/${action}`, { as, body, lang })
  const on = (id: unknown): string => `collections/posts/${String(id)}`
  const code = (answer: RestAnswer): string => answer.body.errors?.[0]?.data?.code ?? String(answer.status)
  const approve = async (path: string): Promise<RestAnswer> => {
    const submitted = await act(path, 'submit', author)
    expect(submitted.status, submitted.text).toBe(200)
    return act(path, 'approve', administrator, { hash: submitted.body.hash, attested: true })
  }
  const isLive = async (id: unknown): Promise<boolean> =>
    ((await site.payload.db.findOne({ collection: 'posts', where: { id: { equals: id } } })) as any)
      ._status === 'published'
  const report = async (filter: string, person = administrator): Promise<MediaReport> => {
    const found = await site.payload.findByID({ collection: 'users', id: person.id })
    const user = { ...found, collection: 'users' } as never
    return viewContext(await createLocalReq({ user }, site.payload)).read('approvals', 'mediaReport', {
      filter,
    })
  }

  it('are a group of fields on media, not on papers nor on what visitors sent, and no visitor reads them', async () => {
    const has = (slug: string): boolean =>
      site.payload.collections[slug as never]!.config.flattenedFields.some(
        ({ name }) => name === 'mediaRights',
      )
    expect(['media', 'films', 'papers', 'attachments'].filter(has)).toEqual(['media', 'films'])
    const { id } = await medium(rights({ source: 'Photographer Smith', consent: 'yes' }))
    expect((await site.rest('GET', `/media/${id}`)).text).not.toContain('Smith')
    expect((await site.rest('GET', `/media/${id}`, { as: author })).text).toContain('Smith')
    const guessed = await site.rest('GET', '/media?where[mediaRights.source][like]=Photographer')
    expect(guessed.body.docs ?? []).toEqual([])
  })

  it('take licences that the site knows only, and an emptied text is none', async () => {
    const { id } = await medium(rights())
    const bad = await site.rest('PATCH', `/media/${id}`, {
      as: author,
      body: { mediaRights: { licence: 'found-it' } },
      lang: 'fr',
    })
    expect(bad.text).toContain('pas de celles de ce site')
    await site.rest('PATCH', `/media/${id}`, { as: author, body: { mediaRights: { source: '  ' } } })
    expect(((await site.payload.findByID({ collection: 'media', id })) as any).mediaRights.source).toBeNull()
  })

  it('keep content from being submitted, wherever it uses the medium, and name medium and problem', async () => {
    const none = await medium()
    const film = await medium(undefined, 'films')
    const uses: [string, object][] = [
      ['a field in one language', { hero: none.id }],
      ['a relation in a row', { gallery: [{ shown: [{ relationTo: 'media', value: none.id }] }] }],
      ['a group in a block', { layout: [{ blockType: 'band', about: { still: film.id } }] }],
      [
        'a picture in a text',
        {
          body: richText({
            type: 'upload',
            version: 3,
            format: '',
            relationTo: 'media',
            value: none.id,
            fields: null,
          }),
        },
      ],
      [
        'a block in a text',
        {
          body: richText({
            type: 'block',
            version: 2,
            format: '',
            fields: { id: 'a1', blockType: 'figure', side: { image: none.id }, order: 1 },
          }),
        },
      ],
    ]
    for (const [what, data] of uses) {
      const answer = await act(on(await draft(data)), 'submit', author)
      expect(code(answer), what).toBe('mediaRights')
      expect(answer.status).toBe(400)
    }
    const answer = await act(on(await draft({ hero: none.id })), 'submit', author, {}, 'fr')
    expect(answer.body.errors[0].message).toContain(`${none.filename} (media`)
    expect(answer.body.errors[0].message).toContain('licence manquante')
    expect(answer.body.errors[0].data.media).toEqual([
      { collection: 'media', id: none.id, problems: ['licence'] },
    ])
  })

  it('let pass what is in order, and a number that only looks like a medium', async () => {
    const none = await medium()
    const good = await medium(rights({ expiresAt: inDays(1) }))
    const block = (fields: object) => ({ type: 'block', version: 2, format: '', fields })
    const order = typeof none.id === 'number' ? none.id : 7
    const id = await draft({
      hero: good.id,
      body: richText(block({ id: 'a1', blockType: 'figure', side: { image: good.id }, order })),
    })
    expect((await approve(on(id))).status).toBe(200)
    expect((await act(on(id), 'publish', author)).status).toBe(200)
    expect(await isLive(id)).toBe(true)
  })

  it('are asked again at the approval and at the publication, whoever writes', async () => {
    const soon = await medium(rights({ expiresAt: inDays(1) }))
    const approved = await draft({ hero: soon.id })
    expect((await approve(on(approved))).status).toBe(200)
    const waiting = await draft({ hero: soon.id })
    const { hash } = (await act(on(waiting), 'submit', author)).body
    site.clock.forward(days(2))
    expect(code(await act(on(waiting), 'approve', administrator, { hash, attested: true }))).toBe(
      'mediaRights',
    )
    expect(code(await act(on(approved), 'publish', author))).toBe('mediaRights')
    const write = { collection: 'posts', id: approved, data: { _status: 'published' } } as never
    await expect(site.payload.update(write)).rejects.toMatchObject({ code: 'mediaRights' })
    await expect(
      site.payload.db.updateOne({
        collection: 'posts',
        id: approved,
        data: { _status: 'published' },
      } as never),
    ).rejects.toMatchObject({ code: 'mediaRights' })
    expect(await isLive(approved)).toBe(false)
    // The approval stands: once the licence is renewed the same content is published.
    await site.payload.update({
      collection: 'media',
      id: soon.id,
      data: { mediaRights: { expiresAt: inDays(100) } },
    } as never)
    expect((await act(on(approved), 'publish', author)).status).toBe(200)
    expect(await isLive(approved)).toBe(true)
  })

  it('stop a planned publication, which says so, an emergency and the host’s own scripts', async () => {
    const soon = await medium(rights({ expiresAt: inDays(1) }))
    const planned = await draft({ hero: soon.id })
    await approve(on(planned))
    const at = new Date(site.clock.now().getTime() + days(3)).toISOString()
    expect((await act(on(planned), 'schedule', author, { at })).status).toBe(200)
    site.clock.forward(days(3) + hours(1))
    await governanceTick(site.payload, { force: true })
    expect(await isLive(planned)).toBe(false)
    const failed = await site.payload.db.find({
      collection: 'gov-ledger',
      where: { action: { equals: 'approvals.scheduleFailed' } },
    })
    expect((failed.docs as any[]).map(({ facts }) => facts.code)).toEqual(['mediaRights'])
    // The content is what was approved: nobody is told that it changed.
    const mailed = async (name: string): Promise<number> =>
      (
        await site.payload.db.find({
          collection: 'gov-outbox',
          where: { template: { equals: `approvals:mail:${name}` } },
        })
      ).docs.length
    expect([await mailed('scheduleRefused'), await mailed('scheduleFailed')]).toEqual([1, 0])
    const left = (await site.rest('GET', `/governance/approvals/${on(planned)}`, { as: author })).body
    expect([left.state, left.review.notPublishedAt]).toEqual(['approved', at])
    const hurried = await draft({ hero: soon.id })
    expect(code(await act(on(hurried), 'emergency', aed, { reason: 'Flood' }))).toBe('mediaRights')
    expect((await site.rest('GET', `/governance/approvals/${on(hurried)}`, { as: aed })).body.state).toBe(
      'draft',
    )
    await expect(
      publishAsHost(site.payload, {
        collection: 'posts',
        data: { title: 'x', hero: soon.id },
        reason: 'Import',
      }),
    ).rejects.toMatchObject({ code: 'mediaRights' })
  })

  it('count for globals, and for a governed medium itself, whose rights are no part of what is approved', async () => {
    const none = await medium()
    await site.rest('POST', '/globals/home?draft=true', { as: author, body: { banner: none.id } })
    expect(code(await act('globals/home', 'submit', author))).toBe('mediaRights')
    const film = await medium(undefined, 'films')
    const path = `collections/films/${String(film.id)}`
    expect(code(await act(path, 'submit', author))).toBe('mediaRights')
    const patch = (body: object) => site.rest('PATCH', `/films/${film.id}?draft=true`, { as: author, body })
    await patch({ mediaRights: rights() })
    await approve(path)
    expect((await act(path, 'publish', author)).status).toBe(200)
    const changed = await site.rest('PATCH', `/films/${film.id}`, {
      as: author,
      body: { mediaRights: rights({ licence: 'bought' }) },
    })
    expect(changed.status, changed.text).toBe(200)
    expect((await site.rest('GET', `/governance/approvals/${path}`, { as: author })).body.state).toBe('live')
  })

  it('stay as they are for what is live: an ended licence is reported, and the page stays', async () => {
    const soon = await medium(rights({ expiresAt: inDays(1) }))
    const id = await draft({ hero: soon.id })
    await approve(on(id))
    await act(on(id), 'publish', author)
    site.clock.forward(days(2))
    const same = await site.rest('PATCH', `/posts/${id}`, { as: author, body: { title: 'Post' } })
    expect(same.status, same.text).toBe(200)
    expect(await isLive(id)).toBe(true)
    const found = (await report('expired')).items.find((item) => String(item.id) === String(soon.id))
    expect(found?.problems).toEqual(['expired'])
  })

  it('are reported by problem, as the pure rule says, with a list to edit them together and a spreadsheet', async () => {
    const before = await report('all')
    const bad = await medium()
    const close = await medium(rights({ expiresAt: inDays(10) }))
    const shy = await medium(rights({ consent: 'no' }))
    await medium(rights())
    const after = await report('all')
    const grown = (filter: keyof MediaReport['counts']): number =>
      after.counts[filter] - before.counts[filter]
    expect({ all: grown('all'), licence: grown('licence'), source: grown('source') }).toEqual({
      all: 3,
      licence: 1,
      source: 1,
    })
    expect({ expired: grown('expired'), expiring: grown('expiring'), consent: grown('consent') }).toEqual({
      expired: 0,
      expiring: 1,
      consent: 1,
    })
    for (const filter of ['licence', 'source', 'expired', 'expiring', 'consent'] as const) {
      const { items, counts, shown } = await report(filter)
      expect(items, filter).toHaveLength(counts[filter])
      expect(shown).toBe(counts[filter])
      for (const { problems } of items) expect(problems, filter).toContain(filter)
    }
    const ids = after.items.map(({ id }) => String(id))
    for (const { id } of [bad, close, shy]) expect(ids).toContain(String(id))
    // The address of the stock list asks for the same.
    const { collections, counts } = await report('licence')
    let listed = 0
    for (const { slug, editHref } of collections) {
      const { body } = await site.rest('GET', `/${slug}?${editHref.split('?')[1]}`, { as: administrator })
      listed += body.totalDocs
    }
    expect(listed).toBe(counts.licence)
    const file = await site.rest('GET', '/governance/approvals/media.csv?show=consent', { as: administrator })
    expect(file.headers.get('content-type')).toContain('text/csv')
    expect(file.text).toContain(shy.filename)
    expect(file.text).not.toContain(close.filename)
  })

  it('are mended together by the stock bulk edit', async () => {
    const [one, two] = [await medium(), await medium()]
    const where = `where[id][in][0]=${one.id}&where[id][in][1]=${two.id}`
    const answer = await site.rest('PATCH', `/media?${where}`, {
      as: author,
      body: { mediaRights: { source: 'Ann', licence: 'cc-by' } },
    })
    expect(answer.body.errors).toEqual([])
    const ids = (await report('all')).items.map(({ id }) => String(id))
    expect(ids).not.toContain(String(one.id))
    expect(ids).not.toContain(String(two.id))
  })

  it('are shown to staff with a role only', async () => {
    const nobodyYet = await site.person('nobody', [])
    await expect(report('all', nobodyYet)).rejects.toMatchObject({ code: 'notAllowed' })
    expect((await site.rest('GET', '/governance/approvals/media.csv', { as: nobodyYet })).status).toBe(403)
    expect((await site.rest('GET', '/governance/approvals/media.csv')).status).toBe(401)
  })
})
