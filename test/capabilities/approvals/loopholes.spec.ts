import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { CollectionConfig } from 'payload'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick, publishAsHost } from '../../../src/index.js'
import { sha256 } from '../../../src/kernel/canonical.js'
import { findRows } from '../../../src/platform/db.js'
import { days, hours, type Person, type RestAnswer, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { banner } from './site.js'

const open = { create: () => true, read: () => true, update: () => true, delete: () => true }

/** What the host's own hook does next, until the test says otherwise. */
const host: { hold?: Promise<void>; reached?: () => void; refuses?: boolean } = {}
const pages: CollectionConfig = {
  slug: 'pages',
  access: open,
  versions: { drafts: { autosave: true } },
  hooks: {
    beforeChange: [
      async ({ data }) => {
        const { hold, reached } = host
        if (data._status === 'published' && hold) {
          delete host.hold
          reached?.()
          await hold
        }
        if (data._status === 'draft' && host.refuses) throw new Error('Not now')
        return data
      },
    ],
  },
  fields: [
    { name: 'title', type: 'text', localized: true },
    { name: 'isEvent', type: 'checkbox' },
    {
      name: 'place',
      type: 'text',
      localized: true,
      required: true,
      admin: { condition: (data) => data.isEvent === true },
    },
  ],
}
const photos = (staticDir: string): CollectionConfig => ({
  slug: 'photos',
  access: open,
  upload: { staticDir, imageSizes: [{ name: 'square', width: 20, height: 20 }] },
  versions: { drafts: true },
  fields: [{ name: 'alt', type: 'text' }],
})

/** Half red, half blue, so that another focal point gives another square. */
const twoColours = (): Promise<Buffer> => {
  const half = (r: number, b: number, width: number) => ({
    create: { width, height: 50, channels: 3 as const, background: { r, g: 0, b } },
  })
  return sharp(half(250, 0, 100))
    .composite([{ input: half(0, 250, 50), left: 50, top: 0 }])
    .png()
    .toBuffer()
}

describeDatabases('approvals: ways that were found open', (database) => {
  let site: Stand
  let files: string
  let author: Person
  let first: Person
  let second: Person
  let aed: Person
  let ed: Person
  let helper: Person

  const at = (slug: string, id: unknown): string => `/governance/approvals/collections/${slug}/${String(id)}`
  const act = (as: Person, id: unknown, action: string, body: object = {}): Promise<RestAnswer> =>
    site.rest('POST', `${at('pages', id)}/${action}`, { as, body })
  const status = async (id: unknown, as: Person = author) =>
    (await site.rest('GET', at('pages', id), { as })).body
  const code = (answer: RestAnswer): string => answer.body.errors?.[0]?.data?.code ?? String(answer.status)
  const edit = (as: Person, id: unknown, title: string, more = ''): Promise<RestAnswer> =>
    site.rest('PATCH', `/pages/${String(id)}?draft=true${more}`, { as, body: { title } })
  const write = async (as: Person = author, title = 'Open days'): Promise<number | string> => {
    const { id } = (await site.rest('POST', '/pages?draft=true', { as, body: { title } })).body.doc
    await edit(as, id, `${title} (fr)`, '&locale=fr')
    return id
  }
  const approveAs = async (as: Person, id: unknown): Promise<RestAnswer> =>
    act(as, id, 'approve', { hash: (await status(id)).hash, attested: true })
  const approved = async (id: unknown): Promise<void> => {
    expect((await act(author, id, 'submit')).status).toBe(200)
    expect((await approveAs(second, id)).body.state).toBe('approved')
  }
  const isLive = async (id: unknown): Promise<boolean> =>
    ((await site.payload.db.findOne({ collection: 'pages', where: { id: { equals: id } } })) as any)
      ._status === 'published'
  const entries = async (action: string, id: unknown) =>
    findRows({ payload: site.payload }, 'gov-ledger', {
      and: [{ action: { equals: `approvals.${action}` } }, { subject: { equals: `pages:${String(id)}` } }],
    })
  const mailsTo = async (template: string, person: Person) =>
    findRows({ payload: site.payload }, 'gov-outbox', {
      and: [{ template: { equals: `approvals:mail:${template}` } }, { toRef: { equals: person.ref } }],
    })
  /** For two days. */
  const hand = (as: Person, body: { from?: string; to: string }): Promise<RestAnswer> =>
    site.rest('POST', '/governance/approvals/delegations', {
      as,
      body: {
        startsAt: site.clock.now().toISOString(),
        endsAt: new Date(site.clock.now().getTime() + days(2)).toISOString(),
        reason: 'Away',
        ...body,
      },
    })
  const end = async (as: Person, made: RestAnswer): Promise<void> => {
    const path = `/governance/approvals/delegations/${made.body.delegation.id}/end`
    expect((await site.rest('POST', path, { as, body: {} })).status).toBe(200)
  }

  beforeAll(async () => {
    files = mkdtempSync(join(tmpdir(), 'governance-loopholes-'))
    site = await stand(database, {
      collections: [pages, photos(files)],
      config: { globals: [banner], sharp: sharp as never },
      plugin: { approvals: { expireDays: false, approverRoles: ['administrator'] } },
    })
    author = await site.person('author', ['content-creator'])
    first = await site.person('first', ['administrator'])
    second = await site.person('second', ['administrator'])
    aed = await site.person('aed', ['aed'])
    ed = await site.person('ed', ['ed'])
    helper = await site.person('helper', ['communications'])
  })
  afterAll(async () => {
    await site?.stop()
    rmSync(files, { recursive: true, force: true })
  })

  it('an author’s delegate lends nobody the decision that they do not have, and is not counted on', async () => {
    const id = await write(first)
    const toSecond = await hand(first, { to: second.ref })
    const toHelper = await hand(second, { to: helper.ref })
    const submitted = await act(author, id, 'submit')
    // Two administrators: one wrote, the other acts for them, and so does whoever acts for that one.
    expect(submitted.body).toMatchObject({ approvers: 0, unfilled: [{ because: 'onlyAuthors' }] })
    // It stays said to who wrote, as long as they wait.
    for (const who of [author, first])
      expect((await status(id, who)).unfilled, who.name).toMatchObject([{ because: 'onlyAuthors' }])
    expect((await status(id, ed)).unfilled).toEqual([])
    for (const who of [first, second, helper])
      expect(code(await approveAs(who, id)), who.name).toBe('separationOfDuties')
    await end(first, toSecond)
    expect((await approveAs(helper, id)).body.state).toBe('approved')
    await end(second, toHelper)
  })

  it('nobody takes the decisions of somebody else, and who has theirs handed over is told', async () => {
    expect(code(await hand(aed, { from: ed.ref, to: aed.ref }))).toBe('notAllowed')
    const made = await hand(aed, { from: ed.ref, to: helper.ref })
    expect(made.status, made.text).toBe(200)
    expect(await mailsTo('delegatedForYou', ed)).toHaveLength(1)
    expect(await mailsTo('delegatedForYou', aed)).toHaveLength(0)
    await end(ed, made)
  })

  it('tells who decides for an author, or for who published in an emergency, why they cannot', async () => {
    const toSecond = await hand(first, { to: second.ref })
    const toEd = await hand(aed, { to: ed.ref })
    const id = await write(first)
    await act(author, id, 'submit')
    expect(await status(id, second)).toMatchObject({
      cannotApprove: 'separationOfDuties',
      barredFor: 'first',
    })
    const own = await status(id, first)
    expect([own.cannotApprove, own.barredFor]).toEqual(['separationOfDuties', undefined])
    await act(aed, id, 'emergency', { reason: 'Flood' })
    expect((await status(id, ed)).retrospective).toMatchObject({
      mayDecide: false,
      cannotDecide: 'separationOfDuties',
      barredFor: 'aed',
      whyNot: 'You decide for aed, and this is their work: somebody else must decide on it.',
    })
    await end(first, toSecond)
    await end(aed, toEd)
    expect((await status(id, ed)).retrospective.mayDecide).toBe(true)
  })

  it('a copy has the authors of what was copied', async () => {
    const id = await write(first, 'By an administrator')
    const copied = await site.rest('POST', `/pages/${String(id)}/duplicate`, { as: author, body: {} })
    expect(copied.status, copied.text).toBe(200)
    const copy = copied.body.doc.id
    expect((await act(author, copy, 'submit')).status).toBe(200)
    expect(code(await approveAs(first, copy))).toBe('separationOfDuties')
    expect((await approveAs(second, copy)).body.state).toBe('approved')
    // What is typed anew in the same words is somebody else's work.
    const own = await write(author, 'By an administrator')
    await act(author, own, 'submit')
    expect((await approveAs(first, own)).body.state).toBe('approved')
  })

  it('who saves into the same version after somebody else is an author as well', async () => {
    const id = await write()
    for (const [who, title] of [
      [author, 'One'],
      [first, 'Two'],
    ] as const)
      expect((await edit(who, id, title, '&autosave=true')).status).toBe(200)
    await act(author, id, 'submit')
    expect(code(await approveAs(first, id))).toBe('separationOfDuties')
  })

  it('names what changed since it was read, when it was submitted anew meanwhile', async () => {
    const id = await write()
    const read = (await act(author, id, 'submit')).body.hash
    await act(second, id, 'requestChanges', { comment: 'Say where' })
    await edit(author, id, 'Open days, hall 2')
    await act(author, id, 'submit')
    const late = await act(first, id, 'approve', { hash: read, attested: true })
    expect(late.status).toBe(409)
    expect(late.body.errors[0].data).toMatchObject({ code: 'approvalVoid', fields: ['title.en'] })
  })

  it('an emergency that was cut short leaves nothing to publish without a review', async () => {
    const id = await write()
    const own = (site.payload.db as any)[Symbol.for('payload-plugin-governance.originals')]
    const { create } = own
    let begun = 0
    own.create = (args: { collection: string }) => {
      if (args.collection === 'gov-reviews') begun += 1
      return begun > 1 ? Promise.reject(new Error('The process died')) : create(args)
    }
    expect((await act(aed, id, 'emergency', { reason: 'Flood' })).status).toBe(500)
    own.create = create
    expect(code(await act(author, id, 'publish'))).toBe('approvalMissing')
    expect(await isLive(id)).toBe(false)
    expect((await status(id)).retrospective).toBeUndefined()
    expect((await act(aed, id, 'emergency', { reason: 'Flood' })).body.retrospective.reason).toBe('Flood')
  })

  it('an emergency that takes the place of a review says so', async () => {
    const id = await write()
    await act(author, id, 'submit')
    await act(aed, id, 'emergency', { reason: 'Flood' })
    expect((await entries('superseded', id)).map(({ facts }) => facts)).toMatchObject([
      { because: 'emergency' },
    ])
    expect((await mailsTo('superseded', author)).length).toBeGreaterThan(0)
  })

  it('a removal that failed permits nobody to remove it later', async () => {
    const id = await write()
    await approved(id)
    await act(author, id, 'publish')
    const down = (as: Person) =>
      site.rest('PATCH', `/pages/${String(id)}`, { as, body: { _status: 'draft' } })
    host.refuses = true
    const failed = await act(aed, id, 'takedown', { reason: 'Wrong day' })
    host.refuses = false
    expect(failed.status).toBeGreaterThanOrEqual(400)
    expect(await isLive(id)).toBe(true)
    expect(code(await down(author))).toBe('takedownNeeded')
    expect((await act(aed, id, 'takedown', { reason: 'Wrong day' })).status).toBe(200)
  })

  it('a plan does not fail because somebody published by hand at that moment', async () => {
    const id = await write()
    await approved(id)
    const when = new Date(site.clock.now().getTime() + hours(1)).toISOString()
    expect((await act(author, id, 'schedule', { at: when })).status).toBe(200)
    let letGo = (): void => undefined
    const reached = new Promise<void>((resolve) => {
      host.reached = resolve
      host.hold = new Promise((go) => {
        letGo = go
      })
    })
    site.clock.forward(hours(1) + 1000)
    const planned = governanceTick(site.payload)
    await reached
    const byHand = await act(author, id, 'publish')
    letGo()
    await planned
    expect(byHand.status, byHand.text).toBe(200)
    expect(await isLive(id)).toBe(true)
    expect(await entries('published', id)).toHaveLength(1)
    expect(await entries('scheduleFailed', id)).toEqual([])
    expect(await mailsTo('scheduleFailed', author)).toEqual([])
  })

  it('the sizes of a live picture are not cut anew by way of a draft that says where to cut', async () => {
    const png = await twoColours()
    const made = (await site.payload.create({
      collection: 'photos',
      draft: true,
      data: { alt: 'Hall' },
      file: { data: png, mimetype: 'image/png', name: 'hall.png', size: png.length },
    } as never)) as any
    await publishAsHost(site.payload, { collection: 'photos', id: made.id, reason: 'Fixture' })
    const onDisk = (): string[] =>
      readdirSync(files).map((name) => `${name} ${sha256(readFileSync(join(files, name)))}`)
    const before = onDisk()
    const path = `/photos/${String(made.id)}?draft=true`
    expect((await site.rest('PATCH', path, { as: author, body: { focalX: 5, focalY: 5 } })).status).toBe(200)
    const query = '&uploadEdits[focalPoint][x]=5&uploadEdits[focalPoint][y]=5'
    const cut = await site.rest('PATCH', `${path}${query}`, { as: author, body: { alt: 'Hall 2' } })
    expect(code(cut)).toBe('fileIsLive')
    expect(onDisk()).toEqual(before)
  })

  it('asks for no translation of what the form hides', async () => {
    const id = await write()
    expect((await act(author, id, 'submit')).status).toBe(200)
    expect((await approveAs(first, id)).status).toBe(200)
    expect((await act(author, id, 'publish')).body.state).toBe('live')
    await site.rest('PATCH', `/pages/${String(id)}?draft=true`, {
      as: author,
      body: { isEvent: true, place: 'Hall 1' },
    })
    expect((await act(author, id, 'submit')).body.errors[0].data).toMatchObject({
      code: 'translationMissing',
      gaps: [{ locale: 'fr', fields: ['place'] }],
    })
  })
})
