import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick, mayUseData } from '../../../src/index.js'
import type { ConsentsDoor } from '../../../src/capabilities/consents/index.js'
import type { RetentionPort } from '../../../src/capabilities/retention/index.js'
import { compareAndSet, findRow, findRows, rawDb } from '../../../src/platform/db.js'
import { receiptSpeaks } from './site.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { days, hours, type Person, type Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { publishNotice } from '../notices/publishing.js'
import { consentSite, consentsOf, makeConsentForm, send, type Sent, stored } from './site.js'

const YES = { address: 'robin', picture: 'p', newsBox: 'true', photosBox: 'true' }

describeDatabases('a consent that is withdrawn', (database) => {
  let site: Stand
  let officer: Person
  let communications: Person
  let whole: number | string
  let mixed: number | string
  beforeAll(async () => {
    site = await consentSite(database)
    officer = await site.person('officer', ['privacy-officer'])
    communications = await site.person('communications', ['communications'])
    await publishNotice(site, officer, 'first')
    whole = await makeConsentForm(site, 'whole')
    mixed = await makeConsentForm(site, 'mixed')
  })
  afterAll(async () => {
    await site?.stop()
  })
  const ctx = () => ({ payload: site.payload })
  const port = <Port>(key: string): Port =>
    runtimeOf(site.payload).capabilities.find((one) => one.key === key)!.port as Port
  const recordOf = (sent: Sent, purpose: string): string =>
    String(sent.rows.find((row) => row.purpose === purpose)!.record)
  const parts = (sent: Sent, purpose = 'follow-up') => ({
    n: sent.number,
    k: sent.token,
    c: recordOf(sent, purpose),
  })
  const page = (path: string, query: Record<string, string>, lang = 'en') =>
    site.rest('GET', `/info/${path}?${new URLSearchParams({ ...query, lang }).toString()}`)
  const press = (form: Record<string, string>, lang = 'en') =>
    site.rest('POST', `/info/receipt/change?lang=${lang}`, { form: { website: '', ...form } })
  const withdrawn = async (sent: Sent) =>
    (await consentsOf(site, sent.number)).filter(({ state }) => state === 'withdrawn')
  const may = (sent: Sent, purpose = 'follow-up') => mayUseData(site.payload, { of: refParts(sent), purpose })
  const refParts = ({ subject }: Sent) => {
    const [collection, id] = subject.split(':') as [string, string]
    return { collection, id }
  }
  const tick = (...only: string[]) => governanceTick(site.payload, { force: true, only })

  it('is shown on the receipt with its purpose and state, and reading changes nothing', async () => {
    const sent = await send(site, whole, { ...YES, photosBox: 'false' })
    const receipt = await page('receipt', { n: sent.number, k: sent.token })
    expect(receipt.text).toContain('What you agreed to')
    expect(receipt.text).toContain('You did not say yes')
    expect(receipt.text.match(/>Withdraw<\/button>/g)).toHaveLength(1)
    const confirm = await page('receipt/change', parts(sent))
    expect(confirm.status).toBe(200)
    expect(confirm.text).toContain('Withdraw your consent?')
    expect(confirm.text).toContain('it is deleted now')
    expect(confirm.text).toMatch(/<form\s+method="post"/)
    const french = await page('receipt/change', parts(sent), 'fr')
    expect(french.text).toContain('Retirer votre consentement')
    for (const one of [receipt, confirm, french]) {
      expect(one.headers.get('set-cookie')).toBeNull()
      expect(one.headers.get('cache-control')).toBe('no-store')
      expect(one.text).not.toContain('robin')
    }
    expect(await consentsOf(site, sent.number)).toEqual(sent.rows)
  })

  it('is withdrawn by the button, from that instant, and the receipt says since when', async () => {
    const sent = await send(site, mixed, { question: 'When?', address: 'a', newsBox: 'true' })
    expect(await may(sent)).toMatchObject({ allowed: true, basis: 'consent' })
    site.clock.forward(hours(1))
    const done = await press(parts(sent))
    expect(done.status).toBe(303)
    expect(await may(sent)).toEqual({
      allowed: false,
      basis: null,
      why: 'withdrawn',
      since: site.clock.now(),
    })
    const back = await site.rest('GET', done.headers.get('location')!.replace(/^\/api/, ''))
    expect(back.text).toContain('Withdrawn since')
    expect(back.text).toContain('stays with us until')
    expect(back.text).toContain('what you asked us for')
    expect(back.text).not.toMatch(/>Withdraw<\/button>/)
    expect((await page('receipt', { n: sent.number, k: sent.token }, 'fr')).text).toContain('Retiré depuis')
    const entries = await findRows(ctx(), 'gov-ledger', { subject: { equals: sent.subject } })
    expect(entries.at(-1)).toMatchObject({
      action: 'consents.withdrawn',
      actorKind: 'visitor',
      actorRef: null,
      facts: { purpose: 'follow-up', via: 'receipt' },
    })
  })

  it('is withdrawn once, however often and by however many at once', async () => {
    const sent = await send(site, whole, YES)
    const answers = await Promise.all(Array.from({ length: 6 }, () => press(parts(sent))))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303, 303])
    await press(parts(sent))
    expect(await withdrawn(sent)).toHaveLength(1)
    const entries = await findRows(ctx(), 'gov-ledger', {
      and: [{ subject: { equals: sent.subject } }, { action: { equals: 'consents.withdrawn' } }],
    })
    expect(entries).toHaveLength(1)
    expect((await page('receipt/change', parts(sent))).status).toBe(303)
  })

  it('answers a forged, expired or tampered link with one sentence, and changes nothing', async () => {
    const sent = await send(site, whole, YES)
    const other = await send(site, whole, YES)
    const said = async (form: Record<string, string>): Promise<string> => {
      const answer = await press(form)
      expect(answer.status).toBe(404)
      const json = await site.rest('POST', '/info/receipt/change', { body: form })
      expect(json.status).toBe(404)
      return receiptSpeaks(answer.text) + String(json.body.errors[0].message)
    }
    const sentences = [
      await said({ ...parts(sent), k: 'AAAAA-AAAAA-AAAAA-AAAAA' }),
      await said({ ...parts(sent), n: 'AAAA-AAAA' }),
      await said({ ...parts(sent), c: recordOf(other, 'follow-up') }),
      await said({ ...parts(sent), c: 'nothing' }),
      await said({ ...parts(sent), c: '' }),
      await said({ n: sent.number, k: other.token, c: recordOf(sent, 'follow-up') }),
    ]
    const receipt = await findRow(ctx(), 'gov-receipts', { number: { equals: sent.number } })
    await compareAndSet(
      ctx(),
      'gov-receipts',
      { id: { equals: receipt!.id } },
      {
        expiresAt: new Date(site.clock.now().getTime() - 1).toISOString(),
      },
    )
    sentences.push(await said(parts(sent)))
    expect((await page('receipt/change', parts(sent))).status).toBe(404)
    expect((await page('receipt/copy', { n: sent.number, k: sent.token })).status).toBe(404)
    expect(new Set(sentences).size).toBe(1)
    expect(await withdrawn(sent)).toHaveLength(0)
    expect(await withdrawn(other)).toHaveLength(0)
  })

  it('gives the holder a copy of each consent, without what could name somebody', async () => {
    const sent = await send(site, whole, { ...YES, photosBox: 'false' })
    const copy = await page('receipt/copy', { n: sent.number, k: sent.token })
    expect(copy.headers.get('content-type')).toContain('application/json')
    expect(copy.body.receipts).toHaveLength(2)
    expect(copy.body.receipts[0].processing.privacy_notice).toMatchObject({ version: 1, language: 'en' })
    expect(copy.text).not.toMatch(/robin|form-submissions/)
  })

  it('makes what rests on it alone due at once; what rests on something else keeps its day', async () => {
    const alone = await send(site, whole, YES)
    const rest = await send(site, mixed, { question: 'When?', newsBox: 'true' })
    const before = await stored(site, rest.subject)
    await press(parts(rest))
    expect((await stored(site, rest.subject))!.deleteAfter).toEqual(before!.deleteAfter)
    expect((await withdrawn(rest))[0]).toMatchObject({ due: 'kept' })
    // One of two: the other still stands.
    const day = (await stored(site, alone.subject))!.deleteAfter
    await press(parts(alone, 'follow-up'))
    expect((await stored(site, alone.subject))!.deleteAfter).toEqual(day)
    site.clock.forward(1000)
    await press(parts(alone, 'survey'))
    expect(new Date((await stored(site, alone.subject))!.deleteAfter as string)).toEqual(site.clock.now())
    expect((await withdrawn(alone)).map(({ due }) => due)).toEqual(['due', 'due'])
    await tick('retention')
    expect(await stored(site, alone.subject)).toBeNull()
    expect(await stored(site, rest.subject)).not.toBeNull()
    // The evidence stays and points to nothing that could be somebody else's.
    const rows = await consentsOf(site, alone.number)
    expect(rows).toHaveLength(4)
    expect(rows.every(({ subject, due }) => !subject && !due)).toBe(true)
    expect(await may(alone)).toMatchObject({ allowed: false, why: 'unknown' })
    const page1 = await page('receipt', { n: alone.number, k: alone.token })
    expect(page1.text).toContain('Withdrawn since')
    expect(page1.text).toContain('Deleted on')
    const actions = (await findRows(ctx(), 'gov-ledger', { subject: { equals: alone.subject } })).map(
      ({ action }) => action as string,
    )
    expect(actions.filter((action) => action === 'retention.broughtForward')).toHaveLength(1)
  })

  it('lengthens nothing, and a hold wins', async () => {
    const { due, holds } = port<RetentionPort>('retention')
    const sent = await send(site, whole, YES)
    const { id } = (await stored(site, sent.subject))!
    const early = new Date(site.clock.now().getTime() - 1000).toISOString()
    await rawDb(site.payload).updateOne({
      collection: 'form-submissions',
      id,
      data: { deleteAfter: early },
    } as never)
    expect(await due.dueNow(ctx(), sent.subject, { key: 'test', at: site.clock.now(), rounded: false })).toBe(
      'due',
    )
    expect(new Date((await stored(site, sent.subject))!.deleteAfter as string).toISOString()).toBe(early)
    const held = await send(site, whole, YES)
    const why = {
      subject: held.subject,
      why: 'A complaint',
      reviewAt: new Date(site.clock.now().getTime() + days(9)),
    }
    const hold = await holds.place(ctx(), why, {
      kind: 'staff',
      ref: officer.ref,
      roles: ['privacy-officer'],
    })
    await press(parts(held, 'follow-up'))
    await press(parts(held, 'survey'))
    expect((await withdrawn(held))[0]).toMatchObject({ due: 'held' })
    expect(await may(held)).toMatchObject({ allowed: false })
    await tick('retention')
    expect(await stored(site, held.subject)).not.toBeNull()
    await holds.release(ctx(), hold.id, 'Over', {
      kind: 'staff',
      ref: officer.ref,
      roles: ['privacy-officer'],
    })
    await tick('retention')
    expect(await stored(site, held.subject)).toBeNull()
  })

  it('counts when the process dies right after, and its data becomes due at the next run', async () => {
    const { due } = port<RetentionPort>('retention')
    const { dueNow } = due
    const sent = await send(site, whole, { ...YES, photosBox: 'false' })
    let calls = 0
    due.dueNow = async (...args) => {
      calls += 1
      // First before anything, then after the date was set but before it is known.
      if (calls === 1) throw new Error('killed')
      await dueNow(...args)
      throw new Error('killed')
    }
    expect((await press(parts(sent))).status).toBe(303)
    expect(await may(sent)).toMatchObject({ allowed: false, why: 'withdrawn' })
    expect((await withdrawn(sent))[0]).toMatchObject({ due: 'open' })
    await tick('consents-due')
    expect((await withdrawn(sent))[0]).toMatchObject({ due: 'open' })
    due.dueNow = dueNow
    site.clock.forward(1000)
    await tick('consents-due')
    expect((await withdrawn(sent))[0]).toMatchObject({ due: 'due' })
    const entries = await findRows(ctx(), 'gov-ledger', {
      and: [{ subject: { equals: sent.subject } }, { action: { equals: 'retention.broughtForward' } }],
    })
    expect(entries).toHaveLength(1)
    await tick('retention')
    expect(await stored(site, sent.subject)).toBeNull()
  })

  it('is written down by staff who were told, with a reason; nobody else may', async () => {
    const creator = await site.person('creator', ['content-creator'])
    const sent = await send(site, whole, YES)
    const path = `/governance/consents/${recordOf(sent, 'follow-up')}/withdraw`
    expect((await site.rest('POST', path, { as: communications, body: {} })).status).toBe(400)
    expect((await site.rest('POST', path, { as: creator, body: { why: 'They called' } })).status).toBe(403)
    expect((await site.rest('POST', path, { body: { why: 'They called' } })).status).toBe(401)
    expect(await withdrawn(sent)).toHaveLength(0)
    const told = await site.rest('POST', path, { as: communications, body: { why: 'They called' } })
    expect(told.body).toMatchObject({ state: 'withdrawn' })
    expect(await withdrawn(sent)).toMatchObject([{ via: 'telephone', byRef: communications.ref }])
    const refused = (await send(site, whole, {})).rows[0]!
    const no = await site.rest('POST', `/governance/consents/${refused.record}/withdraw`, {
      as: officer,
      body: { why: 'They called' },
    })
    expect(no.status).toBe(409)
    expect(
      (await site.rest('POST', '/governance/consents/nothing/withdraw', { as: officer, body: { why: 'x' } }))
        .status,
    ).toBe(404)
  })

  it('is passed over by another basis that staff named with a reason, and closed again when that ends', async () => {
    const sent = await send(site, whole, { ...YES, photosBox: 'false' })
    const body = {
      receipt: sent.number,
      purpose: 'follow-up',
      basis: 'legalDuty',
      why: 'The court asked for it.',
    }
    const post = (as: Person | undefined, given: unknown, path = '/governance/consents/bases') =>
      site.rest('POST', path, { as, body: given })
    expect((await post(communications, body)).status).toBe(403)
    expect((await post(officer, { ...body, why: ' ' })).status).toBe(400)
    expect((await post(officer, { ...body, basis: 'consent' })).status).toBe(400)
    expect((await post(officer, { ...body, purpose: 'No Key' })).status).toBe(400)
    expect((await post(officer, { ...body, receipt: 'AAAA-AAAA' })).status).toBe(404)
    const both = await Promise.all([post(officer, body), post(officer, body)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    await press(parts(sent))
    expect(await may(sent)).toMatchObject({
      allowed: true,
      basis: 'legalDuty',
      why: 'named',
      reason: body.why,
    })
    expect((await withdrawn(sent))[0]).toMatchObject({ due: 'kept' })
    const receipt = await page('receipt', { n: sent.number, k: sent.token })
    expect(receipt.text).toContain('a legal duty')
    expect(receipt.text).not.toContain('The court')
    const { record } = both.find(({ status }) => status === 200)!.body as { record: string }
    await post(officer, { why: 'It is over.' }, `/governance/consents/${record}/lift`)
    expect(await may(sent)).toMatchObject({ allowed: false, why: 'withdrawn' })
    expect((await withdrawn(sent))[0]).toMatchObject({ due: 'due' })
    expect((await post(officer, body)).status).toBe(200)
  })

  it('keeps records out of exports, and answers staff and the host; what is unknown is a no', async () => {
    const { mayExport } = port<ConsentsDoor>('consents')
    const [given, gone, refused] = [
      await send(site, whole, YES),
      await send(site, whole, YES),
      await send(site, whole, {}),
    ]
    await press(parts(gone))
    const subjects = [given.subject, gone.subject, refused.subject, 'form-submissions:999999']
    expect([...(await mayExport(ctx(), subjects))]).toEqual([gone.subject])
    const asked = await site.rest(
      'GET',
      `/governance/consents/may-use?${new URLSearchParams({ subject: gone.subject, purpose: 'survey' }).toString()}`,
      { as: communications },
    )
    expect(asked.body).toMatchObject({ allowed: true, basis: 'consent' })
    expect((await site.rest('GET', '/governance/consents/may-use?subject=x:1&purpose=news')).status).toBe(401)
    for (const purpose of ['contact', 'nothing'])
      expect(await may(given, purpose)).toMatchObject({ allowed: false, why: 'unknown' })
    const service = await send(site, mixed, { question: 'When?' })
    expect(await may(service, 'contact')).toMatchObject({ allowed: true, basis: 'service', why: 'declared' })
    expect(await may(service, 'follow-up')).toMatchObject({ allowed: false, why: 'refused' })
    expect(
      await mayUseData(site.payload, { of: { receipt: gone.number }, purpose: 'follow-up' }),
    ).toMatchObject({
      allowed: false,
      why: 'withdrawn',
    })
  })

  it('counts for everything that a signed-in visitor sent, and keeps no account', async () => {
    const member = { email: 'robin@test.example', password: 'a member of the public' }
    const made = await site.payload.create({ collection: 'members' as never, data: member as never })
    const { token } = await site.payload.login({ collection: 'members' as never, data: member as never })
    const headers = { authorization: `JWT ${token}` }
    const sent = await send(site, whole, YES, headers)
    const of = { collection: 'members', id: made.id }
    expect(await mayUseData(site.payload, { of, purpose: 'follow-up' })).toMatchObject({ allowed: true })
    await press(parts(sent))
    expect(await mayUseData(site.payload, { of, purpose: 'follow-up' })).toMatchObject({
      allowed: false,
      why: 'withdrawn',
    })
    expect(
      await mayUseData(site.payload, { of: { collection: 'members', id: 999_999 }, purpose: 'follow-up' }),
    ).toMatchObject({ why: 'unknown' })
    const rows = await consentsOf(site, sent.number)
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`members:${made.id}|robin@`))
  })
})
