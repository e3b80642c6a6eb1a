import { afterEach, expect, it } from 'vitest'

import { countRows, findRows } from '../../../src/platform/db.js'
import { hours, type Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { moderatedSite, type Site } from '../moderation/site.js'

describeDatabases('reports of danger', (database) => {
  let site: Site
  afterEach(async () => {
    await site?.stop()
  })
  const ctx = (): { payload: Stand['payload'] } => ({ payload: site.payload })
  const open = async (intake: { perSource: number; total: number }): Promise<void> => {
    site = await moderatedSite(database, { plugin: { intake, moderation: { on: ['posts'] } } })
    await site.person('ada', ['aed'])
  }
  const cases = () => countRows(ctx(), 'gov-incidents', { kind: { equals: 'danger' } })

  it('still arrive when everything else used up what the hour takes, without a source to tell apart', async () => {
    await open({ perSource: 1000, total: 8 })
    const send = (body: object) => site.rest('POST', '/info/message', { body: { kind: 'other', ...body } })
    const ordinary = await Promise.all(Array.from({ length: 12 }, (_, i) => send({ words: `flood ${i}` })))
    expect(ordinary.filter(({ status }) => status === 429)).toHaveLength(4)
    expect((await send({ words: 'he is at the door', danger: true })).status).toBe(200)
    expect((await send({ kind: 'danger', words: 'she is at the door' })).status).toBe(200)
    // The reserve has an end, too.
    expect((await send({ words: 'third', danger: true })).status).toBe(429)
    expect((await send({ words: 'ordinary again' })).status).toBe(429)
  })

  it('raise one alarm per source and hour where they name something that does not exist', async () => {
    await open({ perSource: 100_000, total: 1_000_000 })
    const send = (n: number, from?: string) => site.report(`comments:${999_000 + n}`, { danger: true, from })
    for (let n = 0; n < 5; n += 1) expect((await send(n, '192.0.2.7')).status).toBeLessThan(300)
    expect(await cases()).toBe(1)
    await send(9, '192.0.2.8')
    expect(await cases()).toBe(2)
    for (let n = 0; n < 3; n += 1) await send(n)
    expect(await cases()).toBe(3)
    site.clock.forward(hours(1) + 1000)
    await send(1, '192.0.2.7')
    expect(await cases()).toBe(4)
    // What is there is never thrown together with what is not.
    const comment = await site.comment('He hits me')
    await site.report(comment.ref, { danger: true, from: '192.0.2.7' })
    expect(await cases()).toBe(5)
    const rows = await findRows(ctx(), 'gov-incidents', { kind: { equals: 'danger' } })
    expect(rows.every(({ summary }) => !/A report/.test(String(summary)))).toBe(true)
  })
})
