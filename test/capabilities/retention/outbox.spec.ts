import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { findRows, type Row } from '../../../src/platform/db.js'
import { type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { alone } from './site.js'

const bytes = Buffer.from('what somebody sent')

describeDatabases('retention: files that cannot be deleted now', (database) => {
  let site: Stand
  let communications: Person
  let made = 0
  const folder = mkdtempSync(join(tmpdir(), 'governance-outbox-'))
  /** A storage far away, which sometimes only logs that it did not delete. */
  const bucket = new Set<string>()
  let isDeaf = false

  const far: CollectionConfig = {
    slug: 'recordings',
    upload: {
      disableLocalStorage: true,
      handlers: [
        (_, { params: { filename } }) => new Response(null, { status: bucket.has(filename) ? 200 : 404 }),
      ],
    },
    hooks: {
      afterDelete: [
        ({ doc }) => {
          if (!isDeaf) bucket.delete(String((doc as { filename?: string }).filename))
        },
      ],
    },
    fields: [],
  }

  beforeAll(async () => {
    site = await stand(database, {
      start: '2026-05-01T12:00:00.000Z',
      collections: [
        { slug: 'media', upload: { staticDir: folder }, fields: [] },
        far,
        {
          slug: 'letters',
          fields: [
            { name: 'file', type: 'upload', relationTo: 'media' },
            { name: 'recording', type: 'upload', relationTo: 'recordings' },
          ],
        },
      ],
      plugin: { ...alone, retention: { collections: { letters: {} } } },
    })
    communications = await site.person('communications', ['communications'])
  })
  afterAll(async () => {
    await site?.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(() => {
    isDeaf = false
  })

  const at = (): { payload: Stand['payload'] } => ({ payload: site.payload })
  const run = async (): Promise<void> => {
    site.clock.forward(61_000)
    const { ran } = await governanceTick(site.payload, { force: true, only: ['retention'] })
    expect(ran.retention?.error).toBeUndefined()
  }
  const make = async (collection: string, data: object, more: object = {}): Promise<any> =>
    site.payload.create({ collection, data, ...more } as never)
  const upload = (collection: string, name?: string): Promise<any> => {
    made += 1
    const file = { data: bytes, mimetype: 'text/plain', name: name ?? `file-${made}.txt`, size: bytes.length }
    return make(collection, {}, { file })
  }
  const deleteNow = async (id: unknown): Promise<any> => {
    const path = `/governance/retention/records/letters/${String(id)}/delete`
    return (await site.rest('POST', path, { as: communications, body: {} })).body
  }
  const certificate = async (number: string): Promise<Row> =>
    (await findRows(at(), 'gov-certificates', { number: { equals: number } }))[0]!
  /** Said on the ledger when what was left is gone. */
  const said = async (number: string): Promise<number[]> =>
    (await findRows(at(), 'gov-ledger', { action: { equals: 'retention.filesDeleted' } }, { limit: 100 }))
      .map(({ facts }) => facts as { number: string; files: number })
      .filter((facts) => facts.number === number)
      .map(({ files }) => files)
  /** A folder in the place of the file: not even the superuser deletes it like one. */
  const block = (name: string): void => {
    unlinkSync(join(folder, name))
    mkdirSync(join(folder, name))
  }

  it('keep neither the record nor other files, and the certificate says how many they are', async () => {
    const [stuck, free] = [await upload('media'), await upload('media')]
    block(stuck.filename)
    const gone = await deleteNow((await make('letters', { file: stuck.id })).id)
    expect(gone.state).toBe('deleted')
    expect(await certificate(gone.certificate.number)).toMatchObject({ files: 1, filesLeft: 1, failures: 1 })
    expect((await findRows(at(), 'media', { id: { equals: stuck.id } })).length).toBe(0)

    const other = await deleteNow((await make('letters', { file: free.id })).id)
    expect(await certificate(other.certificate.number)).toMatchObject({ files: 1, filesLeft: 0, failures: 0 })
    expect(readdirSync(folder)).not.toContain(free.filename)

    await run()
    await run()
    expect(existsSync(join(folder, stuck.filename))).toBe(true)
    const page = await site.payload.find({ collection: 'gov-certificates' as never, overrideAccess: true })
    expect(page.totalDocs).toBe(2)
    expect(await said(gone.certificate.number)).toEqual([])
    rmdirSync(join(folder, stuck.filename))
  })

  it('are tried by every run until they are gone, which the ledger then says once', async () => {
    const stuck = await upload('recordings')
    bucket.add(stuck.filename)
    isDeaf = true
    const { certificate: made } = await deleteNow((await make('letters', { recording: stuck.id })).id)
    expect(await certificate(made.number)).toMatchObject({ uploads: 1, files: 1, filesLeft: 1 })
    await run()
    expect(bucket.has(stuck.filename)).toBe(true)
    isDeaf = false
    await run()
    await run()
    expect(bucket.has(stuck.filename)).toBe(false)
    expect(await said(made.number)).toEqual([1])
    // What the certificate said when it was written stays as it was.
    expect(await certificate(made.number)).toMatchObject({ filesLeft: 1 })
    const units = await findRows(at(), 'gov-deletions', { certificate: { equals: made.number } })
    expect(units.map(({ files, filesWaiting }) => ({ files, filesWaiting }))).toEqual([
      { files: null, filesWaiting: 0 },
    ])
  })

  it('leave a new upload alone that took their name meanwhile', async () => {
    const stuck = await upload('media')
    block(stuck.filename)
    const { certificate: made } = await deleteNow((await make('letters', { file: stuck.id })).id)
    rmdirSync(join(folder, stuck.filename))
    const fresh = await upload('media', stuck.filename)
    expect(fresh.filename).toBe(stuck.filename)
    await run()
    expect(existsSync(join(folder, fresh.filename))).toBe(true)
    expect(await said(made.number)).toEqual([1])
  })
})
