import { afterAll, beforeAll, expect, it } from 'vitest'

import { countRows, findRow, findRows } from '../../../src/platform/db.js'
import { type Person, type Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { approve, draftId, press, promises, submit, write, writerOf } from '../notices/publishing.js'
import { fill, formSite, makeForm } from './contact.js'

describeDatabases('a notice that changes while somebody fills in a form', (database) => {
  let site: Stand
  let officer: Person
  let form: number | string
  /** The version in force. */
  let current = 0
  beforeAll(async () => {
    site = await formSite(database)
    officer = await site.person('officer', ['privacy-officer'])
    await publish()
    form = await makeForm(site)
  })
  afterAll(async () => {
    await site?.stop()
  })

  const ctx = () => ({ payload: site.payload })
  /** Publishes other words, and these promises. */
  const publish = async (promised: object = promises, body: object = {}): Promise<void> => {
    const writer = await writerOf(site)
    await write(site, writer, `number ${current + 1}`)
    await site.rest('PATCH', `/gov-notices/${await draftId(site)}`, {
      as: writer,
      body: { promises: promised },
    })
    await submit(site, writer)
    await approve(site, officer)
    const published = await press(site, officer, { ...body })
    if (published.status !== 200) throw new Error(published.text)
    current = published.body.number as number
  }
  const send = (shownVersion: unknown, to = 'form-submissions') =>
    site.rest('POST', `/${to}`, {
      body:
        to === 'surveys'
          ? { words: 'x', shownVersion }
          : { form, submissionData: [{ field: 'message', value: 'Hello' }], shownVersion },
    })
  const stored = () => countRows(ctx(), 'form-submissions', {})

  it('is taken where nothing that matters has changed, bound to the version in force, which the receipt names', async () => {
    const page = await fill(site, { f_message: 'Hello' })
    await publish()
    const sent = await send(1)
    expect([sent.status, sent.body.receipt?.noticeVersion]).toEqual([201, 2])
    const subject = { subject: { equals: `form-submissions:${sent.body.doc.id}` } }
    expect(await findRow(ctx(), 'gov-submissions', subject)).toMatchObject({ number: 2, state: 'confirmed' })
    const address = new URL(sent.body.receipt.address as string, 'http://localhost')
    const receipt = await site.rest('GET', `${address.pathname}${address.search}`.replace(/^\/api/, ''))
    expect(receipt.text).toContain('Version 2')
    expect(receipt.text).not.toContain('Version 1')
    const byPage = await site.rest('POST', '/info/form/contact?lang=en', { form: page })
    expect(page.shownVersion).toBe('1')
    expect(byPage.status).toBe(303)
    const [newest] = await findRows(ctx(), 'gov-submissions', {}, { limit: 1, sort: '-id' })
    expect(newest).toMatchObject({ number: 2, source: 'page' })
  })

  it('asks again where a promise that the form uses has changed, and says which', async () => {
    const [contact, survey, later] = promises.purposes
    const changes: [string, object][] = [
      ['retention', { ...promises, retention: { amount: 6, unit: 'months' } }],
      ['recipients', { ...promises, recipients: [{ en: 'Our host', fr: 'Notre hébergeur' }] }],
      ['contact', { ...promises, contact: { email: 'other@lakeshore.example' } }],
      ['purposes', { ...promises, purposes: [{ ...contact, en: 'To sell things' }, survey, later] }],
    ]
    for (const [what, promised] of changes) {
      await publish()
      const shown = current
      expect((await send(shown)).status).toBe(201)
      await publish(promised)
      const before = await stored()
      const told = await send(shown)
      expect([what, told.status, told.body.errors?.[0]?.data]).toEqual([
        what,
        409,
        expect.objectContaining({ code: 'noticeChanged', inForce: current, shown, changed: [what] }),
      ])
      expect(await stored()).toBe(before)
      expect((await send(current)).status).toBe(201)
    }
  })

  it('takes what a form does not use for no change, and asks where it is not known what is collected for', async () => {
    await publish()
    const shown = current
    await publish({ ...promises, purposes: promises.purposes.slice(0, 2) })
    expect((await send(shown)).status).toBe(201)
    const survey = await send(shown, 'surveys')
    expect([survey.status, survey.body.errors?.[0]?.data?.changed]).toEqual([409, ['purposes']])
  })

  it('asks everybody where who publishes says that the change matters, also after a later change that does not', async () => {
    await publish()
    const shown = current
    await publish(promises, { matters: true })
    const mattered = current
    await publish()
    const told = await send(shown)
    expect([told.status, told.body.errors?.[0]?.data?.changed]).toEqual([409, ['said']])
    expect((await send(mattered)).status).toBe(201)
    const version = { place: { equals: `site:${mattered}` } }
    expect(await findRow(ctx(), 'gov-notice-versions', version)).toMatchObject({ matters: true })
    const entries = await findRows(ctx(), 'gov-ledger', { action: { equals: 'notices.published' } })
    expect(entries.filter(({ facts }) => (facts as { matters?: boolean }).matters)).toHaveLength(1)
  })

  it('asks where there is nothing to compare: text only, or no version of that number', async () => {
    await publish()
    const shown = current
    for (const number of [0, -1, 1.5, current + 1, 9_007_199_254_740_993]) {
      const told = await send(number)
      expect([number, told.status, told.body.errors?.[0]?.data?.changed]).toEqual([number, 409, ['unknown']])
    }
    await publish({
      purposes: [],
      retention: { amount: null },
      recipients: [],
      contact: { name: null, email: null, telephone: null },
    })
    expect((await send(shown)).body.errors[0].data.changed).toEqual(['unknown'])
    expect((await send(current)).status).toBe(201)
  })
})
