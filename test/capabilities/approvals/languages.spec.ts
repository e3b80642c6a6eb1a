import { type CollectionConfig, createLocalReq, type GlobalConfig } from 'payload'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { governanceTick, publishAsHost } from '../../../src/index.js'
import { type Person, type Stand, stand } from '../../helpers/boot.js'
import { viewContext } from '../../../src/platform/ui/viewContext.js'
import { findRows } from '../../../src/platform/db.js'
import { adapterFor, type FreshDatabase } from '../../helpers/databases.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'

const open = { create: () => true, read: () => true, update: () => true, delete: () => true }

const leaflets: CollectionConfig = {
  slug: 'leaflets',
  access: open,
  versions: { drafts: { localizeStatus: true } },
  fields: [
    { name: 'title', type: 'text', localized: true, required: true },
    { name: 'level', type: 'text' },
    {
      name: 'rows',
      type: 'array',
      fields: [
        { name: 'label', type: 'text', localized: true },
        { name: 'weight', type: 'number' },
      ],
    },
    { name: 'seo', type: 'group', fields: [{ name: 'about', type: 'text', localized: true }] },
  ],
}

const hours: GlobalConfig = {
  slug: 'hours',
  access: { read: () => true, update: () => true },
  versions: { drafts: { localizeStatus: true } },
  fields: [{ name: 'text', type: 'text', localized: true }],
}

describeDatabases('approvals of languages that are published apart', (database) => {
  let site: Stand
  let writer: Person
  let translator: Person
  let administrator: Person
  let aed: Person

  const path = (id: unknown, action = ''): string =>
    `/governance/approvals/collections/leaflets/${String(id)}${action}`
  const act = (as: Person, id: unknown, locale: string, action: string, body: object = {}) =>
    site.rest('POST', `${path(id, `/${action}`)}?locale=${locale}`, { as, body })
  const status = async (as: Person, id: unknown, locale: string) =>
    (await site.rest('GET', `${path(id)}?locale=${locale}`, { as })).body
  const draft = (as: Person, id: unknown, locale: string, data: object) =>
    site.rest('PATCH', `/leaflets/${String(id)}?draft=true&locale=${locale}`, { as, body: data })
  const row = async (id: unknown): Promise<any> =>
    site.payload.db.findOne({ collection: 'leaflets', where: { id: { equals: id } } })

  const liveIn = async (id: unknown): Promise<string[]> => {
    const status = ((await row(id))._status ?? {}) as Record<string, string>
    return ['en', 'fr'].filter((locale) => status[locale] === 'published')
  }

  /** In English by the writer, in French by the translator. */
  const make = async (): Promise<number | string> => {
    const made = await site.rest('POST', '/leaflets?draft=true&locale=en', {
      as: writer,
      body: {
        title: 'Help',
        level: 'A',
        rows: [{ label: 'One', weight: 1 }],
        seo: { about: 'About' },
      },
    })
    const { id, rows } = made.body.doc
    const french = { title: 'Aide', rows: [{ ...rows[0], label: 'Un' }], seo: { about: 'Sur' } }
    expect((await draft(translator, id, 'fr', french)).status).toBe(200)
    return id
  }
  const approve = async (by: Person, id: unknown, locale: string, submitter = writer): Promise<void> => {
    const submitted = await act(submitter, id, locale, 'submit')
    expect(submitted.status, submitted.text).toBe(200)
    const { hash } = submitted.body
    const approved = await act(by, id, locale, 'approve', { hash, attested: true })
    expect(approved.body, approved.text).toMatchObject({ state: 'approved', language: locale })
  }

  beforeAll(async () => {
    site = await stand(database, {
      collections: [leaflets],
      config: { globals: [hours], experimental: { localizeStatus: true } },
    })
    writer = await site.person('writer', ['content-creator'])
    translator = await site.person('translator', ['administrator'])
    administrator = await site.person('administrator', ['administrator'])
    aed = await site.person('aed', ['aed'])
  })
  afterAll(async () => {
    await site?.stop()
  })

  it('names the language that waits, in the list and on the desk', async () => {
    const id = await make()
    await act(writer, id, 'fr', 'submit')
    const user = {
      ...(await site.payload.findByID({ collection: 'users', id: aed.id })),
      collection: 'users',
    }
    const { read } = viewContext(await createLocalReq({ user: user as never }, site.payload))
    const asked = { filter: 'me', entity: 'leaflets' }
    const titles = async (locale: string): Promise<string[]> =>
      (await read<{ items: { title: string }[] }>('approvals', 'inbox', { ...asked, locale })).items.map(
        ({ title }) => title,
      )
    expect([await titles('en'), await titles('fr')]).toEqual([
      [expect.stringMatching(/ \(French\)$/)],
      [expect.stringMatching(/ \(français\)$/)],
    ])
    await act(writer, id, 'fr', 'withdraw')
  })

  it('publishes the language that is approved, and keeps the other out of every answer', async () => {
    const id = await make()
    await approve(administrator, id, 'fr')
    expect((await status(administrator, id, 'en')).state).toBe('draft')
    expect((await act(writer, id, 'fr', 'publish')).body).toMatchObject({ state: 'live', language: 'fr' })
    const stored = await row(id)
    expect(await liveIn(id)).toEqual(['fr'])
    expect(stored.title.fr).toBe('Aide')
    // The English was in the row since the first draft: whoever asks for all languages would read it.
    const asked = await site.rest('GET', `/leaflets/${String(id)}?locale=all`)
    expect(asked.text).toContain('Aide')
    for (const english of ['Help', 'One', 'About']) expect(asked.text).not.toContain(english)
    const kept = await site.rest('GET', `/leaflets/${String(id)}?draft=true&locale=en`, { as: writer })
    expect(kept.body).toMatchObject({ title: 'Help', rows: [{ label: 'One' }], seo: { about: 'About' } })
    await approve(translator, id, 'en')
    expect((await act(writer, id, 'en', 'publish')).body).toMatchObject({ state: 'live' })
    expect(await row(id)).toMatchObject({
      _status: { en: 'published', fr: 'published' },
      title: { en: 'Help', fr: 'Aide' },
      rows: [{ label: { en: 'One', fr: 'Un' } }],
    })
  })

  it('lets no other language out on the strength of one', async () => {
    const id = await make()
    await approve(administrator, id, 'fr')
    const attempts = ['locale=en', 'publishAllLocales=true', 'locale=en&publishSpecificLocale=en']
    for (const query of attempts) {
      const refused = await site.rest('PATCH', `/leaflets/${String(id)}?${query}`, {
        as: writer,
        body: { _status: 'published' },
      })
      expect(refused.status, query).toBe(403)
      expect(await liveIn(id)).toEqual([])
    }
    await draft(writer, id, 'fr', { title: 'Autre chose' })
    expect((await status(writer, id, 'fr')).state).toBe('void')
    const changed = await act(writer, id, 'fr', 'publish')
    expect(changed).toMatchObject({ status: 409 })
    expect(await liveIn(id)).toEqual([])
  })

  it('publishes all languages at once when each is approved', async () => {
    const id = await make()
    await approve(administrator, id, 'fr')
    await approve(administrator, id, 'en')
    const published = await site.rest('PATCH', `/leaflets/${String(id)}?publishAllLocales=true`, {
      as: writer,
      body: { _status: 'published' },
    })
    expect(published.status, published.text).toBe(200)
    expect(await liveIn(id)).toEqual(['en', 'fr'])
    expect((await status(writer, id, 'en')).state).toBe('live')
    expect((await status(writer, id, 'fr')).state).toBe('live')
  })

  it('voids an approval by a change of its own language or of what both share, not of the other', async () => {
    const id = await make()
    await approve(administrator, id, 'fr')
    await draft(writer, id, 'en', { title: 'Other' })
    expect((await status(writer, id, 'fr')).state).toBe('approved')
    await draft(writer, id, 'en', { level: 'B' })
    expect(await status(writer, id, 'fr')).toMatchObject({ state: 'void', changed: ['level'] })
  })

  it('lets the author of one language approve the other, but nobody who changed what both share', async () => {
    const id = await make()
    // The translator wrote French only.
    await approve(translator, id, 'en')
    const submitted = await act(writer, id, 'fr', 'submit')
    const own = { hash: submitted.body.hash, attested: true }
    expect((await act(translator, id, 'fr', 'approve', own)).text).toContain('"separationOfDuties"')
    await draft(translator, id, 'fr', { level: 'C' })
    const again = await act(writer, id, 'en', 'submit')
    const shared = { hash: again.body.hash, attested: true }
    expect((await act(translator, id, 'en', 'approve', shared)).text).toContain('"separationOfDuties"')
    expect((await act(administrator, id, 'en', 'approve', shared)).status).toBe(200)
  })

  it('makes nobody an author of a language by publishing the other', async () => {
    const id = await make()
    await approve(administrator, id, 'fr')
    expect((await act(administrator, id, 'fr', 'publish')).status).toBe(200)
    await approve(administrator, id, 'en')
  })

  it('needs one approval for a change of what all languages share, and no less', async () => {
    const id = await make()
    for (const locale of ['en', 'fr']) {
      await approve(administrator, id, locale)
      expect((await act(writer, id, locale, 'publish')).status).toBe(200)
    }
    await draft(writer, id, 'en', { level: 'D' })
    const unapproved = await site.rest('PATCH', `/leaflets/${String(id)}?locale=fr`, {
      as: writer,
      body: { _status: 'published' },
    })
    expect(unapproved.status).toBe(403)
    expect((await row(id)).level).toBe('A')
    await approve(administrator, id, 'en')
    expect((await act(writer, id, 'en', 'publish')).body).toMatchObject({ state: 'live' })
    expect((await row(id)).level).toBe('D')
    expect((await status(writer, id, 'fr')).state).toBe('live')
  })

  it('takes the whole document down, and no language of it without a reason', async () => {
    const id = await make()
    for (const locale of ['en', 'fr']) {
      await approve(administrator, id, locale)
      await act(writer, id, locale, 'publish')
    }
    const refused = await site.rest('PATCH', `/leaflets/${String(id)}?locale=fr`, {
      as: aed,
      body: { _status: 'draft' },
    })
    expect(refused.body.errors[0].data.code).toBe('takedownNeeded')
    expect((await act(aed, id, 'fr', 'takedown', { reason: 'Wrong' })).status).toBe(200)
    expect(await liveIn(id)).toEqual([])
  })

  it('publishes one language at its planned time', async () => {
    const id = await make()
    await approve(administrator, id, 'fr')
    const at = new Date(site.clock.now().getTime() + 3_600_000).toISOString()
    expect((await act(writer, id, 'fr', 'schedule', { at })).status).toBe(200)
    site.clock.forward(2 * 3_600_000)
    await governanceTick(site.payload)
    expect(await liveIn(id)).toEqual(['fr'])
  })

  it('publishes one language in an emergency, and asks for a reading of that', async () => {
    const id = await make()
    expect((await act(aed, id, 'fr', 'emergency', { reason: 'Flood' })).status).toBe(200)
    expect(await liveIn(id)).toEqual(['fr'])
    expect((await status(administrator, id, 'fr')).retrospective).toMatchObject({ reason: 'Flood' })
    expect((await status(administrator, id, 'en')).retrospective).toBeUndefined()
    const { status: code } = await act(administrator, id, 'fr', 'confirm', { attested: true })
    expect(code).toBe(200)
  })

  it('lets the host publish all of it, and governs globals alike', async () => {
    const made = await publishAsHost(site.payload, {
      collection: 'leaflets',
      data: { title: 'Seeded' },
      locales: { fr: { title: 'Semé' } },
      reason: 'Seed',
    })
    expect(await liveIn(made.id)).toEqual(['en', 'fr'])
    const global = '/governance/approvals/globals/hours'
    for (const [locale, text] of [
      ['en', 'Nine'],
      ['fr', 'Neuf'],
    ]) {
      const query = `?draft=true&locale=${locale}`
      const saved = await site.rest('POST', `/globals/hours${query}`, { as: writer, body: { text } })
      expect(saved.status, saved.text).toBe(200)
    }
    const submitted = await site.rest('POST', `${global}/submit?locale=fr`, { as: writer, body: {} })
    expect(submitted.status, submitted.text).toBe(200)
    const body = { hash: submitted.body.hash, attested: true }
    expect((await site.rest('POST', `${global}/approve?locale=fr`, { as: administrator, body })).status).toBe(
      200,
    )
    const published = await site.rest('POST', `${global}/publish?locale=fr`, { as: writer, body: {} })
    expect(published.body, published.text).toMatchObject({ state: 'live', language: 'fr' })
    const shown = await site.rest('GET', '/globals/hours?locale=all')
    expect(shown.text).toContain('Neuf')
    expect(shown.text).not.toContain('Nine')
  })

  it('ends the reviews of every language with the document', async () => {
    const id = await make()
    await act(writer, id, 'fr', 'submit')
    await act(writer, id, 'en', 'submit')
    expect((await site.rest('DELETE', `/leaflets/${String(id)}`, { as: aed })).status).toBe(200)
    const { docs } = await site.payload.find({
      collection: 'gov-reviews',
      where: { subject: { equals: `leaflets:${String(id)}` } },
    })
    expect(docs.map(({ state }: any) => state)).toEqual(['withdrawn', 'withdrawn'])
    // What was published in an emergency and is down again has nothing left to be read.
    const urgent = await make()
    expect((await act(aed, urgent, 'fr', 'emergency', { reason: 'Flood' })).status).toBe(200)
    expect((await act(aed, urgent, 'fr', 'takedown', { reason: 'Over' })).status).toBe(200)
    const gone = await site.rest('DELETE', `/leaflets/${String(urgent)}`, { as: aed })
    expect(gone.status, gone.text).toBe(200)
  })

  it('keeps a language back that lacks what it cannot be published without, not one that says less', async () => {
    const id = await make()
    await draft(writer, id, 'en', { seo: { about: 'About this, at length' } })
    await draft(writer, id, 'fr', { title: '', seo: { about: '' } })
    const refused = await act(writer, id, 'fr', 'submit')
    expect(refused.body.errors[0].data).toMatchObject({
      code: 'translationMissing',
      gaps: [{ locale: 'fr', fields: ['title'] }],
    })
    expect((await act(writer, id, 'en', 'submit')).status).toBe(200)
    await draft(writer, id, 'fr', { title: 'Aide' })
    expect((await act(writer, id, 'fr', 'submit')).status).toBe(200)
  })

  it('publishes one language while the draft of another, that is live, waits', async () => {
    const id = await make()
    await approve(administrator, id, 'en')
    await act(writer, id, 'en', 'publish')
    await draft(writer, id, 'en', { title: 'Not approved' })
    await approve(administrator, id, 'fr')
    expect((await act(writer, id, 'fr', 'publish')).body).toMatchObject({ state: 'live' })
    expect((await row(id)).title).toEqual({ en: 'Help', fr: 'Aide' })
    expect((await status(writer, id, 'en')).state).toBe('draft')
    const kept = await site.rest('GET', `/leaflets/${String(id)}?draft=true&locale=en`, { as: writer })
    expect(kept.body.title).toBe('Not approved')
  })
})

describeDatabases('approvals of a site that changes how it decides on languages', (database) => {
  const start = (on: FreshDatabase, locales?: 'all'): Promise<Stand> =>
    stand(database, {
      collections: [leaflets],
      config: { experimental: { localizeStatus: true } },
      plugin: { approvals: { locales } },
      on: { ...on, db: adapterFor(on.uri) },
    })

  it('ends what was submitted of one language, visibly, and forgets no author', async () => {
    const fresh = await database.adapter()
    let site = await start(fresh)
    const people = {
      writer: await site.person('writer', ['content-creator']),
      translator: await site.person('translator', ['administrator']),
      reader: await site.person('reader', ['administrator']),
      aed: await site.person('aed', ['aed']),
    }
    const path = (id: unknown, action = '', locale = 'en') =>
      `/governance/approvals/collections/leaflets/${String(id)}${action}?locale=${locale}`
    const act = (as: Person, id: unknown, action: string, locale?: string, body: object = {}) =>
      site.rest('POST', path(id, `/${action}`, locale), { as, body })
    const make = async (): Promise<number | string> => {
      const body = { title: 'Help' }
      const made = await site.rest('POST', '/leaflets?draft=true&locale=en', { as: people.writer, body })
      const { id } = made.body.doc
      const french = `/leaflets/${id}?draft=true&locale=fr`
      await site.rest('PATCH', french, { as: people.translator, body: { title: 'Aide' } })
      return id
    }
    const rows = async (collection: string, where: object) =>
      findRows({ payload: site.payload }, collection, where as never)

    const id = await make()
    await act(people.writer, id, 'submit', 'fr')
    const urgent = await make()
    await act(people.aed, urgent, 'emergency', 'fr', { reason: 'Flood' })
    await site.stop()

    site = await start(fresh, 'all')
    const [review] = await rows('gov-reviews', { subject: { equals: `leaflets:${id}` } })
    expect(review).toMatchObject({ state: 'superseded', locale: 'fr' })
    const ended = await rows('gov-ledger', { action: { equals: 'approvals.superseded' } })
    expect(ended.map(({ subject, facts }) => ({ subject, facts }))).toMatchObject([
      { subject: `leaflets:${id}`, facts: { locale: 'fr', because: 'languages' } },
    ])
    const told = await rows('gov-outbox', { template: { equals: 'approvals:mail:superseded' } })
    expect(told.map(({ toRef }) => toRef)).toEqual([people.writer.ref])
    // What was published in an emergency is read all the same.
    const seen = (await site.rest('GET', path(urgent), { as: people.reader })).body
    expect(seen.retrospective).toMatchObject({ reason: 'Flood', mayDecide: true })
    expect((await act(people.reader, urgent, 'confirm', 'en', { attested: true })).status).toBe(200)

    // The translator wrote one language of what is decided on as a whole now.
    const submitted = await act(people.writer, id, 'submit')
    expect(submitted.body).toMatchObject({ state: 'inReview' })
    const body = { hash: submitted.body.hash, attested: true }
    expect((await act(people.translator, id, 'approve', 'en', body)).text).toContain('"separationOfDuties"')
    const second = await make()
    await site.stop()

    // Back again: whoever wrote the whole wrote each language, until that is published by itself.
    site = await start(fresh)
    site.clock.forward(60_000)
    const apart = await act(people.writer, second, 'submit', 'en')
    const seenHash = { hash: apart.body.hash, attested: true }
    expect((await act(people.translator, second, 'approve', 'en', seenHash)).text).toContain(
      '"separationOfDuties"',
    )
    expect((await act(people.reader, second, 'approve', 'en', seenHash)).status).toBe(200)
    expect((await act(people.writer, second, 'publish', 'en')).body.state).toBe('live')
    const change = `/leaflets/${second}?draft=true&locale=en`
    await site.rest('PATCH', change, { as: people.writer, body: { title: 'Help, again' } })
    const next = await act(people.writer, second, 'submit', 'en')
    const again = { hash: next.body.hash, attested: true }
    expect((await act(people.translator, second, 'approve', 'en', again)).status).toBe(200)
    // The review of the whole that began in between goes on as it began.
    expect((await site.rest('GET', path(id, '', 'fr'), { as: people.reader })).body.state).toBe('inReview')
    await site.stop()
    await fresh.drop()
  }, 120_000)
})
