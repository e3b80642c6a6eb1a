import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick } from '../../../src/index.js'
import { compareAndSet, countRows, findRows, insert } from '../../../src/platform/db.js'
import { days, type Person, type Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { type MailServer, mailServer } from '../../helpers/smtp.js'
import { publishNotice, richText } from '../notices/publishing.js'
import { needed } from './contact.js'
import { formSite } from './site.js'

const words = { blockType: 'textarea', name: 'message', label: 'Message', governance: needed, required: true }

describeDatabases('messages that few may see, kept too long', (database) => {
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
      fields: [words],
    }
    const made = await site.payload.create({ collection: 'forms' as never, data: data as never })
    return (made as unknown as { id: number | string }).id
  }
  const received = (form: number | string, deleteAfter: string) =>
    insert(ctx(), 'form-submissions', { form, deleteAfter })
  const look = () => governanceTick(site.payload, { force: true, only: ['timers'] })
  const mails = async (): Promise<unknown[][]> =>
    (await findRows(ctx(), 'gov-outbox', { template: { like: 'retention:mail:overdue' } }, { sort: 'key' }))
      .filter(({ toKind }) => toKind === 'role')
      .map(({ template, toRef, values }) => [
        String(template).split(':').at(-1)!,
        toRef,
        values.count,
        values.since.at.slice(0, 10),
      ])
      .sort()

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

  it('tells the privacy officer and the AED, not the desk, of what the desk cannot see', async () => {
    await look()
    expect(await mails()).toEqual([])
    await received(confidential, '2026-02-20T15:00:00.000Z')
    site.clock.forward(days(1))
    await look()
    expect(await mails()).toEqual([['overdueBeside', 'privacy-officer,aed', '1', '2026-02-20']])
  })

  it('tells each what it reaches, the oldest of it, and once', async () => {
    const before = await mails()
    await received(open, '2026-02-18T15:00:00.000Z')
    await received(open, '2026-02-19T15:00:00.000Z')
    await received(confidential, '2026-02-21T15:00:00.000Z')
    for (let times = 2; times > 0; times -= 1) {
      site.clock.forward(days(1))
      await look()
    }
    const desk = ['overdue', 'communications,aed', '2', '2026-02-18']
    expect(await mails()).toEqual([desk, ...before].sort())
  })

  it('finds the oldest behind more than it reads at once', async () => {
    for (let left = 101; left > 0; left -= 1) await received(open, '2026-02-10T15:00:00.000Z')
    await received(confidential, '2026-02-17T15:00:00.000Z')
    site.clock.forward(days(1))
    await look()
    expect(await mails()).toContainEqual(['overdueBeside', 'privacy-officer,aed', '3', '2026-02-17'])
    expect(await mails()).toContainEqual(['overdue', 'communications,aed', '103', '2026-02-10'])
  })

  it('writes to each of them how many of which collection, and nothing of what was written', async () => {
    const { body } = await site.rest('POST', '/form-submissions', {
      body: { form: confidential, submissionData: [{ field: 'message', value: 'CANARY' }] },
    })
    await compareAndSet(
      ctx(),
      'form-submissions',
      { id: { equals: body.doc.id } },
      { deleteAfter: '2026-02-11T15:00:00.000Z' },
    )
    await look()
    site.clock.forward(days(1))
    await look()
    await governanceTick(site.payload, { force: true, only: ['outbox'] })
    await governanceTick(site.payload, { force: true, only: ['outbox'] })
    const few = mail.received.filter(({ text }) => text.includes('not answered at the desk'))
    const told = few.flatMap(({ to }) => to)
    expect(told).toEqual(expect.arrayContaining([aed.email, officer.email]))
    expect(told).not.toContain(clerk.email)
    expect(few.at(-1)!.text).toContain('Form Submissions')
    expect(few.map(({ text }) => text).join()).toContain('deleted: 4\nOldest date: Feb 11, 2026')
    expect(mail.to(clerk.email).length).toBeGreaterThan(0)
    expect(mail.received.map(({ raw }) => raw).join()).not.toContain('CANARY')
  })

  const held = (subject: string) => countRows(ctx(), 'gov-holds', { subject: { equals: subject } })
  const place = (record: string, as: Person) =>
    site.rest('POST', '/governance/retention/holds', { as, body: { record, why: 'A court asked for it.' } })
  const release = (hold: unknown, as: Person) =>
    site.rest('POST', `/governance/retention/holds/${String(hold)}/release`, { as, body: { why: 'Done.' } })
  const listed = async (as: Person): Promise<string[]> =>
    (await site.rest('GET', '/gov-holds?limit=0', { as })).body.docs.map((row: { id: unknown }) =>
      String(row.id),
    )

  it('lets nobody hold what they need not know of: it is not there, as what was never there', async () => {
    const { id } = await received(confidential, '2026-08-01T15:00:00.000Z')
    const subject = `form-submissions:${id}`
    const refused = await place(subject, aed)
    expect(refused.status).toBe(404)
    for (const unknown of ['form-submissions:999999', 'form-submissions:x', 'nowhere:1', 'x'])
      expect(await place(unknown, aed)).toMatchObject({ status: 404, text: refused.text })
    expect(await held(subject)).toBe(0)
    expect((await place(subject, officer)).status).toBe(200)
    expect(await held(subject)).toBe(1)
  })

  it('shows and releases the hold on such a message for nobody who may not see the message', async () => {
    const { id } = await received(confidential, '2026-08-02T15:00:00.000Z')
    const hold = (await place(`form-submissions:${id}`, officer)).body.id
    expect(await listed(aed)).not.toContain(String(hold))
    expect((await site.rest('GET', `/gov-holds/${hold}`, { as: aed })).status).toBe(404)
    const refused = await release(hold, aed)
    expect(refused).toMatchObject({ status: 404, text: (await release('x', aed)).text })
    const states = async () =>
      (await findRows(ctx(), 'gov-holds', { id: { equals: hold } })).map(({ state }) => state)
    expect(await states()).toEqual(['active'])
    expect(await listed(officer)).toContain(String(hold))
    expect((await release(hold, officer)).status).toBe(200)
    expect(await states()).toEqual(['released'])
  })

  it('leaves holds on what one may see as they were, and those that one placed when the form is closed later', async () => {
    const form = await makeForm('closing', true)
    const { id } = await received(form, '2026-08-03T15:00:00.000Z')
    const byOfficer = (await place(`form-submissions:${id}`, officer)).body.id
    const own = (await place(`form-submissions:${id}`, aed)).body.id
    expect(await listed(aed)).toEqual(expect.arrayContaining([String(byOfficer), String(own)]))
    const data = { governanceDesk: false }
    await site.payload.update({ collection: 'forms' as never, id: form, data: data as never })
    expect(await listed(aed)).not.toContain(String(byOfficer))
    expect(await listed(aed)).toContain(String(own))
    expect((await release(own, aed)).status).toBe(200)
    expect((await site.rest('GET', '/gov-holds', { as: clerk })).status).toBe(403)
  })
})
