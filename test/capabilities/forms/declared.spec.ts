import { afterAll, beforeAll, expect, it } from 'vitest'

import { countRows, findRow, findRows } from '../../../src/platform/db.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import type { NoticeInForce } from '../../../src/kernel/noticePorts.js'
import type { OverviewCommands } from '../../../src/platform/setUp.js'
import { type Person, type Stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { publishNotice, richText } from '../notices/publishing.js'
import { asBefore, fill, formSite, makeForm, needed, voluntary } from './contact.js'

describeDatabases('what a form says of its fields', (database) => {
  let site: Stand
  let officer: Person
  beforeAll(async () => {
    site = await formSite(database)
    officer = await site.person('officer', ['privacy-officer'])
    await publishNotice(site, officer, 'first')
  })
  afterAll(async () => {
    await site?.stop()
  })

  const ctx = () => ({ payload: site.payload })
  const idLiteral = (id: number | string) => (typeof id === 'number' ? String(id) : `"${id}"`)
  const stored = (id: number | string) => findRow(ctx(), 'forms', { id: { equals: id } })
  const text = (governance?: object, more: object = {}) => ({
    blockType: 'text',
    name: 'name',
    label: 'Your name',
    ...more,
    ...(governance ? { governance } : {}),
  })
  const formWith = (fields: object[], more: object = {}) => ({
    title: 'Questions',
    confirmationType: 'message',
    confirmationMessage: richText('Thank you.'),
    fields,
    ...more,
  })
  const make = (data: object, lang = 'en') => site.rest('POST', '/forms', { as: officer, body: data, lang })
  const made = async (data: object) => (await make(data)).body.doc.id as number | string
  const faults = (answer: { body: any }) =>
    answer.body.errors[0].data.errors.map(({ path, fault }: any) => `${path} ${fault}`)

  it.each([
    ['no field says anything', [text()], ['dataClass dataClass', 'purpose purpose', 'basis unknownBasis']],
    ['a class there is not', [text({ ...voluntary, dataClass: 'secret' })], ['dataClass dataClass']],
    ['a purpose that is no key', [text({ ...voluntary, purpose: 'For you!' })], ['purpose purpose']],
    [
      'required, and voluntary',
      [text({ ...needed, basis: 'voluntary' }, { required: true })],
      ['basis basis'],
    ],
    [
      'health data, required, without a basis',
      [text({ dataClass: 'health', purpose: 'contact', why: 'x' }, { required: true })],
      ['basis unknownBasis'],
    ],
    ['required without a reason', [text({ ...needed, why: ' ' }, { required: true })], ['why why']],
    [
      'a consent that is required',
      [
        {
          ...text({ ...needed, basis: 'consent' }, { required: true }),
          blockType: 'checkbox',
        },
      ],
      ['basis consentRequired'],
    ],
    [
      'words that rest on a consent that nothing asks for',
      [text({ ...voluntary, basis: 'consent' })],
      ['basis consentBox'],
    ],
    ['one name for two fields', [text(voluntary), text(voluntary)], ['purpose name']],
    ['a name that is reserved', [text(voluntary, { name: 'constructor' })], ['purpose name']],
    ['a legal duty without a reason', [text({ ...voluntary, basis: 'legalDuty' })], ['why why']],
  ])('refuses to save a form as accepting: %s', async (_name, fields, expected) => {
    const answer = await make(formWith(fields))
    const direct = site.payload.db.create({ collection: 'forms', data: formWith(fields) })
    await expect(direct).rejects.toMatchObject({ code: 'formNotLabelled' })
    expect(answer.status).toBe(400)
    const invalid = answer.body.errors[0]
    if (invalid.name === 'ValidationError') return
    const first = faults(answer).filter((one: string) => one.startsWith('fields.0.'))
    expect(first).toEqual(expected.map((one) => `fields.0.governance.${one}`))
    expect(invalid.message).toContain('“Your name”')
  })

  it('refuses a field whose declaration is nothing at all as one that says nothing', async () => {
    const answer = await make(formWith([{ ...text(), governance: null }]))
    expect([answer.status, answer.body.errors[0].data.code]).toEqual([400, 'formNotLabelled'])
  })

  it('names every field, what to do, and in the language of whoever saves', async () => {
    const fields = [text(voluntary), text(undefined, { name: 'age', label: 'Your age' })]
    const answer = await make(formWith(fields), 'fr')
    expect(answer.body.errors[0].data.code).toBe('formNotLabelled')
    expect(answer.body.errors[0].message).toMatch(/«\sYour age\s»\s: précisez à quoi il sert/)
    expect(answer.body.errors[0].message).not.toContain('Your name')
  })

  it('refuses a mail that carries what people wrote, and saves the form closed', async () => {
    for (const mail of [
      { subject: 'About {{name}}' },
      { subject: 'x', message: richText('All: {{*}}') },
      { subject: 'x', emailTo: '{{email}}' },
    ]) {
      const form = formWith([text(voluntary)], { emails: [{ emailTo: 'desk@x.example', ...mail }] })
      const answer = await make(form)
      expect([answer.status, faults(answer)]).toEqual([400, ['emails.0.message mail']])
      expect((await make({ ...form, governanceAccepting: false })).status).toBe(201)
    }
    const plain = { emailTo: 'desk@x.example', subject: 'Something came', message: richText('Sign in.') }
    expect((await make(formWith([text(voluntary)], { emails: [plain] }))).status).toBe(201)
  })

  it('does not advise what it refuses: the words beside the mails of a form, in both languages', () => {
    const { fields } = site.payload.collections.forms!.config
    const mails = fields.find((field) => 'name' in field && field.name === 'emails')!
    const { description } = mails.admin as { description: Record<string, string> }
    expect(Object.keys(description)).toEqual(['en', 'fr'])
    expect(JSON.stringify(description)).not.toContain('{{')
  })

  it('refuses through every door, and changes nothing', async () => {
    const id = await made(formWith([text(voluntary)]))
    const closed = await made(formWith([text()], { governanceAccepting: false }))
    const before = [await countRows(ctx(), 'forms', {}), await stored(id), await stored(closed)]
    const bad = { fields: [text()] }
    const open = { governanceAccepting: true }
    const as = officer
    const graphql = (mutation: string) => site.graphql(`mutation { ${mutation} { id } }`, { as })
    const refusedGraphql = async (mutation: string) => {
      const { data, errors } = await graphql(mutation)
      if (!errors?.length) throw new Error(`not refused: ${JSON.stringify(data)}`)
    }
    const refused = async (attempt: Promise<unknown>) =>
      expect(attempt).rejects.toMatchObject({ code: 'formNotLabelled' })

    expect((await site.rest('PATCH', `/forms/${id}`, { as, body: bad })).status).toBe(400)
    expect((await site.rest('PATCH', `/forms/${closed}`, { as, body: open })).status).toBe(400)
    const bulk = await site.rest('PATCH', `/forms?where[id][equals]=${id}`, { as, body: bad })
    expect(bulk.body.errors.length).toBeGreaterThan(0)
    await refusedGraphql(
      `createForm(data: { title: "x", confirmationType: message, confirmationMessage: {}, fields: [{ blockType: "text", name: "x" }] })`,
    )
    await refusedGraphql(`updateForm(id: ${idLiteral(closed)}, data: { governanceAccepting: true })`)
    await refused(site.payload.update({ collection: 'forms' as never, id, data: bad as never }))
    await refused(site.payload.update({ collection: 'forms' as never, id: closed, data: open as never }))
    await refused(site.payload.create({ collection: 'forms' as never, data: formWith([text()]) as never }))
    await refused(site.payload.db.updateOne({ collection: 'forms', id, data: bad }))
    await refused(site.payload.db.updateOne({ collection: 'forms', id: closed, data: open }))
    await refused(
      site.payload.db.updateMany({ collection: 'forms', where: { id: { equals: closed } }, data: open }),
    )
    await refused(
      site.payload.db.upsert({
        collection: 'forms',
        where: { title: { equals: 'none' } },
        data: formWith([text()]),
      }),
    )
    expect([await countRows(ctx(), 'forms', {}), await stored(id), await stored(closed)]).toEqual(before)
  })

  it('refuses the copy of an older form as accepting, and the older form once it is saved', async () => {
    const id = await made(formWith([text(voluntary)]))
    await asBefore(site, id, { fields: [text()], emails: [] })
    const copy = await site.rest('POST', `/forms/${id}/duplicate`, { as: officer, body: {} })
    expect(copy.status).toBe(400)
    const saved = await site.rest('PATCH', `/forms/${id}`, { as: officer, body: { title: 'New title' } })
    expect(faults(saved)).toContain('fields.0.governance.purpose purpose')
    expect((await stored(id))!.title).toBe('Questions')
    // Labelled, it is saved and goes on.
    const fields = [text(voluntary)]
    const labelled = await site.rest('PATCH', `/forms/${id}`, { as: officer, body: { fields } })
    expect([labelled.status, labelled.body.doc?.governanceAccepting]).toEqual([200, true])
  })

  it('lets a form that is older than the plugin go on, and names it as to be labelled', async () => {
    const id = await made(formWith([text(voluntary)], { title: 'From before', governanceSlug: 'before' }))
    await asBefore(site, id, { fields: [text()] })
    const sent = await site.rest('POST', '/info/form/before', {
      form: await fill(site, { f_name: 'Robin' }, 'before'),
    })
    expect(sent.status).toBe(303)
    const { capabilities } = runtimeOf(site.payload)
    const overview = capabilities.find(({ key }) => key === 'overview')!.port as OverviewCommands
    const doctor = async () => (await overview.checkup(ctx())).lines.join('\n')
    expect(await doctor()).toMatch(/To be labelled: .*From before/)
    expect((await site.rest('GET', `/forms/${id}`, { as: officer })).body.governanceAccepting).toBe(true)
    await site.payload.update({
      collection: 'forms' as never,
      id,
      data: { governanceAccepting: false } as never,
    })
    expect(await doctor()).not.toContain('From before')
  })

  it('takes nothing through any door while a form is closed, and shows no field', async () => {
    const form = await makeForm(site, 'closed')
    await site.payload.update({
      collection: 'forms' as never,
      id: form,
      data: { governanceAccepting: false } as never,
    })
    const rows = async () => [
      await countRows(ctx(), 'form-submissions', {}),
      await countRows(ctx(), 'gov-submissions', {}),
    ]
    const before = await rows()
    const data = { form, submissionData: [{ field: 'message', value: 'Hello' }] }
    const page = await site.rest('GET', '/info/form/closed?lang=fr')
    expect([page.status, page.text.includes('<textarea')]).toEqual([409, false])
    expect(page.text).toContain('n’accepte rien pour le moment')
    const rest = await site.rest('POST', '/form-submissions', { body: data })
    expect(rest.body.errors[0].data.code).toBe('formClosed')
    expect(
      (await site.rest('POST', '/info/form/closed', { body: { values: { message: 'x' } } })).status,
    ).toBe(409)
    const graphql = await site.graphql(
      `mutation { createFormSubmission(data: { form: ${idLiteral(form)}, submissionData: [{ field: "message", value: "x" }] }) { id } }`,
    )
    expect(graphql.errors?.[0]?.message).toContain('accepts nothing')
    await expect(
      site.payload.create({ collection: 'form-submissions' as never, data: data as never }),
    ).rejects.toMatchObject({ code: 'formClosed' })
    await expect(site.payload.db.create({ collection: 'form-submissions', data })).rejects.toMatchObject({
      code: 'formClosed',
    })
    expect(await rows()).toEqual(before)
  })

  it('holds the purposes against the notice in force when a form is saved and when something is sent', async () => {
    const forms = runtimeOf(site.payload).capabilities.find(({ key }) => key === 'notices')!
    const port = forms.port as { inForce: (...args: unknown[]) => Promise<NoticeInForce | null> }
    const { inForce } = port
    const naming =
      (...keys: string[]) =>
      async (...args: unknown[]): Promise<NoticeInForce | null> => {
        const current = await inForce(...args)
        const purposes = keys.map((key) => ({ key, label: { en: key, fr: key } }))
        return current && { ...current, promises: { purposes, retention: null, recipients: [], contact: {} } }
      }
    try {
      port.inForce = naming('contact')
      const form = await makeForm(site, 'held')
      const send = () =>
        site.rest('POST', '/form-submissions', {
          body: { form, submissionData: [{ field: 'message', value: 'Hello' }] },
        })
      const accepted = await send()
      expect(accepted.status).toBe(201)
      const [binding] = await findRows(ctx(), 'gov-submissions', {
        subject: { equals: `form-submissions:${accepted.body.doc.id}` },
      })
      expect(binding!.purposes).toEqual(['contact'])
      const strange = await make(formWith([text({ ...voluntary, purpose: 'newsletter' })]))
      expect(faults(strange)).toEqual(['fields.0.governance.purpose notInNotice'])
      expect(strange.body.errors[0].message).toContain('(contact)')
      port.inForce = naming('survey')
      const before = await countRows(ctx(), 'form-submissions', {})
      const refused = await send()
      expect([refused.status, refused.body.errors[0].data.code]).toEqual([409, 'purposeNotNamed'])
      expect((await site.rest('GET', '/info/form/held')).status).toBe(409)
      expect(await countRows(ctx(), 'form-submissions', {})).toBe(before)
    } finally {
      port.inForce = inForce
    }
  })
})
