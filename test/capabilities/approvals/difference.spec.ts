import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { initI18n } from '@payloadcms/translations'
import { type CollectionConfig, createLocalReq, type GlobalConfig, type PayloadRequest } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import type { Difference } from '../../../src/capabilities/approvals/difference.js'
import { differencePath, documentIn } from '../../../src/capabilities/approvals/ui/differencePath.js'
import { grantPublication } from '../../../src/index.js'
import { isGovernanceError } from '../../../src/kernel/errors.js'
import { viewContext } from '../../../src/platform/ui/viewContext.js'
import { type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'

type User = { governanceRoles?: string[] } | null
const has = (user: unknown, role: string): boolean => Boolean((user as User)?.governanceRoles?.includes(role))
const open = { create: () => true, read: () => true, update: () => true, delete: () => true }
const notForCreators = { read: ({ req }: { req: PayloadRequest }) => !has(req.user, 'content-creator') }

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const paragraph = (...children: object[]): object => ({
  root: {
    type: 'root',
    format: '',
    indent: 0,
    version: 1,
    direction: 'ltr',
    children: [{ type: 'paragraph', format: '', indent: 0, version: 1, direction: 'ltr', children }],
  },
})
const word = (text: string): object => ({
  type: 'text',
  text,
  format: 0,
  detail: 0,
  mode: 'normal',
  style: '',
  version: 1,
})

const editor = async (): Promise<never> => {
  await import('lexical')
  const { BlocksFeature, lexicalEditor } = await import('@payloadcms/richtext-lexical')
  return lexicalEditor({
    features: ({ defaultFeatures }) => [
      ...defaultFeatures,
      BlocksFeature({
        inlineBlocks: [
          {
            slug: 'aside',
            labels: { singular: { en: 'Aside', fr: 'Aparté' }, plural: { en: 'Asides', fr: 'Apartés' } },
            fields: [
              { name: 'words', type: 'text' },
              { name: 'safeToWrite', type: 'checkbox', label: { en: 'Safe to write', fr: 'On peut écrire' } },
              {
                name: 'tone',
                type: 'select',
                options: [{ value: 'kind', label: { en: 'Kind', fr: 'Aimable' } }],
              },
              { name: 'contact', type: 'relationship', relationTo: 'users' },
              { name: 'internal', type: 'text', access: notForCreators },
            ],
          },
        ],
      }),
    ],
  }) as never
}

const collections = async (files: string): Promise<CollectionConfig[]> => [
  {
    slug: 'posts',
    labels: { singular: { en: 'Post', fr: 'Billet' }, plural: { en: 'Posts', fr: 'Billets' } },
    admin: { useAsTitle: 'title' },
    // Who only communicates reads what is published; nobody reads what is about the board but its readers.
    access: {
      ...open,
      read: ({ req }) =>
        has(req.user, 'communications') ? { _status: { equals: 'published' } } : Boolean(req.user),
      readVersions: ({ req }) => !has(req.user, 'privacy-officer'),
    },
    versions: { drafts: true },
    fields: [
      { name: 'title', type: 'text', localized: true, label: { en: 'Title', fr: 'Titre' } },
      { name: 'body', type: 'richText', localized: true, editor: await editor() },
      { name: 'salary', type: 'text', access: notForCreators },
      { name: 'secret', type: 'text', hidden: true },
      {
        name: 'people',
        type: 'array',
        label: { en: 'People', fr: 'Personnes' },
        labels: { singular: { en: 'Person', fr: 'Personne' }, plural: { en: 'People', fr: 'Personnes' } },
        fields: [
          { name: 'name', type: 'text' },
          { name: 'phone', type: 'text', access: notForCreators },
        ],
      },
      { name: 'minutes', type: 'relationship', relationTo: 'minutes' },
      { name: 'related', type: 'relationship', relationTo: 'posts', hasMany: true },
      { name: 'picture', type: 'upload', relationTo: 'pictures' },
    ],
  },
  {
    slug: 'minutes',
    admin: { useAsTitle: 'title' },
    labels: { singular: 'Minutes', plural: 'Minutes' },
    access: { ...open, read: ({ req }) => has(req.user, 'ed') },
    fields: [{ name: 'title', type: 'text' }],
  },
  {
    slug: 'pictures',
    access: open,
    upload: { staticDir: files },
    fields: [{ name: 'alt', type: 'text' }],
  },
  {
    slug: 'diaries',
    access: { ...open, read: ({ req }) => ({ owner: { equals: String(req.user?.id) } }) },
    versions: { drafts: { autosave: true } },
    fields: [
      { name: 'text', type: 'textarea', label: { en: 'Text', fr: 'Texte' } },
      { name: 'mood', type: 'text' },
      { name: 'owner', type: 'text' },
      { name: 'tags', type: 'text', hasMany: true },
      { name: 'kinds', type: 'select', hasMany: true, options: ['x', 'y'] },
      { name: 'numbers', type: 'number', hasMany: true },
      { name: 'friends', type: 'relationship', relationTo: 'users', hasMany: true },
      { name: 'rows', type: 'array', fields: [{ name: 'title', type: 'text', localized: true }] },
    ],
  },
]

const banner: GlobalConfig = {
  slug: 'banner',
  label: { en: 'Banner', fr: 'Bannière' },
  access: { read: () => true, update: () => true },
  versions: { drafts: true },
  fields: [{ name: 'text', type: 'text', localized: true }],
}

describeDatabases('what changed', (database) => {
  let site: Stand
  let files: string
  const people: Record<string, Person> = {}
  beforeAll(async () => {
    files = mkdtempSync(join(tmpdir(), 'governance-difference-'))
    site = await stand(database, {
      collections: await collections(files),
      config: { globals: [banner] },
      plugin: { approvals: { locales: 'any', collections: ['posts', 'diaries'], globals: ['banner'] } },
    })
    for (const role of ['content-creator', 'administrator', 'communications', 'privacy-officer', 'ed'])
      people[role] = await site.person(role, [role])
  })
  afterAll(async () => {
    await site?.stop()
    rmSync(files, { recursive: true, force: true })
  })

  const requestOf = async (role: string, language = 'en'): Promise<PayloadRequest> => {
    const person = people[role]!
    const found = await site.payload.findByID({ collection: 'users', id: person.id })
    const i18n = await initI18n({
      config: site.payload.config.i18n,
      context: 'api',
      language: language as 'en',
    })
    return createLocalReq(
      { user: { ...found, collection: 'users' } as never, req: { i18n } as never },
      site.payload,
    )
  }
  const read = async (role: string, input: Record<string, unknown>, language?: string): Promise<Difference> =>
    viewContext(await requestOf(role, language)).read<Difference>('approvals', 'difference', {
      kind: 'collection',
      slug: 'posts',
      ...input,
    })
  const refusal = async (role: string, input: Record<string, unknown>): Promise<unknown> =>
    read(role, input).then(
      () => 'shown',
      (error: unknown) => (isGovernanceError(error) ? error.code : error),
    )
  const save = async (id: number | string, data: object, locale = 'en', slug = 'posts'): Promise<void> => {
    const answer = await site.rest('PATCH', `/${slug}/${id}?draft=true&locale=${locale}`, {
      as: people['content-creator'],
      body: data,
    })
    expect(answer.status, answer.text).toBe(200)
  }
  const act = async (action: string, role: string, id: unknown, body: object = {}, slug = 'posts') => {
    const answer = await site.rest(
      'POST',
      `/governance/approvals/collections/${slug}/${String(id)}/${action}`,
      {
        as: people[role],
        body,
      },
    )
    expect(answer.status, answer.text).toBe(200)
    return answer.body
  }
  const approve = async (id: unknown, slug = 'posts'): Promise<void> => {
    const { hash } = await act('submit', 'content-creator', id, {}, slug)
    await act('approve', 'administrator', id, { hash, attested: true }, slug)
  }
  const draft = async (data: object, slug = 'posts'): Promise<number | string> =>
    (
      await site.payload.create({
        collection: slug as never,
        data: { ...data, _status: 'draft' } as never,
        draft: true,
      })
    ).id
  const publish = async (data: object): Promise<number | string> => {
    const id = await draft(data)
    await approve(id)
    await act('publish', 'content-creator', id)
    return id
  }
  const said = ({ changes }: Difference): string[] =>
    changes.map(({ label, locale, parts, before, after, items, kind }) => {
      const text =
        parts?.map((part) => (part.kind === 'same' ? part.text : `[${part.kind} ${part.text}]`)).join('') ??
        items?.map((item) => `[${item.kind} ${item.text}]`).join('') ??
        `${before ?? ''}→${after ?? ''}`
      return `${label}${locale ? ` ${locale}` : ''} ${kind}: ${text}`
    })

  it('names documents in the language of the panel, whichever language of the content is open', async () => {
    const friend = await draft({ title: 'A friend' })
    await save(friend, { title: 'Une amie' }, 'fr')
    const id = await draft({ title: 'Me', related: [friend] })
    await save(id, { title: 'Moi' }, 'fr')
    for (const [language, own, other] of [
      ['en', 'Me', 'A friend'],
      ['fr', 'Moi', 'Une amie'],
    ]) {
      const shown = await read('administrator', { id, since: 'live' }, language)
      expect(shown.title).toBe(own)
      expect(said(shown).join()).toContain(other)
    }
  })

  it('says of what was never live that everything is new', async () => {
    const id = await draft({ title: 'Hello' })
    const found = await read('administrator', { id })
    expect(found).toMatchObject({ base: 'nothingLive', since: 'live', title: 'Hello', withheld: 0 })
    expect(said(found)).toEqual(['Title en added: [added Hello]'])
    expect(found.href).toBe(`/admin/collections/posts/${id}`)
    expect(found.languages.map(({ name }) => name)).toEqual(['English', 'French'])
  })

  it('compares the draft with what is live, per language, in the words of the person', async () => {
    const id = await publish({ title: 'Open at nine', people: [{ name: 'Ann' }, { name: 'Bob' }] })
    await save(id, { title: 'Open at ten' })
    await save(id, { title: 'Ouvert à dix heures', people: [{ name: 'Ann' }, { name: 'Rob' }] }, 'fr')
    const found = await read('administrator', { id, since: 'live' }, 'fr')
    expect(found).toMatchObject({ base: 'live', since: 'live' })
    expect(said(found)).toEqual([
      'Titre en changed: Open at [removed nine][added ten]',
      'Titre fr added: [added Ouvert à dix heures]',
      'Personnes › Personne 2 › Name changed: [removed Bob][added Rob]',
    ])
    expect(found.languages.map(({ name }) => name)).toEqual(['Anglais', 'Français'])
  })

  it('says so when there is no difference', async () => {
    const id = await publish({ title: 'Same' })
    expect(await read('administrator', { id })).toMatchObject({ base: 'live', changes: [], withheld: 0 })
  })

  it('names documents by the title that the person may read, and others by their number only', async () => {
    const secret = await site.payload.create({
      collection: 'minutes',
      data: { title: 'Dismissal of X' } as never,
    })
    const friend = await draft({ title: 'A friend' })
    const image = await site.payload.create({
      collection: 'pictures',
      data: {} as never,
      file: { data: picture, mimetype: 'image/png', name: 'door.png', size: picture.length },
    })
    const id = await publish({ title: 'Links' })
    await save(id, { minutes: secret.id, related: [friend], picture: image.id })
    const forCreator = await read('content-creator', { id })
    expect(JSON.stringify(forCreator)).not.toContain('Dismissal')
    expect(said(forCreator)).toEqual([
      `Minutes added: [added Minutes ${secret.id}]`,
      'Related added: [added A friend]',
      'Picture added: [added door.png]',
    ])
    expect(forCreator.changes[2]!.items![0]!.thumbnail).toMatch(/^\/api\/pictures\/file\/door/)
    expect(said(await read('ed', { id }))[0]).toBe('Minutes added: [added Dismissal of X]')
  })

  it('says what stands in a rich text by labels and names, and colleagues by their names', async () => {
    const contact = people.ed!.id
    const fields = { id: 'a1b2c3d4e5f6a7b8c9d0e1f2', blockType: 'aside' }
    const aside = {
      type: 'inlineBlock',
      version: 1,
      fields: { ...fields, safeToWrite: true, tone: 'kind', contact },
    }
    const id = await draft({ title: 'T', body: paragraph(aside) })
    expect(said(await read('administrator', { id }, 'fr'))[1]).toContain(
      '[Aparté] On peut écrire: Oui Tone: Aimable Contact: ed',
    )
    const owner = String(people['content-creator']!.id)
    const diary = await draft({ text: 'One', owner, friends: [contact] }, 'diaries')
    const found = await read('content-creator', { slug: 'diaries', id: diary })
    expect(said(found)).toContain('Friends added: [added ed]')
  })

  it('shows no field that the host keeps from the person, in rows and rich texts too, but says that one differs', async () => {
    const aside = (internal: string): object => ({
      type: 'inlineBlock',
      version: 1,
      fields: { id: 'a1b2c3d4e5f6a7b8c9d0e1f2', blockType: 'aside', words: 'see', internal },
    })
    const content = (title: string, n: number): object => ({
      title,
      salary: `salary-${n}`,
      secret: `hidden-${n}`,
      people: [{ name: 'Ann', phone: `phone-${n}` }],
      body: paragraph(word('Text '), aside(`inner-${n}`)),
    })
    const id = await publish(content('One', 1))
    await site.payload.update({ collection: 'posts', id, data: content('Two', 2) as never, draft: true })
    const forCreator = await read('content-creator', { id })
    expect(said(forCreator)).toEqual(['Title en changed: [removed One][added Two]'])
    expect(JSON.stringify(forCreator)).not.toMatch(/salary-|hidden-|phone-|inner-/)
    expect(forCreator.withheld).toBe(4)
    const forEd = await read('ed', { id })
    expect(JSON.stringify(forEd)).not.toContain('hidden-')
    expect(said(forEd)).toHaveLength(4)
    expect(forEd.withheld).toBe(1)
  })

  it('does not exist for who may not read the document, or not this draft of it', async () => {
    const id = await publish({ title: 'Public' })
    expect(await refusal('communications', { id })).toBe('shown')
    await save(id, { title: 'Not yet public' })
    expect(await refusal('communications', { id })).toBe('notFound')
    expect(await refusal('administrator', { id })).toBe('shown')
    const diary = await draft({ text: 'Dear diary', owner: String(people['content-creator']!.id) }, 'diaries')
    expect(await refusal('content-creator', { slug: 'diaries', id: diary })).toBe('shown')
    expect(await refusal('administrator', { slug: 'diaries', id: diary })).toBe('notFound')
    expect(await refusal('administrator', { slug: 'minutes', id: 1 })).toBe('notFound')
    expect(await refusal('administrator', { slug: 'users', id: people.ed!.id })).toBe('notFound')
    expect(await refusal('administrator', { id: '999999' })).toBe('notFound')
    expect(await refusal('administrator', { kind: 'global', slug: 'posts' })).toBe('notFound')
  })

  it('does not exist for who may read the draft but not what is live', async () => {
    const id = await draft({ text: 'Before', owner: String(people.administrator!.id) }, 'diaries')
    await grantPublication(site.payload, { collection: 'diaries', id, reason: 'a test' })
    await site.payload.update({ collection: 'diaries' as never, id, data: { _status: 'published' } as never })
    const data = { text: 'After', owner: String(people.ed!.id) } as never
    await site.payload.update({ collection: 'diaries' as never, id, data, draft: true })
    expect(await refusal('ed', { slug: 'diaries', id })).toBe('notFound')
    expect(await refusal('administrator', { slug: 'diaries', id })).toBe('notFound')
  })

  it('is nothing to visitors and members of the public', async () => {
    const id = await publish({ title: 'For staff' })
    const visitor = viewContext(await createLocalReq({}, site.payload))
    await expect(visitor.read('approvals', 'difference', { slug: 'posts', id })).rejects.toMatchObject({
      code: 'notFound',
    })
    const member = await site.payload.create({
      collection: 'members',
      data: { email: 'member@test.example', password: 'a long enough password' } as never,
    })
    const req = await createLocalReq({ user: { ...member, collection: 'members' } as never }, site.payload)
    await expect(
      viewContext(req).read('approvals', 'difference', { slug: 'posts', id }),
    ).rejects.toMatchObject({
      code: 'notFound',
    })
  })

  it('opens on what changed since the approval, after the next submission too', async () => {
    const id = await publish({ title: 'First words' })
    await save(id, { title: 'Second words' })
    await approve(id)
    expect(await read('administrator', { id, since: 'approval' })).toMatchObject({
      base: 'approved',
      changes: [],
    })
    await save(id, { title: 'Second words, corrected' })
    for (const resubmitted of [false, true]) {
      if (resubmitted) await act('submit', 'content-creator', id)
      const found = await read('administrator', { id })
      expect(found).toMatchObject({ since: 'approval', base: 'approved', by: 'administrator' })
      expect(found.at).toBe(site.clock.now().toISOString())
      expect(said(found)).toEqual(['Title en changed: Second words[added , corrected]'])
    }
    const all = await read('administrator', { id, since: 'live' })
    expect(said(all)).toEqual(['Title en changed: [removed First][added Second] words[added , corrected]'])
    // What was submitted last was never approved: it is not what an approver has read.
    await save(id, { title: 'Second words, corrected twice' })
    expect(said(await read('administrator', { id }))).toEqual([
      'Title en changed: Second words[added , corrected twice]',
    ])
  })

  it('counts from what was sent back, for who decides again, and from the submission while it waits', async () => {
    const id = await draft({ title: 'One two' })
    await act('submit', 'content-creator', id)
    expect(await read('administrator', { id })).toMatchObject({ since: 'live', base: 'nothingLive' })
    expect(await read('administrator', { id, since: 'approval' })).toMatchObject({
      base: 'submitted',
      changes: [],
    })
    await save(id, { title: 'One two three' })
    expect(await read('administrator', { id })).toMatchObject({
      since: 'approval',
      base: 'submitted',
      by: 'content-creator',
    })
    await act('requestChanges', 'administrator', id, { comment: 'four' })
    await save(id, { title: 'One two four' })
    await act('submit', 'content-creator', id)
    const found = await read('administrator', { id })
    expect(found).toMatchObject({ since: 'approval', base: 'changesRequested', by: 'administrator' })
    expect(said(found)).toEqual(['Title en changed: One two[added  four]'])
  })

  it('says that no review is open when the approval is asked for without one', async () => {
    const id = await publish({ title: 'Calm' })
    await save(id, { title: 'Calm again' })
    expect(await read('administrator', { id, since: 'approval' })).toMatchObject({
      base: 'live',
      fallback: 'noReview',
      changes: [{ path: 'title' }],
    })
  })

  it('keeps older versions from who may not read versions, and says so', async () => {
    const id = await publish({ title: 'Old' })
    await save(id, { title: 'Approved words' })
    await approve(id)
    await save(id, { title: 'New' })
    const found = await read('privacy-officer', { id })
    expect(found).toMatchObject({ since: 'approval', base: 'live', fallback: 'notReadable' })
    expect(JSON.stringify(found)).not.toContain('Approved words')
    expect(found.changedSince).toEqual(['Title'])
  })

  const versions = async (id: unknown) =>
    (
      await site.payload.db.findVersions({
        collection: 'diaries',
        where: { parent: { equals: id } },
        sort: '-updatedAt',
        limit: 20,
      })
    ).docs as unknown as {
      id: number
      autosave?: boolean
      updatedAt: string
      version: Record<string, unknown>
    }[]
  const autosave = (id: number | string, data: object) =>
    site.payload.update({
      collection: 'diaries' as never,
      id,
      data: data as never,
      draft: true,
      autosave: true,
    })
  const diary = async (): Promise<number | string> => {
    const owner = String(people['content-creator']!.id)
    const more = { tags: ['a', 'b'], kinds: ['x'], numbers: [1, 2], friends: [people.ed!.id] }
    const id = await draft({ text: 'One', mood: 'calm', owner, rows: [{ title: 'r' }], ...more }, 'diaries')
    await autosave(id, { text: 'Two' })
    return id
  }

  it('keeps what was submitted where drafts save themselves, and changes nothing else of that version', async () => {
    const id = await diary()
    const [before] = await versions(id)
    expect(before!.autosave).toBe(true)
    await act('submit', 'content-creator', id, {}, 'diaries')
    const [kept] = await versions(id)
    expect(kept).toEqual({ ...before, autosave: false })
    await autosave(id, { text: 'Three' })
    await autosave(id, { text: 'Four' })
    const found = await read('content-creator', { slug: 'diaries', id })
    expect(found).toMatchObject({ since: 'approval', base: 'submitted', changedSince: [] })
    expect(said(found)).toEqual(['Text changed: [removed Two][added Four]'])
    // One for all that was saved by itself since.
    expect((await versions(id)).map(({ version }) => version.text)).toEqual(['Four', 'Two', 'One'])
  })

  it('says which fields changed where that version is no longer kept', async () => {
    const id = await diary()
    await act('submit', 'content-creator', id, {}, 'diaries')
    const [submitted] = await versions(id)
    await autosave(id, { text: 'Three' })
    await site.payload.db.deleteVersions({ collection: 'diaries', where: { id: { equals: submitted!.id } } })
    const found = await read('content-creator', { slug: 'diaries', id, since: 'approval' })
    expect(found).toMatchObject({ base: 'nothingLive', fallback: 'notKept', changedSince: ['Text'] })
    const marked = found.changes.filter(({ changedSince }) => changedSince).map(({ path }) => path)
    expect(marked).toEqual(['text'])
  })

  it('works for globals', async () => {
    await site.rest('POST', '/globals/banner?draft=true', {
      as: people['content-creator'],
      body: { text: 'Hi', _status: 'draft' },
    })
    const found = await read('administrator', { kind: 'global', slug: 'banner' }, 'fr')
    expect(found).toMatchObject({ title: 'Bannière', base: 'nothingLive', href: '/admin/globals/banner' })
    expect(said(found)).toEqual(['Text en added: [added Hi]'])
  })

  it('has an address for every document, whatever its id holds', () => {
    const parts = (path: string): string[] => path.slice(1).split('/')
    const odd = differencePath({ kind: 'collection', slug: 'posts', id: 'a/b %c' })
    expect(odd).toBe('/governance/approvals/difference/collections/posts/a%2Fb%20%25c')
    expect(documentIn(parts(odd))).toEqual({ kind: 'collection', slug: 'posts', id: 'a/b %c' })
    const global = differencePath({ kind: 'global', slug: 'banner' })
    expect(documentIn(parts(global))).toEqual({ kind: 'global', slug: 'banner' })
    expect(documentIn(['governance', 'approvals', 'difference', 'collections', 'posts', '%'])).toMatchObject({
      id: '%',
    })
  })
})
