import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { getPayload, handleEndpoints, type Payload, type SanitizedConfig } from 'payload'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { demoPassword } from '../../dev/demo/accounts.js'
import { findRows } from '../../src/platform/db.js'
import { runtimeOf } from '../../src/platform/runtime.js'

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'governance-seed-'))
type Row = { id: number; filename: string; deleteAfter?: string; createdAt: string }

describe('The demo as it is prepared (sqlite)', () => {
  let payload: Payload
  let config: SanitizedConfig
  beforeAll(async () => {
    vi.stubEnv('DEMO_DIR', directory)
    vi.stubEnv('DATABASE_URI', `file:${path.join(directory, 'demo.db')}`)
    vi.stubEnv('GOVERNANCE_DEMO', '1')
    vi.resetModules()
    await import('../../dev/start/preparing.js')
    config = await (await import('../../dev/payload.config.js')).default
    config.typescript.autoGenerate = false
    config.logger = { options: { level: 'silent' } } as never
    payload = await getPayload({ config, key: 'demo' })
    const { seed } = await import('../../dev/seed.js')
    await seed(payload)
  })
  afterAll(async () => {
    await payload?.destroy()
    fs.rmSync(directory, { force: true, recursive: true })
    vi.unstubAllEnvs()
  })

  const kept = async (): Promise<Row[]> =>
    (await payload.find({ collection: 'attachments' as never, limit: 0 })).docs as unknown as Row[]

  it('does not tick by itself while it is filled, so that no lease stays behind when it is stopped', async () => {
    expect(runtimeOf(payload).options.runEverySeconds).toBe(false)
    expect((globalThis as { __governanceTick?: unknown }).__governanceTick).toBeUndefined()
    const held = { expiresAt: { greater_than: new Date().toISOString() } }
    expect(await findRows({ payload }, 'gov-leases', held)).toEqual([])
  })

  it('gives each file that came with a message a day of deletion, and it goes with its message', async () => {
    const [file] = await kept()
    expect(file!.deleteAfter).toBeTruthy()
    const onDisk = path.join(directory, 'attachments', file!.filename)
    expect(fs.existsSync(onDisk)).toBe(true)
    const { docs } = await payload.find({
      collection: 'form-submissions' as never,
      sort: 'createdAt',
      limit: 1,
    })
    const record = docs[0] as unknown as Row
    const { token } = await payload.login({
      collection: 'users',
      data: { email: 'communications@lakeshore.example', password: demoPassword } as never,
    })
    const call = async (method: string, address: string, body?: object): Promise<Response> =>
      handleEndpoints({
        config,
        payloadInstanceCacheKey: 'demo',
        request: new Request(`http://127.0.0.1:3000/api${address}`, {
          method,
          headers: { authorization: `JWT ${token}`, 'content-type': 'application/json' },
          ...(body ? { body: JSON.stringify(body) } : {}),
        }),
      })
    expect((await call('DELETE', `/attachments/${file!.id}`)).status).toBe(403)
    const done = await call('POST', `/governance/retention/records/form-submissions/${record.id}/delete`, {})
    expect(done.status).toBe(200)
    expect(await kept()).toEqual([])
    expect(fs.existsSync(onDisk)).toBe(false)
  })

  it('has counted what visits were about, and deleted what was answered', async () => {
    const months = await findRows({ payload }, 'gov-statistics', {}, { sort: '-month' })
    expect(months.map(({ state, published }) => [state, published])).toEqual([
      [
        'published',
        {
          about: {
            cells: [
              ['=counselling', 11],
              ['=groups', 7],
            ],
            rest: 9,
          },
        },
      ],
      ['published', { about: { cells: [], rest: null } }],
    ])
    const { docs } = await payload.find({
      collection: 'forms',
      where: { slug: { equals: 'visit' } } as never,
    })
    const sent = { form: { equals: docs[0]!.id } }
    expect(await findRows({ payload }, 'form-submissions', sent)).toEqual([])
  })
})
