import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

import { insert } from '../../../src/platform/db.js'
import { days, type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { alone } from './site.js'

const bytes = Buffer.from('what somebody sent')

const text = (...children: object[]) => ({
  root: {
    type: 'root',
    children: [{ type: 'paragraph', children, direction: 'ltr', format: '', indent: 0, version: 1 }],
    direction: 'ltr',
    format: '',
    indent: 0,
    version: 1,
  },
})

describeDatabases('retention: whose file it is', (database) => {
  let site: Stand
  let communications: Person
  let officer: Person
  let during: Record<string, () => Promise<unknown>> = {}
  let made = 0
  const folder = mkdtempSync(join(tmpdir(), 'governance-files-'))
  beforeAll(async () => {
    site = await stand(database, {
      collections: [
        {
          slug: 'media',
          upload: { staticDir: folder },
          versions: { drafts: true },
          fields: [{ name: 'alt', type: 'text' }],
        },
        {
          slug: 'letters',
          access: { create: () => true },
          fields: [
            { name: 'words', type: 'text' },
            { name: 'file', type: 'upload', relationTo: 'media' },
            { name: 'more', type: 'blocks', blocks: [], blockReferences: ['figure'] as never },
          ],
        },
        { slug: 'remarks', fields: [{ name: 'about', type: 'relationship', relationTo: 'letters' }] },
        {
          slug: 'leaflets',
          fields: [{ name: 'layout', type: 'blocks', blocks: [], blockReferences: ['figure'] as never }],
        },
        {
          slug: 'pages',
          versions: { drafts: true },
          fields: [
            { name: 'body', type: 'richText' },
            { name: 'parts', type: 'array', fields: [{ name: 'more', type: 'richText', localized: true }] },
          ],
        },
      ],
      config: {
        blocks: [
          {
            slug: 'figure',
            fields: [
              { name: 'picture', type: 'upload', relationTo: 'media' },
              { name: 'caption', type: 'richText' },
            ],
          },
        ],
        globals: [{ slug: 'header', fields: [{ name: 'logo', type: 'upload', relationTo: 'media' }] }],
      },
      plugin: {
        ...alone,
        retention: {
          collections: {
            media: {},
            remarks: {},
            letters: { dependents: [{ collection: 'remarks', field: 'about' }] },
          },
          onStep: async (step) => {
            await during[step]?.()
          },
        },
      },
    })
    communications = await site.person('communications', ['communications'])
    officer = await site.person('officer', ['privacy-officer'])
  })
  afterAll(async () => {
    await site?.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(() => {
    during = {}
  })

  const make = async (collection: string, data: object, more: object = {}): Promise<any> =>
    site.payload.create({ collection, data, ...more } as never)
  const upload = (data: object = {}): Promise<any> => {
    made += 1
    const name = `file-${made}.txt`
    return make('media', data, { file: { data: bytes, mimetype: 'text/plain', name, size: bytes.length } })
  }
  const deleteNow = (id: unknown) =>
    site.rest('POST', `/governance/retention/records/letters/${String(id)}/delete`, {
      as: communications,
      body: {},
    })
  const hold = (record: string) =>
    site.rest('POST', '/governance/retention/holds', { as: officer, body: { record, why: 'A court asks' } })
  const there = async (collection: string, id: unknown): Promise<boolean> =>
    (await site.payload.db.findOne({ collection, where: { id: { equals: id } } })) !== null
  /** Deletes a letter that names this file, and says whether document and file are still there. */
  const staysAfter = async (file: { id: unknown; filename: string }): Promise<boolean> => {
    const letter = await make('letters', { words: 'I name your file', file: file.id })
    expect((await deleteNow(letter.id)).body.state).toBe('deleted')
    const stays = await there('media', file.id)
    expect(readdirSync(folder).includes(file.filename)).toBe(stays)
    return stays
  }

  it('takes the file that came with a record', async () => {
    expect(await staysAfter(await upload())).toBe(false)
  })

  it('leaves a published file that a record merely names', async () => {
    expect(await staysAfter(await upload({ _status: 'published' }))).toBe(true)
  })

  it('leaves a file that was there long before the record that names it', async () => {
    const createdAt = new Date(Date.now() - days(8)).toISOString()
    expect(await staysAfter(await upload({ createdAt }))).toBe(true)
  })

  it('leaves a file that a rich text shows, live, in a draft or in another language', async () => {
    const shown = (file: { id: unknown }) =>
      text({ type: 'upload', version: 3, relationTo: 'media', value: file.id, fields: null })
    const live = await upload()
    await make('pages', { body: shown(live), _status: 'published' })
    expect(await staysAfter(live)).toBe(true)
    const linked = await upload()
    const link = { doc: { relationTo: 'media', value: linked.id }, linkType: 'internal' }
    await make('pages', { body: text({ type: 'link', version: 3, fields: link, children: [] }) })
    expect(await staysAfter(linked)).toBe(true)
    const page = await make('pages', { _status: 'published', parts: [{}] })
    const drafted = await upload()
    await site.payload.update({
      collection: 'pages',
      id: page.id,
      draft: true,
      data: { parts: [{ more: shown(drafted) }] },
    } as never)
    expect(await staysAfter(drafted)).toBe(true)
  })

  it('leaves a file that a block of the whole site shows, in a field or in a rich text', async () => {
    const figure = (data: object) => make('leaflets', { layout: [{ blockType: 'figure', ...data }] })
    const pictured = await upload()
    await figure({ picture: pictured.id })
    expect(await staysAfter(pictured)).toBe(true)
    const captioned = await upload()
    const node = { type: 'upload', version: 3, relationTo: 'media', value: captioned.id, fields: null }
    await figure({ caption: text(node) })
    expect(await staysAfter(captioned)).toBe(true)
  })

  it('takes the file that came with a record in a block of the whole site', async () => {
    const file = await upload()
    const letter = await make('letters', { more: [{ blockType: 'figure', picture: file.id }] })
    expect((await deleteNow(letter.id)).body.state).toBe('deleted')
    expect(await there('media', file.id)).toBe(false)
  })

  it('leaves a file that a global shows', async () => {
    const logo = await upload()
    await site.payload.updateGlobal({ slug: 'header', data: { logo: logo.id } } as never)
    expect(await staysAfter(logo)).toBe(true)
  })

  it('offers no deletion of a file whose record is still here, says which one, and refuses it by its address', async () => {
    const file = await upload()
    const letter = await make('letters', { words: 'mine', file: file.id })
    const free = await upload()
    const list = await site.rest('GET', '/governance/retention/worklist', { as: communications })
    const items = list.body.items as { collection: string; id: string; goesWith: unknown }[]
    const itemOf = (id: unknown) =>
      items.find((item) => item.collection === 'media' && item.id === String(id))!.goesWith
    expect(itemOf(file.id)).toEqual({
      collection: 'letters',
      id: String(letter.id),
      label: 'Letter',
      number: String(letter.id),
    })
    expect(itemOf(free.id)).toBeNull()
    const path = (id: unknown) => `/governance/retention/records/media/${String(id)}/delete`
    const refused = await site.rest('POST', path(file.id), { as: communications, lang: 'fr' })
    expect([refused.status, refused.body.errors[0].data]).toEqual([
      409,
      { code: 'stateConflict', why: 'goesWith' },
    ])
    expect(refused.body.errors[0].message).toContain('en même temps que l’enregistrement')
    expect(await there('media', file.id)).toBe(true)
    const gone = await site.rest('POST', path(free.id), { as: communications })
    expect(gone.body.state).toBe('deleted')
    expect((await deleteNow(letter.id)).body.state).toBe('deleted')
    expect(await there('media', file.id)).toBe(false)
  })

  it('refuses a hold on a file, or on what belongs to a record, once their deletion is written down', async () => {
    const file = await upload()
    const letter = await make('letters', { file: file.id })
    const remark = await make('remarks', { about: letter.id })
    const codes: string[] = []
    during['after:list'] = async () => {
      for (const record of [`media:${file.id}`, `remarks:${remark.id}`]) {
        codes.push((await hold(record)).body.errors?.[0].data.code)
      }
    }
    expect((await deleteNow(letter.id)).body.state).toBe('deleted')
    expect(codes).toEqual(['beingDeleted', 'beingDeleted'])
    expect(await there('media', file.id)).toBe(false)
    expect(await there('remarks', remark.id)).toBe(false)
  })

  it('spares a file whose hold was written while the list was, and certifies without it', async () => {
    const file = await upload()
    const letter = await make('letters', { file: file.id })
    during['before:dropRows'] = async () => {
      await insert({ payload: site.payload }, 'gov-holds', {
        kind: 'record',
        subject: `media:${file.id}`,
        state: 'active',
        why: 'It read the deletions before the list was there',
        byRef: 'users:1',
        placedAt: site.clock.now().toISOString(),
        reviewAt: site.clock.now().toISOString(),
        rev: 0,
      })
    }
    const { body } = await deleteNow(letter.id)
    expect(body.state).toBe('deleted')
    expect(body.certificate.files).toBe(0)
    expect(await there('media', file.id)).toBe(true)
    expect(readdirSync(folder)).toContain(file.filename)
  })
})
