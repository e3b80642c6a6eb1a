import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { findRows, type Row } from '../../../src/platform/db.js'
import { type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { alone } from './site.js'

/** A storage elsewhere, as adapters of plugin-cloud-storage are wired: what fails is logged, and nobody hears of it. */
const storage = new Map<string, Buffer>()
let broken: 'deletes' | 'serves' | null = null
let logged = 0

const inStorage = (slug: string, handlers: object[]): CollectionConfig => ({
  slug,
  versions: { drafts: true },
  upload: { disableLocalStorage: true, adapter: 'fake', handlers } as never,
  fields: [{ name: 'alt', type: 'text' }],
  hooks: {
    afterChange: [
      ({ doc, req }) => {
        if (req.file) storage.set(`${slug}/${doc.filename}`, req.file.data)
      },
    ],
    afterDelete: [
      ({ doc }) => {
        try {
          if (broken === 'deletes') throw new Error('The storage is away')
          storage.delete(`${slug}/${doc.filename}`)
        } catch {
          logged += 1
        }
      },
    ],
  },
})

const serve = (_: unknown, { params }: { params: { collection: string; filename: string } }) => {
  if (broken === 'serves') return new Response('Internal Server Error', { status: 500 })
  const bytes = storage.get(`${params.collection}/${params.filename}`)
  return bytes ? new Response(new Uint8Array(bytes)) : new Response(null, { status: 404 })
}

describeDatabases('files in a storage elsewhere', (database) => {
  let site: Stand
  let comms: Person
  let made = 0
  beforeAll(async () => {
    site = await stand(database, {
      collections: [
        inStorage('vault', [serve]),
        inStorage('box', []),
        {
          slug: 'letters',
          fields: [
            { name: 'file', type: 'upload', relationTo: 'vault' },
            { name: 'other', type: 'upload', relationTo: 'box' },
          ],
        },
      ],
      plugin: { ...alone, retention: { collections: { letters: {}, vault: {} } } },
    })
    comms = await site.person('comms', ['communications'])
  })
  afterAll(() => site?.stop())
  beforeEach(() => {
    storage.clear()
    broken = null
    logged = 0
  })

  const upload = (collection: string): Promise<any> => {
    made += 1
    const data = Buffer.from('what somebody sent')
    const file = { data, mimetype: 'text/plain', name: `file-${made}.txt`, size: data.length }
    return site.payload.create({ collection, data: {}, file } as never)
  }
  const letter = (data: object): Promise<any> => site.payload.create({ collection: 'letters', data } as never)
  const deleteNow = (id: unknown, collection = 'letters') =>
    site.rest('POST', `/governance/retention/records/${collection}/${String(id)}/delete`, { as: comms })
  const rows = (collection: string, where = {}): Promise<Row[]> =>
    findRows({ payload: site.payload }, collection, where, { limit: 0 })
  const run = () => governanceTick(site.payload, { force: true, only: ['retention'] })
  const lastCertificate = async (collection: string): Promise<Row> =>
    (await rows('gov-certificates', { subjectCollection: { equals: collection } })).at(-1)!

  it('go with the record that brought them, through the storage’s own hook', async () => {
    const file = await upload('vault')
    const { id } = await letter({ file: file.id })
    expect(storage.size).toBe(1)
    expect((await deleteNow(id)).body).toMatchObject({ state: 'deleted', certificate: { files: 1 } })
    expect(storage.size).toBe(0)
    expect(await rows('vault')).toEqual([])
    expect((await lastCertificate('letters')).stores).not.toHaveProperty('unasked')
  })

  it.each(['deletes', 'serves'] as const)(
    'keep nothing else here while the storage no longer %s, and go with the next run after that',
    async (what) => {
      const file = await upload('vault')
      const { id } = await letter({ file: file.id })
      broken = what
      expect((await deleteNow(id)).body.state).toBe('deleted')
      expect(await lastCertificate('letters')).toMatchObject({ rows: 1, files: 1, filesLeft: 1, failures: 1 })
      expect(await rows('letters', { id: { equals: id } })).toEqual([])
      expect(await rows('vault', { id: { equals: file.id } })).toEqual([])
      await run()
      if (what === 'deletes') {
        expect(logged).toBe(2)
        expect(storage.size).toBe(1)
      }
      const { number } = await lastCertificate('letters')
      const waiting = () => rows('gov-deletions', { certificate: { equals: number } })
      expect((await waiting())[0]).toMatchObject({ filesWaiting: 1, failures: 2 })
      broken = null
      await run()
      expect(storage.size).toBe(0)
      expect((await waiting())[0]).toMatchObject({ filesWaiting: 0, files: null, failures: 2 })
    },
  )

  it('go as well where the collection of files is governed itself, with those of drafts', async () => {
    const file = await upload('vault')
    const data = Buffer.from('a second draft')
    await site.payload.update({
      collection: 'vault',
      id: file.id,
      draft: true,
      data: {},
      file: { data, mimetype: 'text/plain', name: `draft-${made}.txt`, size: data.length },
    } as never)
    expect(storage.size).toBe(2)
    expect((await deleteNow(file.id, 'vault')).body.state).toBe('deleted')
    expect([...storage.keys()]).toEqual([])
  })

  it('are counted on the certificate where nobody can ask whether they are gone', async () => {
    const other = await upload('box')
    const { id } = await letter({ other: other.id })
    expect((await deleteNow(id)).body.state).toBe('deleted')
    expect((await lastCertificate('letters')).stores).toMatchObject({ unasked: 1 })
  })
})
