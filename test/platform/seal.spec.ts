import { inspect } from 'node:util'

import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { type Stand, stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'

const CANARY = 'Canary: my neighbour hits her'

/** Payload finds nothing wrong with what is sent here; the database does. */
const diaries: CollectionConfig = {
  slug: 'diaries',
  access: { create: () => true, read: () => true, update: () => true },
  fields: [
    { name: 'words', type: 'textarea' },
    { name: 'place', type: 'text', required: true, validate: () => true as const },
    { name: 'age', type: 'number' },
  ],
}

describeDatabases('a write that the database refuses', (database) => {
  let site: Stand
  beforeAll(async () => {
    site = await stand(database, { collections: [diaries], plugin: { approvals: false } })
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('leaves nothing of what somebody wrote in the logs or in the error', async () => {
    const lines: unknown[] = []
    const isSQL = !database.name.startsWith('mongodb')
    const { logger } = site.payload
    const own = { error: logger.error, warn: logger.warn, info: logger.info }
    for (const level of Object.keys(own) as (keyof typeof own)[])
      logger[level] = ((...parts: unknown[]) => lines.push(parts)) as never
    try {
      const row = await site.payload.create({
        collection: 'diaries' as never,
        data: { words: 'x', place: 'here' } as never,
      })
      const { id } = row as unknown as { id: number | string }
      const body = { words: CANARY, place: null }
      const answers = [
        await site.rest('POST', '/diaries', { body }),
        await site.rest('PATCH', `/diaries/${id}`, { body }),
      ]
      const thrown = await site.payload.db
        .create({ collection: 'diaries', data: { words: CANARY } })
        .then(() => null)
        .catch((error: unknown) => error)
      const misread = await site.payload.db
        .create({ collection: 'diaries', data: { words: 'x', place: 'here', age: CANARY } })
        .then(() => null)
        .catch((error: unknown) => error)
      // MongoDB keeps what has no place: it has nothing to say here.
      if (!isSQL) return
      for (const answer of answers) {
        expect(answer.status).toBe(500)
        expect(answer.text).not.toContain('Canary')
      }
      expect(thrown).not.toBeNull()
      expect(lines).toHaveLength(2)
      expect(inspect([lines, thrown, misread], { depth: 8, showHidden: true })).not.toContain('Canary')
    } finally {
      Object.assign(logger, own)
    }
  })

  it('tells one of two who wait for one another that somebody changed this at the same moment', async () => {
    const { payload } = site
    const write = (data: object, id?: number | string, transactionID?: number | string | null) =>
      id === undefined
        ? payload.create({ collection: 'diaries' as never, data: data as never })
        : payload.update({
            collection: 'diaries' as never,
            id,
            data: data as never,
            req: { transactionID } as never,
          })
    const rows = await Promise.all(['one', 'two'].map((place) => write({ words: 'x', place })))
    const [one, two] = rows.map(({ id }) => id) as [number | string, number | string]
    const [first, second] = [await payload.db.beginTransaction(), await payload.db.beginTransaction()]
    await write({ words: 'first' }, one, first)
    if (!first || !second) return
    await write({ words: 'second' }, two, second)
    const crossed = await Promise.allSettled([
      write({ words: 'first' }, two, first).finally(() => payload.db.commitTransaction(first)),
      write({ words: 'second' }, one, second).finally(() => payload.db.commitTransaction(second)),
    ])
    const refused = crossed.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(refused.length).toBeGreaterThan(0)
    for (const reason of refused) expect(reason).toMatchObject({ code: 'changedSinceRead', status: 409 })
  })
})
