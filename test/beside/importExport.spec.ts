import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { importExportPlugin } from '@payloadcms/plugin-import-export'
import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../src/index.js'
import { days, type Person, type Stand, stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'
import { type Way, wayOf } from './way.js'

const articles = (slug: string): CollectionConfig => ({
  slug,
  access: { read: ({ req }) => (req.user ? { secret: { not_equals: true } } : false) },
  versions: { drafts: true },
  fields: [
    { name: 'key', type: 'text' },
    { name: 'title', type: 'text' },
    { name: 'secret', type: 'checkbox', defaultValue: false },
  ],
})

/** `articles` are imported and exported at once, `notes` by the queue of jobs, as the plugin does by itself. */
describeDatabases('beside plugin-import-export', (database) => {
  let folder: string
  let site: Stand
  let way: Way
  let author: Person
  let administrator: Person

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'governance-files-'))
    const into =
      (name: string) =>
      ({ collection }: { collection: CollectionConfig }): CollectionConfig => ({
        ...collection,
        upload: { ...(collection.upload as object), staticDir: join(folder, name) },
      })
    const now = { disableJobsQueue: true }
    site = await stand(database, {
      collections: [articles('articles'), articles('notes')],
      config: {
        plugins: [
          importExportPlugin({
            collections: [
              { slug: 'articles' as never, import: now, export: now },
              { slug: 'notes' as never },
            ],
            overrideExportCollection: into('exports'),
            overrideImportCollection: into('imports'),
          }),
        ],
      },
      plugin: {
        approvals: { locales: 'any' },
        retention: { collections: { exports: { months: 1 }, imports: { months: 1 } } },
      },
    })
    way = wayOf(site)
    author = await site.person('author', ['content-creator'])
    administrator = await site.person('administrator', ['administrator'])
    await site.person('aed', ['aed'])
  })
  afterAll(async () => {
    await site?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const asAuthor = async () => ({
    ...(await site.payload.findByID({ collection: 'users', id: author.id, depth: 0 })),
    collection: 'users',
  })
  const imported = async (
    collectionSlug: string,
    importMode: string,
    rows: Record<string, unknown>[],
    matchField = 'key',
  ): Promise<any> => {
    const data = Buffer.from(JSON.stringify(rows))
    const made = await site.payload.create({
      collection: 'imports',
      data: { collectionSlug, importMode, matchField },
      file: { data, mimetype: 'application/json', name: 'rows.json', size: data.length },
      user: await asAuthor(),
      overrideAccess: false,
    } as never)
    if (collectionSlug === 'notes') await site.payload.jobs.run({ silent: true })
    return made
  }
  const liveOf = async (slug: string) =>
    (await way.rows(slug, { _status: { equals: 'published' } })).map(({ title }) => title)

  it.each(['articles', 'notes'])(
    'an import into %s publishes nothing: neither said so nor by default',
    async (slug) => {
      await imported(slug, 'create', [
        { key: 'a', title: 'Said', _status: 'published' },
        { key: 'b', title: 'By default' },
      ])
      await imported(slug, 'upsert', [{ key: 'c', title: 'Upserted', _status: 'published' }])
      expect(await liveOf(slug)).toEqual([])
    },
  )

  it.each(['articles', 'notes'])(
    'what is imported into %s as a draft goes the way of everything',
    async (slug) => {
      await imported(slug, 'create', [{ key: 'd', title: 'Draft', _status: 'draft' }])
      const [row] = await way.rows(slug, { key: { equals: 'd' } })
      expect(row).toMatchObject({ title: 'Draft', _status: 'draft' })
      await way.published(author, administrator, slug, row!.id)
      expect(await liveOf(slug)).toEqual(['Draft'])
    },
  )

  it.each(['articles', 'notes'])('an import into %s changes nothing that is live', async (slug) => {
    await imported(slug, 'update', [{ key: 'd', title: 'Changed', _status: 'published' }])
    await imported(slug, 'update', [{ key: 'd', title: 'Changed without a word' }])
    await imported(slug, 'upsert', [{ key: 'd', title: 'Upserted', _status: 'draft' }])
    expect(await liveOf(slug)).toEqual(['Draft'])
  })

  const exported = async (collectionSlug: string, drafts: 'no' | 'yes'): Promise<string> => {
    const made = (await site.payload.create({
      collection: 'exports',
      data: { collectionSlug, drafts, format: 'json', name: `${collectionSlug}-${drafts}` },
      user: await asAuthor(),
      overrideAccess: false,
    } as never)) as unknown as { id: number | string }
    if (collectionSlug === 'notes') await site.payload.jobs.run({ silent: true })
    const [row] = await way.rows('exports', { id: { equals: made.id } })
    return readFileSync(join(folder, 'exports', String(row!.filename)), 'utf8')
  }

  it.each(['articles', 'notes'])(
    'an export of %s holds what its maker may read, and no draft unasked',
    async (slug) => {
      await way.rows(slug)
      await site.payload.create({
        collection: slug,
        data: { key: 's', title: 'Secret', secret: true, _status: 'draft' },
        draft: true,
      } as never)
      await way.draft(author, slug, { key: 'o', title: 'Open draft' })
      const live = await exported(slug, 'no')
      expect(live).toContain('"Draft"')
      expect(live).not.toMatch(/Open draft|Secret/)
      const all = await exported(slug, 'yes')
      expect(all).toContain('Open draft')
      expect(all).not.toContain('Secret')
    },
  )

  it('exports and imports are dated at birth, and leave with their files', async () => {
    for (const slug of ['exports', 'imports']) {
      const rows = await way.rows(slug)
      expect(rows.length).toBeGreaterThan(0)
      expect(rows.every(({ deleteAfter }) => Boolean(deleteAfter))).toBe(true)
      expect(existsSync(join(folder, slug))).toBe(true)
    }
    site.clock.forward(days(33))
    await governanceTick(site.payload, { force: true, only: ['retention'] })
    for (const slug of ['exports', 'imports']) {
      expect(await way.rows(slug)).toEqual([])
      expect(readdirSync(join(folder, slug))).toEqual([])
    }
  })
})
