import { afterAll, beforeAll, expect, it } from 'vitest'

import { mayUseData } from '../../../src/index.js'
import type { ConsentsDoor } from '../../../src/capabilities/consents/index.js'
import type { RecordView } from '../../../src/capabilities/consents/reads.js'
import { countRows } from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { hours, type Person, type RestAnswer, type Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { publishNotice } from '../notices/publishing.js'
import { consentsOf, consentSite, makeConsentForm, send, type Sent } from './site.js'

const YES = { address: 'robin', newsBox: 'true' }
const ASK = { question: 'When are you open?' }

describeDatabases('somebody who is signed in and withdrew a consent', (database) => {
  let site: Stand
  let officer: Person
  let mixed: number | string
  let whole: number | string
  let anonymous: number | string
  let member: { id: number | string; headers: Record<string, string> }
  let people = 0
  beforeAll(async () => {
    site = await consentSite(database)
    officer = await site.person('officer', ['privacy-officer'])
    await publishNotice(site, officer, 'first')
    mixed = await makeConsentForm(site, 'mixed')
    whole = await makeConsentForm(site, 'whole')
    anonymous = await makeConsentForm(site, 'mixed', { governanceAnonymous: true, governanceSlug: 'nobody' })
  })
  afterAll(async () => {
    await site?.stop()
  })
  /** Somebody new, signed in. */
  const someone = async (): Promise<typeof member> => {
    people += 1
    const data = { email: `member${people}@test.example`, password: 'a member of the public' } as never
    const { id } = await site.payload.create({ collection: 'members' as never, data })
    const { token } = await site.payload.login({ collection: 'members' as never, data })
    return { id, headers: { authorization: `JWT ${token}` } }
  }
  const withdraw = async (sent: Sent, purpose = 'follow-up'): Promise<void> => {
    const c = String(sent.rows.find((row) => row.purpose === purpose)!.record)
    site.clock.forward(hours(1))
    const body = { n: sent.number, k: sent.token, c }
    expect((await site.rest('POST', '/info/receipt/change', { body })).status).toBe(200)
    site.clock.forward(hours(1))
  }
  /** Agreed and withdrew, and now comes again. */
  const back = async (): Promise<Sent> => {
    member = await someone()
    const sent = await send(site, mixed, { ...ASK, ...YES }, member.headers)
    await withdraw(sent)
    return sent
  }
  const post = (
    form: number | string,
    values: Record<string, string>,
    headers = member.headers,
    more: object = {},
  ): Promise<RestAnswer> => {
    const submissionData = Object.entries(values).map(([field, value]) => ({ field, value }))
    return site.rest('POST', '/form-submissions', { body: { form, submissionData, ...more }, headers })
  }
  const rows = async () => [
    await countRows({ payload: site.payload }, 'form-submissions', {}),
    await countRows({ payload: site.payload }, 'gov-submissions', {}),
  ]
  const may = ({ subject }: Sent, purpose = 'follow-up') => {
    const [collection, id] = subject.split(':') as [string, string]
    return mayUseData(site.payload, { of: { collection, id }, purpose })
  }
  const receipt = async (sent: Sent, lang: string): Promise<string> =>
    (await site.rest('GET', `/info/receipt?n=${sent.number}&k=${sent.token}&lang=${lang}`)).text

  it('is refused what rests on it, with its fields by name, and nothing is written', async () => {
    await back()
    const before = await rows()
    const refused = await post(mixed, { ...ASK, address: 'robin' })
    expect(refused.status).toBe(409)
    expect(refused.body.errors[0]).toMatchObject({
      message: expect.stringContaining('You withdrew your consent to what this is for: address.') as string,
      data: { code: 'consentWithdrawn', fields: { address: 'withdrawn' } },
    })
    const french = await post(
      mixed,
      { ...ASK, address: 'robin' },
      {
        ...member.headers,
        'accept-language': 'fr',
      },
    )
    expect(french.body.errors[0].message).toContain('Vous avez retiré le consentement')
    expect(await rows()).toEqual(before)
  })

  it('still sends everything else, and a no is still a no', async () => {
    await back()
    expect((await post(mixed, ASK)).status).toBe(201)
    expect((await post(mixed, { ...ASK, newsBox: 'false', address: ' ' })).status).toBe(201)
    // To have left the box empty meanwhile does not undo the withdrawal.
    expect((await post(mixed, { ...ASK, address: 'robin' })).status).toBe(409)
    // Another purpose, of which nothing was withdrawn.
    expect((await post(whole, { picture: 'p', photosBox: 'true' })).status).toBe(201)
    expect((await post(whole, { picture: 'p', photosBox: 'true', address: 'a' })).status).toBe(409)
  })

  it('consents anew with a fresh tick, in that very submission, and from then on', async () => {
    const first = await back()
    const anew = await send(site, mixed, { ...ASK, ...YES }, member.headers)
    expect(await may(anew)).toMatchObject({ allowed: true, basis: 'consent' })
    // What was withdrawn stays so: the new consent is to what came with it.
    expect(await may(first)).toMatchObject({ allowed: false, why: 'withdrawn' })
    site.clock.forward(1000)
    expect((await post(mixed, { ...ASK, address: 'robin' })).status).toBe(201)
    await withdraw(anew)
    expect((await post(mixed, { ...ASK, address: 'robin' })).status).toBe(409)
  })

  it('is known by the account only: others, what is anonymous, and what is sent for somebody else pass', async () => {
    await back()
    const mine = member.headers
    const values = { ...ASK, address: 'robin' }
    expect((await post(mixed, values)).status).toBe(409)
    expect((await post(mixed, values, {})).status).toBe(201)
    expect((await post(mixed, values, (await someone()).headers)).status).toBe(201)
    expect((await post(anonymous, values, mine)).status).toBe(201)
    expect((await post(mixed, values, mine, { forSomebodyElse: true })).status).toBe(201)
    // Nor does what somebody else withdrew close anything to whoever sent it for them.
    const other = await someone()
    const sent = await post(mixed, { ...ASK, ...YES }, other.headers, { forSomebodyElse: true })
    const { number, address } = sent.body.receipt as { number: string; address: string }
    const asked = await site.rest('GET', `/gov-consents?where[receipt][equals]=${number}`, { as: officer })
    const n = { n: number, k: new URL(address, 'http://localhost').searchParams.get('k')! }
    await site.rest('POST', '/info/receipt/change', {
      body: { ...n, c: asked.body.docs[0].record as string },
    })
    site.clock.forward(1000)
    expect((await post(mixed, values, other.headers)).status).toBe(201)
  })

  it('is passed over by another basis that staff named for the account', async () => {
    await back()
    const values = { ...ASK, address: 'robin' }
    expect((await post(mixed, values)).status).toBe(409)
    const aed = await site.person(`aed${people}`, ['aed'])
    const body = {
      subject: `members:${member.id}`,
      purpose: 'follow-up',
      basis: 'legalDuty',
      why: 'A court.',
    }
    const named = await site.rest('POST', '/governance/consents/bases', { as: aed, body })
    expect(named.status).toBe(200)
    expect((await post(mixed, values)).status).toBe(201)
    await site.rest('POST', `/governance/consents/${named.body.record as string}/lift`, {
      as: aed,
      body: { why: 'Over.' },
    })
    expect((await post(mixed, values)).status).toBe(409)
  })

  it('is asked about by each of their messages with what staff named for the account, until that has ended', async () => {
    const first = await back()
    const other = member
    const foreign = await back()
    const aed = await site.person(`aed${people}`, ['aed'])
    const name = async (subject: string): Promise<string> => {
      const body = { subject, purpose: 'follow-up', basis: 'legalDuty', why: 'A court.' }
      const { body: answer } = await site.rest('POST', '/governance/consents/bases', { as: aed, body })
      return answer.record as string
    }
    const { mayExport } = runtimeOf(site.payload).capabilities.find(({ key }) => key === 'consents')!
      .port as ConsentsDoor
    const barred = async (...all: Sent[]): Promise<string[]> =>
      [
        ...(await mayExport(
          { payload: site.payload },
          all.map(({ subject }) => subject),
        )),
      ].sort()
    expect(await barred(first, foreign)).toEqual([first.subject, foreign.subject].sort())
    const record = await name(`members:${other.id}`)
    const captured = await send(site, mixed, { ...ASK, address: 'robin', newsBox: 'false' }, other.headers)
    for (const one of [first, captured])
      expect(await may(one)).toMatchObject({ allowed: true, basis: 'legalDuty', why: 'named' })
    expect(await may(captured, 'survey')).toMatchObject({ allowed: false })
    expect(await may(foreign)).toMatchObject({ allowed: false, why: 'withdrawn' })
    expect(await barred(first, captured, foreign)).toEqual([foreign.subject])
    expect(await receipt(first, 'en')).toContain('legal duty')
    // A basis that is named for one message says nothing of the others.
    const alone = await name(captured.subject)
    await site.rest('POST', `/governance/consents/${record}/lift`, { as: aed, body: { why: 'Over.' } })
    expect(await may(first)).toMatchObject({ allowed: false, why: 'withdrawn' })
    expect(await may(captured)).toMatchObject({ allowed: true, basis: 'legalDuty' })
    await site.rest('POST', `/governance/consents/${alone}/lift`, { as: aed, body: { why: 'Over.' } })
    expect(await may(captured)).toMatchObject({ allowed: false, why: 'refused' })
    expect(await barred(first, captured)).toEqual([first.subject])
  })

  it('has what they withdrew kept as long as a basis of their account stands, and due once that has ended', async () => {
    member = await someone()
    const sent = await send(site, whole, { address: 'a', newsBox: 'true' }, member.headers)
    const aed = await site.person(`aed${people}`, ['aed'])
    const body = {
      subject: `members:${member.id}`,
      purpose: 'follow-up',
      basis: 'legalDuty',
      why: 'A court.',
    }
    const named = await site.rest('POST', '/governance/consents/bases', { as: aed, body })
    const due = async (): Promise<unknown[]> =>
      (await consentsOf(site, sent.number))
        .filter(({ state }) => state === 'withdrawn')
        .map((row) => row.due as unknown)
    const page = `/info/receipt/change?n=${sent.number}&k=${sent.token}&c=${String(
      sent.rows.find(({ purpose }) => purpose === 'follow-up')!.record,
    )}`
    expect((await site.rest('GET', page)).text).toContain('legal duty')
    await withdraw(sent)
    expect(await due()).toEqual(['kept'])
    await site.rest('POST', `/governance/consents/${named.body.record as string}/lift`, {
      as: aed,
      body: { why: 'Over.' },
    })
    expect(await due()).toEqual(['due'])
  })

  it('finds it obeyed in all that was sent before, and says so on each receipt', async () => {
    member = await someone()
    const [one, two, three] = [
      await send(site, mixed, { ...ASK, ...YES }, member.headers),
      await send(site, mixed, { ...ASK, ...YES }, member.headers),
      await send(site, whole, { picture: 'p', photosBox: 'true' }, member.headers),
    ]
    const other = await send(site, mixed, { ...ASK, ...YES }, (await someone()).headers)
    await withdraw(one)
    expect(await may(two)).toMatchObject({ allowed: false, why: 'withdrawn' })
    expect(await may(three, 'survey')).toMatchObject({ allowed: true })
    expect(await may(other)).toMatchObject({ allowed: true })
    const { mayExport } = runtimeOf(site.payload).capabilities.find(({ key }) => key === 'consents')!
      .port as ConsentsDoor
    const all = [one, two, three, other].map(({ subject }) => subject)
    expect([...(await mayExport({ payload: site.payload }, all))].sort()).toEqual(
      [one.subject, two.subject].sort(),
    )
    expect(await receipt(two, 'en')).toContain('with another of your messages')
    expect(await receipt(two, 'fr')).toContain('avec un autre de vos messages')
    for (const sent of [one, three, other])
      expect(await receipt(sent, 'en')).not.toContain('with another of your messages')
    const runtime = runtimeOf(site.payload)
    const req = await site.request({ as: officer })
    const reader = runtime.capabilities.find(({ key }) => key === 'consents')!.reads!.ofMessage!
    const input = { subject: two.subject, locale: 'en' }
    const { shown } = (await reader({ payload: site.payload, req, actor: runtime.actorOf(req) }, input)) as {
      shown: RecordView[]
    }
    expect(shown).toMatchObject([{ state: 'given', elsewhere: expect.any(String) as string }])
  })
})
