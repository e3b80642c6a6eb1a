import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { compareAndSet, findRows, type Row } from '../../../src/platform/db.js'
import { days, type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { alone } from './site.js'

const bytes = Buffer.from('what somebody sent')
const file = (name: string) => ({ data: bytes, mimetype: 'text/plain', name, size: bytes.length })

describeDatabases('retention: at the edges', (database) => {
  let site: Stand
  let communications: Person
  let officer: Person
  const during: Record<string, () => Promise<unknown>> = {}
  const folder = mkdtempSync(join(tmpdir(), 'governance-edges-'))
  beforeAll(async () => {
    site = await stand(database, {
      collections: [
        {
          slug: 'scans',
          upload: { staticDir: folder },
          versions: { drafts: true },
          fields: [{ name: 'note', type: 'text' }],
        },
        {
          slug: 'talks',
          access: { create: () => true },
          fields: [
            { name: 'words', type: 'text' },
            { name: 'scan', type: 'upload', relationTo: 'scans' },
          ],
        },
        { slug: 'remarks', fields: [{ name: 'about', type: 'relationship', relationTo: 'talks' }] },
      ],
      plugin: {
        ...alone,
        retention: {
          onStep: async (step) => {
            const act = during[step]
            delete during[step]
            await act?.()
          },
          collections: {
            scans: {},
            remarks: {},
            talks: { dependents: [{ collection: 'remarks', field: 'about' }] },
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

  const make = async (
    collection: string,
    data: object,
    more: object = {},
  ): Promise<{ id: number | string }> =>
    (await site.payload.create({ collection, data, ...more } as never)) as never
  const deleteNow = (collection: string, id: unknown) =>
    site.rest('POST', `/governance/retention/records/${collection}/${String(id)}/delete`, {
      as: communications,
      body: {},
    })
  const hold = (record: string) =>
    site.rest('POST', '/governance/retention/holds', { as: officer, body: { record, why: 'A court asks' } })
  const there = async (collection: string, id: unknown): Promise<boolean> =>
    (await site.payload.db.findOne({ collection, where: { id: { equals: id } } })) !== null

  it('takes the files of drafts and versions with a governed upload', async () => {
    const scan = await make('scans', { note: 'first' }, { file: file('first.txt') })
    await site.payload.update({
      collection: 'scans',
      id: scan.id,
      draft: true,
      data: { note: 'second' },
      file: file('second.txt'),
    } as never)
    expect((await deleteNow('scans', scan.id)).body.state).toBe('deleted')
    expect(readdirSync(folder)).toEqual([])
  })

  it('holds a record also when the one who holds it spells its id in another way', async () => {
    const { id } = await make('talks', { words: 'x' })
    const spelled = typeof id === 'number' ? `0${id}` : id.toUpperCase()
    const placed = await hold(`talks:${spelled}`)
    expect([200, 404]).toContain(placed.status)
    if (placed.status !== 200) return
    expect((await deleteNow('talks', id)).body.errors[0].data.code).toBe('underHold')
    expect(await there('talks', id)).toBe(true)
  })

  it('spares what is held itself when the record goes that it belongs to', async () => {
    const scan = await make('scans', { note: 'held' }, { file: file('held.txt') })
    const talk = await make('talks', { words: 'x', scan: scan.id })
    const remark = await make('remarks', { about: talk.id })
    expect((await hold(`scans:${scan.id}`)).status).toBe(200)
    expect((await hold(`remarks:${remark.id}`)).status).toBe(200)
    expect((await deleteNow('talks', talk.id)).body.state).toBe('deleted')
    expect(await there('talks', talk.id)).toBe(false)
    expect(await there('remarks', remark.id)).toBe(true)
    expect(await there('scans', scan.id)).toBe(true)
    expect(readdirSync(folder)).toEqual(['held.txt'])
  })

  it('writes nothing more once another process has taken over, nor on what somebody else moved on', async () => {
    const at = { payload: site.payload }
    const { id } = await make('talks', { words: 'x' })
    const unit = async (): Promise<Row> =>
      (await findRows(at, 'gov-deletions', {}, { sort: '-id', limit: 1 }))[0]!
    const lost = async (): Promise<void> =>
      expect((await deleteNow('talks', id)).body.errors[0].data.code).toBe('leaseLost')
    const lease = { key: { equals: 'retention-work' } }
    during['before:list'] = () =>
      compareAndSet(at, 'gov-leases', lease, { owner: 'another', token: { $inc: 1 } })
    await lost()
    expect(await unit()).toMatchObject({ state: 'intended' })
    expect(await there('talks', id)).toBe(true)
    // The other one is through.
    await compareAndSet(at, 'gov-leases', lease, { expiresAt: new Date(0).toISOString() })
    const listed = { state: { equals: 'listed' } }
    during['before:dropRows'] = () => compareAndSet(at, 'gov-deletions', listed, { state: 'void' })
    await lost()
    const moved = await unit()
    expect([moved.state, moved.certificate ?? null]).toEqual(['void', null])
    expect(await findRows(at, 'gov-deletions', { state: { equals: 'rowsGone' } })).toEqual([])
    await governanceTick(site.payload, { force: true, only: ['retention'] })
    expect(await there('talks', id)).toBe(false)
  })

  it('calls no file late whose record is on hold, and says that a hold keeps it', async () => {
    const scan = await make('scans', { note: 'sent' }, { file: file('sent.txt') })
    const { id } = await make('talks', { words: 'on hold', scan: scan.id })
    expect((await hold(`talks:${id}`)).status).toBe(200)
    site.clock.forward(days(100))
    const get = async (path: string): Promise<any> =>
      (await site.rest('GET', `/governance/retention${path}`, { as: officer })).body
    const { rules } = await get('/plan')
    const files = rules.find(({ collection }: any) => collection === 'scans')
    const before = await governanceTick(site.payload, { force: true, only: ['retention'] })
    // What else is here goes; of the record on hold and its file nothing is due.
    expect(before.ran.retention).not.toHaveProperty('error')
    expect(await there('scans', scan.id)).toBe(true)
    expect(files.held).toBeGreaterThanOrEqual(1)
    expect(await get('/health')).toMatchObject({ overdue: 0, backlog: 0 })
  })

  it('refuses dates that nobody can read, which would keep every list and every run from working', async () => {
    for (const createdAt of ['no date', { $gt: 1 }]) {
      expect((await site.rest('POST', '/talks', { body: { words: 'y', createdAt } })).status).toBe(400)
    }
    expect(
      (await site.payload.find({ collection: 'talks' })).docs.map((doc) => (doc as { words?: string }).words),
    ).not.toContain('y')
  })

  it('answers 404 to ids that the database cannot hold', async () => {
    for (const id of ['abc', '1.5', '99999999999999999999', '%00', '__proto__', "1'%20or%201=1"]) {
      expect((await deleteNow('talks', id)).status).toBe(404)
      const path = `/governance/retention/records/talks/${id}/footprint`
      expect((await site.rest('GET', path, { as: communications })).status).toBe(404)
      expect((await hold(`talks:${decodeURIComponent(id).replace('\0', '')}`)).status).toBe(404)
      const release = `/governance/retention/holds/${id}/release`
      expect((await site.rest('POST', release, { as: officer, body: { why: 'x' } })).status).toBe(404)
    }
  })
})
