import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import { type CollectionConfig, createLocalReq, type Field } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { all, countRows, findRow, findRows, insert, type Row } from '../../../src/platform/db.js'
import type { DeskCard } from '../../../src/platform/deskCard.js'
import { runtimeOf } from '../../../src/platform/runtime.js'
import { viewContext } from '../../../src/platform/ui/viewContext.js'
import { type Person, posts, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { publishNotice, richText } from '../notices/publishing.js'
import { needed, voluntary } from './contact.js'

/** For members only; a field that nobody fills in from outside. */
const exits: CollectionConfig = {
  slug: 'exits',
  access: { create: ({ req }) => req.user?.collection === 'members', read: () => true },
  fields: [
    { name: 'words', type: 'text' },
    { name: 'verdict', type: 'text', access: { create: () => false } },
  ],
}

/** A host whose forms ask other things in each language. */
const perLanguage = ({ defaultFields }: { defaultFields: Field[] }): Field[] =>
  defaultFields.map((field) =>
    'name' in field && field.name === 'fields' ? ({ ...field, localized: true } as Field) : field,
  )

describeDatabases('who gets at which message', (database) => {
  const folder = mkdtempSync(join(tmpdir(), 'governance-reach-'))
  let site: Stand
  let officer: Person
  let clerk: Person
  let aed: Person
  let member: Person
  let open: number | string
  let confidential: number | string

  beforeAll(async () => {
    site = await stand(database, {
      collections: [
        posts,
        exits,
        { slug: 'attachments', access: { read: () => true }, fields: [], upload: { staticDir: folder } },
      ],
      config: {
        plugins: [
          formBuilderPlugin({
            fields: { payment: false, upload: true },
            uploadCollections: ['attachments'],
            formOverrides: { fields: perLanguage, versions: true },
          }),
        ],
      },
      plugin: {
        intake: { perSource: 10_000, total: 10_000, minFillSeconds: 0 },
        forms: {
          mask: false,
          exporters: ['communications', 'privacy-officer'],
          collections: { exits: { anonymous: true } },
        },
      },
    })
    officer = await site.person('officer', ['privacy-officer'])
    clerk = await site.person('clerk', ['communications'])
    aed = await site.person('ada', ['aed'])
    const data = { name: 'Xochi', email: 'xochi@members.example', password: 'a long enough password' }
    const made = await site.payload.create({ collection: 'members' as never, data: data as never })
    const { token } = await site.payload.login({ collection: 'members' as never, data: data as never })
    member = { ...(made as unknown as Person), token: token ?? '' }
    await publishNotice(site, officer, 'first')
    open = await makeForm('open')
    confidential = await makeForm('confidential', { governanceDesk: false })
  })
  afterAll(async () => {
    await site?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const ctx = () => ({ payload: site.payload })
  const topic = (value: string) => ({
    blockType: 'select',
    name: 'topic',
    label: 'Topic',
    governance: voluntary,
    options: [{ label: value, value }],
  })
  const photo = {
    blockType: 'upload',
    name: 'photo',
    label: 'A file',
    uploadCollection: 'attachments',
    governance: voluntary,
  }
  const words = {
    blockType: 'textarea',
    name: 'message',
    label: 'Message',
    required: true,
    governance: needed,
  }
  const makeForm = async (slug: string, more: object = {}): Promise<number | string> => {
    const made = await site.payload.create({
      collection: 'forms' as never,
      data: {
        title: slug,
        governanceSlug: slug,
        confirmationType: 'message',
        confirmationMessage: richText('Thank you.'),
        fields: [words, topic('help'), photo],
        ...more,
      } as never,
    })
    return (made as unknown as { id: number | string }).id
  }
  const send = async (form: number | string, file = false): Promise<number | string> => {
    const body = new FormData()
    const submissionData = [{ field: 'message', value: 'Hello' }]
    body.set('_payload', JSON.stringify({ form, submissionData }))
    if (file) body.set('photo', new File(['their words'], 'theirs.txt', { type: 'text/plain' }))
    const given = new Response(body)
    const raw = { type: given.headers.get('content-type')!, body: new Uint8Array(await given.arrayBuffer()) }
    const sent = await site.rest('POST', '/form-submissions', { raw })
    if (sent.status !== 201) throw new Error(sent.text)
    return sent.body.doc.id as number | string
  }
  const worklist = async (as: Person) =>
    (await site.rest('GET', '/governance/retention/worklist', { as })).body as {
      items: { id: string; work: null | { state: string; actions: string[]; path: null | string } }[]
      total: number
      thisWeek: number
    }
  const cardOf = async (person: Person): Promise<DeskCard> => {
    const user = {
      ...(await site.payload.findByID({ collection: 'users', id: person.id })),
      collection: 'users',
    }
    const context = viewContext(await createLocalReq({ user: user as never }, site.payload))
    const { payload, req, actor, t, locale, now, adminRoute } = context
    const given = { payload, req, actor, t, locale, now, adminRoute }
    const { cards } = await context.read<{ cards: (DeskCard & { key: string })[] }>('overview', 'desk', given)
    return cards.find(({ key }) => key === 'retention')!
  }

  it('keeps the files of a message from whoever does not see the message', async () => {
    await send(open, true)
    await send(confidential, true)
    const ofForm = async (form: number | string): Promise<Row> =>
      (await findRow(ctx(), 'attachments', { governanceForm: { equals: `forms:${form}` } }))!
    const [theirs, hidden] = [await ofForm(open), await ofForm(confidential)]
    const seen = async (as: Person, { id, filename }: Row) => [
      (await site.rest('GET', `/attachments/${id}`, { as })).status,
      (await site.rest('GET', `/attachments/file/${String(filename)}`, { as })).status,
      (await site.rest('GET', `/attachments?where[id][equals]=${id}`, { as })).body.docs.length,
    ]
    expect(await seen(clerk, theirs)).toEqual([200, 200, 1])
    expect((await seen(clerk, hidden))[0]).toBe(404)
    expect((await seen(clerk, hidden))[1]).toBeGreaterThanOrEqual(403)
    expect((await seen(clerk, hidden))[2]).toBe(0)
    expect(await seen(officer, hidden)).toEqual([200, 200, 1])
    const change = await site.rest('PATCH', `/attachments/${hidden.id}`, { as: clerk, body: {} })
    const removal = await site.rest('DELETE', `/attachments/${hidden.id}`, { as: clerk })
    expect([change.status, removal.status].every((status) => status >= 403)).toBe(true)
    expect(await countRows(ctx(), 'attachments', { id: { equals: hidden.id } })).toBe(1)
  })

  it('deletes, counts and ticks off by its id nothing that the list of that person does not show', async () => {
    const id = await send(confidential)
    const record = `/governance/retention/records/form-submissions/${id}`
    for (const as of [clerk, aed]) {
      expect((await site.rest('GET', `${record}/footprint`, { as })).status).toBe(404)
      for (const verb of ['delete', 'handled'])
        expect((await site.rest('POST', `${record}/${verb}`, { as })).status).toBe(404)
    }
    const subject = { subject: { equals: `form-submissions:${id}` } }
    expect(await countRows(ctx(), 'gov-handled', subject)).toBe(0)
    expect(await countRows(ctx(), 'form-submissions', { id: { equals: id } })).toBe(1)
    expect((await site.rest('POST', `${record}/handled`, { as: officer })).status).toBe(200)
    expect((await site.rest('GET', `${record}/footprint`, { as: officer })).body.rows).toBe(1)
  })

  it('shows nobody at the desk what came by a form that is gone by now', async () => {
    const gone = await makeForm('gone', { governanceDesk: false })
    const id = await send(gone)
    // SQL databases keep a form that something came by.
    await site.payload.delete({ collection: 'forms' as never, id: gone }).catch(() => undefined)
    expect((await site.rest('GET', `/form-submissions/${id}`, { as: clerk })).status).toBe(404)
    expect((await worklist(clerk)).items.map((item) => item.id)).not.toContain(String(id))
    expect((await site.rest('GET', `/form-submissions/${id}`, { as: officer })).status).toBe(200)
  })

  it('takes out as a table only messages of forms that the desk answers', async () => {
    const table = (form: number | string, as: Person) =>
      site.rest('GET', `/governance/forms/export?form=${form}`, { as })
    expect((await table(open, clerk)).status).toBe(200)
    expect((await table(confidential, clerk)).status).toBe(404)
    expect((await table(confidential, officer)).status).toBe(200)
    const logged = all({ action: { equals: 'forms.exported' } }, { actorRef: { equals: clerk.ref } })
    expect((await findRows(ctx(), 'gov-ledger', logged)).map(({ subject }) => subject)).toEqual([
      `forms:${open}`,
    ])
  })

  it('offers as a table, by their titles, only what may be taken, and nothing to others', async () => {
    const offered = async (as?: Person) => {
      const { status, body } = await site.rest('GET', '/governance/forms/exportable', { as })
      return status === 200 ? (body.forms as { title: string }[]).map(({ title }) => title) : status
    }
    expect(await offered(officer)).toEqual(expect.arrayContaining(['confidential', 'open']))
    expect(await offered(clerk)).toContain('open')
    expect(await offered(clerk)).not.toContain('confidential')
    expect(await offered(aed)).toEqual([])
    expect([await offered(member), await offered()]).toEqual([403, 401])
  })

  it('offers the purposes of the notice in force, in both languages, to whoever makes a form', async () => {
    const asked = await site.rest('GET', '/governance/forms/purposes', { as: clerk })
    expect(asked.body.version).toBe(1)
    expect(asked.body.purposes).toContainEqual({
      key: 'contact',
      label: { en: 'To answer your message', fr: 'Pour répondre à votre message' },
    })
    expect((await site.rest('GET', '/governance/forms/purposes')).status).toBe(401)
  })

  it('gives a member who sends what is anonymous no more than a stranger has: fields stay closed, and no key', async () => {
    const body = { words: 'x', verdict: 'innocent' }
    const sent = await site.rest('POST', '/exits', { as: member, body })
    expect([sent.status, sent.body.doc?.words]).toEqual([201, 'x'])
    expect(sent.body.doc).not.toHaveProperty('governanceKey')
    const stored = (await findRow(ctx(), 'exits', { words: { equals: 'x' } }))!
    expect(stored.verdict ?? null).toBeNull()
    expect(stored.governanceKey).toBeTruthy()
  })

  it('asks the host by every door whether this account may send it', async () => {
    const create = 'mutation { createExit(data: { words: "graph" }) { id } }'
    for (const as of [officer, undefined]) {
      expect((await site.rest('POST', '/exits', { as, body: { words: 'graph' } })).status).toBe(403)
      expect((await site.graphql(create, { as })).errors).toBeDefined()
      const user = as && { ...as, collection: 'users' }
      const own = site.payload.create({
        collection: 'exits' as never,
        data: { words: 'graph' } as never,
        ...(user ? { user: user as never } : {}),
        overrideAccess: false,
      })
      await expect(own).rejects.toMatchObject({ status: 403 })
    }
    expect(await countRows(ctx(), 'exits', { words: { equals: 'graph' } })).toBe(0)
    expect((await site.graphql(create, { as: member })).errors).toBeUndefined()
    expect(await countRows(ctx(), 'exits', { words: { equals: 'graph' } })).toBe(1)
  })

  it('counts as sent with a message only what was uploaded for it, in a request that goes on as well', async () => {
    const req = await createLocalReq({}, site.payload)
    const upload = async (name: string): Promise<Row> =>
      (await site.payload.create({
        collection: 'attachments' as never,
        data: {} as never,
        file: { name, data: Buffer.from('ours'), mimetype: 'text/plain', size: 4 },
        req,
      })) as unknown as Row
    const submit = (submissionData: object[]) =>
      site.payload.create({
        collection: 'form-submissions' as never,
        data: { form: open, submissionData } as never,
        req,
      })
    await submit([{ field: 'message', value: 'Hello' }])
    const after = await upload('after.txt')
    await expect(
      submit([
        { field: 'message', value: 'Hello' },
        { field: 'topic', value: 'odd' },
      ]),
    ).rejects.toThrow()
    const late = await upload('late.txt')
    await expect(
      submit([
        { field: 'message', value: 'Hello' },
        { field: 'photo', value: 'no-such-file' },
      ]),
    ).rejects.toThrow()
    const last = await upload('last.txt')
    for (const { id } of [after, late, last])
      expect((await findRow(ctx(), 'attachments', { id: { equals: id } }))!.governanceForm ?? null).toBeNull()
  })

  it('takes what a form asks in either language, where the host keeps its fields per language', async () => {
    const form = await makeForm('both')
    await site.payload.update({
      collection: 'forms' as never,
      id: form,
      locale: 'fr' as never,
      data: { fields: [words, topic('aide')], confirmationMessage: richText('Merci.') } as never,
    })
    const sent = async (value: string) =>
      site.rest('POST', '/form-submissions', {
        body: {
          form,
          submissionData: [
            { field: 'message', value: 'Bonjour' },
            { field: 'topic', value },
          ],
        },
      })
    expect((await sent('aide')).status).toBe(201)
    expect((await sent('help')).status).toBe(201)
    expect((await sent('other')).status).toBe(400)
    const subject = `form-submissions:${(await sent('aide')).body.doc.id}`
    const binding = await findRow(ctx(), 'gov-submissions', { subject: { equals: subject } })
    expect(binding!.purposes).toEqual(['contact'])
    expect((await site.rest('GET', '/info/form/both?lang=fr')).text).toContain('value="aide"')
  })

  it('lets nobody bring an accepting form back that would be refused today', async () => {
    const form = await makeForm('restored')
    const { seals } = runtimeOf(site.payload)
    // As it was before the plugin, or under another notice: accepting, and nothing said of its field.
    const at = seals.findIndex(({ key }) => key === 'forms-declared')
    const [seal] = seals.splice(at, 1)
    const bare = { fields: [{ blockType: 'text', name: 'odd', label: 'Odd' }] }
    await site.payload.update({ collection: 'forms' as never, id: form, data: bare as never })
    seals.splice(at, 0, seal!)
    const before = (await site.payload.findVersions({
      collection: 'forms' as never,
      where: { parent: { equals: form } },
      sort: '-createdAt',
      limit: 1,
    })) as unknown as { docs: { id: number | string }[] }
    const closed = { governanceAccepting: false, fields: [words] }
    await site.payload.update({ collection: 'forms' as never, id: form, data: closed as never })
    const version = before.docs[0]!.id
    const restored = await site.rest('POST', `/forms/versions/${version}`, { as: officer })
    expect([restored.status, restored.body.errors?.[0]?.data?.code]).toEqual([400, 'formNotLabelled'])
    const own = site.payload.restoreVersion({ collection: 'forms' as never, id: version as string })
    await expect(own).rejects.toMatchObject({ code: 'formNotLabelled' })
    const row = (await findRow(ctx(), 'forms', { id: { equals: form } }))!
    expect(row.governanceAccepting).toBe(false)
    expect(JSON.stringify(row)).not.toContain('"odd"')
  })

  it('shows AED and ED how far a message is, and offers them nothing that would be refused', async () => {
    const id = await send(open)
    const itemOf = async (as: Person) => (await worklist(as)).items.find((item) => item.id === String(id))!
    expect((await itemOf(clerk)).work).toMatchObject({ state: 'new', actions: ['take', 'answered'] })
    expect((await itemOf(clerk)).work!.path).toContain(String(id))
    expect((await itemOf(aed)).work).toMatchObject({ state: 'new', actions: [], path: null })
  })

  it('counts on the desk what was answered and waits to be deleted', async () => {
    const id = await send(open)
    const before = (await cardOf(clerk)).needsMe.count
    const path = `/governance/forms/messages/${id}/answered`
    expect((await site.rest('POST', path, { as: clerk })).status).toBe(200)
    expect((await cardOf(clerk)).needsMe.count).toBe(before + 1)
  })

  it('shows a full list also where many messages of others leave sooner', async () => {
    const shown = (await worklist(clerk)).total
    const soon = new Date(site.clock.now().getTime() + 3_600_000).toISOString()
    for (let left = 101; left > 0; left -= 1)
      await insert(ctx(), 'form-submissions', { form: confidential, deleteAfter: soon })
    const list = await worklist(clerk)
    expect([list.items.length, list.total, list.thisWeek]).toEqual([shown, shown, 0])
    expect((await worklist(officer)).thisWeek).toBe(101)
  })
})
