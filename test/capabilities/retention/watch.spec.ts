import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { compareAndSet, findRow, findRows, insert, type Row, setAll } from '../../../src/platform/db.js'
import { days, hours, type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { alone } from './site.js'

const chats: CollectionConfig = {
  slug: 'chats',
  access: { create: () => true },
  fields: [{ name: 'words', type: 'textarea' }],
}

describeDatabases('a deletion that does not keep up', (database) => {
  let site: Stand
  let aed: Person
  let privacy: Person
  const ctx = () => ({ payload: site.payload })
  const chat = async (): Promise<Row> =>
    (await site.rest('POST', '/chats', { body: { words: 'private' } })).body.doc as Row
  const run = (): Promise<unknown> => governanceTick(site.payload, { force: true, only: ['retention'] })
  /** As if every runner had just succeeded: the queue says that all is well. */
  const look = async (): Promise<void> => {
    await setAll(
      ctx(),
      'gov-leases',
      { key: { exists: true } },
      { lastSuccessAt: site.clock.now().toISOString() },
    )
    await governanceTick(site.payload, { force: true, only: ['watch'] })
  }
  const cases = (key: string): Promise<Row[]> =>
    findRows(ctx(), 'gov-incidents', { causeKey: { like: `watch:retention:${key}` } }, { limit: 0 })
  const health = async (): Promise<any> =>
    (await site.rest('GET', '/governance/retention/health', { as: privacy })).body

  beforeAll(async () => {
    site = await stand(database, {
      collections: [chats],
      plugin: { ...alone, incidents: {}, retention: { collections: { chats: {} } } },
    })
    aed = await site.person('ada', ['aed'])
    privacy = await site.person('privacy', ['privacy-officer'])
    await site.person('edouard', ['ed'])
    await run()
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('opens no case while everything leaves in time', async () => {
    await chat()
    await look()
    expect([await cases('overdueData'), await cases('undatedData')]).toEqual([[], []])
    expect(await health()).toMatchObject({
      ok: true,
      overdue: 0,
      oldestOverdue: null,
      backlog: 0,
      hoursToClear: 0,
    })
  })

  it('is an incident a day after the date, whatever the queue says, and one only', async () => {
    site.clock.forward(days(92))
    await look()
    expect(await cases('overdueData')).toEqual([])
    expect(await health()).toMatchObject({
      ok: false,
      overdue: 1,
      oldestOverdue: '2026-06-02T14:00:00.000Z',
      backlog: 1,
      deletedLastDay: 0,
      hoursToClear: null,
    })
    site.clock.forward(hours(24))
    await look()
    await look()
    const [one, ...more] = await cases('overdueData')
    expect(more).toEqual([])
    expect(one).toMatchObject({ kind: 'policy-violation', severity: 'high' })
    const shown = (await site.rest('GET', `/gov-incidents/${one!.id}`, { as: aed })).body as Row
    expect(shown.summary).toContain('still there: 1 records')
  })

  it('tells how long the rest takes at the rate of the last day', async () => {
    await run()
    await Promise.all([chat(), chat()])
    site.clock.forward(hours(12))
    expect(await health()).toMatchObject({
      ok: true,
      overdue: 0,
      backlog: 0,
      deletedLastDay: 1,
      hoursToClear: 0,
    })
    const later = await findRows(ctx(), 'chats', {}, { limit: 2 })
    for (const { id } of later)
      await compareAndSet(
        ctx(),
        'chats',
        { id: { equals: id } },
        { deleteAfter: site.clock.now().toISOString() },
      )
    expect(await health()).toMatchObject({ backlog: 2, deletedLastDay: 1, hoursToClear: 48 })
    await run()
    expect(await findRow(ctx(), 'chats', {})).toBeNull()
  })

  it('is an incident where a record has no date, because nothing would ever delete it', async () => {
    await insert(ctx(), 'chats', { words: 'written past every API' })
    expect(await health()).toMatchObject({ ok: false, undated: 1 })
    await look()
    expect(await cases('undatedData')).toHaveLength(1)
    await run()
    expect(await health()).toMatchObject({ ok: true, undated: 0 })
  })

  it('opens none for what was there before governance and waits for somebody to say yes', async () => {
    await compareAndSet(
      ctx(),
      'gov-retention-plans',
      { key: { equals: 'first:chats' } },
      { state: 'proposed' },
    )
    await insert(ctx(), 'chats', { words: 'from before' })
    site.clock.forward(days(2))
    await look()
    expect(await cases('undatedData')).toHaveLength(1)
    expect(await health()).toMatchObject({ ok: true, undated: 1 })
  })
})
