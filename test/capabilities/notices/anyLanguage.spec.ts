import { afterAll, beforeAll, expect, it, vi } from 'vitest'

import { type Person, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { approve, draftId, press, promises, richText, submit } from './publishing.js'

const NOTHING = { title: '', content: null, changes: '' }

describeDatabases('a notice that may leave a language out', (database) => {
  let site: Stand
  let officer: Person
  let editor: Person
  beforeAll(async () => {
    site = await stand(database, { plugin: { notices: { locales: 'any' } } })
    officer = await site.person('officer', ['privacy-officer'])
    editor = await site.person('communications', ['communications'])
  })
  afterAll(async () => {
    await site?.stop()
  })

  const text = (title: string, words: string, changes: string) => ({
    title,
    changes,
    content: richText(words),
  })
  const publish = async (en: object, fr: object) => {
    const body = { en, fr, promises }
    await site.rest('PATCH', `/gov-notices/${await draftId(site)}`, { as: editor, body })
    const submitted = await submit(site, editor)
    if (submitted.status !== 200) return submitted
    await approve(site, officer)
    return press(site, officer)
  }

  it('is published in one language, and its other readers get that one and are told', async () => {
    expect((await publish(text('Notice', 'Old words.', ''), NOTHING)).body.number).toBe(1)
    const page = await site.rest('GET', '/info/notice?lang=fr')
    expect(page.text).toContain('Cette version n’existe pas en français. La voici en anglais.')
    expect(page.text).toMatch(/<article\s+lang="en-CA">/)
    expect(page.text).toMatch(/<h1\s+lang="en-CA">Notice<\/h1>/)
    const english = await site.rest('GET', '/info/notice?lang=en')
    expect(english.text).not.toContain('It is shown in French')
    expect(english.text).not.toMatch(/<article\s+lang=/)
  })

  it('asks for what has changed in the language that is said, and in no other', async () => {
    const without = await publish(text('Notice', 'New words.', ''), NOTHING)
    expect(without.status).toBe(400)
    expect(without.body.errors[0].message).toContain('English: what has changed')
    expect(without.body.errors[0].message).not.toContain('French')
    const published = await publish(text('Notice', 'New words.', 'The words are new.'), NOTHING)
    expect(published.body.number).toBe(2)
  })

  it('tells readers of the language that is left out what changed, in the list and between two', async () => {
    const list = await site.rest('GET', '/info/notice/versions?lang=fr')
    expect(list.text).toMatch(/<span\s+lang="en-CA">The words are new\.<\/span>/)
    expect(list.text.match(/Première version/g)).toHaveLength(1)
    const page = await site.rest('GET', '/info/notice/difference?from=1&to=2&lang=fr')
    expect(page.text).toMatch(/<p\s+lang="en-CA">The words are new\.<\/p>/)
    expect(page.text).toMatch(
      /<del><span class="unseen" lang="fr-CA"> \[retiré: <\/span>Old<span class="unseen" lang="fr-CA">\] /,
    )
    expect(page.text).toContain('Cette version n’existe pas en français.')
    const { body } = await site.rest('GET', '/info/notice/difference?from=1&to=2&format=json')
    expect(body.languages.fr).toMatchObject({
      languages: { from: 'en', to: 'en' },
      changes: 'The words are new.',
    })
  })

  it('compares two versions in the language that both have', async () => {
    const fr = text('Avis', 'Nouveaux mots.', 'En français aussi.')
    expect((await publish(text('Notice', 'Newest words.', 'In French, too.'), fr)).body.number).toBe(3)
    const page = await site.rest('GET', '/info/notice/difference?from=2&to=3&lang=fr')
    expect(page.text).toContain('Newest')
    expect(page.text).not.toContain('Nouveaux')
    expect((await site.rest('GET', '/info/notice?lang=fr')).text).toContain('<h1>Avis</h1>')
    expect((await publish(NOTHING, { ...fr, title: 'Avis seul' })).body.number).toBe(4)
    expect((await site.rest('GET', '/info/notice?lang=en')).text).toContain('It is shown in French.')
    const { body } = await site.rest('GET', '/info/notice/difference?from=2&to=4&format=json')
    expect(body.languages.en.languages).toEqual({ from: 'en', to: 'fr' })
    expect((await publish(NOTHING, NOTHING)).status).toBe(400)
  })

  it('lists its versions without reading their texts', async () => {
    const find = vi.spyOn(site.payload.db, 'find')
    const list = await site.rest('GET', '/info/notice/versions?format=json')
    const read = JSON.stringify(await Promise.all(find.mock.results.map(({ value }) => value as unknown)))
    find.mockRestore()
    expect(list.body.versions).toHaveLength(4)
    expect(list.body.versions[2].changes).toEqual({ en: 'The words are new.', fr: '' })
    expect(read).toContain('The words are new.')
    expect(read).not.toContain('New words.')
  })
})
