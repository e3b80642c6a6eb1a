import { afterAll, beforeAll, expect, it } from 'vitest'

import { findRows } from '../../../src/platform/db.js'
import { noticePort } from '../../../src/capabilities/notices/store.js'
import { governanceTick } from '../../../src/index.js'
import { compareAndSet } from '../../../src/platform/db.js'
import { type Person, type RestAnswer, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import {
  approve,
  draftId,
  prepare,
  press,
  promises,
  publishNotice,
  richText,
  submit,
  write,
} from './publishing.js'

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
      as: editor,
      body: { en: { title: 'Notice', content: richText('Words.') }, fr: { title: '', content: null } },
    })
    const answer = await press(site, officer)
    expect(answer.status).toBe(400)
    expect(answer.body.errors[0].message).toContain('French: the title; French: the text')
    expect(answer.body.errors[0].message).not.toContain('English')
    expect(await versions()).toHaveLength(0)
  })

  it('refuses links that a reader should not follow, and nodes that no public page knows', async () => {
    await write(site, editor, 'link')
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
    const unsubmitted = await submit(site, editor)
    expect(unsubmitted.body.errors[0].message).toContain('a purpose is listed twice')
    await site.rest('PATCH', `/gov-notices/${await draftId(site)}`, { as: editor, body: { promises } })
  })

  it('publishes only what a second person approved: these texts, promises and summary, once', async () => {
    const path = `/governance/approvals/collections/gov-notices/${await draftId(site)}`
    await write(site, editor, 'approved')
    const code = (answer: RestAnswer) => answer.body.errors?.[0]?.data?.code as string
    expect(code(await press(site, officer))).toBe('approvalMissing')
    const standing = async () => {
      const { body } = await site.rest('GET', `/governance/notices/${await draftId(site)}`, { as: editor })
      return [body.approved, body.waiting]
    }
    expect(await standing()).toEqual([false, false])
    expect((await submit(site, editor)).status).toBe(200)
    expect(await standing()).toEqual([false, true])
    expect(code(await press(site, officer))).toBe('approvalMissing')
    // Who wrote, and who submitted, approves nothing.
    expect((await approve(site, creator)).status).toBe(403)
    const boss = await site.person('writing-boss', ['aed'])
    await write(site, boss, 'approved too')
    // Whoever decides reads what it has become.
    expect(await standing()).toEqual([false, true])
    expect((await submit(site, editor)).status).toBe(409)
    expect(code(await approve(site, boss))).toBe('separationOfDuties')
    expect((await approve(site, officer)).status).toBe(200)
    expect(await standing()).toEqual([true, false])
    const changes: Record<string, unknown>[] = [
      { fr: { title: 'Autre' } },
      { en: { changes: 'Another summary.' } },
      { promises: { retention: { amount: 12, unit: 'months' } } },
    ]
    for (const change of changes) {
      await write(site, boss, 'approved too')
      expect((await site.rest('GET', path, { as: officer })).body.state).toBe('approved')
      await site.rest('PATCH', `/gov-notices/${await draftId(site)}`, { as: editor, body: change })
      expect(code(await press(site, officer))).toBe('approvalVoid')
    }
    // Not a way round: neither approvals' own button nor an emergency publishes a notice.
    for (const action of ['publish', 'schedule', 'emergency', 'takedown'])
      expect((await site.rest('POST', `${path}/${action}`, { as: boss, body: {} })).status).toBe(404)
    await write(site, boss, 'approved too')
    const answers = await Promise.all([press(site, officer), press(site, boss), press(site, officer)])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const rows = await versions()
    expect(rows).toHaveLength(2)
    expect(rows[1]).toMatchObject({
      number: 2,
      approvedBy: 'officer',
      publishedBy: expect.any(String) as string,
    })
    expect(rows[1]!.approvals).toMatchObject([{ by: officer.ref, byName: 'officer' }])
    // When it begins is the notice's to say: a planned version is published, and nobody is bound by it yet.
    const approved = await site.rest('GET', path, { as: officer })
    expect(approved.body).toMatchObject({ state: 'live', publication: { how: 'elsewhere' } })
    // Used up: back to the first text, and to the approved one again.
    await write(site, editor, 'first')
    await press(site, officer)
    expect(code(await press(site, officer))).toBe('approvalMissing')
    const names = await site.rest('GET', '/info/notice?format=json')
    expect(names.text).not.toContain('officer')
  })

  it('settles what a process left that died around the insert of a version', async () => {
    await prepare(site, officer, 'crashed')
    const review = (
      await findRows({ payload: site.payload }, 'gov-reviews', { state: { equals: 'approved' } })
    )[0]!
    const reserve = () =>
      compareAndSet(
        { payload: site.payload },
        'gov-reviews',
        { id: { equals: review.id } },
        {
          state: 'publishing',
          publishingSince: site.clock.now().toISOString(),
        },
      )
    const state = async () =>
      (await findRows({ payload: site.payload }, 'gov-reviews', { id: { equals: review.id } }))[0]!
        .state as string
    await reserve()
    site.clock.forward(6 * 60_000)
    await governanceTick(site.payload, { force: true, only: ['approvals-heal'] })
    expect(await state()).toBe('approved')
    expect((await press(site, officer)).status).toBe(200)
    await reserve()
    site.clock.forward(6 * 60_000)
    await governanceTick(site.payload, { force: true, only: ['approvals-heal'] })
    expect(await state()).toBe('published')
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
    expect(await versions()).toHaveLength(3)
  })

  it('asks what has changed, in both languages, from the second version on', async () => {
    const id = await draftId(site)
    const changes = (en: string, fr: string) => ({ en: { changes: en }, fr: { changes: fr } })
    await site.rest('PATCH', `/gov-notices/${id}`, { as: editor, body: changes('Shorter.', ' ') })
    const answer = await press(site, officer)
    expect(answer.status).toBe(400)
    expect(answer.body.errors[0].message).toContain('French: what has changed')
    await site.rest('PATCH', `/gov-notices/${id}`, { as: editor, body: changes('Shorter.', 'Plus court.') })
    expect((await submit(site, editor)).status).toBe(200)
    expect((await approve(site, officer)).status).toBe(200)
    expect((await press(site, officer)).body.number).toBe(4)
  })

  it('keeps every version readable, says which is in force, and lists what changed', async () => {
    const old = await site.rest('GET', '/info/notice?version=1&lang=en')
    expect(old.text).toContain('Notice first')
    // When it began, which of a planned version is not when it was published.
    expect(old.text).toMatch(/Version 1, which took effect on [^<]+, is no longer in force/)
    expect((await site.rest('GET', '/info/notice?version=9')).status).toBe(404)
    expect((await site.rest('GET', '/info/notice?version=1%27')).status).toBe(400)
    const list = await site.rest('GET', '/info/notice/versions?lang=fr')
    expect(list.text).toContain('Plus court.')
    const json = await site.rest('GET', '/info/notice?version=1&format=json')
    expect(json.body).toMatchObject({
      number: 1,
      inForce: false,
      newest: 4,
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

  it('takes effect at the time it was published for, by itself, on every page and for everyone who asks', async () => {
    const key = 'planned'
    await site.rest('POST', '/gov-notices', { as: editor, body: { key } })
    const get = (query: string) => site.rest('GET', `/info/notice${query}notice=${key}&lang=en`)
    const current = async () => (await noticePort.settled({ payload: site.payload }, key))?.number ?? null
    const start = new Date(site.clock.now().getTime() + 3_600_000).toISOString()
    await prepare(site, officer, 'one', key)
    for (const bad of ['2019-01-01T00:00', 'soon', site.clock.now().toISOString(), '2099-01-01T00:00'])
      expect((await press(site, officer, { inForceFrom: bad }, key)).status).toBe(400)
    expect((await press(site, officer, { inForceFrom: start }, key)).body).toMatchObject({
      number: 1,
      inForceFrom: start,
    })
    expect(await current()).toBeNull()
    expect((await get('?')).status).toBe(404)
    expect((await get('?version=1&')).text).toContain('is not in force yet')
    const state = `/governance/notices/${await draftId(site, key)}`
    expect((await site.rest('GET', state, { as: officer })).body).toMatchObject({
      number: null,
      next: { number: 1, from: start },
      same: true,
      approvedBy: ['officer'],
    })
    // Nothing overlaps it, neither at once nor at an earlier time.
    await prepare(site, officer, 'two', key)
    expect((await press(site, officer, {}, key)).body.errors[0].data).toMatchObject({ why: 'laterPublished' })
    const before = new Date(new Date(start).getTime() - 1).toISOString()
    expect((await press(site, officer, { inForceFrom: before }, key)).body.errors[0].data.why).toBe(
      'startNotAfter',
    )
    expect((await press(site, officer, { inForceFrom: start }, key)).status).toBe(400)
    const second = new Date(new Date(start).getTime() + 3_600_000).toISOString()
    expect((await press(site, officer, { inForceFrom: second }, key)).status).toBe(200)
    const list = await site.rest('GET', `/info/notice/versions?notice=${key}&lang=en`)
    expect(list.text.match(/published, comes later/g)).toHaveLength(2)

    site.clock.set(start)
    expect(await current()).toBe(1)
    const first = await get('?')
    expect(first.text).toContain('<h1>Notice one</h1>')
    expect(first.text).toContain('version 2 will be in force')
    const tag = first.headers.get('etag')!
    const again = () =>
      site.rest('GET', `/info/notice?notice=${key}&lang=en`, { headers: { 'if-none-match': tag } })
    site.clock.set(new Date(new Date(second).getTime() - 1))
    expect((await again()).status).toBe(304)
    expect(await current()).toBe(1)
    site.clock.set(second)
    expect((await again()).text).toContain('<h1>Notice two</h1>')
    expect(await current()).toBe(2)
    expect((await site.rest('GET', state, { as: officer })).body).toMatchObject({ number: 2, next: null })
    for (const [at, number] of [
      [before, 404],
      [start, 1],
      [new Date(new Date(second).getTime() - 1).toISOString(), 1],
      [second, 2],
    ] as const) {
      const answer = await get(`?at=${encodeURIComponent(at)}&format=json&`)
      expect(number === 404 ? answer.status : answer.body.number).toBe(number)
    }
    expect((await get('?at=2030-13-45&')).status).toBe(400)
    expect((await get('?at=%27or%201&')).status).toBe(400)
    expect((await get('?at=2026-02-01&')).status).toBe(404)
    expect((await get(`?at=${site.clock.now().toISOString().slice(0, 10)}&format=json&`)).body.number).toBe(2)
    await prepare(site, officer, 'three', key)
    expect((await press(site, officer, {}, key)).body.number).toBe(3)
    expect(await current()).toBe(3)
  })

  it('shows what changed between two versions word by word, in each language, as a page and for programs', async () => {
    const between = (query: string) => site.rest('GET', `/info/notice/difference?${query}`)
    const page = await between('from=1&to=4&lang=fr')
    expect(page.status).toBe(200)
    expect(page.text).toMatch(/<del><span class="unseen"> \[retiré: <\/span>first/)
    expect(page.text).toMatch(/<ins><span class="unseen"> \[ajouté: <\/span>second/)
    const { body } = await between('from=1&to=4&format=json')
    expect(body).toMatchObject({ from: { number: 1 }, to: { number: 4 } })
    for (const locale of ['en', 'fr'])
      expect(body.languages[locale].title).toEqual([
        { text: locale === 'en' ? 'Notice ' : 'Avis ', kind: 'same' },
        { text: 'first', kind: 'removed' },
        { text: 'second', kind: 'added' },
      ])
    expect((await between('format=json')).body).toMatchObject({ from: { number: 4 }, to: { number: 5 } })
    expect((await between('from=1&to=77')).status).toBe(404)
    expect((await between('from=1&to=77&format=json')).status).toBe(404)
    expect((await between('from=x')).status).toBe(400)
    const tag = page.headers.get('etag')!
    const kept = await site.rest('GET', '/info/notice/difference?from=1&to=4&lang=fr', {
      headers: { 'if-none-match': tag },
    })
    expect(kept.status).toBe(304)
  })

  it('is read, kept and saved without a script or a cookie, the same to the last byte', async () => {
    const pages = [
      '',
      '?version=1',
      '/versions',
      '/difference',
      '?download=1',
      '?format=json',
      '/versions?format=json',
    ]
    for (const path of pages) {
      const [one, two] = [
        await site.rest('GET', `/info/notice${path}`),
        await site.rest('GET', `/info/notice${path}`),
      ]
      expect(one.status).toBe(200)
      expect(one.text).toBe(two.text)
      expect(one.text).not.toContain('<script')
      expect(one.headers.get('set-cookie')).toBeNull()
      expect(one.headers.get('etag')).toBe(two.headers.get('etag'))
      if (one.headers.get('content-type')?.includes('html'))
        expect(one.headers.get('content-security-policy')).not.toContain('script-src')
    }
    const file = await site.rest('GET', '/info/notice?version=1&download=1&lang=fr')
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="site-1-fr.html"')
    const row = (await versions()).find(({ place }) => place === 'site:1')
    expect(file.text).toContain(row!.fr.hash)
    // Nothing in it leads back into the site or loads anything.
    expect(file.text).not.toMatch(/(href|src)="\//)
    expect(file.text).not.toMatch(/<(img|link|iframe)/)
  })

  it('tells editors what is weak or wrong, and lets them publish it', async () => {
    const key = 'weak'
    await site.rest('POST', '/gov-notices', { as: editor, body: { key } })
    const id = await draftId(site, key)
    const text = (words: string) => ({ title: 'T', content: richText(words) })
    await site.rest('PATCH', `/gov-notices/${id}`, {
      as: editor,
      body: {
        en: text('By entering this site you consent to our use of your data.'),
        fr: text('Rien à dire ici.'),
      },
    })
    const state = await site.rest('GET', `/governance/notices/${id}`, { as: editor })
    expect(state.body.warnings).toEqual([
      { key: 'noContact', locale: 'en' },
      { key: 'noContact', locale: 'fr' },
      { key: 'noRetention', locale: 'en' },
      { key: 'noRetention', locale: 'fr' },
      { key: 'noPurposes', locale: 'en' },
      { key: 'noPurposes', locale: 'fr' },
      { key: 'consentByEntry', locale: 'en' },
    ])
    await submit(site, editor, key)
    await approve(site, officer, key)
    expect((await press(site, officer, {}, key)).body.number).toBe(1)
  })

  it('gives each of many publications at once a number of its own, in order of time', async () => {
    const key = 'race'
    await site.rest('POST', '/gov-notices', { as: editor, body: { key } })
    await publishNotice(site, officer, 'race 0', key)
    const answers = await Promise.all(
      Array.from({ length: 6 }, async (_, i) => {
        const written = await write(site, editor, `race ${i + 1}`, key)
        if (written.status !== 200) return { status: 409 }
        await submit(site, editor, key)
        await approve(site, officer, key)
        return press(site, officer, {}, key)
      }),
    )
    const made = answers.filter(({ status }) => status === 200)
    // Without an approval of what was saved last by then nothing is published.
    expect(answers.filter(({ status }) => ![200, 403, 409].includes(status))).toEqual([])
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
    expect(await publishNotice(site, officer, 'fourth')).toBe(6)
  })
})
