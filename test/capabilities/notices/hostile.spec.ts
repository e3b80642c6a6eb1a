import { afterAll, beforeAll, expect, it } from 'vitest'

import { findRows } from '../../../src/platform/db.js'
import { type Person, type RestAnswer, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { draftId, promises, publishNotice, richText, submit, write } from './publishing.js'

const BELL = String.fromCharCode(7)
const NUL = String.fromCharCode(0)
const OVERRIDE = String.fromCharCode(0x202e)
const ISOLATE = String.fromCharCode(0x2066)
const HALF = String.fromCharCode(0xd800)
const UNSEEN = String.fromCharCode(0x200b)

describeDatabases('what a notice does not take', (database) => {
  let site: Stand
  let editor: Person
  let officer: Person
  let path: string
  beforeAll(async () => {
    site = await stand(database)
    editor = await site.person('communications', ['communications'])
    officer = await site.person('officer', ['privacy-officer'])
    path = `/gov-notices/${await draftId(site)}`
    await write(site, editor, 'first')
  })
  afterAll(async () => {
    await site?.stop()
  })

  const draft = async (): Promise<any> =>
    (await findRows({ payload: site.payload }, 'gov-notices', { key: { equals: 'site' } }))[0]
  const save = (body: Record<string, unknown>): Promise<RestAnswer> =>
    site.rest('PATCH', path, { as: editor, body })
  const says = ({ body }: RestAnswer): unknown => body.errors?.[0]?.message
  const content = (words: string): unknown => richText(`Words ${words}.`)
  const root = (children: unknown): unknown => ({ content: { root: { type: 'root', children } } })

  it('refuses characters that cannot be shown, names each place, and writes nothing', async () => {
    const before = JSON.stringify(await draft())
    for (const odd of [NUL, BELL, OVERRIDE, ISOLATE, HALF]) {
      const answers = [
        [save({ en: { title: `a${odd}b` } }), 'English: the title'],
        [save({ fr: { content: content(odd) } }), 'French: the text'],
        [save({ fr: { changes: `a${odd}b` } }), 'French: what has changed'],
        [save({ promises: { ...promises, recipients: [{ en: `a${odd}`, fr: 'b' }] } }), 'a recipient'],
        [save({ promises: { ...promises, contact: { telephone: `1${odd}` } } }), 'whom to ask'],
      ] as const
      for (const [sent, place] of answers) {
        const answer = await sent
        expect([answer.status, says(answer)]).toEqual([400, expect.stringContaining(place)])
      }
    }
    const both = await save({ en: { title: NUL }, fr: { title: OVERRIDE } })
    expect(says(both)).toBe(
      'This has characters that cannot be shown: English: the title; French: the title.',
    )
    expect(JSON.stringify(await draft())).toBe(before)
  })

  it('refuses what is no text and no tree of words, and spans that are no whole number', async () => {
    const before = JSON.stringify(await draft())
    const deep = (levels: number): unknown =>
      levels === 0 ? { type: 'text', text: 'x' } : { type: 'list', children: [deep(levels - 1)] }
    const bad: Record<string, unknown>[] = [
      { en: 'words' },
      { en: ['words'] },
      { en: { title: ['a'] } },
      { en: { title: { a: 1 } } },
      { en: { changes: 5 } },
      { en: { content: 'words' } },
      { en: { content: {} } },
      { en: root('abc') },
      { en: root([null]) },
      { en: root([{ type: 'paragraph', children: ['words'] }]) },
      { en: root([{ type: 'text', text: ['a'] }]) },
      { fr: root([{ type: 'link', fields: 'https://example.org', children: [] }]) },
      { fr: root([deep(2000)]) },
      { promises: 'all' },
      { promises: { purposes: 'all' } },
      { promises: { recipients: ['all'] } },
      { promises: { contact: 'me' } },
      { promises: { ...promises, retention: { amount: 1.5, unit: 'months' } } },
    ]
    for (const body of bad) {
      const { status } = await save(body)
      expect([JSON.stringify(body).slice(0, 80), status]).toEqual([expect.anything(), 400])
    }
    expect(JSON.stringify(await draft())).toBe(before)
  })

  it('refuses a telephone that cannot be called, and takes what people write beside a number', async () => {
    const telephone = (given: string) => save({ promises: { ...promises, contact: { telephone: given } } })
    for (const odd of ['"><script>', '613<b>555', 'call us', '12', 'javascript:613555'])
      expect([odd, (await telephone(odd)).status]).toEqual([odd, 400])
    expect(says(await telephone('call us'))).toBe(
      'This has no telephone number that can be called: whom to ask.',
    )
    for (const fine of ['613 555-0100', '+1 (613) 555-0100, poste 12', '1-866-WOMEN-77', '*', '']) {
      const { status } = await telephone(fine)
      expect([fine, status]).toEqual([fine, fine === '*' ? 400 : 200])
    }
    await save({ promises })
  })

  it('counts a title or a text that nobody can see as missing', async () => {
    expect((await save({ en: { title: UNSEEN }, fr: { content: content('') } })).status).toBe(200)
    const refused = await submit(site, editor)
    expect([refused.status, says(refused)]).toEqual([400, expect.stringContaining('English: the title')])
    await write(site, editor, 'first')
  })

  it('refuses forms of letters that no page shows', async () => {
    const formatted = (format: number): unknown =>
      root([{ type: 'paragraph', children: [{ type: 'text', text: 'struck', format }] }])
    expect((await save({ en: formatted(1024) as object as Record<string, unknown> })).status).toBe(200)
    const refused = await submit(site, editor)
    expect([refused.status, says(refused)]).toEqual([
      400,
      expect.stringContaining('English: a form of text that can be shown'),
    ])
    await publishNotice(site, officer, 'shown')
  })

  it('refuses half a letter in a document', async () => {
    const before = JSON.stringify(await draft())
    const answer = await site.rest('POST', `/governance/notices/${await draftId(site)}/import`, {
      as: editor,
      body: { locale: 'en', format: 'markdown', text: `A${HALF} word.` },
    })
    expect([answer.status, says(answer)]).toEqual([400, 'This has characters that cannot be shown: text.'])
    expect(JSON.stringify(await draft())).toBe(before)
  })

  it('lets an earlier version of the draft be restored, under its own subject', async () => {
    await write(site, editor, 'earlier')
    await write(site, editor, 'later')
    const { body } = await site.rest(
      'GET',
      `/gov-notices/versions?where[version.en.title][equals]=${encodeURIComponent('Notice earlier')}`,
      { as: editor },
    )
    const restored = await site.rest('POST', `/gov-notices/versions/${body.docs[0].id}`, {
      as: editor,
      body: {},
    })
    expect([restored.status, says(restored)]).toEqual([200, undefined])
    const { en, fr, key, promised } = await draft()
    expect([en.title, fr.title, key]).toEqual(['Notice earlier', 'Avis earlier', 'site'])
    expect(promised.purposes).toHaveLength(promises.purposes.length)
  })

  it('answers HEAD as GET, without a body', async () => {
    const ask = (method: 'GET' | 'HEAD', page: string): Promise<RestAnswer> => site.rest(method, page)
    for (const page of ['/info/notice', '/info/notice/versions', '/info/notice?version=99']) {
      const [head, get] = [await ask('HEAD', page), await ask('GET', page)]
      expect([page, head.status, head.text]).toEqual([page, get.status, ''])
      expect(head.headers.get('etag')).toBe(get.headers.get('etag'))
    }
  })

  it('answers HEAD at every public address, found or not, with the headers of GET', async () => {
    const addresses = site.payload.config.endpoints
      .filter(({ path, method }) => method === 'get' && path.startsWith('/info/'))
      .map(({ path }) => path.replace(/:\w+/, 'nowhere'))
    expect(addresses.length).toBeGreaterThan(7)
    for (const page of addresses) {
      const [head, get] = [await site.rest('HEAD', page), await site.rest('GET', page)]
      expect([page, head.status]).toEqual([page, get.status])
      // Of an error that is no page the server leaves out the body, as of any answer to HEAD.
      if (get.headers.get('content-type')?.includes('html')) expect([page, head.text]).toEqual([page, ''])
      for (const name of ['content-type', 'cache-control', 'referrer-policy'])
        expect([page, name, head.headers.get(name)]).toEqual([page, name, get.headers.get(name)])
    }
    expect((await site.rest('HEAD', '/info/nowhere')).status).toBe(404)
  })

  it.each([
    ['en;q=0.1, fr', 'fr'],
    ['fr;q=0, en', 'en'],
    ['fr;q=0', 'en'],
    ['de, fr-CA;q=0.7, en;q=0.3', 'fr'],
    ['fr, en', 'fr'],
    ['en-CA, fr', 'en'],
    ['fr;q=zzz', 'fr'],
    ['', 'en'],
  ])('reads the wish of a browser %j as %s', async (wish, language) => {
    const { text } = await site.rest('GET', '/info/notice', { headers: { 'accept-language': wish } })
    expect(text).toContain(`<html lang="${language}-CA">`)
  })

  it('knows the version in force on the last day there is, and names what is no day', async () => {
    expect((await site.rest('GET', '/info/notice?at=9999-12-31')).status).toBe(200)
    const refused = await site.rest('GET', '/info/notice?at=soon&format=json')
    expect([refused.status, says(refused)]).toEqual([400, 'This is not a date and time: ?at.'])
  })
})
