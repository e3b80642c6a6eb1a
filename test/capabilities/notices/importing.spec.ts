import { afterAll, beforeAll, expect, it } from 'vitest'

import { findRows } from '../../../src/platform/db.js'
import { type Person, type RestAnswer, type Stand, stand } from '../../helpers/boot.js'
import { describeDatabases } from '../../helpers/describeDatabases.js'
import { leaveResults } from '../results.js'
import { documents, lost, read } from './documents.js'
import { draftId, write } from './publishing.js'

/** A code point below 32 and one that turns the direction of reading, spelled so that they are seen here. */
const BELL = String.fromCharCode(7)
const OVERRIDE = String.fromCharCode(0x202e)

describeDatabases('documents imported into a notice', (database) => {
  let site: Stand
  let editor: Person
  let officer: Person
  let path: string
  beforeAll(async () => {
    site = await stand(database)
    editor = await site.person('communications', ['communications'])
    officer = await site.person('officer', ['privacy-officer'])
    path = `/governance/notices/${await draftId(site)}/import`
  })
  afterAll(async () => {
    await site?.stop()
  })

  const draft = async (): Promise<any> =>
    (await findRows({ payload: site.payload }, 'gov-notices', { key: { equals: 'site' } }))[0]
  const send = (body: Record<string, unknown>, as: Person | undefined = editor): Promise<RestAnswer> =>
    site.rest('POST', path, { as, body: { locale: 'en', format: 'text', ...body } })
  const code = (answer: RestAnswer): unknown => answer.body.errors?.[0]?.data?.code
  const shape = ({ type, text, children = [] }: any): any =>
    type === 'text' ? text : { [type]: children.map(shape) }
  const seen = async (): Promise<string> =>
    (await site.rest('GET', `/gov-notices/${await draftId(site)}`, { as: editor })).body.updatedAt as string

  it('keeps structure, title and the other language, and what changed stays as it was written', async () => {
    await write(site, officer, 'before')
    const text = '# A policy\n\n## Why\n\nTo answer.\n\n- one\n- two'
    const answer = await send({ format: 'markdown', text, seen: await seen() })
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ headings: 2, lists: 1, paragraphs: 1 })
    const { en, fr } = await draft()
    expect(en).toMatchObject({ title: 'A policy', changes: 'Wording.' })
    expect(fr).toMatchObject({ title: 'Avis before', changes: 'Formulation.' })
    expect(shape(en.content.root).root).toHaveLength(3)
    expect((await send({ text: 'Only a sentence.' })).status).toBe(200)
    expect((await draft()).en).toMatchObject({ title: 'A policy', changes: 'Wording.' })
  })

  it('reads the first line as it stands: an item that is as far in as the next is beside it', async () => {
    const answer = await send({ text: '  - one\n  - two\n    1. below\n' })
    expect(answer.body).toEqual({ headings: 0, lists: 2, paragraphs: 0 })
    const items = shape((await draft()).en.content.root).root[0].list
    expect(items).toEqual([
      { listitem: ['one'] },
      { listitem: ['two'] },
      { listitem: [{ list: [{ listitem: ['below'] }] }] },
    ])
  })

  it('brings every word of a document into the draft, in order', async () => {
    let wordsLost = 0
    for (const document of documents) {
      const { source, format } = read(document)
      await send({ locale: 'fr', format: 'markdown', text: '# T\n\nWords.' })
      const answer = await send({ locale: 'fr', format, text: source })
      expect([document.name, answer.status]).toEqual([document.name, 200])
      const { title, content } = (await draft()).fr
      // One without a title of its own leaves the draft's: the word is none of the document's.
      wordsLost += lost(source, { title: title === 'T' ? '' : title, content }).length
    }
    leaveResults('notices', database.name, { documents: documents.length, wordsLost })
    expect(wordsLost).toBe(0)
  })

  it('writes over nothing that somebody changed after it was read, and lets one of two at once through', async () => {
    const old = await seen()
    await write(site, officer, 'by a colleague')
    const refused = await send({ text: 'Over it.', seen: old })
    expect([refused.status, code(refused)]).toEqual([409, 'changedSinceRead'])
    expect((await draft()).en.title).toBe('Notice by a colleague')
    const now = await seen()
    const answers = await Promise.all([
      send({ locale: 'en', text: 'English.', seen: now }),
      send({ locale: 'fr', text: 'Français.', seen: now }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it('leaves a draft as it was read where it cannot be saved', async () => {
    const before = await seen()
    const { beforeChange } = site.payload.collections['gov-notices' as never]!.config.hooks
    beforeChange.push(() => {
      throw new Error('The host refuses this.')
    })
    try {
      expect((await send({ text: 'Refused.', seen: before })).status).toBe(500)
    } finally {
      beforeChange.pop()
    }
    expect(await seen()).toBe(before)
    expect((await send({ text: 'Taken.', seen: before })).status).toBe(200)
  })

  it('refuses what is no text, too much, or for no language, and writes nothing', async () => {
    const before = JSON.stringify(await draft())
    const raw = (body: string | Uint8Array<ArrayBuffer>): Promise<RestAnswer> =>
      site.rest('POST', path, { as: editor, raw: { type: 'application/json', body } })
    const words = Buffer.from('{"locale":"en","format":"text","text":"Caf?"}')
    words[words.indexOf('?')] = 0xe9
    const bad: Record<string, [Promise<RestAnswer>, number]> = {
      'broken UTF-8': [raw(new Uint8Array(words)), 400],
      'a control that turns the words round': [send({ text: `Good ${OVERRIDE}morning.` }), 400],
      'a bell': [send({ text: `Good${BELL} morning.` }), 400],
      'more letters than any policy has': [send({ text: 'word '.repeat(50_000) }), 400],
      '10 MB': [send({ text: 'x'.repeat(10 * 1024 * 1024) }), 400],
      'a language that no notice is in': [send({ locale: 'de', text: 'Worte.' }), 400],
      'all languages at once': [send({ locale: ['en', 'fr'], text: 'Words.' }), 400],
      'a format that is not known': [send({ format: 'html', text: '<p>Words.</p>' }), 400],
      'lists in lists in place of text': [send({ text: [[['Words.']]] }), 400],
      'no text': [send({ text: ' \n ' }), 400],
      'a title only': [send({ format: 'markdown', text: '# Title' }), 400],
      'not an object': [raw('[1,2]'), 400],
      'a body that ends too early': [raw('{"locale":"en","text":"Wor'), 400],
    }
    for (const [what, [answer, status]] of Object.entries(bad))
      expect([what, (await answer).status]).toEqual([what, status])
    expect(JSON.stringify(await draft())).toBe(before)
  })

  it('is for editors only, and for a draft that is there', async () => {
    const before = JSON.stringify(await draft())
    const creator = await site.person('creator', ['content-creator'])
    expect((await send({ text: 'Words.' }, creator)).status).toBe(403)
    const visitor = await site.rest('POST', path, { body: { locale: 'en', format: 'text', text: 'Words.' } })
    expect(visitor.status).toBe(401)
    for (const id of ['987654', 'nobody', "1'--"]) {
      const answer = await site.rest('POST', `/governance/notices/${encodeURIComponent(id)}/import`, {
        as: editor,
        body: { locale: 'en', format: 'text', text: 'Words.' },
      })
      expect(answer.status).toBe(404)
    }
    expect(JSON.stringify(await draft())).toBe(before)
  })
})
