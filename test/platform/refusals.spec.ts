import { afterAll, beforeAll, expect, it } from 'vitest'

import { textOf } from '../../src/platform/endpoint.js'
import { newStamp } from '../../src/platform/intake.js'
import { sentenceFor } from '../../src/platform/translate.js'
import { incomplete } from '../../src/capabilities/notices/domain.js'
import { type Stand, stand } from '../helpers/boot.js'
import { describeDatabases } from '../helpers/describeDatabases.js'

const PAGES = [
  '/info/comment',
  '/info/tell',
  '/info/notice?version=zz',
  '/info/form/nothing',
  '/info/receipt?n=AAAA-AAAA&k=AAAAA',
]

describeDatabases('a refusal', (database) => {
  let site: Stand
  beforeAll(async () => {
    site = await stand(database, { plugin: { intake: { perSource: 1000, total: 1000, minFillSeconds: 0 } } })
  })
  afterAll(async () => {
    await site?.stop()
  })
  const opened = (hours: number): string => newStamp(site.payload, String(Date.now() - hours * 3600_000))
  const refused = (work: () => unknown): unknown => {
    try {
      return work()
    } catch (error) {
      return error
    }
  }
  const inFrench = (work: () => unknown): string => sentenceFor(site.payload, 'fr', refused(work))

  it('of a public page is a page, in the language that was asked for', async () => {
    for (const path of PAGES) {
      const address = `${path}${path.includes('?') ? '&' : '?'}lang=fr`
      const page = await site.rest('GET', address, { headers: { accept: 'text/html,*/*;q=0.8' } })
      expect([path, page.status >= 400 && page.status < 500]).toEqual([path, true])
      expect(page.headers.get('content-type')).toContain('text/html')
      expect(page.text).toContain('<html lang="fr-CA">')
      expect(page.text).toContain('Quitter cette page')
      expect(page.text).not.toMatch(/\{\{|“|invalidInput/)
    }
    const large = await site.rest('POST', '/info/comment?lang=fr', { form: { text: 'x'.repeat(300 * 1024) } })
    expect([large.status, large.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8'])
    expect(large.text).toMatch(/256\sKo/)
  })

  it('is JSON where JSON was asked for, in that language too', async () => {
    const asked = [
      await site.rest('GET', '/info/notice?version=zz&format=json&lang=fr'),
      await site.rest('GET', '/info/comment?lang=fr', { headers: { accept: 'application/json' } }),
      await site.rest('GET', '/info/comments?lang=fr'),
      await site.rest('POST', '/info/comment?lang=fr', { body: {} }),
    ]
    expect(asked.map(({ status }) => status)).toEqual([400, 400, 400, 400])
    expect(asked[0]!.body.errors[0].message).toContain('numéro de la version')
    for (const { body } of asked.slice(1)) expect(body.errors[0].message).toContain('page dont il s’agit')
    expect((await site.rest('POST', '/info/comment', { body: {} })).body.errors[0].message).toBe(
      'Please fill this in: page that it is about.',
    )
  })

  it('of a page that was open for a day, and of what a robot filled in, is a sentence in French', async () => {
    for (const path of ['comment', 'tell', 'message']) {
      const send = (form: Record<string, string>) =>
        site.rest('POST', `/info/${path}?lang=fr`, {
          form: { on: 'posts:1', text: 'x', words: 'x', category: 'spam', kind: 'other', ...form },
        })
      const old = await send({ stamp: opened(25) })
      expect([path, old.status]).toEqual([path, 400])
      expect(old.text).toContain('Cette page est restée ouverte longtemps. Veuillez envoyer de nouveau.')
      const robot = await send({ stamp: opened(1), website: 'x' })
      expect(robot.text).toContain('Si vous êtes une personne, veuillez téléphoner.')
      expect(old.text + robot.text).not.toContain('{{')
    }
  })

  it('names fields in words, in both languages', () => {
    expect(inFrench(() => textOf({}, 'words', { required: true }))).toBe(
      'Veuillez remplir ce champ\u00a0: message.',
    )
    expect(inFrench(() => textOf({ kind: 'xx' }, 'kind', { max: 1 }))).toBe(
      'C’est trop long\u00a0: de quoi il s’agit (au plus 1 caractères).',
    )
    const gaps = [
      { locale: 'en', what: 'changes' },
      { locale: 'fr', what: 'title' },
    ] as never
    expect(inFrench(() => incomplete(gaps))).toBe(
      'Cette version ne peut pas encore entrer en vigueur. Il manque\u00a0: ce qui a changé, en anglais; le titre français. Complétez-la, enregistrez-la, puis réessayez.',
    )
    expect(sentenceFor(site.payload, 'en', incomplete(gaps))).toContain(
      'English: what has changed; French: the title. Complete',
    )
  })

  it('meets half a letter as text that every database holds, and invisible letters as nothing', async () => {
    expect(textOf({ a: 'x\uD800y' }, 'a')).toBe('x\uFFFDy')
    for (const blank of ['\uD800', '\u3164', '\u00AD', '\u061C', '\u2800', '\u{E0041}'])
      expect(() => textOf({ a: blank }, 'a', { required: true })).toThrow(/fill in/)
    expect(textOf({ a: 'ᐃᓄᒃᑎᑐᑦ 👩‍❤️‍👨' }, 'a')).toBe('ᐃᓄᒃᑎᑐᑦ 👩‍❤️‍👨')
    const sent = await site.rest('POST', '/info/message', { body: { kind: 'other', words: 'x\uD800y' } })
    expect(sent.status).toBe(200)
  })
})
