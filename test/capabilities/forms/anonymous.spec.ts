import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import { type CollectionConfig, createLocalReq } from 'payload'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { countRows, findRow, findRows, type Row } from '../../../src/platform/db.js'
import type { DeskCard } from '../../../src/platform/deskCard.js'
import { viewContext } from '../../../src/platform/ui/viewContext.js'
import { type Person, posts, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { mailServer, type MailServer } from '../../helpers/smtp.js'
import { publishNotice, richText } from '../notices/publishing.js'
import { leaveResults } from '../results.js'
import { tablesWith } from '../retention/traces.js'
import { fill, voluntary } from './contact.js'
import { tellsTime } from './idTimes.js'

/** Marks of the one who sends: address, browser, cookie, account. */
const CANARIES = ['203.0.113.77', 'Quetzal/7.3', 'canary-cookie-41', 'xochimilco@members.example']
const MARKED = {
  'x-forwarded-for': CANARIES[0]!,
  'user-agent': CANARIES[1]!,
  cookie: `trace=${CANARIES[2]}`,
}
const DAY = '2026-03-02T05:00:00.000Z'

/** An exit survey as a host would write it: for its members only, and it notes who answered. */
const exits: CollectionConfig = {
  slug: 'exits',
  access: { create: ({ req }) => Boolean(req.user), read: () => true },
  fields: [
    { name: 'words', type: 'text' },
    {
      name: 'by',
      type: 'text',
      defaultValue: ({ user }: { user?: { email?: string } }) => user?.email ?? 'nobody',
    },
    {
      name: 'agent',
      type: 'text',
      hooks: { beforeChange: [({ req }) => req.headers.get('user-agent') ?? 'none'] },
    },
  ],
}

describeDatabases('what is anonymous', (database) => {
  let server: MailServer
  let site: Stand
  let officer: Person
  let member: Person
  let form: number | string
  const logged: string[] = []

  beforeAll(async () => {
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, method).mockImplementation(
        (...words) => void logged.push(words.map(String).join(' ')),
      )
    server = await mailServer()
    site = await stand(database, {
      collections: [posts, exits],
      config: {
        email: server.email(),
        logger: {
          options: { level: 'trace' },
          destination: { write: (line: string) => logged.push(line) },
        } as never,
        plugins: [formBuilderPlugin({ fields: { payment: false } })],
      },
      plugin: {
        intake: { perSource: 2, total: 10_000, minFillSeconds: 0 },
        forms: {
          collections: { exits: { anonymous: true } },
          mask: false,
          address: 'truncated',
          addressDays: 2,
        },
      },
    })
    officer = await site.person('officer', ['privacy-officer'])
    const data = { name: 'Xochi', email: CANARIES[3]!, password: 'a long enough password' }
    const made = await site.payload.create({ collection: 'members' as never, data: data as never })
    const { token } = await site.payload.login({ collection: 'members' as never, data: data as never })
    member = {
      ...(made as unknown as Person),
      token: token ?? '',
      ref: `members:${(made as { id: number }).id}`,
    }
    await publishNotice(site, officer, 'first')
    form = await makeForm('hints', { governanceAnonymous: true, governanceProxy: true })
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await site?.stop()
    await server?.stop()
  })

  const ctx = () => ({ payload: site.payload })
  const makeForm = async (slug: string, more: object = {}): Promise<number | string> => {
    const made = await site.payload.create({
      collection: 'forms' as never,
      data: {
        title: slug,
        governanceSlug: slug,
        confirmationType: 'message',
        confirmationMessage: richText('Thank you.'),
        fields: [{ blockType: 'textarea', name: 'words', label: 'Words', governance: voluntary }],
        emails: [
          { emailTo: 'desk@lakeshore.example', subject: 'Something came', message: richText('Sign in.') },
        ],
        ...more,
      } as never,
    })
    return (made as unknown as { id: number | string }).id
  }
  const idLiteral = (id: number | string) => (typeof id === 'number' ? String(id) : `"${id}"`)
  const values = (value: string) => [{ field: 'words', value }]
  const bindings = (where = {}) => findRows(ctx(), 'gov-submissions', where, { limit: 1000 })

  it('is connected with nobody: no mark of the sender is anywhere in the database, in logs or in mails', async () => {
    const call = { headers: MARKED, as: member }
    const sent = [
      (await site.rest('POST', '/info/form/hints', { ...call, body: { values: { words: 'page' } } })).status,
      (
        await site.rest('POST', '/info/form/hints', {
          ...call,
          form: await fill(site, { f_words: 'form' }, 'hints'),
        })
      ).status,
      (
        await site.rest('POST', '/form-submissions', {
          ...call,
          body: { form, submissionData: values('rest') },
        })
      ).status,
      (await site.rest('POST', '/exits', { ...call, body: { words: 'exit' } })).status,
    ]
    expect(sent).toEqual([201, 303, 201, 201])
    const graphql = await site.graphql(
      `mutation { createFormSubmission(data: { form: ${idLiteral(form)}, submissionData: [{ field: "words", value: "graphql" }] }) { id } }`,
      { as: member, headers: MARKED },
    )
    expect(graphql.errors).toBeUndefined()
    // Whoever is refused leaves no more behind.
    const refused = await site.rest('POST', '/form-submissions', {
      ...call,
      body: { form, submissionData: 'x' },
    })
    expect(refused.status).toBe(400)
    await vi.waitFor(async () => expect(await bindings({ state: { equals: 'confirmed' } })).toHaveLength(5))
    await governanceTick(site.payload, { force: true })
    const mails = JSON.stringify(server.received)
    expect(mails).toContain('Something came')
    let hits = 0
    const found: string[] = []
    for (const canary of [...CANARIES, member.ref]) {
      // The account itself is the member's own.
      const tables = (await tablesWith(site.payload, canary)).filter((name) => !name.startsWith('members'))
      found.push(...tables.map((table) => `${canary} in ${table}`))
      hits += tables.length
      if (mails.includes(canary)) hits += 1
      hits += logged.filter((line) => line.includes(canary)).length
    }
    leaveResults('notices', database.name, { canaryHits: hits })
    expect(found).toEqual([])
    expect(hits).toBe(0)
    // What was written is found in the same way, so that the search is one.
    expect(await tablesWith(site.payload, 'graphql')).not.toEqual([])
  })

  it('keeps the day in place of the time: in the row, the binding, the receipt and the ledger', async () => {
    await governanceTick(site.payload, { force: true, only: ['ledger-seal'] })
    const bound = await bindings({ form: { equals: `forms:${form}` } })
    expect(bound.length).toBeGreaterThan(3)
    for (const binding of bound) {
      const subject = String(binding.subject)
      const row = await findRow(ctx(), 'form-submissions', { governanceKey: { equals: binding.key } })
      const [receipt] = await findRows(ctx(), 'gov-receipts', { subject: { equals: subject } })
      const [entry] = await findRows(ctx(), 'gov-ledger', { subject: { equals: subject } })
      expect(entry!.sequence).toBeGreaterThan(0)
      const times = [
        ...[row!.createdAt, row!.updatedAt],
        ...[binding.receivedAt, binding.boundAt, binding.createdAt, binding.updatedAt],
        ...[receipt!.issuedAt, receipt!.createdAt, receipt!.updatedAt],
        ...[entry!.at, entry!.createdAt, entry!.updatedAt],
      ]
      expect(times.map((time) => new Date(time as string).toISOString())).toEqual(times.map(() => DAY))
      const rows = (row!.submissionData ?? row!.notes ?? []) as Row[]
      const ids = [row!.id, binding.id, receipt!.id, entry!.id, ...rows.map(({ id }) => id)]
      expect(rows).not.toEqual([])
      expect(ids.filter(tellsTime)).toEqual([])
      expect(entry!.request ?? null).toBeNull()
      expect(binding.address ?? null).toBeNull()
    }
  })

  it('comes to the desk by its day: no card shows midnight as the time at which it came', async () => {
    const found = await site.payload.findByID({ collection: 'users', id: officer.id })
    const user = { ...found, collection: 'users' } as never
    const context = viewContext(await createLocalReq({ user }, site.payload))
    const { payload, req, actor, t, locale, now, adminRoute } = context
    const given = { payload, req, actor, t, locale, now, adminRoute }
    const { cards } = await context.read<{ cards: (DeskCard & { key: string })[] }>('overview', 'desk', given)
    const { needsMe } = cards.find(({ key }) => key === 'forms')!
    expect(needsMe.items[0]!.label).toBe('Message of March 2, 2026')
    expect(context.whenKept(DAY)).toBe('March 2, 2026')
    expect(context.whenKept('2026-03-02T05:00:00.001Z')).toBe('Mar 2, 2026, 12:00 a.m.')
  })

  it('is counted by the hour: no counter holds the time at which something came', async () => {
    const counted = await findRows(ctx(), 'gov-counters', { key: { like: `intake:form:${form}:` } })
    expect(counted).not.toEqual([])
    for (const { id, createdAt, updatedAt, expiresAt } of counted) {
      const times = [createdAt, updatedAt, expiresAt].map((time) => new Date(time as string).toISOString())
      expect(times.map((time) => time.slice(14))).toEqual(['00:00.000Z', '00:00.000Z', '00:00.000Z'])
      expect(tellsTime(id)).toBe(false)
    }
  })

  it('lets only who may send it send it, and tells the host’s own hooks nobody', async () => {
    expect((await site.rest('POST', '/exits', { body: { words: 'stranger' } })).status).toBe(403)
    const made = await site.rest('POST', '/exits', { as: member, headers: MARKED, body: { words: 'exit' } })
    const row = await findRow(ctx(), 'exits', { id: { equals: made.body.doc.id } })
    expect(row).toMatchObject({ by: 'nobody', agent: 'none' })
    expect(new Date(row!.createdAt as string).toISOString()).toBe(DAY)
  })

  it('counts per form, not per person, where others are counted by their source', async () => {
    const open = await makeForm('open')
    const send = async (to: number | string) =>
      (
        await site.rest('POST', '/form-submissions', {
          headers: { 'x-forwarded-for': '198.51.100.9' },
          body: { form: to, submissionData: values('again') },
        })
      ).status
    expect([await send(open), await send(open), await send(open)]).toEqual([201, 201, 429])
    expect([await send(form), await send(form), await send(form)]).toEqual([201, 201, 201])
  })

  it('is not to be had with a field for an address', async () => {
    const asked = await site.rest('PATCH', `/forms/${form}`, {
      as: officer,
      body: { fields: [{ blockType: 'email', name: 'mail', label: 'Mail', governance: voluntary }] },
    })
    expect(asked.body.errors[0].data.errors[0]).toMatchObject({ fault: 'address' })
  })

  it('marks what is sent for somebody else, where the form asks', async () => {
    const page = await site.rest('GET', '/info/form/hints?lang=fr')
    expect(page.text).toContain('J’envoie ceci pour une autre personne')
    expect(page.text).toContain('Nous gardons le jour')
    const marked = async (body: object) => {
      const { number } = (await site.rest('POST', '/info/form/hints', { body })).body as { number: string }
      return (await bindings({ receiptNumber: { equals: number } }))[0]!.proxy as unknown
    }
    expect(await marked({ values: { words: 'for her' }, proxy: 'yes' })).toBe(true)
    expect(await marked({ values: { words: 'for me' } })).toBe(false)
    const rest = await site.rest('POST', '/form-submissions', {
      body: { form, submissionData: values('for him'), forSomebodyElse: true },
    })
    const [binding] = await bindings({ subject: { equals: `form-submissions:${rest.body.doc.id}` } })
    expect(binding!.proxy).toBe(true)
  })

  it('is taken out as a table by its days, whatever its ids are', async () => {
    const days = await makeForm('days', { governanceAnonymous: true })
    const now = site.clock.now()
    for (const day of [5, 3, 4, 1, 2]) {
      site.clock.set(new Date(now.getTime() + day * 24 * 3_600_000))
      const body = { form: days, submissionData: values(`day ${day}`) }
      expect((await site.rest('POST', '/form-submissions', { body })).status).toBe(201)
    }
    site.clock.set(now)
    const table = await site.rest('GET', `/governance/forms/export?form=${days}`, { as: officer })
    expect(table.text.match(/day \d/g)).toEqual([1, 2, 3, 4, 5].map((day) => `day ${day}`))
  })

  it('is the only one without what the policy keeps of an address, which goes when its days are over', async () => {
    const open = await makeForm('policy')
    const send = async (address: string): Promise<Row> => {
      const sent = await site.rest('POST', '/form-submissions', {
        headers: { 'x-forwarded-for': address },
        body: { form: open, submissionData: values('policy') },
      })
      return (await bindings({ subject: { equals: `form-submissions:${sent.body.doc.id}` } }))[0]!
    }
    expect((await send('192.0.2.130')).address).toBe('192.0.2.0')
    expect((await send('2001:db8:85a3::8a2e:370:7334')).address).toBe('2001:db8:85a3::')
    const seen = async (as: Person) =>
      (await site.rest('GET', '/gov-submissions?where[address][equals]=192.0.2.0', { as })).body.docs
        ?.length ?? 0
    const answering = await site.person('communications', ['communications'])
    expect([await seen(officer), await seen(answering)]).toEqual([1, 0])
    const kept = () => countRows(ctx(), 'gov-submissions', { address: { exists: true } })
    site.clock.forward(2 * 24 * 3_600_000 - 60_000)
    await governanceTick(site.payload, { force: true, only: ['forms-addresses'] })
    expect(await kept()).toBeGreaterThan(1)
    site.clock.forward(120_000)
    await governanceTick(site.payload, { force: true, only: ['forms-addresses'] })
    expect(await kept()).toBe(0)
  })
})
