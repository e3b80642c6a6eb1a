import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { findRows, type Row } from '../../../src/platform/db.js'
import { days, type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { alone } from './site.js'

const called: string[] = []
let refused: unknown[] = []
let during: Record<string, () => void> = {}

const hooked = (slug: string) => ({
  slug,
  fields: [{ name: 'words', type: 'text' as const, localized: true }],
  hooks: {
    beforeDelete: [
      ({ id, req, context }: any) => {
        called.push(`before ${slug}:${id} ${Boolean(req.payload)} ${context.governance}`)
        if (refused.includes(id)) throw new Error('Still needed')
      },
    ],
    afterDelete: [
      async ({ id, doc, req }: any) => {
        const found = await req.payload.find({ collection: slug, where: { id: { equals: id } }, req })
        called.push(`after ${slug}:${id} ${doc.words ?? 'no words'} ${found.totalDocs}`)
        if (doc.words === 'fails') throw new Error('Elsewhere nobody answers')
      },
    ],
  },
})

describeDatabases('hooks of the host', (database) => {
  let site: Stand
  let comms: Person
  beforeAll(async () => {
    site = await stand(database, {
      collections: [hooked('asked'), hooked('unasked')],
      plugin: {
        ...alone,
        retention: {
          collections: { asked: { hooks: true }, unasked: {} },
          onStep: (step) => during[step]?.(),
        },
      },
    })
    comms = await site.person('comms', ['communications'])
  })
  afterAll(() => site?.stop())
  beforeEach(() => {
    called.length = 0
    refused = []
    during = {}
  })

  const make = async (collection: string, words = 'private'): Promise<any> =>
    site.payload.create({ collection, data: { words } } as never)
  const rows = (collection: string, where = {}): Promise<Row[]> =>
    findRows({ payload: site.payload }, collection, where, { limit: 0 })
  const deleteNow = (collection: string, id: unknown, lang = 'en') =>
    site.rest('POST', `/governance/retention/records/${collection}/${String(id)}/delete`, { as: comms, lang })
  const run = () => governanceTick(site.payload, { force: true, only: ['retention'] })

  it('are called for each record where the rule asks, before it goes and after it is gone', async () => {
    const { id } = await make('asked')
    expect((await deleteNow('asked', id)).body.state).toBe('deleted')
    expect(called).toEqual([`before asked:${id} true retention`, `after asked:${id} private 0`])
  })

  it('are not called without that', async () => {
    const { id } = await make('unasked')
    expect((await deleteNow('unasked', id)).body.state).toBe('deleted')
    expect(called).toEqual([])
  })

  it('keep a record whose beforeDelete throws, and say so to the person who deletes it', async () => {
    const { id } = await make('asked')
    refused = [id]
    const answer = await deleteNow('asked', id)
    expect(answer).toMatchObject({ status: 409, body: { errors: [{ data: { why: 'keptByHook' } }] } })
    expect((await deleteNow('asked', id, 'fr')).text).toContain('toujours là')
    expect(await rows('asked', { id: { equals: id } })).toHaveLength(1)
    refused = []
    await deleteNow('asked', id)
  })

  it('keep that record only: the others of its unit go, and the failure is on the certificate', async () => {
    const kept = await make('asked')
    const goes = await make('asked', 'also private')
    refused = [kept.id]
    site.clock.forward(days(93))
    await run()
    expect((await rows('asked')).map(({ id }) => id)).toEqual([kept.id])
    const certificate = (await rows('gov-certificates', { reason: { equals: 'due' } })).at(-1)
    expect(certificate).toMatchObject({ rows: 1, failures: 1 })
    expect(called).toContain(`after asked:${goes.id} also private 0`)
    const health = await site.rest('GET', '/governance/retention/health', { as: comms })
    expect(health.body.overdue).toBe(1)
    refused = []
    await run()
    expect(await rows('asked')).toEqual([])
  })

  it('count as a failure where afterDelete throws, and the record is gone all the same', async () => {
    const { id } = await make('asked', 'fails')
    expect((await deleteNow('asked', id)).body.state).toBe('deleted')
    expect((await rows('gov-certificates')).at(-1)).toMatchObject({ failures: 1 })
  })

  it('are called again, by the id, where the process ended before they were done', async () => {
    const { id } = await make('asked', 'before the crash')
    during['after:hooks'] = () => {
      during = {}
      throw new Error('The process ends here')
    }
    expect((await deleteNow('asked', id)).body.state).toBe('underWay')
    await run()
    expect(called.slice(1)).toEqual([`after asked:${id} before the crash 0`, `after asked:${id} no words 0`])
  })
})
