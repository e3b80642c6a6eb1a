import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { importExportPlugin } from '@payloadcms/plugin-import-export'
import { searchPlugin } from '@payloadcms/plugin-search'
import type { CollectionConfig } from 'payload'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'

import type { Actor } from '../../../src/kernel/actor.js'
import { governanceTick } from '../../../src/index.js'
import { compareAndSet, findRow, findRows, insert, type Row } from '../../../src/platform/db.js'
import { storeReceipt } from '../../../src/platform/receipt.js'
import { emit } from '../../../src/platform/unit.js'
import { days, type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { record } from './results.js'
import { tablesWith } from './traces.js'

const CANARY = 'quetzal-7f3a'
/** As a person writes: a word alone could be an id that a waiting job needs. */
const WORDS = `${CANARY} told me so`

const withCanary = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name)
    if (entry.name.includes(CANARY)) return [path]
    return entry.isFile() && readFileSync(path).includes(CANARY) ? [path] : []
  })

const collectionsIn = (folder: string): CollectionConfig[] => [
  {
    slug: 'scans',
    versions: { drafts: true },
    upload: { staticDir: join(folder, 'scans'), imageSizes: [{ name: 'small', width: 20 }] },
    fields: [{ name: 'alt', type: 'text' }],
  },
  {
    slug: 'stories',
    trash: true,
    access: { read: () => true, create: () => true },
    versions: { drafts: true },
    fields: [
      { name: 'title', type: 'text', localized: true },
      { name: 'words', type: 'textarea' },
      { name: 'nick', type: 'text' },
      { name: 'scan', type: 'upload', relationTo: 'scans' },
    ],
  },
  {
    slug: 'notes',
    versions: true,
    fields: [
      { name: 'text', type: 'text' },
      { name: 'about', type: 'relationship', relationTo: 'stories' },
    ],
  },
]

describeDatabases('the whole footprint', (database) => {
  const logged: string[] = []
  let cutAt: null | string = null
  const folder = mkdtempSync(join(tmpdir(), 'governance-files-'))
  let site: Stand
  let officer: Person
  let comms: Person

  const into =
    (name: string) =>
    ({ collection }: { collection: CollectionConfig }): CollectionConfig => ({
      ...collection,
      upload: { ...(collection.upload as object), staticDir: join(folder, name) },
    })
  const at = () => ({ payload: site.payload })
  const run = () => governanceTick(site.payload, { force: true, only: ['retention'] })
  const make = async (collection: string, data: object, more: object = {}): Promise<any> =>
    site.payload.create({ collection, data, ...more } as never)
  const rows = (collection: string, where = {}): Promise<Row[]> =>
    findRows(at(), collection, where, { limit: 0 })
  const user = async () => ({
    ...(await site.payload.findByID({ collection: 'users', id: officer.id, depth: 0 })),
    collection: 'users',
  })
  const exported = async (): Promise<any> =>
    make(
      'exports',
      { collectionSlug: 'stories', drafts: 'yes', format: 'json', name: 'all' },
      { user: await user(), overrideAccess: false },
    )
  const imported = async (words: string): Promise<any> => {
    const data = Buffer.from(JSON.stringify([{ words, _status: 'draft' }]))
    return make(
      'imports',
      { collectionSlug: 'stories', importMode: 'create', matchField: 'id' },
      {
        file: { data, mimetype: 'application/json', name: 'rows.json', size: data.length },
        user: await user(),
        overrideAccess: false,
      },
    )
  }
  const job = (data: Record<string, unknown>): Promise<Row> =>
    insert(at(), 'payload-jobs', { taskSlug: 'tell', queue: 'default', ...data })
  const deleteNow = (id: unknown, collection = 'stories') =>
    site.rest('POST', `/governance/retention/records/${collection}/${String(id)}/delete`, { as: comms })

  beforeAll(async () => {
    site = await stand(database, {
      collections: collectionsIn(folder),
      config: {
        sharp: sharp as never,
        logger: {
          options: { level: 'trace' },
          destination: { write: (line: string) => logged.push(line) },
        } as never,
        jobs: {
          tasks: [
            { slug: 'tell', inputSchema: [{ name: 'any', type: 'json' }], handler: () => ({ output: {} }) },
          ],
        } as never,
        plugins: [
          searchPlugin({
            collections: ['stories'],
            syncDrafts: true,
            beforeSync: ({ searchDoc, originalDoc }) => ({
              ...searchDoc,
              title: String(originalDoc.words ?? ''),
            }),
          }),
          importExportPlugin({
            collections: [
              {
                slug: 'stories' as never,
                import: { disableJobsQueue: true },
                export: { disableJobsQueue: true },
              },
            ],
            overrideExportCollection: into('exports'),
            overrideImportCollection: into('imports'),
          }),
        ],
      },
      plugin: {
        approvals: false,
        retention: {
          onStep: (step) => {
            if (step === cutAt) throw new Error(`cut at ${step}`)
          },
          collections: {
            stories: { months: 3, dependents: [{ collection: 'notes', field: 'about' }] },
          },
        },
      },
    })
    officer = await site.person('officer', ['privacy-officer'])
    comms = await site.person('comms', ['communications'])
  })
  afterAll(async () => {
    await site?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  /** A story with something of it in every store that there is. */
  const plant = async (): Promise<any> => {
    const image = await sharp({ create: { width: 60, height: 60, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    const file = { data: image, mimetype: 'image/png', name: `${CANARY}.png`, size: image.length }
    const scan = await make('scans', { alt: WORDS }, { file })
    const story = await make('stories', {
      title: WORDS,
      words: WORDS,
      nick: CANARY,
      scan: scan.id,
      _status: 'published',
    })
    await site.payload.update({
      collection: 'stories' as never,
      id: story.id,
      data: { words: `${WORDS}, once more` } as never,
      draft: true,
    })
    const note = await make('notes', { text: WORDS, about: story.id })
    await site.payload.update({
      collection: 'notes' as never,
      id: note.id,
      data: { text: `${WORDS}!` } as never,
    })
    const subject = `stories:${story.id}`
    const who = { relationTo: 'users', value: officer.id }
    await insert(at(), 'payload-preferences', {
      key: `collection-stories-${story.id}`,
      user: who,
      value: { canary: CANARY },
    })
    await insert(at(), 'payload-locked-documents', {
      document: { relationTo: 'stories', value: story.id },
      user: who,
    })
    await site.rest('POST', `/governance/retention/records/stories/${story.id}/handled`, { as: comms })
    const held = await site.rest('POST', '/governance/retention/holds', {
      as: officer,
      body: { record: subject, why: WORDS },
    })
    await site.rest('POST', `/governance/retention/holds/${held.body.id}/release`, {
      as: officer,
      body: { why: WORDS },
    })
    await storeReceipt(at(), {
      number: 'QRST-2345',
      tokenHash: 'x',
      kind: 'submission',
      subject,
      issuedAt: site.clock.now(),
      locale: 'en',
      facts: { words: WORDS },
    })
    const visitor: Actor = { kind: 'visitor', roles: [] }
    const mail = (key: string) => ({
      key,
      template: 'retention:mail:overdue',
      to: { address: `${CANARY}@example.org`, locale: 'en', safeToWrite: true },
      values: { what: WORDS },
      about: subject,
    })
    await emit(at(), {
      ledger: [
        {
          action: 'forms.received',
          subject,
          actor: visitor,
          at: site.clock.now(),
          personal: { words: WORDS },
        },
      ],
      mail: [mail('draft'), mail('sent'), mail('dead')],
    })
    await compareAndSet(at(), 'gov-outbox', { key: { equals: 'sent' } }, { state: 'sent' })
    await compareAndSet(at(), 'gov-outbox', { key: { equals: 'dead' } }, { state: 'dead' })
    const comment = await site.rest('POST', '/info/comment', {
      as: officer,
      body: { on: subject, text: WORDS, name: CANARY, locale: 'en' },
    })
    expect(comment.status, comment.text).toBe(201)
    return story
  }

  it('leaves nothing: not in a store of the database, not on the disk, not in a log', async () => {
    const story = await plant()
    const trashed = await make('stories', { title: WORDS, words: WORDS })
    await site.payload.update({
      collection: 'stories' as never,
      id: trashed.id,
      data: { deletedAt: new Date().toISOString() } as never,
    })
    await make('stories', { words: WORDS, _status: 'draft' }, { draft: true })
    await exported()
    await imported(WORDS)
    const now = new Date().toISOString()
    const log = {
      id: '65f0c0ffee65f0c0ffee65f0',
      executedAt: now,
      completedAt: now,
      taskSlug: 'tell',
      taskID: '1',
      state: 'succeeded',
      input: { any: CANARY },
      output: { said: WORDS },
      error: {},
    }
    // Done and repeating its words; done and naming it; waiting and naming it; waiting and repeating its words.
    await job({ input: { any: { text: CANARY } }, completedAt: now, log: [log] })
    await job({ input: { doc: { relationTo: 'stories', value: story.id }, canary: CANARY }, hasError: true })
    await job({ input: { any: { collection: 'stories', id: story.id, canary: CANARY } } })
    const waiting = await job({ input: { any: { text: `Please read: ${WORDS}`, keep: 'this' } } })

    const before = await tablesWith(site.payload, CANARY)
    expect(withCanary(folder).length).toBeGreaterThanOrEqual(4)
    expect(before.length).toBeGreaterThanOrEqual(12)

    site.clock.forward(days(93))
    await run()
    const left = await tablesWith(site.payload, CANARY)
    const files = withCanary(folder)
    const lines = logged.filter((line) => line.includes(CANARY))
    record(database.name, { canaryHits: left.length + files.length + lines.length })
    expect(left).toEqual([])
    expect(files).toEqual([])
    expect(lines).toEqual([])

    const [one, ...more] = await rows('payload-jobs')
    expect(more.map(({ id }) => id)).toEqual([waiting.id])
    expect(one).toMatchObject({ log: [{ taskSlug: 'tell', state: 'succeeded' }] })
    expect(more[0]!.input).toEqual({ any: { text: 'Please read: ', keep: 'this' } })
    expect(await rows('payload-locked-documents')).toEqual([])
    expect(await rows('gov-handled')).toEqual([])
    const mails = await rows('gov-outbox', { key: { in: ['draft', 'sent', 'dead'] } })
    expect(Object.fromEntries(mails.map(({ key, state }) => [key, state]))).toEqual({
      draft: 'gone',
      sent: 'sent',
      dead: 'gone',
    })
  })

  it('stands on the certificate: each place that was searched, and how much was found there', async () => {
    const certificate = await findRow(at(), 'gov-certificates', { subjectCollection: { equals: 'stories' } })
    expect(certificate).toMatchObject({ rows: 4, uploads: 1, files: 2 })
    expect(certificate!.stores).toMatchObject({
      dependents: 1,
      // What is in the trash is in no index.
      search: 3,
      // They left by their own date.
      exports: 0,
      jobs: 4,
      locks: 1,
      preferences: 1,
      worklist: 1,
      receipts: 2,
      holds: 1,
      mails: 3,
      comments: 1,
      consents: 0,
    })
    expect((certificate!.stores as Record<string, number>).ledger).toBeGreaterThanOrEqual(3)
  })

  it('loses no number when the process ends after the sweep and before the rows are gone', async () => {
    const story = await make('stories', { words: 'Cut off' })
    const prefer = (): Promise<Row> =>
      insert(at(), 'payload-preferences', {
        key: `collection-stories-${story.id}`,
        user: { relationTo: 'users', value: officer.id },
        value: {},
      })
    await prefer()
    await prefer()
    cutAt = 'between:dropRows'
    expect((await deleteNow(story.id)).body.state).toBe('underWay')
    expect(await rows('payload-preferences', { key: { equals: `collection-stories-${story.id}` } })).toEqual(
      [],
    )
    cutAt = null
    // Somebody was still looking at it: less is found now than before.
    await prefer()
    await run()
    const [certificate] = await findRows(at(), 'gov-certificates', {}, { limit: 1, sort: '-id' })
    expect(certificate).toMatchObject({ reason: 'hand', rows: 1, stores: { preferences: 2 } })
  })

  it('takes an export and an import with the record that they may hold, each with a certificate of its own', async () => {
    const story = await make('stories', { words: 'Deleted by hand' })
    const file = await exported()
    await imported('Something else')
    expect(await rows('exports')).toHaveLength(1)
    expect((await deleteNow(story.id)).body.state).toBe('deleted')
    await run()
    expect(await rows('exports', { id: { equals: file.id } })).toEqual([])
    expect(await rows('imports')).toEqual([])
    expect(readdirSync(join(folder, 'exports'))).toEqual([])
    expect(await rows('gov-certificates', { subjectCollection: { in: ['exports', 'imports'] } })).not.toEqual(
      [],
    )
  })

  it('leaves an export that was made before the record came, and one of another collection', async () => {
    await run()
    const early = await exported()
    const story = await make('stories', { words: 'Came later' })
    expect((await deleteNow(story.id)).body.state).toBe('deleted')
    await run()
    expect(await rows('exports', { id: { equals: early.id } })).toHaveLength(1)
  })

  it('dates an export no later than the first record that it may hold', async () => {
    const first = await make('stories', {
      words: 'Leaves first',
      deleteAfter: new Date(site.clock.now().getTime() + days(9)).toISOString(),
    })
    const file = await exported()
    expect(new Date(file.deleteAfter).toISOString()).toBe(new Date(first.deleteAfter).toISOString())
    const [imports] = [await imported('Comes in')]
    expect(new Date(imports.deleteAfter).getTime()).toBeGreaterThan(new Date(file.deleteAfter).getTime())
  })

  it('waits for a job that works with the record right now, and takes one that stands still', async () => {
    const story = await make('stories', { words: 'Being read' })
    const input = { any: { collection: 'stories', id: story.id } }
    const running = await job({ input, processing: true })
    expect((await deleteNow(story.id)).body.state).toBe('underWay')
    expect(await rows('stories', { id: { equals: story.id } })).toHaveLength(1)
    await compareAndSet(
      at(),
      'payload-jobs',
      { id: { equals: running.id } },
      { updatedAt: new Date(Date.now() - 3_600_000).toISOString() },
    )
    await run()
    expect(await rows('stories', { id: { equals: story.id } })).toEqual([])
    expect(await rows('payload-jobs', { id: { equals: running.id } })).toEqual([])
  })
})
