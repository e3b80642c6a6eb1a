import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { countRows, findRow, findRows, type Row } from '../../../src/platform/db.js'
import { type Person, posts, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { prepare, press, publishNotice, richText } from '../notices/publishing.js'
import { voluntary } from './contact.js'
import { tellsTime } from './idTimes.js'

const CANARY = 'Chapultepec 12'

/** A picture that says where it was taken. */
const photograph = async (): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await sharp({ create: { width: 8, height: 4, channels: 3, background: 'teal' } })
      .jpeg()
      .withExif({ IFD0: { ImageDescription: CANARY, Artist: CANARY } })
      .withMetadata({ orientation: 6 })
      .toBuffer(),
  )

describeDatabases('files that come with a message', (database) => {
  const folder = mkdtempSync(join(tmpdir(), 'governance-sent-'))
  let site: Stand
  let officer: Person
  let creator: Person
  let form: number | string
  let anonymous: number | string

  beforeAll(async () => {
    site = await stand(database, {
      collections: [
        posts,
        { slug: 'attachments', access: { read: () => true }, fields: [], upload: { staticDir: folder } },
      ],
      config: {
        sharp: sharp as never,
        plugins: [
          formBuilderPlugin({ fields: { payment: false, upload: true }, uploadCollections: ['attachments'] }),
        ],
      },
      plugin: { intake: { perSource: 10_000, total: 10_000, minFillSeconds: 0 } },
    })
    officer = await site.person('officer', ['privacy-officer'])
    creator = await site.person('creator', ['content-creator'])
    await publishNotice(site, officer, 'first')
    form = await makeForm('with-file')
    anonymous = await makeForm('nameless', { governanceAnonymous: true })
  })
  afterAll(async () => {
    await site?.stop()
    rmSync(folder, { recursive: true, force: true })
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
        fields: [
          {
            blockType: 'upload',
            name: 'photo',
            label: 'A picture',
            uploadCollection: 'attachments',
            governance: voluntary,
          },
        ],
        ...more,
      } as never,
    })
    return (made as unknown as { id: number | string }).id
  }
  /** As a browser sends the page's form, with one file. */
  const send = async (
    to: string,
    file: {
      name: string
      type?: string
      bytes: Uint8Array<ArrayBuffer> | string
      more?: Record<string, string>
    },
    meanwhile?: () => Promise<unknown>,
  ) => {
    const page = await site.rest('GET', `/info/form/${to}`)
    const hidden = [...page.text.matchAll(/<input\s+type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"/g)]
    await meanwhile?.()
    const body = new FormData()
    for (const [, name, value] of hidden) body.set(name!, value!)
    body.set('website', '')
    for (const [name, value] of Object.entries(file.more ?? {})) body.set(name, value)
    body.set('f_photo', new File([file.bytes], file.name, { type: file.type }))
    const sent = new Response(body)
    const raw = { type: sent.headers.get('content-type')!, body: new Uint8Array(await sent.arrayBuffer()) }
    return site.rest('POST', `/info/form/${to}?lang=en`, { raw })
  }
  const newest = async (): Promise<Row> =>
    (await site.payload.find({ collection: 'attachments' as never, sort: '-id', limit: 1 })).docs[0] as never

  it('takes out of a picture where it was taken and by whom, and keeps which side is up', async () => {
    const bytes = await photograph()
    expect(Buffer.from(bytes).includes(CANARY)).toBe(true)
    expect((await send('with-file', { name: 'me.jpg', type: 'image/jpeg', bytes })).status).toBe(303)
    const stored = await newest()
    const kept = readFileSync(join(folder, String(stored.filename)))
    expect(kept.includes(CANARY)).toBe(false)
    const { exif, width, height, orientation } = await sharp(kept).metadata()
    expect([exif, orientation, width, height]).toEqual([undefined, undefined, 4, 8])
    expect(stored.filename).toBe('me.jpg')
  })

  it('refuses a file that is not what its name says, and keeps nothing of it', async () => {
    const before = [await countRows(ctx(), 'attachments', {}), readdirSync(folder).length]
    const bad = [
      { name: 'photo.png', type: 'image/png', bytes: '<html><script>alert(1)</script></html>' },
      { name: 'page.html', type: 'text/html', bytes: '<html></html>' },
      { name: 'drawing.svg', type: 'image/svg+xml', bytes: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
      { name: 'broken.jpg', type: 'image/jpeg', bytes: (await photograph()).slice(0, 40) },
    ]
    for (const file of bad) {
      const answer = await send('with-file', file)
      expect([file.name, answer.status]).toEqual([file.name, 400])
    }
    expect([await countRows(ctx(), 'attachments', {}), readdirSync(folder).length]).toEqual(before)
    expect(await countRows(ctx(), 'form-submissions', {})).toBe(1)
  })

  it('shows the file to the readers of messages only, and its content once they said why', async () => {
    const { id, filename } = await newest()
    const file = `/attachments/file/${String(filename)}`
    for (const as of [creator, undefined]) {
      expect((await site.rest('GET', file, { as })).status).toBeGreaterThanOrEqual(403)
      expect((await site.rest('GET', `/attachments/${id}`, { as })).status).toBe(404)
      expect((await site.rest('GET', '/attachments', { as })).body.docs).toEqual([])
    }
    expect((await site.rest('DELETE', `/attachments/${id}`, { as: creator })).status).toBeGreaterThanOrEqual(
      403,
    )
    expect((await site.rest('GET', `/attachments/${id}`, { as: officer })).status).toBe(200)
    expect((await site.rest('GET', file, { as: officer })).status).toBeGreaterThanOrEqual(403)
    const [submission] = (await site.payload.find({ collection: 'form-submissions' as never, sort: '-id' }))
      .docs
    await site.rest('POST', `/governance/disclosures/form-submissions/${(submission as Row).id}`, {
      as: officer,
      body: { reason: 'answer' },
    })
    expect((await site.rest('GET', file, { as: officer })).status).toBe(200)
    site.clock.forward(16 * 60_000)
    expect((await site.rest('GET', file, { as: officer })).status).toBeGreaterThanOrEqual(403)
  })

  it('takes no file that is already here with somebody else’s message, by its number or in any other way', async () => {
    const { id } = await newest()
    const before = await countRows(ctx(), 'form-submissions', {})
    const named = await site.rest('POST', '/form-submissions', {
      body: { form, submissionData: [{ field: 'photo', value: id }] },
    })
    expect([named.status, named.body.errors[0].data.fields]).toEqual([400, { photo: 'file' }])
    expect(await countRows(ctx(), 'form-submissions', {})).toBe(before)
    const beside = await site.rest('POST', '/form-submissions', {
      body: {
        form,
        submissionData: [],
        submissionUploads: [{ field: 'photo', value: [{ relationTo: 'attachments', value: id }] }],
      },
    })
    const row = await findRow(ctx(), 'form-submissions', { id: { equals: beside.body.doc.id } })
    expect(row!.submissionUploads ?? []).toEqual([])
    const graphql = await site.graphql(
      `mutation { createFormSubmission(data: { form: ${typeof form === 'number' ? form : `"${form}"`}, submissionData: [{ field: "photo", value: ${JSON.stringify(String(id))} }] }) { id } }`,
    )
    expect(graphql.errors?.[0]?.message).toContain('photo')
  })

  it('keeps no file of somebody who must read another notice first', async () => {
    const before = [await countRows(ctx(), 'attachments', {}), readdirSync(folder).length]
    const file = { name: 'late.txt', type: 'text/plain', bytes: 'Hello' }
    const late = await send('with-file', file, async () => {
      await prepare(site, officer, 'second')
      expect((await press(site, officer, { matters: true })).status).toBe(200)
    })
    expect(late.status).toBe(409)
    expect([await countRows(ctx(), 'attachments', {}), readdirSync(folder).length]).toEqual(before)
    expect((await send('with-file', file)).status).toBe(303)
  })

  it('counts a file among what a message rests on', async () => {
    const [binding] = await findRows(ctx(), 'gov-submissions', {}, { sort: '-createdAt', limit: 1 })
    expect((binding!.grounds as { others: unknown }).others).toEqual([
      { purpose: 'contact', basis: 'voluntary' },
    ])
  })

  it('leaves what staff put there as it is', async () => {
    const made = (await site.payload.create({
      collection: 'attachments' as never,
      data: {} as never,
      file: { name: 'own.txt', data: Buffer.from('ours'), mimetype: 'text/plain', size: 4 },
    })) as unknown as Row
    expect((await site.rest('GET', `/attachments/file/${String(made.filename)}`)).status).toBe(200)
    expect((await site.rest('GET', `/attachments/${made.id}`)).body.governanceForm).toBeUndefined()
  })

  it('keeps neither the name nor the time of a file that comes without one’s name', async () => {
    const bytes = await photograph()
    const name = 'Robin Quetzal at home.jpg'
    expect((await send('nameless', { name, type: 'image/jpeg', bytes })).status).toBe(303)
    // By its form: on MongoDB its id says nothing of when it came.
    const row = (await findRow(ctx(), 'attachments', { governanceForm: { equals: `forms:${anonymous}` } }))!
    expect(row.filename).toMatch(/^file(-\d+)?\.jpe?g$/)
    expect(JSON.stringify(row)).not.toContain('Robin')
    expect(new Date(row.createdAt as string).toISOString()).toBe('2026-03-02T05:00:00.000Z')
    expect(row.governanceForm).toBe(`forms:${anonymous}`)
    expect(form).not.toBe(anonymous)
    expect(statSync(join(folder, String(row.filename))).mtime.toISOString()).toBe('2026-03-02T05:00:00.000Z')
    expect(tellsTime(row.id)).toBe(false)
  })

  it('keeps none that rests on a consent which was not given', async () => {
    const rests = { dataClass: 'personal', purpose: 'follow-up', basis: 'consent' }
    await makeForm('agreed', {
      fields: [
        {
          blockType: 'upload',
          name: 'photo',
          label: 'A picture',
          uploadCollection: 'attachments',
          governance: rests,
        },
        { blockType: 'checkbox', name: 'news', label: 'You may write to me', governance: rests },
      ],
    })
    const before = await countRows(ctx(), 'attachments', {})
    const bytes = await photograph()
    expect((await send('agreed', { name: 'no.jpg', type: 'image/jpeg', bytes })).status).toBe(303)
    expect(await countRows(ctx(), 'attachments', {})).toBe(before)
    expect(readdirSync(folder).filter((name) => name.startsWith('no'))).toEqual([])
    const yes = { name: 'yes.jpg', type: 'image/jpeg', bytes, more: { f_news: 'on' } }
    expect((await send('agreed', yes)).status).toBe(303)
    expect(await countRows(ctx(), 'attachments', {})).toBe(before + 1)
  })
})
