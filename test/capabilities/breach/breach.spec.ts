import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

import { all, countRows, findRow, findRows } from '../../../src/platform/db.js'
import { days, hours, type Person, type Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { mailServer, type MailServer } from '../../helpers/smtp.js'
import {
  answers,
  approved,
  breachSite,
  declare,
  found,
  makeForm,
  noticeBody,
  page,
  peopleOf,
  press,
  send,
  tick,
} from './site.js'

describeDatabases('a privacy breach', (database) => {
  let server: MailServer
  let site: Stand
  let officer: Person
  let aed: Person
  let ed: Person
  let desk: Person
  let creator: Person
  let form: number | string
  let other: number | string

  const at = () => ({ payload: site.payload })
  const leave = async (): Promise<void> => {
    await tick(site, 'heal', 'outbox')
  }

  beforeAll(async () => {
    server = await mailServer()
    site = await breachSite(database, {
      config: { email: server.email(), serverURL: 'https://lakeshore.example' },
    })
    officer = await site.person('priya', ['privacy-officer'])
    aed = await site.person('ada', ['aed'])
    ed = await site.person('edo', ['ed'])
    desk = await site.person('casey', ['communications'])
    creator = await site.person('cleo', ['content-creator'])
    form = await makeForm(site)
    other = await makeForm(site, 'other')
  })
  afterAll(async () => {
    await site?.stop()
    await server?.stop()
  })
  beforeEach(() => {
    server.mood = 'accepts'
    server.received.length = 0
  })

  it('is declared by the privacy officer, the AED and the ED, once for one press', async () => {
    const body = { summary: 'A laptop is gone.', discoveredAt: '2026-03-02T14:00:00.000Z', requestKey: 'one' }
    const answered = await site.rest('POST', '/governance/breaches', { as: officer, body })
    expect(answered.body).toMatchObject({ declared: true, number: expect.stringMatching(/^\w{4}-\w{4}$/) })
    const again = await site.rest('POST', '/governance/breaches', { as: officer, body })
    expect(again.body).toMatchObject({ declared: false, number: answered.body.number })
    for (const who of [aed, ed]) expect((await declare(site, who)).declared).toBe(true)
    for (const who of [desk, creator])
      expect((await site.rest('POST', '/governance/breaches', { as: who, body })).status).toBe(403)
    expect((await site.rest('POST', '/governance/breaches', { body })).status).toBe(401)
    const future = { ...body, requestKey: 'two', discoveredAt: '2026-03-05T14:00:00.000Z' }
    const refused = await site.rest('POST', '/governance/breaches', { as: officer, body: future, lang: 'fr' })
    expect(refused.status).toBe(400)
    expect(refused.body.errors[0].message).toMatch(/date de la découverte/)
  })

  it('says in time what the laws ask, and stops when it was done', async () => {
    const { id, number } = await declare(site, officer)
    const mails = async (): Promise<string[]> => {
      server.received.length = 0
      await tick(site, 'breach-watch')
      await leave()
      return server.received
        .filter(({ subject, to }) => subject.includes(number) && to[0] === aed.email)
        .map(({ subject }) => subject)
    }
    expect(await mails()).toEqual([])
    site.clock.forward(hours(49))
    expect((await mails()).sort()).toEqual(
      [
        `Breach ${number}: still to do`,
        `Breach ${number}: still to do`,
        `Breach ${number}: time runs out soon`,
      ].sort(),
    )
    expect(await mails()).toEqual([])
    const path = `/governance/breaches/${id}/clocks`
    expect((await site.rest('POST', `${path}/other/met`, { as: aed, body: { words: 'x' } })).status).toBe(404)
    expect((await site.rest('POST', `${path}/gdpr/met`, { as: aed, body: {} })).status).toBe(400)
    const met = await site.rest('POST', `${path}/gdpr/met`, {
      as: aed,
      body: { words: 'Reported, file 12.' },
    })
    expect(met.status).toBe(200)
    site.clock.forward(hours(48))
    expect(await mails()).toEqual([])
    const { clocks } = await page(site, aed, id)
    expect(clocks.map(({ key, running, met: done }: any) => [key, running, done?.words ?? null])).toEqual([
      ['phipa', true, null],
      ['gdpr', false, 'Reported, file 12.'],
      ['pipeda', true, null],
    ])
  })

  it('is declared from a case by those who see it, and is not there for whom the case is about', async () => {
    const reported = await site.rest('POST', '/governance/incidents/report', {
      as: creator,
      body: {
        kind: 'privacy-breach',
        severity: 'high',
        summary: 'She sent it to a friend.',
        concerned: [ed.ref],
      },
    })
    const row = await findRow(at(), 'gov-incidents', { number: { equals: reported.body.number } })
    const from = { incident: String(row!.id), discoveredAt: '', summary: 'A table went to a friend.' }
    // The privacy officer and whom it is about do not see the case: for them it is not there.
    for (const who of [officer, ed])
      expect((await site.rest('POST', '/governance/breaches', { as: who, body: from })).status).toBe(404)
    const made = (await site.rest('POST', '/governance/breaches', { as: aed, body: from })).body
    expect(made.declared).toBe(true)
    expect((await site.rest('POST', '/governance/breaches', { as: aed, body: from })).body.declared).toBe(
      false,
    )
    const shown = await page(site, aed, made.id)
    expect(shown.incident.number).toBe(reported.body.number)
    expect(new Date(shown.breach.discoveredAt)).toEqual(new Date(row!.reportedAt as string))
    expect((await page(site, officer, made.id)).incident).toBeNull()
    expect((await site.rest('GET', `/governance/breaches/${made.id}`, { as: ed })).status).toBe(404)
    expect((await press(site, ed, made.id, 'assess', { ...answers, risk: 'none' })).status).toBe(404)
    expect((await site.rest('GET', `/gov-breaches/${made.id}`, { as: ed })).status).toBe(404)
    expect((await site.rest('GET', `/gov-breaches/${made.id}`, { as: officer })).status).toBe(200)
    const register = await site.rest('GET', '/governance/breaches/register', { as: ed })
    expect(register.text).not.toContain(made.number)
    const entries = await site.rest('GET', `/gov-ledger?where[subject][equals]=gov-breaches:${made.id}`, {
      as: ed,
    })
    expect(entries.body.docs).toEqual([])
  })

  it('is not there behind a guessed id, nor for anybody else', async () => {
    const { id } = await declare(site, officer)
    for (const guess of ['999999', 'abc', '000000000000000000000000', "1' or '1"]) {
      const path = `/governance/breaches/${encodeURIComponent(guess)}`
      expect((await site.rest('GET', path, { as: officer })).status).toBe(404)
      expect((await site.rest('POST', `${path}/close`, { as: officer, body: {} })).status).toBe(404)
    }
    for (const who of [desk, creator]) {
      expect((await site.rest('GET', `/governance/breaches/${id}`, { as: who })).status).toBe(403)
      expect((await site.rest('GET', '/governance/breaches/register', { as: who })).status).toBe(403)
      expect((await site.rest('GET', '/gov-breaches', { as: who })).status).toBe(403)
    }
    for (const who of [officer, aed, ed])
      expect((await site.rest('GET', '/gov-breach-people', { as: who })).status).toBe(403)
    const changed = await site.rest('PATCH', `/gov-breaches/${id}`, { as: aed, body: { state: 'closed' } })
    expect(changed.status).toBe(403)
  })

  it('is assessed by every question and a reason; without a real risk nobody is told and it stays in the register', async () => {
    const { id, number } = await declare(site, officer)
    const none = { ...answers, protection: 'yes', risk: 'none' }
    const missing = await press(site, officer, id, 'assess', { ...none, harm: '' })
    expect(missing.body.errors[0].message).toMatch(/whether somebody could come to harm/)
    expect((await press(site, officer, id, 'assess', { ...none, reason: ' ' })).status).toBe(400)
    expect((await press(site, officer, id, 'assess', none)).body.state).toBe('noRisk')
    expect((await press(site, officer, id, 'search', { form: `forms:${form}` })).status).toBe(409)
    const real = await press(site, aed, id, 'assess', { ...answers, risk: 'real' })
    expect(real.body.state).toBe('atRisk')
    const back = await press(site, officer, id, 'assess', { ...none, reason: 'It came back locked.' })
    expect(back.body.state).toBe('noRisk')
    expect((await press(site, officer, id, 'close', { words: 'All laptops are locked.' })).body.state).toBe(
      'closed',
    )
    const { breach } = await page(site, officer, id)
    expect(breach.assessments.map(({ risk, name }: any) => [risk, name])).toEqual([
      ['none', 'priya'],
      ['real', 'ada'],
      ['none', 'priya'],
    ])
    const register = await site.rest('GET', '/governance/breaches/register', { as: ed })
    expect(register.headers.get('content-type')).toContain('text/csv')
    const line = register.text.split('\n').find((one) => one.startsWith(number))
    expect(line).toContain('It came back locked.')
    expect(line).toMatch(/,no,/)
  })

  it('finds each person once, and counts whom no mail reaches', async () => {
    const first = site.clock.now().toISOString().slice(0, 10)
    await send(site, { form, email: 'ann@visitor.example', safe: 'yes' })
    site.clock.forward(60_000)
    await send(site, { form, email: 'ANN@Visitor.example', safe: 'yes', lang: 'fr' })
    await send(site, { form, email: 'bob@visitor.example', safe: 'no' })
    // Said yes once and no once: it is not safe.
    await send(site, { form, email: 'cyd@visitor.example', safe: 'yes' })
    await send(site, { form, email: 'cyd@visitor.example', safe: 'no' })
    await send(site, { form })
    const gone = await send(site, { form, email: 'dee@visitor.example', safe: 'yes' })
    await send(site, { form: other, email: 'eve@visitor.example', safe: 'yes' })
    const deleted = await site.rest('POST', `/governance/retention/records/form-submissions/${gone}/delete`, {
      as: officer,
    })
    expect(deleted.body.state).toBe('deleted')
    const id = await found(site, officer, { form: `forms:${form}`, receivedFrom: first })
    const { breach } = await page(site, officer, id)
    expect(breach.state).toBe('found')
    expect(breach.counts).toMatchObject({
      ...{ records: 6, people: 1, unsafe: 2, noAddress: 1, unasked: 0, gone: 0 },
      ...{ deleted: 1, deletedMost: 1, untold: false },
    })
    const people = await peopleOf(site, id)
    const ann = people.find(({ state }) => state === 'waiting')
    expect(ann).toMatchObject({ locale: 'fr', records: expect.objectContaining({ length: 2 }) })
    // Digests and references, and no address anywhere.
    expect(JSON.stringify([people, breach])).not.toMatch(/visitor\.example/i)
    const day = { receivedFrom: '2026-02-01', receivedTo: '2026-02-02' }
    const before = await found(site, officer, { form: `forms:${form}`, ...day })
    expect((await page(site, officer, before)).breach.counts).toMatchObject({ records: 0, deleted: 0 })
    const everything = await found(site, officer, { receivedFrom: first })
    expect((await page(site, officer, everything)).breach.counts).toMatchObject({ records: 7, people: 2 })
  })

  it('finds by what was answered and by numbers, and says what it cannot know', async () => {
    const one = await send(site, { form: other, email: 'fay@visitor.example', safe: 'yes', topic: 'help' })
    await send(site, { form: other, email: 'gus@visitor.example', safe: 'yes', topic: 'other' })
    const gone = await send(site, { form: other, email: 'hal@visitor.example', safe: 'yes', topic: 'help' })
    await site.rest('POST', `/governance/retention/records/form-submissions/${gone}/delete`, { as: officer })
    const byAnswer = { form: `forms:${other}`, fieldName: 'topic', fieldValue: 'HELP' }
    const counts = async (criteria: object): Promise<any> =>
      (await page(site, officer, await found(site, officer, criteria))).breach.counts
    expect(await counts(byAnswer)).toMatchObject({ records: 1, people: 1, deleted: 1, untold: true })
    expect(await counts({ numbers: `${one}, ${gone}\n${one}` })).toMatchObject({
      records: 1,
      people: 1,
      deleted: 1,
      untold: false,
    })
    const { id } = await declare(site, officer)
    await press(site, officer, id, 'assess', { ...answers, risk: 'real' })
    const refusals: [object, RegExp][] = [
      [{}, /Say what to search/],
      [{ numbers: '987654' }, /987654/],
      [{ form: `forms:${other}`, fieldName: 'topic' }, /both a field/],
      [{ form: `forms:${other}`, fieldName: 'strange', fieldValue: 'x' }, /one of the fields there/],
      [{ receivedFrom: '2026-05-01', receivedTo: '2026-04-01' }, /after the last one/],
      [{ receivedFrom: 'soon' }, /not a date and time: received from/],
    ]
    for (const [criteria, words] of refusals) {
      const answer = await press(site, officer, id, 'search', criteria)
      expect(answer.status).toBe(400)
      expect(answer.body.errors[0].message).toMatch(words)
    }
    expect((await press(site, officer, id, 'search', { form: 'forms:4711' })).status).toBe(404)
  })

  it('keeps the address from deletion until its mail has left, and lets go what it needs no more', async () => {
    const kept = await send(site, { form, email: 'ida@visitor.example', safe: 'yes' })
    const free = await send(site, { form, email: 'jon@visitor.example', safe: 'no' })
    const remove = async (record: unknown): Promise<number> =>
      (
        await site.rest('POST', `/governance/retention/records/form-submissions/${record}/delete`, {
          as: officer,
        })
      ).status
    const id = await found(site, officer, { numbers: `${kept} ${free}` })
    expect(await remove(kept)).toBe(409)
    expect(await remove(free)).toBe(200)
    // Found anew without it, it is let go.
    const again = await send(site, { form, email: 'kim@visitor.example', safe: 'yes' })
    await press(site, officer, id, 'search', { numbers: `${again}` })
    await tick(site, 'breach')
    expect((await peopleOf(site, id)).map(({ round }) => round)).toEqual([2])
    expect(await remove(kept)).toBe(200)
    expect(await remove(again)).toBe(409)
    // And so is everything where there is no real risk after all.
    await press(site, officer, id, 'assess', { ...answers, risk: 'none' })
    await tick(site, 'breach')
    expect(await peopleOf(site, id)).toEqual([])
    expect(await remove(again)).toBe(200)
  })

  it('is told only after a second person has read both languages', async () => {
    const record = await send(site, { form, email: 'lou@visitor.example', safe: 'yes' })
    const id = await found(site, officer, { numbers: String(record) })
    const half = { ...noticeBody(), 'fr-notice-complain': '' }
    expect((await press(site, officer, id, 'notice', half)).status).toBe(200)
    let seen = (await page(site, aed, id)).hash
    const gaps = await press(site, aed, id, 'approve', { hash: seen })
    expect(gaps.body.errors[0].message).toMatch(/French: where to complain/)
    expect((await press(site, officer, id, 'notice', noticeBody())).status).toBe(409)
    expect((await press(site, officer, id, 'notice', { ...noticeBody(), seen })).status).toBe(200)
    const own = await press(site, officer, id, 'approve', { hash: (await page(site, officer, id)).hash })
    expect([own.status, own.body.errors[0].message]).toEqual([
      403,
      'You wrote this notice. Somebody else must read and approve it.',
    ])
    expect((await press(site, aed, id, 'approve', { hash: seen })).status).toBe(409)
    expect((await press(site, aed, id, 'send', { people: 1 })).status).toBe(409)
    seen = (await page(site, aed, id)).hash
    expect((await press(site, aed, id, 'approve', { hash: seen })).body.state).toBe('approved')
    // Changed again, it is approved again.
    await press(site, aed, id, 'notice', { ...noticeBody(), 'en-notice-doing': 'More', seen })
    expect((await page(site, aed, id)).breach.state).toBe('found')
    await leave()
    const asked = server.received.filter(({ subject }) => /second reader/.test(subject))
    // The others are asked, not whoever wrote it.
    expect(asked.flatMap(({ to }) => to).sort()).toEqual(
      [aed.email, ed.email, ed.email, officer.email].sort(),
    )
  })

  it('tells each person once, in the language in which they wrote, and nobody who said that it is not safe', async () => {
    const refs = [
      await send(site, { form, email: 'mia@visitor.example', safe: 'yes' }),
      await send(site, { form, email: 'Mia@visitor.example', safe: 'yes' }),
      await send(site, { form, email: 'noe@visitor.example', safe: 'yes', lang: 'fr' }),
      await send(site, { form, email: 'ola@visitor.example', safe: 'no' }),
      await send(site, { form, email: 'pam@visitor.example', safe: 'yes' }),
    ]
    const id = await approved(site, [officer, aed], { numbers: refs.join(' ') })
    const wrong = await press(site, aed, id, 'send', { people: 7 })
    expect(wrong.status).toBe(409)
    // Since they were found, somebody said no after all.
    await send(site, { form: other, email: 'pam@visitor.example', safe: 'no' })
    expect((await press(site, aed, id, 'send', { people: 3 })).body.state).toBe('notifying')
    await tick(site, 'breach')
    await tick(site, 'breach')
    const waiting = await findRows(
      at(),
      'gov-outbox',
      { template: { equals: 'breach:mail:notice' } },
      { limit: 0 },
    )
    expect(waiting).toHaveLength(3)
    expect(JSON.stringify(waiting)).not.toMatch(/visitor\.example/i)
    await leave()
    await tick(site, 'breach')
    await leave()
    const told = server.received.filter(({ to }) => /visitor/i.test(to[0] ?? ''))
    expect(told.map(({ to }) => to[0]!.toLowerCase()).sort()).toEqual([
      'mia@visitor.example',
      'noe@visitor.example',
    ])
    const french = told.find(({ to }) => to[0] === 'noe@visitor.example')!
    for (const words of ['happened', 'involved', 'doing', 'contact', 'complain'])
      expect(french.text).toContain(`Français ${words}`)
    expect(french.text).not.toContain('English happened')
    expect(french.html).toContain('lang="fr-CA"')
    const { breach, progress } = await page(site, aed, id)
    expect(breach.state).toBe('notified')
    expect(progress).toMatchObject({ people: 2, told: 2, waiting: 0, failed: 0, unsafe: 2 })
    // PHIPA's clock is met by it.
    expect(breach.met.phipa.at).toBe(site.clock.now().toISOString())
    // Their records leave again on their dates.
    const held = all({ state: { equals: 'active' } }, { why: { like: breach.number } })
    expect(await countRows(at(), 'gov-holds', held)).toBe(0)
    const early = await press(site, officer, id, 'close', { words: 'Two pairs of eyes.' })
    expect(early.body.errors[0].message).toMatch(/Say first how they learn of it/)
    await press(site, officer, id, 'means', { words: 'A notice on the door, for four weeks.' })
    expect((await press(site, officer, id, 'close', { words: 'Two pairs of eyes.' })).body.state).toBe(
      'closed',
    )
  })

  it('says whose notice failed, and tries those again', async () => {
    const refs = [
      await send(site, { form, email: 'quin@visitor.example', safe: 'yes' }),
      await send(site, { form, email: 'rae@visitor.example', safe: 'yes' }),
    ]
    const id = await approved(site, [officer, aed], { numbers: refs.join(' ') })
    await leave()
    server.received.length = 0
    await press(site, aed, id, 'send', { people: 2 })
    server.mood = 'refuses for good'
    await tick(site, 'breach')
    await leave()
    await tick(site, 'breach')
    const first = await page(site, aed, id)
    expect(first.breach.state).toBe('notified')
    expect(first.progress).toMatchObject({ told: 0, failed: 2 })
    expect(first.failed.map(String).sort()).toEqual(refs.map(String).sort())
    server.mood = 'accepts'
    expect((await press(site, aed, id, 'retry')).body.state).toBe('notifying')
    await tick(site, 'breach')
    await leave()
    await tick(site, 'breach')
    const then = await page(site, aed, id)
    expect(then.breach.state).toBe('notified')
    expect(then.progress).toMatchObject({ told: 2, failed: 0 })
    expect(server.received).toHaveLength(2)
    expect((await press(site, aed, id, 'retry')).status).toBe(409)
  })

  it('writes every step to the ledger, without words and without addresses', async () => {
    const record = await send(site, { form, email: 'sol@visitor.example', safe: 'yes', topic: 'help' })
    const id = await approved(site, [officer, aed], { numbers: String(record) })
    const { body } = await site.rest(
      'GET',
      `/gov-ledger?where[subject][equals]=gov-breaches:${id}&limit=50&sort=at`,
      { as: aed },
    )
    const actions = body.docs.map(({ action }: any) => action).filter((one: string) => one !== 'breach.read')
    expect(actions.sort()).toEqual(
      ['declared', 'assessed', 'searched', 'found', 'written', 'approved']
        .map((one) => `breach.${one}`)
        .sort(),
    )
    const facts = JSON.stringify(body.docs.map((doc: any) => doc.facts))
    expect(facts).not.toMatch(/visitor|strangers|happened/i)
  })

  it('leaves the register after 24 months, with a certificate', async () => {
    const { id, number } = await declare(site, officer)
    await press(site, officer, id, 'assess', { ...answers, protection: 'yes', risk: 'none' })
    await press(site, officer, id, 'close', { words: 'Locked.' })
    const listed = async (): Promise<boolean> =>
      (await site.rest('GET', '/governance/breaches/register', { as: ed })).text.includes(number)
    site.clock.forward(days(729))
    await tick(site, 'breach-watch')
    expect(await listed()).toBe(true)
    site.clock.forward(days(4))
    await tick(site, 'breach-watch')
    expect(await listed()).toBe(false)
    const [certificate] = await findRows(
      at(),
      'gov-certificates',
      { subjectCollection: { equals: 'gov-breaches' } },
      { limit: 1, sort: '-endedAt' },
    )
    expect(certificate).toMatchObject({ rows: expect.any(Number), failures: 0 })
    expect(Number(certificate!.rows)).toBeGreaterThan(0)
    expect(await countRows(at(), 'gov-deletions', { state: { not_in: ['certified', 'void'] } })).toBe(0)
  })
})
