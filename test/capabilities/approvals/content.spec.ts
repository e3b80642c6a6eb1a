import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { publishAsHost } from '../../../src/index.js'
import { authorsOf } from '../../../src/capabilities/approvals/authors.js'
import { findRows } from '../../../src/platform/db.js'
import { type Person, posts, type Stand, stand } from '../../helpers/boot.js'
import { databases } from '../../helpers/databases.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { groupsInsideRows, guides } from './nested.js'
import { countVersions, liveContent, pictures } from './site.js'

const lexical = (text: string): unknown => ({
  root: {
    type: 'root',
    direction: 'ltr',
    format: '',
    indent: 0,
    version: 1,
    children: [
      {
        type: 'paragraph',
        direction: 'ltr',
        format: '',
        indent: 0,
        version: 1,
        textFormat: 0,
        textStyle: '',
        children: [{ type: 'text', text, detail: 0, format: 1, mode: 'normal', style: '', version: 1 }],
      },
    ],
  },
})

const pages: CollectionConfig = {
  slug: 'pages',
  versions: { drafts: { autosave: true } },
  access: { create: () => true, read: () => true, update: () => true, delete: () => true },
  fields: [
    {
      type: 'tabs',
      tabs: [
        {
          name: 'seo',
          fields: [
            { name: 'title', type: 'text', localized: true },
            { name: 'noIndex', type: 'checkbox' },
          ],
        },
        {
          label: 'Main',
          fields: [
            { name: 'heading', type: 'text', localized: true, required: true },
            { name: 'content', type: 'richText', localized: true },
            { name: 'code', type: 'code' },
          ],
        },
      ],
    },
    {
      name: 'hero',
      type: 'group',
      fields: [
        { name: 'lead', type: 'textarea', localized: true },
        {
          name: 'links',
          type: 'array',
          fields: [
            { name: 'label', type: 'text', localized: true },
            { name: 'url', type: 'text' },
            { name: 'page', type: 'relationship', relationTo: 'pages' },
          ],
        },
      ],
    },
    {
      type: 'row',
      fields: [
        { name: 'rating', type: 'number' },
        { name: 'dates', type: 'date' },
      ],
    },
    { name: 'numbers', type: 'number', hasMany: true },
    { name: 'words', type: 'text', hasMany: true },
    { name: 'kind', type: 'select', options: ['a', 'b', 'c'] },
    { name: 'kinds', type: 'select', hasMany: true, options: ['a', 'b', 'c'] },
    { name: 'choice', type: 'radio', options: ['x', 'y'] },
    { name: 'data', type: 'json' },
    { name: 'mail', type: 'email' },
    { name: 'one', type: 'relationship', relationTo: 'pages' },
    { name: 'many', type: 'relationship', relationTo: 'pages', hasMany: true },
    { name: 'poly', type: 'relationship', relationTo: ['pages', 'posts'] },
    { name: 'polys', type: 'relationship', relationTo: ['pages', 'posts'], hasMany: true },
    { name: 'perLanguage', type: 'relationship', relationTo: 'posts', hasMany: true, localized: true },
    { name: 'picture', type: 'upload', relationTo: 'pictures' },
    {
      name: 'layout',
      type: 'blocks',
      blocks: [
        {
          slug: 'quote',
          fields: [
            { name: 'text', type: 'textarea', localized: true },
            { name: 'by', type: 'relationship', relationTo: ['pages', 'posts'] },
          ],
        },
        {
          slug: 'table',
          fields: [
            {
              name: 'rows',
              type: 'array',
              fields: [
                { name: 'cells', type: 'array', fields: [{ name: 'value', type: 'text' }] },
                { name: 'on', type: 'date' },
              ],
            },
            { name: 'meta', type: 'json' },
          ],
        },
      ],
    },
    {
      name: 'localBlocks',
      type: 'blocks',
      localized: true,
      blocks: [
        {
          slug: 'note',
          fields: [
            { name: 'text', type: 'text' },
            { name: 'body', type: 'richText' },
          ],
        },
      ],
    },
    {
      name: 'localRows',
      type: 'array',
      localized: true,
      fields: [
        { name: 'value', type: 'text' },
        { name: 'inner', type: 'group', fields: [{ name: 'deep', type: 'number' }] },
      ],
    },
    { name: 'computed', type: 'text', virtual: true },
    { name: 'referrers', type: 'join', collection: 'pages', on: 'one' },
  ],
}

const content = (other: unknown, post: unknown, picture: unknown) => ({
  seo: { title: 'Title for machines', noIndex: true },
  heading: 'Rich',
  content: lexical('Bold words'),
  code: 'let a = 1\n',
  hero: {
    lead: 'Lead',
    links: [{ label: 'First', url: 'https://one.example', page: other }, { label: 'Second' }],
  },
  rating: 4.25,
  dates: '2026-03-04T05:06:07.890Z',
  numbers: [3, 1, 2.5],
  words: ['b', 'a'],
  kind: 'b',
  kinds: ['c', 'a'],
  choice: 'y',
  data: { z: [1, { y: null, x: '' }], a: { nested: true, empty: {} }, number: 1.0 },
  mail: 'info@centre.example',
  one: other,
  many: [other],
  poly: { relationTo: 'posts', value: post },
  polys: [
    { relationTo: 'posts', value: post },
    { relationTo: 'pages', value: other },
  ],
  perLanguage: [post],
  picture,
  layout: [
    { blockType: 'quote', blockName: 'Named', text: 'Said', by: { relationTo: 'pages', value: other } },
    {
      blockType: 'table',
      rows: [{ cells: [{ value: '1' }, { value: '' }], on: '2026-01-02T00:00:00.000Z' }, { cells: [] }],
      meta: [1, 2],
    },
    { blockType: 'quote', text: 'Again' },
  ],
  localBlocks: [{ blockType: 'note', text: 'English note', body: lexical('In English') }],
  localRows: [
    { value: 'one', inner: { deep: 1 } },
    { value: 'two', inner: { deep: 0 } },
  ],
})

const french = {
  seo: { title: 'Titre' },
  heading: 'Riche',
  content: lexical('Mots gras'),
  hero: { lead: 'Chapeau' },
  localBlocks: [
    { blockType: 'note', text: 'Note', body: lexical('En français') },
    { blockType: 'note', text: 'Autre' },
  ],
  localRows: [{ value: 'un' }],
}

const png = (shade: number): Buffer =>
  Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(32, shade)])
const file = (shade: number, name = 'note.txt') => ({
  data: name.endsWith('.txt') ? Buffer.alloc(32, 65 + shade) : png(shade),
  mimetype: 'text/plain',
  name,
  size: 32,
})

describeDatabases('approvals: what is approved', (database) => {
  let site: Stand
  let files: string
  let author: Person
  let administrator: Person
  const at = (slug: string, id: unknown, action = ''): string =>
    `/governance/approvals/collections/${slug}/${String(id)}${action}`
  const approve = async (slug: string, id: unknown): Promise<void> => {
    const submitted = await site.rest('POST', at(slug, id, '/submit'), { as: author, body: {} })
    expect(submitted.text).toContain('inReview')
    const approved = await site.rest('POST', at(slug, id, '/approve'), {
      as: administrator,
      body: { hash: submitted.body.hash, attested: true },
    })
    expect(approved.text).toContain('"approved"')
  }

  beforeAll(async () => {
    files = mkdtempSync(join(tmpdir(), 'governance-content-'))
    site = await stand(database, {
      collections: [pages, posts, pictures(files), guides],
      plugin: { approvals: { locales: 'any' } },
    })
    author = await site.person('author', ['content-creator'])
    administrator = await site.person('administrator', ['administrator'])
  })
  afterAll(async () => {
    await site?.stop()
    rmSync(files, { recursive: true, force: true })
  })

  it('is the same before and after it is stored in groups inside rows, and only a change voids an approval', async () => {
    await groupsInsideRows(site, author, administrator)
  })

  it('is the same before and after it is stored, for every kind of field, in both languages', async () => {
    const { payload } = site
    const other = (await payload.create({
      collection: 'pages',
      draft: true,
      data: { heading: 'Other' },
    } as never)) as any
    const post = (await payload.create({
      collection: 'posts',
      draft: true,
      data: { title: 'Post' },
    } as never)) as any
    const picture = (await payload.create({
      collection: 'pictures',
      draft: true,
      data: { alt: 'x' },
      file: file(1),
    } as never)) as any
    const { body } = await site.rest('POST', '/pages?draft=true', {
      as: author,
      body: content(other.id, post.id, picture.id),
    })
    const id = body.doc.id as number
    const inFrench = await site.rest('PATCH', `/pages/${id}?draft=true&locale=fr`, {
      as: author,
      body: french,
    })
    expect(inFrench.status).toBe(200)
    await approve('pages', id)
    const draft = (await site.rest('GET', at('pages', id), { as: author })).body
    expect(
      (await site.rest('POST', at('pages', id, '/publish'), { as: author, body: {} })).body,
    ).toMatchObject({ state: 'live', hash: draft.hash })

    // Saved again unchanged: over REST in each language as the admin panel sends it, autosaved, and in bulk.
    const live = await liveContent({ ...site, files }, { slug: 'pages', id })
    for (const locale of ['en', 'fr']) {
      const form = (
        await site.rest('GET', `/pages/${id}?depth=0&locale=${locale}&fallback-locale=none&draft=true`, {
          as: author,
        })
      ).body
      const saved = await site.rest('PATCH', `/pages/${id}?locale=${locale}`, {
        as: author,
        body: { ...form, _status: 'published' },
      })
      expect(saved.body.errors ?? []).toEqual([])
      await site.rest('PATCH', `/pages/${id}?locale=${locale}&draft=true&autosave=true`, {
        as: author,
        body: { ...form, _status: 'draft' },
      })
      expect((await site.rest('GET', at('pages', id), { as: author })).body).toMatchObject({
        state: 'live',
        hash: draft.hash,
      })
    }
    await payload.update({ collection: 'pages', id, data: { _status: 'published' } } as never)
    const bulk = (await payload.update({
      collection: 'pages',
      where: { id: { equals: id } },
      data: { _status: 'published' },
    } as never)) as any
    expect(bulk.errors).toEqual([])
    // A populated document sent back is the same reference.
    const populated = (await site.rest('GET', `/pages/${id}?depth=1`, { as: author })).body
    expect(
      (
        await site.rest('PATCH', `/pages/${id}`, {
          as: author,
          body: {
            one: populated.one.id,
            polys: populated.polys.map((p: any) => ({ ...p, value: p.value.id })),
            _status: 'published',
          },
        })
      ).status,
    ).toBe(200)
    const strip = (text: string): string => text.replaceAll(/"id":"[0-9a-f]{24}"/g, '')
    expect(strip(await liveContent({ ...site, files }, { slug: 'pages', id }))).toBe(strip(live))
    // A save that changed nothing made nobody an author of the next round.
    expect(await authorsOf({ payload }, { kind: 'collection', slug: 'pages', id })).toEqual({})
  })

  it.each([
    [
      'a text in a block in French',
      'fr',
      { localBlocks: [{ blockType: 'note', text: 'Anders' }] },
      'localBlocks.fr',
    ],
    ['the order of rows', 'en', { words: ['a', 'b'] }, 'words'],
    ['a reference', 'en', { polys: [] }, 'polys'],
    [
      'a value deep in JSON',
      'en',
      { data: { z: [1, { y: null, x: '!' }], a: { nested: true, empty: {} }, number: 1 } },
      'data',
    ],
    ['a field of a named tab', 'en', { seo: { noIndex: false } }, 'seo.noIndex'],
    ['a row in a group', 'en', { hero: { links: [] } }, 'hero.links'],
    ['an instant', 'en', { dates: '2026-03-04T05:06:07.891Z' }, 'dates'],
  ])('notices %s, and names it', async (_what, locale, change, path) => {
    const { docs } = await site.payload.find({
      collection: 'pages',
      where: { code: { equals: 'let a = 1\n' } },
    } as never)
    const { id } = docs[0] as unknown as { id: number }
    const now = async () => (await site.rest('GET', at('pages', id), { as: author })).body
    if ((await now()).state === 'live') {
      await site.rest('PATCH', `/pages/${id}?draft=true`, { as: author, body: { heading: 'Richer' } })
      await approve('pages', id)
    }
    const {
      docs: [newest],
    } = await site.payload.findVersions({
      collection: 'pages',
      where: { parent: { equals: id } },
      sort: '-updatedAt',
      limit: 1,
    } as never)
    expect(await now()).toMatchObject({ state: 'approved', changed: [] })
    const answer = await site.rest('PATCH', `/pages/${id}?locale=${locale}`, {
      as: author,
      body: { ...change, _status: 'published' },
    })
    expect(answer).toMatchObject({
      status: 409,
      body: { errors: [{ data: { code: 'approvalVoid', fields: [path] } }] },
    })
    await site.rest('PATCH', `/pages/${id}?locale=${locale}&draft=true`, { as: author, body: change })
    expect(await now()).toMatchObject({ state: 'void', changed: [path] })
    await site.rest('POST', `/pages/versions/${String(newest!.id)}?draft=true`, { as: author })
    expect((await now()).state).toBe('approved')
  })

  it('holds the bytes of a file: a live file is neither replaced nor deleted, by a draft neither', async () => {
    const { payload } = site
    const doc = await publishAsHost(payload, {
      collection: 'pictures',
      data: { alt: 'Lake' },
      reason: 'Fixture',
      filePath: await written(files),
    })
    const target = { slug: 'pictures', id: doc.id }
    const everything = async () => ({
      live: await liveContent({ ...site, files }, target),
      versions: await countVersions(site, target),
      files: readdirSync(files).sort(),
    })
    const before = await everything()
    const refused = async (run: Promise<unknown>, code: string): Promise<void> => {
      await expect(run).rejects.toMatchObject({ code })
      expect(await everything()).toEqual(before)
    }
    await refused(
      payload.update({ collection: 'pictures', id: doc.id, data: {}, file: file(2), draft: true } as never),
      'fileIsLive',
    )
    await refused(
      payload.update({
        collection: 'pictures',
        id: doc.id,
        data: { _status: 'published' },
        file: file(2),
        overwriteExistingFiles: true,
      } as never),
      'fileIsLive',
    )
    await refused(
      payload.update({
        collection: 'pictures',
        where: { id: { equals: doc.id } },
        data: {},
        file: file(2),
      } as never),
      'fileIsLive',
    )
    await refused(
      payload.update({
        collection: 'pictures',
        where: { id: { equals: doc.id } },
        data: {},
        file: file(2),
        draft: true,
      } as never),
      'fileIsLive',
    )
    await refused(payload.delete({ collection: 'pictures', id: doc.id } as never), 'takedownNeeded')
    await refused(
      payload.create({
        collection: 'pictures',
        data: { alt: 'New', _status: 'published' },
        file: file(3, 'other.txt'),
      } as never),
      'approvalMissing',
    )
    await refused(payload.duplicate({ collection: 'pictures', id: doc.id } as never), 'approvalMissing')
    const bulk = (await payload.delete({
      collection: 'pictures',
      where: { id: { equals: doc.id } },
    } as never)) as any
    expect(bulk.errors).toHaveLength(1)
    expect(await everything()).toEqual(before)
    // Other bytes under the same name, put there behind Payload's back after the approval: not what was approved.
    const draft = (await payload.create({
      collection: 'pictures',
      draft: true,
      data: { alt: 'Draft' },
      file: file(4, 'draft.txt'),
    } as never)) as any
    await approve('pictures', draft.id)
    await payload.update({
      collection: 'pictures',
      id: draft.id,
      data: {},
      file: file(5, 'draft.txt'),
      overwriteExistingFiles: true,
      draft: true,
    } as never)
    const published = await site.rest('POST', at('pictures', draft.id, '/publish'), { as: author, body: {} })
    expect(published).toMatchObject({
      status: 409,
      body: { errors: [{ data: { code: 'approvalVoid', fields: ['_file'] } }] },
    })
  })

  it('lets a document be deleted and trashed that is not live', async () => {
    const made = (await site.payload.create({
      collection: 'pages',
      draft: true,
      data: { heading: 'Away' },
    } as never)) as any
    await site.rest('POST', at('pages', made.id, '/submit'), { as: author, body: {} })
    expect((await site.rest('DELETE', `/pages/${made.id}`, { as: author })).status).toBe(200)
    const reviews = await findRows({ payload: site.payload }, 'gov-reviews', {
      subject: { equals: `pages:${made.id}` },
    })
    expect(reviews.map(({ state }) => state)).toEqual(['withdrawn'])
  })
})

const written = async (directory: string): Promise<string> => {
  const { mkdirSync, writeFileSync } = await import('node:fs')
  const path = join(mkdtempSync(join(tmpdir(), 'governance-source-')), 'note.txt')
  mkdirSync(directory, { recursive: true })
  writeFileSync(path, 'Bytes that are approved')
  expect(readFileSync(path, 'utf8')).toContain('approved')
  return path
}

describeDatabases('approvals: on a site that was there before', (database) => {
  it('adopts what is live, breaks nothing, and does so once', async () => {
    const fresh = await database.adapter()
    // Its schema is there already, as after a migration: SQLite's own push cannot rebuild tables that have indexes.
    const plain = await stand(database, { on: fresh, plugin: { approvals: false } })
    const live = (await plain.payload.create({
      collection: 'posts',
      data: { title: 'Old', _status: 'published' },
    } as never)) as any
    await plain.payload.update({
      collection: 'posts',
      id: live.id,
      locale: 'fr',
      data: { title: 'Vieux' },
    } as never)
    await plain.payload.create({ collection: 'posts', draft: true, data: { title: 'Draft' } } as never)
    await plain.stop()
    const { adapterFor } = await import('../../helpers/databases.js')
    const site = await stand(database, { on: { ...fresh, db: adapterFor(fresh.uri) } })
    const adopted = () =>
      findRows({ payload: site.payload }, 'gov-ledger', { action: { equals: 'approvals.adopted' } })
    expect((await adopted()).map(({ subject }) => subject)).toEqual([`posts:${live.id}`])
    const creator = await site.person('creator', ['content-creator'])
    expect(
      (
        await site.rest('PATCH', `/posts/${live.id}`, {
          as: creator,
          body: { title: 'Old', _status: 'published' },
        })
      ).status,
    ).toBe(200)
    expect(
      (await site.rest('PATCH', `/posts/${live.id}`, { as: creator, body: { title: 'New' } })).status,
    ).toBe(403)
    const status = (
      await site.rest('GET', `/governance/approvals/collections/posts/${live.id}`, { as: creator })
    ).body
    expect(status).toMatchObject({ state: 'live', publication: { how: 'adopted' } })
    await site.stop()
    const again = await stand(database, { on: { ...fresh, db: adapterFor(fresh.uri) } })
    expect(
      await findRows({ payload: again.payload }, 'gov-ledger', { action: { equals: 'approvals.adopted' } }),
    ).toHaveLength(1)
    await again.stop()
    await fresh.drop()
  })
})

describe('approvals: options', () => {
  const boot = async (plugin: object, collections = [posts]): Promise<unknown> => {
    const site = await stand(databases()[0]!, { collections, plugin: plugin as never })
    await site.stop()
    return site
  }

  it.each([
    ['an unknown slug', { approvals: { collections: ['nothing'] } }, 'approvals.collections'],
    ['a collection without drafts', { approvals: { collections: ['members'] } }, 'approvals.collections'],
    ['an unknown global', { approvals: { globals: ['nothing'] } }, 'approvals.globals'],
    [
      'an unknown exception',
      { approvals: { collections: { except: ['nothing'] } } },
      'approvals.collections',
    ],
    [
      'volatile fields of what is not governed',
      { approvals: { volatileFields: { members: ['x'] } } },
      'approvals.volatileFields.members',
    ],
    ['no approver role', { approvals: { approverRoles: [] } }, 'approvals.approverRoles'],
    ['an unknown option', { approvals: { colections: ['posts'] } }, 'approvals.colections'],
  ])('refuses %s at start and names the option', async (_what, plugin, option) => {
    await expect(boot(plugin)).rejects.toMatchObject({ code: 'invalidOption', params: { option } })
  })

  it('leaves alone what has versions without drafts, and works without languages', async () => {
    const site = await stand(databases()[0]!, {
      collections: [posts, { slug: 'logs', versions: true, fields: [{ name: 'text', type: 'text' }] }],
      config: { localization: false },
    })
    const log = (await site.payload.create({ collection: 'logs', data: { text: 'a' } } as never)) as any
    await site.payload.update({ collection: 'logs', id: log.id, data: { text: 'b' } } as never)
    await expect(
      site.payload.create({ collection: 'posts', data: { title: 'x', _status: 'published' } } as never),
    ).rejects.toMatchObject({ code: 'approvalMissing' })
    const doc = await publishAsHost(site.payload, {
      collection: 'posts',
      data: { title: 'One language' },
      reason: 'Fixture',
    })
    expect(await liveContent(site, { slug: 'posts', id: doc.id })).toContain('One language')
    await site.stop()
  })

  it('does nothing when it is switched off', async () => {
    const site = await stand(databases()[0]!, { plugin: { approvals: false } })
    const doc = (await site.payload.create({
      collection: 'posts',
      data: { title: 'Free', _status: 'published' },
    } as never)) as any
    expect(doc._status).toBe('published')
    expect(Object.keys(site.payload.collections)).toContain('gov-reviews')
    await publishAsHost(site.payload, {
      collection: 'posts',
      id: doc.id,
      data: { title: 'Freer' },
      reason: 'Off',
    })
    await site.stop()
  })
})
