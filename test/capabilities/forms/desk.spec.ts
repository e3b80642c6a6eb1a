import { afterAll, beforeAll, expect, it } from 'vitest'

import { findRows, type Row } from '../../../src/platform/db.js'
import { type Person, type Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { publishNotice } from '../notices/publishing.js'
import { formSite, makeForm } from './contact.js'

describeDatabases('the desk that answers messages', (database) => {
  let site: Stand
  let officer: Person
  let clerk: Person
  let colleague: Person
  let aed: Person
  let creator: Person
  let form: number | string
  let confidential: number | string
  beforeAll(async () => {
    site = await formSite(database, { plugin: { forms: { mask: true } } })
    officer = await site.person('officer', ['privacy-officer'])
    clerk = await site.person('clerk', ['communications'])
    colleague = await site.person('colleague', ['communications'])
    aed = await site.person('ada', ['aed'])
    creator = await site.person('creator', ['content-creator'])
    await publishNotice(site, officer, 'first')
    form = await makeForm(site)
    confidential = await makeForm(site, 'confidential')
    await site.payload.update({
      collection: 'forms' as never,
      id: confidential,
      data: { governanceDesk: false } as never,
    })
  })
  afterAll(async () => {
    await site?.stop()
  })

  const ctx = () => ({ payload: site.payload })
  const send = async (
    values: Record<string, string>,
    to: number | string = form,
    more: object = {},
  ): Promise<number | string> => {
    const submissionData = Object.entries({ message: 'Hello', ...values }).map(([field, value]) => ({
      field,
      value,
    }))
    const sent = await site.rest('POST', '/form-submissions', { body: { form: to, submissionData, ...more } })
    if (sent.status !== 201) throw new Error(sent.text)
    return sent.body.doc.id as number | string
  }
  const binding = async (id: number | string): Promise<Row> =>
    (await findRows(ctx(), 'gov-submissions', { subject: { equals: `form-submissions:${id}` } }))[0]!
  const act = (as: Person | undefined, id: number | string, action: string) =>
    site.rest('POST', `/governance/forms/messages/${id}/${action}`, { as })
  const worklist = async (as: Person) =>
    (await site.rest('GET', '/governance/retention/worklist', { as })).body.items as {
      id: string
      work: null | { state: string; actions: string[]; mayAnswer: boolean; proxy: boolean }
    }[]
  const itemOf = async (as: Person, id: number | string) =>
    (await worklist(as)).find((item) => item.id === String(id))

  it('takes a message in hand, gives it back, marks it as answered and opens it again, each on the ledger', async () => {
    const id = await send({}, form, { forSomebodyElse: true })
    expect((await itemOf(clerk, id))!.work).toMatchObject({
      state: 'new',
      actions: ['take', 'answered'],
      proxy: true,
    })
    const states: string[] = []
    for (const action of ['take', 'giveBack', 'take', 'answered', 'reopen', 'answered'])
      states.push((await act(clerk, id, action)).body.state as string)
    expect(states).toEqual(['inHand', 'new', 'inHand', 'answered', 'inHand', 'answered'])
    const entries = await findRows(ctx(), 'gov-ledger', {
      and: [{ action: { equals: 'forms.worked' } }, { subject: { equals: `form-submissions:${id}` } }],
    })
    expect(entries).toHaveLength(6)
    expect(entries[0]!.actorRef).toBe(clerk.ref)
    expect((await itemOf(clerk, id))!.work!.state).toBe('answered')
  })

  it('lets one of two who take a message at once have it, and tells the other', async () => {
    const id = await send({})
    const answers = await Promise.all([act(clerk, id, 'take'), act(colleague, id, 'take')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const winner = answers[0]!.status === 200 ? clerk : colleague
    expect((await binding(id)).workBy).toBe(winner.ref)
  })

  it('refuses what is not possible now, what there is not, and whoever does not work there', async () => {
    const id = await send({})
    expect((await act(clerk, id, 'reopen')).status).toBe(409)
    expect((await act(clerk, id, 'delete')).status).toBe(404)
    expect((await act(clerk, 'nothing', 'take')).status).toBe(404)
    for (const as of [creator, aed]) expect((await act(as, id, 'take')).status).toBe(403)
    expect((await act(undefined, id, 'take')).status).toBe(401)
    expect((await binding(id)).work).toBe('new')
  })

  it('says in the words of whoever asks what a message is by now', async () => {
    const id = await send({})
    await act(clerk, id, 'take')
    const asked = await site.rest('POST', `/governance/forms/messages/${id}/take`, {
      as: colleague,
      lang: 'fr',
    })
    expect([asked.status, asked.body.errors[0].data.state]).toEqual([409, 'inHand'])
    expect(asked.body.errors[0].message).toContain('En cours')
    expect(asked.body.errors[0].message).not.toContain('inHand')
    expect(asked.body.errors[0].message).toMatch(/En cours \(par clerk, le 2 mars 2026, 10\sh\)\. Rechargez/)
    const english = await act(colleague, id, 'take')
    expect(english.body.errors[0].message).toMatch(
      /In hand \(by clerk, on Mar 2, 2026, 10:00\sa\.m\.\)\. Reload/,
    )
    await act(clerk, id, 'giveBack')
    const given = await act(colleague, id, 'reopen')
    expect(given.body.errors[0].message).toBe(
      'This is not possible now. It is: New. Reload to see what happened meanwhile.',
    )
  })

  it('offers to answer only where somebody left an address and said that it is safe', async () => {
    const offered = async (values: Record<string, string>) =>
      (await itemOf(clerk, await send(values)))!.work!.mayAnswer
    expect(await offered({})).toBe(false)
    expect(await offered({ email: 'robin@home.example' })).toBe(false)
    expect(await offered({ email: 'robin@home.example', safeToWrite: 'no' })).toBe(false)
    expect(await offered({ safeToWrite: 'yes' })).toBe(false)
    expect(await offered({ email: 'robin@home.example', safeToWrite: 'yes' })).toBe(true)
  })

  it('opens the mail program only where it is safe to write, carries no word along, and records the look', async () => {
    const safe = await send({ email: 'robin@home.example', safeToWrite: 'yes' })
    const looks = async () =>
      (await findRows(ctx(), 'gov-ledger', { action: { equals: 'forms.disclosed' } }, { limit: 100 })).length
    const before = await looks()
    const answer = await act(clerk, safe, 'answer')
    const { receiptNumber, work } = await binding(safe)
    expect(answer.body).toEqual({ mailto: `mailto:robin@home.example?subject=${receiptNumber}` })
    expect([work, await looks()]).toEqual(['inHand', before + 1])
    const unsafe: Record<string, string>[] = [
      { email: 'robin@work.example' },
      { email: 'x@work.example', safeToWrite: 'no' },
    ]
    for (const values of unsafe) {
      const refused = await act(clerk, await send(values), 'answer')
      expect(refused.status).toBe(409)
      expect(refused.body.errors[0].message).toContain('did not say that it is safe')
      expect(refused.text).not.toContain('work.example')
    }
    const none = await site.rest('POST', `/governance/forms/messages/${await send({})}/answer`, {
      as: clerk,
      lang: 'fr',
    })
    expect([none.status, none.body.errors[0].message]).toEqual([
      409,
      expect.stringContaining('Personne n’a laissé d’adresse'),
    ])
    expect(await looks()).toBe(before + 1)
  })

  it('writes no second recipient and no header into the address that the mail program gets', async () => {
    const odd = await send({ email: 'a%0Abcc=b@x.example', safeToWrite: 'yes' })
    const { mailto } = (await act(clerk, odd, 'answer')).body as { mailto: string }
    const { pathname, searchParams } = new URL(mailto)
    expect([...searchParams.keys()]).toEqual(['subject'])
    expect(pathname).toBe('a%250Abcc%3Db@x.example')
  })

  it('says that a message is gone once it was deleted with its certificate, and does nothing more with it', async () => {
    const id = await send({ email: 'gone@home.example', safeToWrite: 'yes' })
    const listed = await site.rest('GET', `/governance/retention/records/form-submissions/${id}/footprint`, {
      as: clerk,
    })
    expect(listed.body).toMatchObject({ rows: 1 })
    const deleted = await site.rest('POST', `/governance/retention/records/form-submissions/${id}/delete`, {
      as: clerk,
    })
    expect(deleted.body.certificate.number).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/)
    expect((await binding(id)).work).toBe('deleted')
    expect((await act(clerk, id, 'take')).status).toBe(404)
  })

  it('shows whoever answers what is assigned to the desk, the privacy officer all, and others nothing', async () => {
    const open = await send({ name: 'open' })
    const closed = await send({ name: 'closed' }, confidential)
    const seen = async (as: Person | undefined, id: number | string) => [
      (await site.rest('GET', `/form-submissions/${id}`, { as })).status,
      (await site.rest('GET', `/form-submissions?where[id][equals]=${id}`, { as })).body.docs?.length ?? 0,
      (await site.rest('GET', `/gov-submissions?where[subject][equals]=form-submissions:${id}`, { as })).body
        .docs?.length ?? 0,
    ]
    expect(await seen(clerk, open)).toEqual([200, 1, 1])
    expect(await seen(clerk, closed)).toEqual([404, 0, 0])
    for (const id of [open, closed]) expect(await seen(officer, id)).toEqual([200, 1, 1])
    expect((await seen(aed, open)).slice(0, 2)).toEqual([403, 0])
    expect((await seen(creator, open)).slice(0, 2)).toEqual([403, 0])
    expect(await itemOf(clerk, closed)).toBeUndefined()
    expect(await itemOf(officer, closed)).toBeDefined()
    expect((await act(clerk, closed, 'take')).status).toBe(404)
    const asked = await site.rest('POST', `/governance/disclosures/form-submissions/${closed}`, {
      as: clerk,
      body: { reason: 'answer' },
    })
    expect(asked.status).toBe(404)
  })

  it('offers no “Create new” for messages to staff, whose own messages still come through a form', async () => {
    for (const as of [clerk, officer]) {
      const { collections } = (await site.rest('GET', '/access', { as })).body
      expect(collections['form-submissions'].create).toBeFalsy()
      expect(collections['form-submissions'].read).toBeTruthy()
    }
    const submissionData = [{ field: 'message', value: 'from a colleague' }]
    const sent = await site.rest('POST', '/form-submissions', { as: clerk, body: { form, submissionData } })
    expect(sent.status).toBe(201)
    const page = await site.rest('GET', '/info/form/contact', { as: clerk })
    expect(page.status).toBe(200)
  })

  it('lets only the role take messages out as a table, on the ledger, with formulas defused', async () => {
    const table = await makeForm(site, 'table')
    await send({ name: '=HYPERLINK("http://evil.example","x")', message: 'two\nlines, "quoted"' }, table)
    await send({ name: '+1 613 555', message: '@SUM(A1)' }, table)
    await send({ name: 'a;=1;b; -2', message: 'x\n=3\n\u00ad=4' }, table)
    await send({ name: '\u00ad=5', message: '\u2060+6' }, table)
    const address = `/governance/forms/export?form=${table}`
    for (const as of [clerk, aed, creator]) expect((await site.rest('GET', address, { as })).status).toBe(403)
    expect((await site.rest('GET', address)).status).toBe(401)
    const file = await site.rest('GET', address, { as: officer })
    expect(file.headers.get('content-type')).toContain('text/csv')
    expect(file.headers.get('cache-control')).toBe('no-store')
    expect(file.text).toContain('receipt,received,noticeVersion,purposes,forSomebodyElse,answer:name')
    expect(file.text).not.toMatch(/(^|,|"|\n)[=+@]/)
    expect(file.text).toContain("'=HYPERLINK")
    expect(file.text).toContain("a;'=1;b; '-2")
    expect(file.text).not.toMatch(/(^|[,;"\n])[\s\u00AD\u200B\u2060]*[=+@]/)
    expect(file.text).toContain('"two\nlines, ""quoted"""')
    const [entry] = await findRows(ctx(), 'gov-ledger', { action: { equals: 'forms.exported' } })
    expect(entry).toMatchObject({ actorRef: officer.ref, subject: `forms:${table}`, facts: { count: 4 } })
    expect((await site.rest('GET', '/governance/forms/export?form=nothing', { as: officer })).status).toBe(
      404,
    )
  })
})
