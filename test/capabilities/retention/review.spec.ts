import { randomBytes } from 'node:crypto'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { findRow, findRows, insert, type Row, setAll } from '../../../src/platform/db.js'
import { type DeskCard, runtimeOf } from '../../../src/platform/runtime.js'
import { translatorFor } from '../../../src/platform/translate.js'
import { days, type Person, type RestAnswer, type Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { type MailServer, mailServer } from '../../helpers/smtp.js'
import { needed } from '../forms/contact.js'
import { formSite } from '../forms/site.js'
import { publishNotice, richText } from '../notices/publishing.js'

const HOLDS = '/governance/retention/holds'
const email = { blockType: 'email', name: 'email', label: 'E-mail', governance: needed }
const message = { blockType: 'textarea', name: 'message', label: 'Message', governance: needed }

describeDatabases('a hold and its review', (database) => {
  let site: Stand
  let mail: MailServer
  let officer: Person
  let clerk: Person
  let aed: Person
  let open: number | string
  let confidential: number | string
  const ctx = () => ({ payload: site.payload })
  const makeForm = async (slug: string, governanceDesk: boolean): Promise<number | string> => {
    const data = {
      title: slug,
      governanceSlug: slug,
      governanceDesk,
      confirmationType: 'message',
      confirmationMessage: richText('Thank you.'),
      fields: [email, message],
    }
    const made = await site.payload.create({ collection: 'forms' as never, data: data as never })
    return (made as unknown as { id: number | string }).id
  }
  const received = async (form: number | string, from: string, words = 'help'): Promise<Row> =>
    insert(ctx(), 'form-submissions', {
      form,
      deleteAfter: '2026-12-01T00:00:00.000Z',
      submissionData: [
        { id: randomBytes(12).toString('hex'), field: 'email', value: from },
        { id: randomBytes(12).toString('hex'), field: 'message', value: words },
      ],
    })
  const tick = () => governanceTick(site.payload, { force: true, only: ['timers'] })
  const look = () => governanceTick(site.payload, { force: true, only: ['retention-holds'] })
  const place = (body: object, as = officer): Promise<RestAnswer> =>
    site.rest('POST', HOLDS, { as, body: { why: 'A court asks', ...body } })
  const keep = (id: unknown, body: object, as = officer): Promise<RestAnswer> =>
    site.rest('POST', `${HOLDS}/${String(id)}/keep`, { as, body })
  const release = (id: unknown, as = officer): Promise<RestAnswer> =>
    site.rest('POST', `${HOLDS}/${String(id)}/release`, { as, body: { why: 'It is settled' } })
  const holds = async (as: Person): Promise<any[]> => (await site.rest('GET', HOLDS, { as })).body.holds
  const mails = async (): Promise<string[]> =>
    (await findRows(ctx(), 'gov-outbox', { template: { like: 'retention:mail:review' } }, { limit: 0 }))
      .map(({ template, toRef }) => `${String(template).split(':').at(-1)} ${toRef}`)
      .sort()
  const health = async (): Promise<any> =>
    (await site.rest('GET', '/governance/retention/health', { as: clerk })).body
  const card = async (as: Person, locale = 'en'): Promise<DeskCard> => {
    const { capabilities, actorOf } = runtimeOf(site.payload)
    const req = await site.request({ as })
    const desk = capabilities.find(({ key }) => key === 'retention')!.desk!
    return (await desk({
      ...ctx(),
      req,
      actor: actorOf(req),
      t: translatorFor(site.payload, locale),
      locale,
      now: site.clock.now(),
      adminRoute: '/admin',
    }))!
  }
  const watch = async (): Promise<void> => {
    await setAll(
      ctx(),
      'gov-leases',
      { key: { exists: true } },
      { lastSuccessAt: site.clock.now().toISOString() },
    )
    await governanceTick(site.payload, { force: true, only: ['watch'] })
  }
  const cases = (): Promise<Row[]> =>
    findRows(ctx(), 'gov-incidents', { causeKey: { like: 'watch:retention:holdsLate' } }, { limit: 0 })

  beforeAll(async () => {
    mail = await mailServer()
    site = await formSite(database, { config: { email: mail.email() } })
    officer = await site.person('officer', ['privacy-officer'])
    clerk = await site.person('clerk', ['communications'])
    aed = await site.person('ada', ['aed'])
    await publishNotice(site, officer, 'first')
    open = await makeForm('open', true)
    confidential = await makeForm('confidential', false)
  })
  afterAll(async () => {
    await site?.stop()
    await mail?.stop()
  })

  it('finds the messages of an address, whoever wrote it how, and not those that merely speak of it', async () => {
    const mine = await received(open, 'Ann.Lee@Example.org')
    await received(open, 'other@example.org', 'ann.lee@example.org told me')
    const body = { kind: 'person', address: '"ann.lee"@example.org' }
    const preview = await site.rest('POST', `${HOLDS}/preview`, { as: officer, body })
    expect(preview.body).toEqual({ total: 1, past: 0, more: false })
    const placed = await place(body)
    const links = await findRows(ctx(), 'gov-held', { hold: { equals: String(placed.body.id) } })
    expect(links.map(({ record }) => record)).toEqual([String(mine.id)])
    expect((await release(placed.body.id)).status).toBe(200)
    expect(await findRows(ctx(), 'gov-held', { hold: { equals: String(placed.body.id) } })).toEqual([])
  })

  it('tells nobody of messages that they may not see: no count, no preview, no hold of others', async () => {
    await received(confidential, 'quiet@example.org')
    const body = { kind: 'person', address: 'quiet@example.org' }
    const nobody = { kind: 'person', address: 'nobody@example.org' }
    const previewFor = async (as: Person, one: object): Promise<unknown> =>
      (await site.rest('POST', `${HOLDS}/preview`, { as, body: one })).body
    expect(await previewFor(officer, body)).toMatchObject({ total: 1 })
    expect(await previewFor(aed, body)).toEqual(await previewFor(aed, nobody))
    const [byAed, other] = [await place(body, aed), await place(nobody, aed)]
    expect(Object.keys(byAed.body).sort()).toEqual(Object.keys(other.body).sort())
    const own = await holds(aed)
    expect(own.map(({ keeps }) => keeps)).toEqual([
      { total: 0, past: 0, more: false },
      { total: 0, past: 0, more: false },
    ])
    // It keeps them all the same, and who may see them sees so.
    expect((await holds(officer)).map(({ keeps }) => keeps.total).sort()).toEqual([0, 1])
    const placed = await place(body)
    expect((await holds(aed)).map(({ id }) => String(id))).not.toContain(String(placed.body.id))
    expect((await release(placed.body.id, aed)).status).toBe(404)
    expect((await keep(placed.body.id, { until: '2027-01-01', why: 'x' }, aed)).status).toBe(404)
    expect((await site.rest('GET', `/gov-holds/${placed.body.id}`, { as: aed })).status).toBe(404)
    const query = { kind: 'query', collection: 'form-submissions', where: { form: { equals: confidential } } }
    expect((await site.rest('POST', `${HOLDS}/preview`, { as: aed, body: query })).body.total ?? 0).toBe(0)
    for (const { body: made } of [byAed, other]) expect((await release(made.id, aed)).status).toBe(200)
    expect((await release(placed.body.id)).status).toBe(200)
  })

  it('is a task, a mail to who placed it and to the privacy officer, and once each', async () => {
    const { id } = (
      await place({ kind: 'person', address: 'review@example.org', reviewAt: '2026-04-01' }, aed)
    ).body
    await tick()
    expect(await mails()).toEqual([])
    expect((await card(officer)).needsMe.items).toEqual([])
    site.clock.set('2026-04-01T09:00:00.000Z')
    await tick()
    site.clock.forward(days(2))
    await tick()
    expect(await mails()).toEqual(['review privacy-officer', `review ${aed.ref}`].sort())
    const { items, count } = (await card(officer, 'fr')).needsMe
    expect(items[0]).toMatchObject({ href: '/admin/governance/holds', overdue: false })
    expect(items[0]!.label).toContain('prolonger ou lever?')
    expect(count).toBe(1)
    expect((await card(clerk)).needsMe.count).toBe(0)
    expect(await health()).toMatchObject({ held: 1, holdsToReview: 1, holdsLate: 0 })
    expect((await holds(aed))[0]).toMatchObject({ review: 'due' })
    const [told] = await findRows(ctx(), 'gov-outbox', { template: { equals: 'retention:mail:review' } })
    expect(JSON.stringify(told)).not.toContain('court')
    // It never ends by itself.
    expect(await findRow(ctx(), 'gov-holds', { id: { equals: id } })).toMatchObject({ state: 'active' })
  })

  it('is an alarm two weeks later, once, and the watchdog says so', async () => {
    await watch()
    expect(await cases()).toEqual([])
    site.clock.set('2026-04-15T04:00:00.000Z')
    await tick()
    await watch()
    await watch()
    const [one, ...more] = await cases()
    expect([one?.severity, more]).toEqual(['high', []])
    const french = await site.rest('GET', `/gov-incidents/${one!.id}`, { as: aed, lang: 'fr' })
    expect(french.body.summary).toContain('que personne n’a revues')
    expect(await mails()).toEqual(
      [
        'review privacy-officer',
        `review ${aed.ref}`,
        'reviewLate privacy-officer',
        `reviewLate ${aed.ref}`,
      ].sort(),
    )
    expect(await health()).toMatchObject({ ok: false, holdsToReview: 1, holdsLate: 1 })
    expect((await card(aed)).overdue).toBe(1)
  })

  it('refuses a review in more than ten years, which nobody would come to, and a year that no database holds', async () => {
    const [{ id }] = await holds(officer)
    for (const far of ['2037-01-01', '9999-12-31', '+275760-09-13T00:00:00.000Z', '275760-09-13']) {
      expect((await keep(id, { until: far, why: 'It goes on' })).status, far).toBe(400)
      const placed = await place({ kind: 'person', address: 'far@example.org', reviewAt: far })
      expect([far, placed.status]).toEqual([far, 400])
      expect(placed.text).toContain('within ten years')
    }
  })

  it('is kept on until another date with a reason, on the ledger, and asked again then', async () => {
    const [{ id }] = await holds(officer)
    for (const body of [
      { until: '2026-06-01' },
      { why: 'It goes on' },
      { until: '2026-01-01', why: 'It goes on' },
      { until: 'tomorrow', why: 'It goes on' },
    ])
      expect((await keep(id, body)).status, JSON.stringify(body)).toBe(400)
    const kept = await keep(id, { until: '2026-06-01', why: 'The court still asks' })
    expect(kept.body).toMatchObject({ state: 'active', reviewAt: '2026-06-01T04:00:00.000Z' })
    const [entry] = await findRows(ctx(), 'gov-ledger', { action: { equals: 'retention.keptOn' } })
    expect(entry).toMatchObject({ subject: `gov-holds:${id}`, actorRef: officer.ref })
    const { personal, ...chained } = entry!
    expect(JSON.stringify(personal)).toContain('still asks')
    expect(JSON.stringify(chained)).not.toContain('still asks')
    expect(await health()).toMatchObject({ holdsToReview: 0, holdsLate: 0 })
    expect((await holds(officer))[0]).toMatchObject({ review: 'later', reviewedWhy: 'The court still asks' })
    const before = (await mails()).length
    await tick()
    expect((await mails()).length).toBe(before)
    site.clock.set('2026-06-02T00:00:00.000Z')
    await tick()
    expect((await mails()).length).toBe(before + 2)
    expect((await release(id)).body.state).toBe('released')
    expect((await keep(id, { until: '2026-09-01', why: 'Too late' })).status).toBe(409)
    await look()
    expect((await card(officer)).needsMe.items).toEqual([])
  })

  it('is one mail to a privacy officer who placed it, not a second one for the role', async () => {
    const mine = (): unknown[] => mail.to(officer.email).filter(({ text }) => text.includes('Jul 1, 2026'))
    const placed = await place({ kind: 'person', address: 'own@example.org', reviewAt: '2026-07-01' })
    site.clock.set('2026-07-01T09:00:00.000Z')
    await tick()
    for (let turn = 0; turn < 2; turn += 1)
      await governanceTick(site.payload, { force: true, only: ['outbox'] })
    expect(mine()).toHaveLength(1)
    expect((await release(placed.body.id)).status).toBe(200)
  })
})
