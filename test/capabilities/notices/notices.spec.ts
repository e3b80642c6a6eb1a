import { afterAll, beforeAll, expect, it } from 'vitest'

import { findRows } from '../../../src/platform/db.js'
import { noticePort } from '../../../src/capabilities/notices/store.js'
import { governanceTick } from '../../../src/index.js'
import { compareAndSet } from '../../../src/platform/db.js'
import { type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { leaveResults } from '../results.js'
import { draftId, press, promises, publishNotice, richText, write } from './publishing.js'

describeDatabases('privacy notices', (database) => {
  let site: Stand
  let officer: Person
  let editor: Person
  let creator: Person
  beforeAll(async () => {
    site = await stand(database)
    officer = await site.person('officer', ['privacy-officer'])
    editor = await site.person('communications', ['communications'])
    creator = await site.person('creator', ['content-creator'])
  })
  afterAll(async () => {
    await site?.stop()
  })

  const versions = () => findRows({ payload: site.payload }, 'gov-notice-versions', {}, { sort: 'number' })

  it('says that none is in force, with a page that helps, and names it among what is missing', async () => {
    const page = await site.rest('GET', '/info/notice?lang=fr')
    expect(page.status).toBe(404)
    expect(page.text).toContain('Aucun avis de confidentialité')
    expect((await site.rest('GET', '/info/notice?format=json')).status).toBe(404)
    const { runtimeOf } = await import('../../../src/platform/runtime.js')
    const capability = runtimeOf(site.payload).capabilities.find(({ key }) => key === 'notices')
    expect(await capability?.missing?.({ payload: site.payload })).toHaveLength(1)
  })

  it('refuses an incomplete text and names what is missing in which language', async () => {
    await site.rest('PATCH', `/gov-notices/${await draftId(site)}`, {
      as: officer,
      body: { en: { title: 'Notice', content: richText('Words.') }, fr: { title: '', content: null } },
    })
    const answer = await press(site, officer)
    expect(answer.status).toBe(400)
    expect(answer.body.errors[0].message).toContain('French: the title; French: the text')
    expect(answer.body.errors[0].message).not.toContain('English')
    expect(await versions()).toHaveLength(0)
  })

  it('refuses links that a reader should not follow, and nodes that no public page knows', async () => {
    await write(site, officer, 'link')
    await site.payload.update({
      collection: 'gov-notices' as never,
      id: await draftId(site),
      data: {
        en: { title: 'Notice', content: richText('Read [this](data:text/html;base64,eA==) now.') },
      } as never,
    })
    const answer = await press(site, officer)
    expect(answer.status).toBe(400)
    expect(answer.body.errors[0].message).toContain('English: a link')
    expect(await versions()).toHaveLength(0)
  })

  it('lets nobody publish without the role', async () => {
    await write(site, editor, 'first')
    for (const who of [editor, creator]) expect((await press(site, who)).status).toBe(403)
    expect((await press(site, undefined)).status).toBe(401)
    expect((await write(site, creator, 'mine')).status).toBe(403)
    expect(await versions()).toHaveLength(0)
  })

  it('puts a version in force at once, in both languages, with an entry on the ledger', async () => {
    expect(await publishNotice(site, officer, 'first')).toBe(1)
    const en = await site.rest('GET', '/info/notice?lang=en')
    expect(en.status).toBe(200)
    expect(en.text).toContain('<h1>Notice first</h1>')
    expect(en.text).toContain('<h2>Why we ask</h2>')
    expect(en.text).toContain('href="https://example.org/more"')
    expect(en.text).toContain('<ul><li>one</li><li>two</li></ul>')
    expect((await site.rest('GET', '/info/notice', { lang: 'fr-CA,fr;q=0.9' })).text).toContain(
      'Français first',
    )
    await governanceTick(site.payload, { force: true, only: ['heal'] })
    const [row] = await versions()
    const entries = await findRows({ payload: site.payload }, 'gov-ledger', {
      subject: { equals: `gov-notice-versions:${row!.id}` },
    })
    expect(entries.map(({ action }) => action)).toEqual(['notices.published'])
    expect(entries[0]!.facts).toMatchObject({
      notice: 'site',
      number: 1,
      hashes: { en: row!.en.hash, fr: row!.fr.hash },
    })
  })

  it('keeps its promises with the version: on the page, for programs, and for those who are held to them', async () => {
    const page = await site.rest('GET', '/info/notice?lang=fr')
    expect(page.text).toContain('Pour répondre à votre message')
    expect(page.text).toContain('Au plus 3 mois')
    expect(page.text).toContain('href="tel:6135550142"')
    const json = await site.rest('GET', '/info/notice?format=json')
    expect(json.body.promises).toMatchObject({
      purposes: [{ key: 'contact', label: { en: 'To answer your message' } }, {}, {}],
      retention: { amount: 3, unit: 'months' },
    })
    expect((await noticePort.inForce({ payload: site.payload }))?.promises).toEqual(json.body.promises)
    expect((await noticePort.settled({ payload: site.payload }))?.promises).toEqual(json.body.promises)
    const twice = { purposes: [promises.purposes[0], { ...promises.purposes[0], en: 'For fun' }] }
    await site.rest('PATCH', `/gov-notices/${await draftId(site)}`, { as: editor, body: { promises: twice } })
    const refused = await press(site, officer)
    expect(refused.body.errors[0].message).toContain('a purpose is listed twice')
    await site.rest('PATCH', `/gov-notices/${await draftId(site)}`, { as: editor, body: { promises } })
  })

  it('refuses to publish the same text twice, and a draft that changed after it was read', async () => {
    expect((await press(site, officer)).status).toBe(409)
    const seen = (await site.rest('GET', `/gov-notices/${await draftId(site)}`, { as: officer })).body
      .updatedAt as string
    await new Promise((done) => {
      setTimeout(done, 5)
    })
    await write(site, editor, 'second')
    const answer = await press(site, officer, { seen })
    expect(answer.status).toBe(409)
    expect(answer.body.errors[0].data.code).toBe('changedSinceRead')
    expect(await versions()).toHaveLength(1)
  })

  it('asks what has changed, in both languages, from the second version on', async () => {
    const answer = await press(site, officer, { changesEn: 'Shorter.', changesFr: ' ' })
    expect(answer.status).toBe(400)
    expect(answer.body.errors[0].message).toContain('French: what has changed')
    expect(
      (await press(site, officer, { changesEn: 'Shorter.', changesFr: 'Plus court.' })).body.number,
    ).toBe(2)
  })

  it('keeps every version readable, says which is in force, and lists what changed', async () => {
    const old = await site.rest('GET', '/info/notice?version=1&lang=en')
    expect(old.text).toContain('Notice first')
    expect(old.text).toContain('no longer in force')
    expect((await site.rest('GET', '/info/notice?version=9')).status).toBe(404)
    expect((await site.rest('GET', '/info/notice?version=1%27')).status).toBe(400)
    const list = await site.rest('GET', '/info/notice/versions?lang=fr')
    expect(list.text).toContain('Plus court.')
    const json = await site.rest('GET', '/info/notice?version=1&format=json')
    expect(json.body).toMatchObject({
      number: 1,
      inForce: false,
      newest: 2,
      texts: { fr: { title: 'Avis first' } },
    })
  })

  it('answers 304 while nothing changed, and anew after a publication', async () => {
    const first = await site.rest('GET', '/info/notice?lang=en')
    const tag = first.headers.get('etag')!
    const same = await site.rest('GET', '/info/notice?lang=en', {
      headers: { 'if-none-match': `W/"x", ${tag}` },
    })
    expect(same.status).toBe(304)
    expect(same.text).toBe('')
    expect(
      (await site.rest('GET', '/info/notice?lang=fr', { headers: { 'if-none-match': tag } })).status,
    ).toBe(200)
    await publishNotice(site, officer, 'third')
    expect(
      (await site.rest('GET', '/info/notice?lang=en', { headers: { 'if-none-match': tag } })).status,
    ).toBe(200)
  })

  it('gives each of many publications at once a number of its own, in order of time', async () => {
    const key = 'race'
    await site.rest('POST', '/gov-notices', { as: officer, body: { key } })
    await publishNotice(site, officer, 'race 0', key)
    const answers = await Promise.all(
      Array.from({ length: 6 }, async (_, i) => {
        await write(site, officer, `race ${i + 1}`, key)
        return press(site, officer, {}, key)
      }),
    )
    const made = answers.filter(({ status }) => status === 200)
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
    const rows = (await versions()).filter(({ notice }) => notice === key)
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: made.length + 1 }, (_, i) => i + 1))
    const times = rows.map(({ inForceFrom }) => new Date(inForceFrom as string).getTime())
    expect([...times].sort((a, b) => a - b)).toEqual(times)
    expect(new Set(times).size).toBe(times.length)
    const sequences = rows.map(({ sequence }) => Number(sequence))
    expect([...sequences].sort((a, b) => a - b)).toEqual(sequences)
  })

  it('publishes after a colleague whose publication was killed half way', async () => {
    await compareAndSet(
      { payload: site.payload },
      'gov-leases',
      { key: { equals: 'notice:site' } },
      { owner: 'killed', expiresAt: new Date(site.clock.now().getTime() + 15_000).toISOString() },
    )
    site.clock.forward(16_000)
    expect(await publishNotice(site, officer, 'fourth')).toBe(4)
  })

  it('never changes what was published, through any path', async () => {
    const { payload } = site
    const before = JSON.stringify((await versions()).map(({ updatedAt: _, ...row }) => row))
    const row = (await versions())[0]!
    const boss = await site.person('boss', ['aed', 'ed', 'privacy-officer'])
    const slug = 'gov-notice-versions' as never
    const data = { number: 77, en: { title: 'Forged', hash: 'x' } } as never
    const where = { number: { exists: true } }
    const attempts: Record<string, () => Promise<unknown>> = {
      'REST update': () => site.rest('PATCH', `/gov-notice-versions/${row.id}`, { as: boss, body: data }),
      'REST bulk update': () =>
        site.rest('PATCH', '/gov-notice-versions?where[number][exists]=true', { as: boss, body: data }),
      'REST create': () =>
        site.rest('POST', '/gov-notice-versions', {
          as: boss,
          body: { ...row, id: undefined, place: 'site:88', number: 88 },
        }),
      'REST delete': () => site.rest('DELETE', `/gov-notice-versions/${row.id}`, { as: boss }),
      'REST bulk delete': () =>
        site.rest('DELETE', '/gov-notice-versions?where[number][exists]=true', { as: boss }),
      'REST duplicate': () =>
        site.rest('POST', `/gov-notice-versions/${row.id}/duplicate`, { as: boss, body: {} }),
      'GraphQL update': () =>
        site.graphql(
          `mutation { updateGovNoticeVersion(id: ${typeof row.id === 'number' ? row.id : `"${row.id}"`}, data: { number: 5 }) { id } }`,
          { as: boss },
        ),
      'GraphQL delete': () =>
        site.graphql(
          `mutation { deleteGovNoticeVersion(id: ${typeof row.id === 'number' ? row.id : `"${row.id}"`}) { id } }`,
          { as: boss },
        ),
      'Local update': () => payload.update({ collection: slug, id: row.id, data, overrideAccess: true }),
      'Local bulk update': () => payload.update({ collection: slug, where, data, overrideAccess: true }),
      'Local delete': () => payload.delete({ collection: slug, id: row.id, overrideAccess: true }),
      'Local bulk delete': () => payload.delete({ collection: slug, where, overrideAccess: true }),
      'Local create': () =>
        payload.create({
          collection: slug,
          data: {
            place: 'site:99',
            notice: 'site',
            number: 99,
            sequence: 99,
            inForceFrom: new Date().toISOString(),
          } as never,
          overrideAccess: true,
        }),
      'db.create': () =>
        payload.db.create({
          collection: slug,
          data: {
            place: 'site:99',
            notice: 'site',
            number: 99,
            sequence: 99,
            inForceFrom: new Date().toISOString(),
          },
        }),
      'db.updateOne': () => payload.db.updateOne({ collection: slug, id: row.id, data }),
      'db.updateMany': () => payload.db.updateMany({ collection: slug, where, data }),
      'db.upsert': () => payload.db.upsert({ collection: slug, where: { id: { equals: row.id } }, data }),
      'db.deleteOne': () => payload.db.deleteOne({ collection: slug, where: { id: { equals: row.id } } }),
      'db.deleteMany': () => payload.db.deleteMany({ collection: slug, where }),
    }
    const passed: string[] = []
    for (const [name, attempt] of Object.entries(attempts)) {
      const outcome = (await attempt().catch(() => ({ status: 403 }))) as {
        status?: number
        errors?: unknown[]
        docs?: unknown[]
      }
      const refused = (outcome.status ?? 0) >= 400 || (outcome.errors?.length ?? 0) > 0
      if (!refused) passed.push(name)
    }
    expect(passed).toEqual([])
    const after = JSON.stringify((await versions()).map(({ updatedAt: _, ...kept }) => kept))
    leaveResults('notices', database.name, {
      publishedVersionChanges: after === before ? 0 : 1,
      writePathsTried: Object.keys(attempts).length,
    })
    expect(after).toBe(before)
  })
})
