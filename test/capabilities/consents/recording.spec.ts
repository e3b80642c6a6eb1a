import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { findRow, findRows } from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import type { Person, Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { publishNotice } from '../notices/publishing.js'
import { consentSite, consentsOf, makeConsentForm, send, stored } from './site.js'

describeDatabases('consents given with a submission', (database) => {
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
  const ctx = () => ({ payload: site.payload })

  it('keeps one row per purpose, with what stood in the notice then, and a no is kept as a no', async () => {
    const sent = await send(site, whole, { address: 'robin', newsBox: 'true', photosBox: 'false' })
    expect(sent.rows).toHaveLength(2)
    const notice = await findRow(ctx(), 'gov-notice-versions', { number: { equals: 1 } })
    const byPurpose = Object.fromEntries(sent.rows.map((row) => [row.purpose, row]))
    expect(byPurpose['follow-up']).toMatchObject({
      state: 'given',
      basis: 'consent',
      subject: sent.subject,
      form: `forms:${whole}`,
      receipt: sent.number,
      notice: 'site',
      noticeNumber: 1,
      noticeHash: (notice!.en as { hash: string }).hash,
      locale: 'en',
      classes: ['personal'],
      others: [],
      keptUntil: '2026-06-02',
      jurisdiction: 'CA-ON',
      via: 'rest',
      words: { en: 'To ask you later how it went, if you agree' },
      controller: { telephone: '613-555-0142' },
    })
    expect(byPurpose.survey).toMatchObject({ state: 'refused', classes: ['sensitive'] })
    expect(byPurpose['follow-up']!.principal).toBe(byPurpose.survey!.principal)
    expect(byPurpose['follow-up']!.record).not.toBe(byPurpose.survey!.record)
    expect(JSON.stringify(sent.rows)).not.toContain('robin')
    const [entry] = await findRows(ctx(), 'gov-ledger', { subject: { equals: sent.subject } })
    expect(entry!.facts).toMatchObject({ consented: ['follow-up'], refused: ['survey'] })
  })

  it('takes a submission in which nothing is ticked, and one of another form that asks for nothing', async () => {
    const sent = await send(site, whole, {})
    expect(sent.rows.map(({ state }) => state)).toEqual(['refused', 'refused'])
    expect((await send(site, mixed, { question: 'When?' })).rows).toMatchObject([
      { state: 'refused', purpose: 'follow-up', others: ['service'] },
    ])
  })

  it('gives each submission a principal of its own, and says the language that was shown', async () => {
    const [one] = (await send(site, mixed, { newsBox: 'true' })).rows
    const [other] = (await send(site, mixed, { newsBox: 'true' }, { 'accept-language': 'fr' })).rows
    expect(one!.principal).not.toBe(other!.principal)
    expect(other).toMatchObject({ locale: 'fr' })
    expect(other!.noticeHash).not.toBe(one!.noticeHash)
  })

  it('is written once when a crash came between the commit and the consents', async () => {
    const { sinks } = runtimeOf(site.payload)
    const { consent } = sinks
    let dies = true
    sinks.consent = async (at, draft) => {
      if (dies) throw new Error('killed')
      await consent(at, draft)
    }
    const submissionData = [{ field: 'newsBox', value: 'true' }]
    const answer = await site.rest('POST', '/form-submissions', { body: { form: mixed, submissionData } })
    expect(answer.status).toBe(500)
    const [binding] = await findRows(ctx(), 'gov-submissions', {}, { limit: 1, sort: '-id' })
    const receipt = String(binding!.receiptNumber)
    expect(binding).toMatchObject({ state: 'confirmed' })
    expect(await consentsOf(site, receipt)).toHaveLength(0)
    dies = false
    // Dies once more, after the row and before it is known to be written.
    sinks.consent = async (at, draft) => {
      await consent(at, draft)
      throw new Error('killed')
    }
    await governanceTick(site.payload, { force: true, only: ['heal'] })
    sinks.consent = consent
    const [written] = await consentsOf(site, receipt)
    expect(written).toMatchObject({ state: 'given', purpose: 'follow-up' })
    await governanceTick(site.payload, { force: true, only: ['heal'] })
    expect(await consentsOf(site, receipt)).toEqual([written])
    expect((await findRow(ctx(), 'gov-submissions', { id: { equals: binding!.id } }))!.effectsKey).toBeFalsy()
  })

  it('says no more than the day where the form is anonymous, and neither does its withdrawal', async () => {
    const more = { governanceAnonymous: true, governanceSlug: 'nobody' }
    const sent = await send(site, await makeConsentForm(site, 'mixed', more), { newsBox: 'true' })
    const midnight = '2026-03-02T05:00:00.000Z'
    expect(new Date(sent.rows[0]!.at as string).toISOString()).toBe(midnight)
    // No page makes a time of it.
    for (const lang of ['en', 'fr']) {
      const page = await site.rest('GET', `/info/receipt?n=${sent.number}&k=${sent.token}&lang=${lang}`)
      expect(page.text).toMatch(
        lang === 'en' ? /You said yes on March 2, 2026/ : /Vous avez dit oui le 2 mars 2026/,
      )
      expect(page.text).not.toMatch(/12:00|\b0\sh\b/)
    }
    const body = { n: sent.number, k: sent.token, c: sent.rows[0]!.record as string }
    const counters = () => findRows(ctx(), 'gov-counters', { key: { like: 'intake:consents:' } })
    const before = (await counters()).map(({ key }) => String(key))
    const headers = { 'x-forwarded-for': '203.0.113.77' }
    expect((await site.rest('POST', '/info/receipt/change', { body, headers })).body).toMatchObject({
      since: midnight,
    })
    // Nothing is counted for where it came from, and what is counted tells the hour only.
    const counted = (await counters()).filter(({ key }) => !before.includes(String(key)))
    expect(counted.map(({ key }) => key as string)).toEqual(['intake:consents:anonymous:all'])
    expect(new Date(counted[0]!.updatedAt as string).toISOString()).toMatch(/:00:00\.000Z$/)
    const rows = await consentsOf(site, sent.number)
    expect(rows.map(({ state }) => state).sort()).toEqual(['given', 'withdrawn'])
    const entries = await findRows(ctx(), 'gov-ledger', { subject: { equals: sent.subject } })
    const row = await stored(site, sent.subject)
    expect(JSON.stringify([rows, entries, row])).not.toContain('2026-03-02T15')
  })

  it('refuses to be written, changed or deleted by hand, whatever the door', async () => {
    const [row] = (await send(site, mixed, { newsBox: 'true' })).rows
    const { payload } = site
    const where = { id: { equals: row!.id } }
    const tries = [
      () =>
        payload.update({
          collection: 'gov-consents' as never,
          id: row!.id,
          data: { state: 'given' } as never,
        }),
      () => payload.delete({ collection: 'gov-consents' as never, id: row!.id }),
      () => payload.db.updateOne({ collection: 'gov-consents', where, data: { state: 'refused' } }),
      () => payload.db.deleteMany({ collection: 'gov-consents', where }),
      () => payload.db.create({ collection: 'gov-consents', data: { ...row, id: 'mine', key: 'mine' } }),
    ]
    for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: 'appendOnly' })
    for (const as of [officer, undefined])
      expect(
        (await site.rest('PATCH', `/gov-consents/${row!.id}`, { as, body: { state: 'given' } })).status,
      ).toBe(403)
    expect(await consentsOf(site, String(row!.receipt))).toEqual([row])
  })

  it('is read by the privacy officer, and by nobody who only answers messages', async () => {
    const communications = await site.person('communications', ['communications'])
    expect((await site.rest('GET', '/gov-consents', { as: officer })).body.docs.length).toBeGreaterThan(0)
    for (const as of [communications, undefined])
      expect((await site.rest('GET', '/gov-consents', { as })).status).toBe(403)
    const [seen] = (await site.rest('GET', '/gov-consents', { as: officer })).body.docs
    expect(seen.account).toBeUndefined()
    // Nothing that the database adds tells more than the time that was given.
    expect(seen.createdAt).toBeUndefined()
  })
})
