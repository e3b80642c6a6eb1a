import { afterAll, beforeAll, expect, it } from 'vitest'

import type { RecordView } from '../../../src/capabilities/consents/reads.js'
import type { ConsentsView } from '../../../src/capabilities/consents/reads.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { days, type Person, type Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { publishNotice } from '../notices/publishing.js'
import { consentSite, makeConsentForm, send } from './site.js'

describeDatabases('what staff see of consents', (database) => {
  let site: Stand
  let officer: Person
  let communications: Person
  let whole: number | string
  beforeAll(async () => {
    site = await consentSite(database)
    officer = await site.person('officer', ['privacy-officer'])
    communications = await site.person('communications', ['communications'])
    await publishNotice(site, officer, 'first')
    whole = await makeConsentForm(site, 'whole')
  })
  afterAll(async () => {
    await site?.stop()
  })
  const read = async <T>(as: Person, name: string, input: Record<string, unknown>): Promise<T> => {
    const runtime = runtimeOf(site.payload)
    const req = await site.request({ as })
    const reader = runtime.capabilities.find(({ key }) => key === 'consents')!.reads![name]!
    return (await reader({ payload: site.payload, req, actor: runtime.actorOf(req) }, input)) as T
  }
  const overview = async (receipt = '') =>
    (await read<{ view: ConsentsView }>(officer, 'overview', { locale: 'en', receipt })).view

  it('is nothing, and says so, before anybody was asked', async () => {
    expect(await overview()).toEqual({ asked: '', purposes: [], records: [], waiting: [] })
  })

  it('counts per purpose and month, and does not tell how few they are', async () => {
    for (let i = 0; i < 6; i += 1)
      await send(site, whole, { newsBox: 'true', photosBox: i < 2 ? 'true' : 'false' })
    site.clock.forward(days(31))
    await send(site, whole, { newsBox: 'true' })
    const { purposes } = await overview()
    expect(purposes).toMatchObject([
      {
        purpose: 'follow-up',
        total: { given: { number: 7 }, refused: { number: 0 }, withdrawn: { number: 0 } },
      },
      { purpose: 'survey', total: { given: { few: true }, refused: { number: 5 } } },
    ])
    const news = purposes[0]!.months
    expect(news.map(({ month }) => month)).toEqual([
      '2025-11',
      '2025-12',
      '2026-01',
      '2026-02',
      '2026-03',
      '2026-04',
    ])
    expect(news.slice(-2)).toMatchObject([{ given: { number: 6 } }, { given: { few: true } }])
  })

  it('finds a consent by the number of its receipt, and lists what was withdrawn and is still there', async () => {
    const sent = await send(site, whole, { newsBox: 'true', photosBox: 'false' })
    const record = String(sent.rows.find(({ purpose }) => purpose === 'follow-up')!.record)
    expect((await overview(sent.number.toLowerCase())).records).toHaveLength(2)
    expect((await overview('AAAA-AAAA')).records).toEqual([])
    expect((await overview()).waiting).toEqual([])
    const body = { why: 'They called.' }
    await site.rest('POST', `/governance/consents/${record}/withdraw`, { as: communications, body })
    const { waiting, records } = await overview()
    expect(waiting).toMatchObject([{ receipt: sent.number, subject: sent.subject, due: 'due' }])
    expect(records.find((one) => one.record === record)).toMatchObject({ state: 'withdrawn' })
  })

  it('is for readers only; whoever answers a message sees the states of its consents, without reasons', async () => {
    const creator = await site.person('creator', ['content-creator'])
    const sent = await send(site, whole, { newsBox: 'true' })
    const body = {
      receipt: sent.number,
      purpose: 'follow-up',
      basis: 'emergency',
      why: 'A life was at risk.',
    }
    expect((await site.rest('POST', '/governance/consents/bases', { as: officer, body })).status).toBe(200)
    await expect(read(communications, 'overview', { locale: 'en' })).rejects.toMatchObject({
      code: 'notAllowed',
    })
    const input = { subject: sent.subject, locale: 'en' }
    const seen = await read<{ shown: RecordView[]; decides: boolean }>(communications, 'ofMessage', input)
    expect(seen.decides).toBe(false)
    expect(seen.shown.find(({ purpose }) => purpose === 'follow-up')).toMatchObject({
      state: 'given',
      named: { basis: 'emergency', why: '' },
    })
    expect(await read<{ shown: RecordView[] }>(creator, 'ofMessage', input)).toMatchObject({ shown: [] })
    expect(
      (await overview(sent.number)).records.find(({ purpose }) => purpose === 'follow-up'),
    ).toMatchObject({
      named: { why: body.why },
    })
  })
})
