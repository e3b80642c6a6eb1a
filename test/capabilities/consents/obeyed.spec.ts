import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick, mayUseData } from '../../../src/index.js'
import type { ConsentsDoor } from '../../../src/capabilities/consents/index.js'
import type { RetentionPort } from '../../../src/capabilities/retention/index.js'
import { findRows, rawDb } from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { hours, type Person, type Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { publishNotice } from '../notices/publishing.js'
import { consentSite, consentsOf, makeConsentForm, send, type Sent, stored } from './site.js'

const YES = { address: 'robin', picture: 'p', newsBox: 'true', photosBox: 'true' }

describeDatabases('a withdrawal, whatever happens around it,', (database) => {
  let site: Stand
  let officer: Person
  let whole: number | string
  let mixed: number | string
  beforeAll(async () => {
    site = await consentSite(database)
    officer = await site.person('officer', ['privacy-officer'])
    await publishNotice(site, officer, 'first')
    whole = await makeConsentForm(site, 'whole')
    mixed = await makeConsentForm(site, 'mixed')
  })
  afterAll(async () => {
    await site?.stop()
  })
  const port = <Port>(key: string, on = site): Port =>
    runtimeOf(on.payload).capabilities.find((one) => one.key === key)!.port as Port
  const parts = (sent: Sent, purpose = 'follow-up') => ({
    n: sent.number,
    k: sent.token,
    c: String(sent.rows.find((row) => row.purpose === purpose)!.record),
  })
  const press = (sent: Sent, purpose?: string, on = site) =>
    on.rest('POST', '/info/receipt/change', { body: parts(sent, purpose) })
  const page = async (path: string, query: Record<string, string>, lang = 'en', on = site) =>
    (await on.rest('GET', `/info/${path}?${new URLSearchParams({ ...query, lang }).toString()}`)).text
  const receipt = (sent: Sent, lang = 'en', on = site) =>
    page('receipt', { n: sent.number, k: sent.token }, lang, on)
  const dueOf = async (sent: Sent): Promise<Record<string, unknown>> =>
    Object.fromEntries(
      (await consentsOf(site, sent.number))
        .filter(({ state }) => state === 'withdrawn')
        .map(({ purpose, due }) => [String(purpose), due as unknown]),
    )

  it('is not answered by what was read before it came: what was still open stays open', async () => {
    const { due } = port<RetentionPort>('retention')
    const { dueNow } = due
    const sent = await send(site, whole, YES)
    const { db } = site.payload
    const { find } = db
    let reads = 0
    // The second withdrawal comes, and its process dies, between the first one's reading and its writing.
    db.find = (async (asked: Parameters<typeof find>[0]) => {
      const found = await find.call(db, asked)
      if (asked.collection !== 'gov-consents' || !JSON.stringify(asked.where).includes('"subject"'))
        return found
      reads += 1
      if (reads > 1) return found
      due.dueNow = () => Promise.reject(new Error('killed'))
      await press(sent, 'follow-up')
      return found
    }) as typeof find
    try {
      await press(sent, 'survey')
    } finally {
      db.find = find
      due.dueNow = dueNow
    }
    expect(reads).toBeGreaterThan(1)
    expect(await dueOf(sent)).toEqual({ survey: 'kept', 'follow-up': 'open' })
    await governanceTick(site.payload, { force: true, only: ['consents-due'] })
    expect(await dueOf(sent)).toEqual({ survey: 'due', 'follow-up': 'due' })
  })

  it('ends its consent also where the clock that wrote it was behind', async () => {
    const sent = await send(site, whole, YES)
    const before = site.clock.now()
    site.clock.forward(-hours(1))
    await press(sent)
    site.clock.set(before)
    const { id, collection } = { collection: 'form-submissions', id: sent.subject.split(':')[1]! }
    expect(await mayUseData(site.payload, { of: { collection, id }, purpose: 'follow-up' })).toMatchObject({
      allowed: false,
      why: 'withdrawn',
    })
    const barred = await port<ConsentsDoor>('consents').mayExport({ payload: site.payload }, [sent.subject])
    expect([...barred]).toEqual([sent.subject])
  })

  it('may be passed over by record only where the record is there for whoever asks', async () => {
    const post = (subject: string) =>
      site.rest('POST', '/governance/consents/bases', {
        as: officer,
        body: { subject, purpose: 'follow-up', basis: 'legalDuty', why: 'The court asked for it.' },
      })
    await site.rest('POST', '/form-submissions', {
      body: { form: mixed, submissionData: [], someoneInDanger: true },
    })
    const [incident] = await findRows({ payload: site.payload }, 'gov-incidents', {})
    const answers = [await post(`gov-incidents:${incident!.id}`), await post('gov-incidents:999999')]
    answers.push(await post('form-submissions:999999'), await post('nothing:1'))
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(await findRows({ payload: site.payload }, 'gov-consents', { state: { equals: 'named' } })).toEqual(
      [],
    )
  })

  it('is no answer about what is not there: a question about anything else says that nothing is known', async () => {
    for (const subject of [
      'nothing:1',
      'gov-incidents:1',
      'form-submissions:none',
      'form-submissions:999999',
    ]) {
      const query = new URLSearchParams({ subject, purpose: 'follow-up' }).toString()
      const asked = await site.rest('GET', `/governance/consents/may-use?${query}`, { as: officer })
      expect([asked.status, asked.body]).toMatchObject([200, { allowed: false, why: 'unknown' }])
    }
  })

  it('is told with the basis that staff named for its record, on the receipt of that record', async () => {
    const sent = await send(site, mixed, { question: 'When?', newsBox: 'true' })
    const named = await site.rest('POST', '/governance/consents/bases', {
      as: officer,
      body: { subject: sent.subject, purpose: 'follow-up', basis: 'legalDuty', why: 'The court asked.' },
    })
    expect(named.status).toBe(200)
    expect(await receipt(sent)).toContain('on another ground, a legal duty')
    expect(await receipt(sent, 'fr')).toContain('une obligation légale')
  })

  it('is what the receipt says of that purpose, which it names nowhere as one that is served', async () => {
    const sent = await send(site, mixed, { question: 'When?', newsBox: 'true' })
    const words = /To ask you later how it went/
    for (const step of [() => Promise.resolve(), () => press(sent)]) {
      await step()
      const told = await receipt(sent)
      expect(told).toContain('To answer your message')
      expect(/<dl>[\s\S]*<\/dl>/.exec(told)![0]).not.toMatch(words)
      expect(told).toMatch(words)
    }
  })

  it('promises deletion where something deletes, and says so where it is done', async () => {
    const sent = await send(site, whole, { ...YES, photosBox: 'false' })
    const other = await send(site, whole, { ...YES, photosBox: 'false' })
    expect(await page('receipt/change', parts(sent))).toContain('within the hour')
    const alone = await consentSite(database, { on: site.database, plugin: { retention: false } })
    alone.clock.set(site.clock.now())
    expect(await page('receipt/change', parts(sent), 'en', alone)).toContain(
      'a member of our staff deletes it',
    )
    expect(await page('receipt/change', parts(sent), 'fr', alone)).toContain('un membre de notre personnel')
    await press(sent, 'follow-up', alone)
    expect(await dueOf(sent)).toEqual({ 'follow-up': 'ungoverned' })
    const told = await receipt(sent, 'en', alone)
    expect(told).toContain('a member of our staff deletes it')
    expect(told).not.toContain('within the hour')
    await press(other)
    await governanceTick(site.payload, { force: true, only: ['retention'] })
    expect(await stored(site, other.subject)).toBeNull()
    expect(await receipt(other)).toContain('is deleted already')
    expect(await receipt(other)).not.toContain('within the hour')
  })

  it('is not needed where somebody did not agree: what rests on their yes is not kept at all', async () => {
    const answers = async ({ subject }: Sent): Promise<Record<string, string>> => {
      const row = await stored(site, subject)
      const written = row!.submissionData as { field: string; value: string }[]
      return Object.fromEntries(written.map(({ field, value }) => [field, value]))
    }
    const no = await send(site, mixed, { question: 'It stays', address: 'Not for news' })
    expect(await answers(no)).toEqual({ question: 'It stays', newsBox: 'false' })
    expect(await receipt(no)).toContain('We did not keep what only your yes')
    expect(await receipt(no, 'fr')).toContain('que seul votre oui')
    const half = await send(site, whole, { ...YES, photosBox: 'false' })
    expect(await answers(half)).toEqual({ address: 'robin', newsBox: 'true', photosBox: 'false' })
    const yes = await send(site, mixed, { question: 'It stays', address: 'For news', newsBox: 'true' })
    expect(await answers(yes)).toEqual({ question: 'It stays', address: 'For news', newsBox: 'true' })
  })

  it('leaves out of exports what rests on a consent that was refused, and keeps the rest', async () => {
    const no = await send(site, mixed, { question: 'It stays in' })
    // As it was kept before a "no" kept it out.
    await rawDb(site.payload).updateOne({
      collection: 'form-submissions',
      where: { id: { equals: (await stored(site, no.subject))!.id } },
      data: {
        submissionData: [
          { id: 'one', field: 'question', value: 'It stays in' },
          { id: 'two', field: 'address', value: 'Not for news' },
        ],
      },
    })
    const table = await site.rest('GET', `/governance/forms/export?form=${mixed}`, { as: officer })
    const line = table.text.split('\n').find((one) => one.includes(no.number))
    expect(line).toContain('It stays in')
    expect(line).not.toContain('Not for news')
  })

  it('keeps what was sent out of exports, also while consents are switched off', async () => {
    const stays = await send(site, mixed, { question: 'It stays in', newsBox: 'true' })
    const gone = await send(site, mixed, { question: 'It stays out', newsBox: 'true' })
    await press(gone)
    const off = await consentSite(database, { on: site.database, plugin: { consents: false } })
    for (const on of [site, off]) {
      const table = await on.rest('GET', `/governance/forms/export?form=${mixed}`, { as: officer })
      expect(table.status).toBe(200)
      expect(table.text).toContain(stays.number)
      expect(table.text).not.toContain(gone.number)
    }
  })
})
