import { buildConfig, getPayload, type Payload } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import type { FreshDatabase } from './databases.js'
import { describeDatabases } from './describeDatabases.js'

describeDatabases('A test database', (database) => {
  let first: { database: FreshDatabase; payload: Payload }
  let second: { database: FreshDatabase; payload: Payload }

  const boot = async (key: string): Promise<{ database: FreshDatabase; payload: Payload }> => {
    const fresh = await database.adapter()
    const config = await buildConfig({
      collections: [{ slug: 'notes', fields: [{ name: 'text', type: 'text', unique: true }] }],
      db: fresh.db,
      logger: { options: { level: 'silent' } } as never,
      secret: 'test',
      telemetry: false,
    })
    return { database: fresh, payload: await getPayload({ config, key: `${database.name}-${key}` }) }
  }

  beforeAll(async () => {
    first = await boot('first')
    second = await boot('second')
  })

  afterAll(async () => {
    for (const one of [first, second]) {
      await one?.payload.destroy()
      await one?.database.drop()
    }
  })

  it('is not seen by another one', async () => {
    await first.payload.create({ collection: 'notes', data: { text: 'only here' } })
    expect((await first.payload.count({ collection: 'notes' })).totalDocs).toBe(1)
    expect((await second.payload.count({ collection: 'notes' })).totalDocs).toBe(0)
  })

  it('holds a unique key', async () => {
    await first.payload.create({ collection: 'notes', data: { text: 'once' } })
    await expect(first.payload.create({ collection: 'notes', data: { text: 'once' } })).rejects.toThrow()
  })

  it('never gives the id of a deleted row to another', async () => {
    const make = (text: string) => first.payload.create({ collection: 'notes', data: { text } })
    const gone = await make('gone')
    await first.payload.delete({ collection: 'notes', id: gone.id })
    expect((await make('next')).id).not.toBe(gone.id)
  })

  it('has transactions exactly where it says so', async () => {
    const transaction = await first.payload.db.beginTransaction()
    expect(Boolean(transaction)).toBe(database.transactions)
    if (transaction) await first.payload.db.rollbackTransaction(transaction)
  })
})
