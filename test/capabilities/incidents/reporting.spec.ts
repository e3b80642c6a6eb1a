import { afterAll, beforeAll, expect, it } from 'vitest'

import type { CasePage, ReportPage } from '../../../src/capabilities/incidents/reads.js'
import { governanceTick } from '../../../src/index.js'
import { countRows, findRow, type Row } from '../../../src/platform/db.js'
import { newStamp, STAMP } from '../../../src/platform/intake.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { type Person, posts, type RestAnswer, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { mailServer, type MailServer } from '../../helpers/smtp.js'

/** How often a flood may get through in an hour. */
const TOTAL = 30

const secrets = {
  slug: 'secrets',
  access: { read: ({ req }: { req: { user: unknown } }) => (req.user as { name?: string })?.name === 'ada' },
  fields: [{ name: 'title', type: 'text' as const }],
}

describeDatabases('reporting incidents', (database) => {
  let server: MailServer
  let site: Stand
  let aed: Person
  let ed: Person
  let creator: Person

  beforeAll(async () => {
    server = await mailServer()
    site = await stand(database, {
      collections: [posts, secrets],
      config: {
        email: server.email(),
        serverURL: 'https://lakeshore.example',
        globals: [{ slug: 'header', label: 'Top of the page', fields: [{ name: 'motto', type: 'text' }] }],
      },
      plugin: { intake: { perSource: 1000, total: TOTAL, minFillSeconds: 0 }, timeZone: 'America/Toronto' },
    })
    aed = await site.person('ada', ['aed'])
    ed = await site.person('edouard', ['ed'])
    creator = await site.person('camille', ['content-creator'])
  })
  afterAll(async () => {
    await site?.stop()
    await server?.stop()
  })

  const ctx = () => ({ payload: site.payload })
  const send = (body: object, as = creator): Promise<RestAnswer> =>
    site.rest('POST', '/governance/incidents/report', {
      as,
      body: { kind: 'malicious-content', severity: 'high', summary: 'Please look.', ...body },
    })
  const reported = async (body: object, as?: Person): Promise<Row> => {
    const { number } = (await send(body, as)).body
    return (await findRow(ctx(), 'gov-incidents', { number: { equals: number } }))!
  }
  const read = async <T>(name: string, as: Person, input: Record<string, unknown>): Promise<T> => {
    const { capabilities, actorOf } = runtimeOf(site.payload)
    const req = await site.request({ as })
    const reader = capabilities.find(({ key }) => key === 'incidents')!.reads![name]!
    return (await reader({ ...ctx(), req, actor: actorOf(req) }, input)) as T
  }
  const made = (collection: string, data: object) =>
    site.payload.create({ collection: collection as never, data: data as never, overrideAccess: true })

  it('reports a document from its own page, and whoever reads the case gets there by its title', async () => {
    const post = await made('posts', { title: 'Opening hours' })
    const about = `posts:${post.id}`
    expect((await read<ReportPage>('report', creator, { about })).about).toMatchObject({
      ref: about,
      name: 'Opening hours',
    })
    const row = await reported({ about })
    expect(row.subject).toBe(about)
    const page = await read<CasePage>('case', aed, { id: String(row.id) })
    expect(page.matter).toEqual({ ref: about, name: 'Opening hours', path: `/collections/posts/${post.id}` })
  })

  it('reports a global by its label', async () => {
    const row = await reported({ about: 'global:header' })
    const page = await read<CasePage>('case', aed, { id: String(row.id) })
    expect(page.matter).toEqual({ ref: 'global:header', name: 'Top of the page', path: '/globals/header' })
  })

  it('gives no address of a document that is gone, and still says which it was', async () => {
    const post = await made('posts', { title: 'Soon gone' })
    const row = await reported({ about: `posts:${post.id}` })
    await site.payload.delete({ collection: 'posts' as never, id: post.id, overrideAccess: true })
    const page = await read<CasePage>('case', aed, { id: String(row.id) })
    expect(page.matter).toEqual({ ref: `posts:${post.id}`, name: `posts:${post.id}`, path: null })
  })

  it('answers 404 for what is not there or not for this person, and opens no case', async () => {
    const secret = await made('secrets', { title: 'Payroll' })
    const known = await reported({})
    const before = await countRows(ctx(), 'gov-incidents', {})
    for (const about of [
      `secrets:${secret.id}`,
      `gov-incidents:${known.id}`,
      'posts:999999',
      'posts:',
      'nothing:1',
      'global:nothing',
      'words',
      `posts:${'9'.repeat(40)}`,
    ]) {
      const answer = await send({ about })
      expect([about, answer.status]).toEqual([about, 404])
      expect(answer.text).not.toContain('Payroll')
      expect((await read<ReportPage>('report', creator, { about })).about).toBeNull()
    }
    expect(await countRows(ctx(), 'gov-incidents', {})).toBe(before)
    expect((await send({ about: `secrets:${secret.id}` }, aed)).status).toBe(200)
  })

  it('hides a report on an account from whose account it is', async () => {
    const row = await reported({ about: aed.ref })
    expect(await read('case', aed, { id: String(row.id) })).toBeNull()
    expect(await read('case', ed, { id: String(row.id) })).not.toBeNull()
  })

  it('keeps when it happened, read in the time zone of the organization', async () => {
    const at = async (happenedAt: string): Promise<unknown> => {
      const { happenedAt: kept } = await reported({ happenedAt })
      return kept ? new Date(kept as string).toISOString() : kept
    }
    expect(await at('2026-03-01T09:30')).toBe('2026-03-01T14:30:00.000Z')
    expect(await at('2026-03-01T09:30:00Z')).toBe('2026-03-01T09:30:00.000Z')
    expect(await at('')).toBeFalsy()
  })

  it.each([
    ['a time in the future', { happenedAt: '2026-03-02T10:01' }, /still to come/],
    ['what is no time', { happenedAt: 'yesterday' }, /not a date and time/],
    ['a time before there were sites', { happenedAt: '0001-01-01T00:00' }, /not a date and time/],
    ['a time that is no text', { happenedAt: 5 }, /must be text/],
    ['a reference that is no text', { about: { $ne: '' } }, /must be text/],
  ])('refuses %s with 400 and one sentence, and writes nothing', async (_name, body, words) => {
    const before = await countRows(ctx(), 'gov-incidents', {})
    const answer = await send(body)
    expect(answer.status).toBe(400)
    expect(answer.body.errors).toHaveLength(1)
    expect(answer.body.errors[0].message).toMatch(words)
    expect(await countRows(ctx(), 'gov-incidents', {})).toBe(before)
  })

  it('refuses a body over the limit before it is read as a whole', async () => {
    const before = await countRows(ctx(), 'gov-incidents', {})
    const answer = await send({ summary: 'x'.repeat(300 * 1024) })
    expect(answer.status).toBe(400)
    expect(answer.body.errors[0].message).toMatch(/at most 256 KB/i)
    expect(await countRows(ctx(), 'gov-incidents', {})).toBe(before)
  })

  const visitorSends = (words: string): Promise<RestAnswer> =>
    site.rest('POST', '/info/message', { body: { kind: 'outage', words } })
  const receipt = (number: string, code: string): Promise<RestAnswer> =>
    site.rest('GET', `/info/receipt?${new URLSearchParams({ n: number, k: code })}`)

  it('shows a visitor how far it is by number and code, however they are typed', async () => {
    const { number, token } = (await visitorSends('The page is down.')).body
    expect(token).toMatch(/^([A-Z0-9]{5}-){3}[A-Z0-9]{5}$/)
    for (const [typedNumber, typedCode] of [
      [number, token],
      [number.toLowerCase(), token.toLowerCase()],
      [number.replace('-', ''), token.replaceAll('-', ' ')],
    ]) {
      const page = await receipt(typedNumber, typedCode)
      expect(page.status).toBe(200)
      expect(page.text).toContain('It has arrived.')
    }
    const wrong = await receipt(number, 'AAAAA-AAAAA-AAAAA-AAAAA')
    const unknown = await receipt('AAAA-AAAA', token)
    expect([wrong.status, unknown.status]).toEqual([404, 404])
    const sentence = /receipt could not be found[^<]*/
    expect(sentence.exec(wrong.text)![0]).toBe(sentence.exec(unknown.text)![0])
  })

  it('takes a form that is sent again with another answer for another report, and the same one for the same', async () => {
    const stamp = newStamp(site.payload)
    const form = (more: Record<string, string>) => ({ kind: 'outage', words: 'Noise.', ...more })
    const sent = async (more: Record<string, string> = {}): Promise<string> => {
      const page = await site.rest('POST', '/info/message', { form: { ...form(more), [STAMP]: stamp } })
      return /class="number">([^<]+)</.exec(page.text)![1]!
    }
    const first = await sent()
    expect(await sent()).toBe(first)
    const danger = await sent({ danger: 'yes' })
    const about = await sent({ about: 'aed' })
    expect(new Set([first, danger, about]).size).toBe(3)
    const found = await findRow(ctx(), 'gov-incidents', { number: { equals: danger } })
    expect(found!.severity).toBe('critical')
  })

  it('shows nobody whom a report is about that its sender is not to be written to', async () => {
    const body = { kind: 'other', words: 'About her.', about: 'aed', contact: 'not.safe@home.example' }
    const { number } = (await site.rest('POST', '/info/message', { body })).body
    const row = (await findRow(ctx(), 'gov-incidents', { number: { equals: number } }))!
    const subject = `gov-incidents:${row.id}`
    const listed = async (as: Person) =>
      (await site.rest('GET', '/gov-unsafe-addresses?limit=0', { as })).text
    expect(await listed(ed)).toContain(subject)
    expect(await listed(aed)).not.toContain(subject)
    const entry = (await findRow(ctx(), 'gov-unsafe-addresses', { subject: { equals: subject } }))!
    const lift = (as: Person) =>
      site.rest('POST', `/governance/unsafe-addresses/${entry.id}/lift`, { as, body: { reason: 'r' } })
    expect((await lift(aed)).status).toBe(404)
    expect((await lift(ed)).status).toBe(200)
  })

  it('sends nobody the mail about a case that turned out to be about them before it left', async () => {
    const late = await reported({ summary: 'Whose is it?' })
    const about = await reported({ summary: 'It is hers.', concerned: aed.ref })
    server.received.length = 0
    const path = `/governance/incidents/${late.id}/merge`
    expect((await site.rest('POST', path, { as: ed, body: { into: about.number } })).status).toBe(200)
    await governanceTick(site.payload, { force: true, only: ['heal', 'timers', 'outbox'] })
    expect(server.to(aed.email).filter(({ subject }) => subject.includes(String(late.number)))).toEqual([])
    const mail = await findRow(ctx(), 'gov-outbox', {
      and: [
        { about: { equals: `gov-incidents:${late.id}` } },
        { toRef: { equals: aed.ref } },
        { toKind: { equals: 'user' } },
      ],
    })
    if (mail) expect(mail).toMatchObject({ state: 'stopped', lastError: 'concerned' })
  })

  it.each([
    [
      'a form',
      'application/x-www-form-urlencoded',
      Array.from({ length: 40_000 }, (_, n) => `f${n}=1`).join('&'),
    ],
    [
      'parts',
      'multipart/form-data; boundary=b',
      Array.from(
        { length: 20_000 },
        (_, n) => `--b\r\ncontent-disposition: form-data; name="f${n}"\r\n\r\n1\r\n`,
      ).join(''),
    ],
  ])('refuses %s of thousands of fields without reading them one by one', async (_name, type, body) => {
    const post = (path: string, as?: Person) => site.rest('POST', path, { raw: { type, body }, as })
    expect((await post('/governance/incidents/1/evidence', creator)).status).toBe(400)
    expect((await post('/info/message')).status).toBe(400)
  })

  it('takes a report of a visitor with a name or without one, and never for a colleague of that name', async () => {
    const body = { kind: 'outage', words: 'The form is gone.', name: 'Ada, AED' }
    const { number } = (await site.rest('POST', '/info/message', { body })).body
    const row = (await findRow(ctx(), 'gov-incidents', { number: { equals: number } }))!
    expect(row).toMatchObject({ reporterKind: 'visitor', reporterName: 'Ada, AED' })
    expect(row.reporterRef ?? null).toBeNull()
    expect(JSON.stringify(row.timeline)).not.toContain('Ada')
    expect((await read<CasePage>('case', aed, { id: String(row.id) })).reporter).toEqual({
      kind: 'visitor',
      name: 'Ada, AED',
    })
    const nameless = (await visitorSends('The form is gone, too.')).body.number
    const other = await findRow(ctx(), 'gov-incidents', { number: { equals: nameless } })
    expect(other!.reporterName ?? null).toBeNull()
    const wrong = await site.rest('POST', '/info/message', { body: { ...body, name: ['a'] } })
    expect(wrong.status).toBe(400)
  })

  it('answers whoever reported when the case is closed: by the receipt, or beside their own report', async () => {
    const close = async (row: Row): Promise<void> => {
      for (const [action, body] of [
        ['acknowledge', {}],
        ['resolve', { words: 'A cable was loose.' }],
        ['close', { words: 'Cables are fixed.', answer: 'It works again. <b>Thank you.</b>' }],
      ] as const) {
        const path = `/governance/incidents/${row.id}/${action}`
        expect((await site.rest('POST', path, { as: aed, body })).status).toBe(200)
      }
    }
    const { number, token } = (await visitorSends('It is down again.')).body
    await close((await findRow(ctx(), 'gov-incidents', { number: { equals: number } }))!)
    const page = await receipt(number, token)
    expect(page.text).toContain('It works again. &lt;b&gt;Thank you.&lt;/b&gt;')
    expect(page.text).not.toMatch(/cable/i)
    const own = await reported({ summary: 'Mine' })
    await close(own)
    const { reports } = (await site.rest('GET', '/governance/incidents/mine', { as: creator })).body
    expect(reports.find((one: Row) => one.number === own.number)).toMatchObject({
      state: 'closed',
      answer: 'It works again. <b>Thank you.</b>',
    })
  })

  it.each([
    ['en', 'See how far it is', 'Number'],
    ['fr', 'Voir où en sont les choses', 'Numéro'],
  ])('asks for number and code where the address has neither (%s)', async (lang, heading, number) => {
    const page = await site.rest('GET', `/info/receipt?lang=${lang}`)
    expect(page.status).toBe(200)
    expect(page.text).toContain(heading)
    expect(page.text).toMatch(/<form\s+method="get"/)
    expect(page.text).toContain(`>${number}`)
    expect((await site.rest('GET', `/info/message?lang=${lang}`)).text).toContain('/api/info/receipt?')
  })

  it('loses no report of staff in a flood of public ones, and delays none of their alerts', async () => {
    const flood = await Promise.all(Array.from({ length: TOTAL * 3 }, (_, n) => visitorSends(`Flood ${n}`)))
    expect(flood.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(TOTAL * 2)
    const staff = await send({ severity: 'critical', summary: 'A device is gone.' })
    expect(staff.status).toBe(200)
    server.received.length = 0
    await governanceTick(site.payload, { force: true, only: ['heal', 'timers', 'outbox'] })
    expect(server.to(aed.email).filter(({ subject }) => subject.includes(staff.body.number))).toHaveLength(1)
  })
})
