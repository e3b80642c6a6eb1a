import type { Field } from 'payload'

import { flattenAllFields } from 'payload/shared'
import { describe, expect, it } from 'vitest'

import { compareLeaves } from '../../../src/capabilities/approvals/compare.js'
import { imageOf, type Leaves } from '../../../src/capabilities/approvals/image.js'
import { runsOf } from '../../../src/platform/richText.js'
import type { Change, Wording } from '../../../src/capabilities/approvals/values.js'
import { compareTexts, type Part } from '../../../src/platform/words.js'
import { formatInstant } from '../../../src/kernel/calendar.js'
import { approvals as en } from '../../../src/translations/en/approvals.js'
import { approvals as fr } from '../../../src/translations/fr/approvals.js'

const wording = (language: 'en' | 'fr'): Wording => {
  const words = (language === 'fr' ? fr : en).difference as unknown as Record<string, string>
  return {
    label: (field) => {
      const label = 'label' in field ? (field.label as unknown) : undefined
      return typeof label === 'object' && label !== null
        ? (label as Record<string, string>)[language]!
        : field.name
    },
    row: (field, block) => block?.slug ?? field.name,
    option: (_field, value) => `<${value}>`,
    date: (at) => formatInstant(new Date(at), language, 'America/Toronto'),
    name: (ref) => ({ text: `title of ${ref}` }),
    node: () => ({ fields: [] }),
    parts: () => [],
    language: (locale) => locale.toUpperCase(),
    say: (key) => words[key]!,
  }
}

const FIELDS: Field[] = [
  { name: 'title', type: 'text', localized: true, label: { en: 'Title', fr: 'Titre' } },
  {
    name: 'hero',
    type: 'group',
    label: { en: 'Top', fr: 'Haut' },
    fields: [{ name: 'lead', type: 'textarea', localized: true, label: { en: 'Lead', fr: 'Chapeau' } }],
  },
  { name: 'seo', type: 'group', localized: true, fields: [{ name: 'slug', type: 'text' }] },
  { name: 'body', type: 'richText', localized: true } as Field,
  { name: 'open', type: 'checkbox' },
  { name: 'day', type: 'date' },
  { name: 'count', type: 'number' },
  { name: 'counts', type: 'number', hasMany: true },
  { name: 'words', type: 'text', hasMany: true },
  { name: 'kind', type: 'select', options: ['a', 'b'] },
  { name: 'kinds', type: 'select', hasMany: true, options: ['a', 'b', 'c'] },
  { name: 'choice', type: 'radio', options: ['a', 'b'] },
  { name: 'mail', type: 'email' },
  { name: 'code', type: 'code' },
  { name: 'data', type: 'json' },
  { name: 'at', type: 'point' },
  { name: 'page', type: 'relationship', relationTo: 'pages' },
  { name: 'pages', type: 'relationship', relationTo: 'pages', hasMany: true },
  { name: 'any', type: 'relationship', relationTo: ['pages', 'posts'] },
  { name: 'picture', type: 'upload', relationTo: 'pictures' },
  {
    name: 'links',
    type: 'array',
    label: { en: 'Links', fr: 'Liens' },
    fields: [
      { name: 'label', type: 'text', localized: true, label: { en: 'Label', fr: 'Libellé' } },
      { name: 'url', type: 'text' },
    ],
  },
  {
    name: 'layout',
    type: 'blocks',
    blocks: [
      { slug: 'quote', fields: [{ name: 'text', type: 'text' }] },
      { slug: 'card', fields: [{ name: 'picture', type: 'upload', relationTo: 'pictures' }] },
    ],
  },
]

const context = { payload: { blocks: {} } as never, locales: ['en', 'fr'], volatile: [] }
const fields = flattenAllFields({ fields: FIELDS })
const entity = { flattenedFields: fields, upload: false, auth: false }

const compare = (
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  language: 'en' | 'fr' = 'en',
): Change[] =>
  compareLeaves(
    { image: context, fields, wording: wording(language) },
    imageOf(context, entity, before).leaves,
    imageOf(context, entity, after).leaves,
  )

const marked = (parts: Part[] | undefined): string =>
  (parts ?? [])
    .map(({ kind, text, formatting }) =>
      kind === 'added' ? `[+${text}]` : kind === 'removed' ? `[-${text}]` : formatting ? `[~${text}]` : text,
    )
    .join('')

const node = (type: string, children: unknown[], more: object = {}): unknown => ({ type, children, ...more })
const word = (text: string, format = 0): unknown => ({ type: 'text', text, format })
const rich = (...children: unknown[]): unknown => ({ root: { type: 'root', children } })
const paragraph = (...children: unknown[]): unknown => node('paragraph', children)

describe('The difference of texts', () => {
  it('marks the words that came and went, not the letters', () => {
    expect(marked(compareTexts('The clinic is open', 'The clinic was open late'))).toBe(
      'The clinic [-is][+was] open[+ late]',
    )
  })

  it('reads several replaced words as one replacement', () => {
    expect(marked(compareTexts('We open at nine sharp.', 'We open around noon usually.'))).toBe(
      'We open [-at nine sharp][+around noon usually].',
    )
  })

  it('keeps French words with their accents and apostrophes whole', () => {
    expect(marked(compareTexts('Congé d’été', 'Congés d’été'))).toBe('[-Congé][+Congés] d’été')
  })

  it('joins back to both texts, whatever they hold', () => {
    const before = 'a  b\n\nc 👍 — «x» 12.5\t'
    const after = 'a b\nc 👎 « x » 12,5'
    const parts = compareTexts(before, after)
    const without = (kind: Part['kind']): string =>
      parts
        .filter((part) => part.kind !== kind)
        .map(({ text }) => text)
        .join('')
    expect([without('added'), without('removed')]).toEqual([before, after])
  })

  it('says of two long texts with nothing in common that one took the place of the other, in little time', () => {
    const long = (word: string): string => Array.from({ length: 20_000 }, (_, i) => `${word}${i}`).join(' ')
    const started = performance.now()
    const parts = compareTexts(long('a'), long('b'))
    expect(parts.map(({ kind }) => kind)).toEqual(['removed', 'added'])
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

describe('The difference of a rich text', () => {
  const body = (before: unknown, after: unknown): Change[] =>
    compare({ body: { en: before } }, { body: { en: after } })

  it('is that of its words, with an end of line after each block', () => {
    const [change] = body(
      rich(node('heading', [word('Hours')], { tag: 'h2' }), paragraph(word('We are open.'))),
      rich(
        node('heading', [word('Hours')], { tag: 'h2' }),
        paragraph(word('We are closed.')),
        paragraph(word('Sorry.')),
      ),
    )
    expect(marked(change!.parts)).toBe('Hours\nWe are [-open][+closed].[+\nSorry.]')
    expect(change!.note).toBeUndefined()
  })

  it('names a change of the formatting alone, and shows where', () => {
    const [change] = body(
      rich(paragraph(word('Call us now'))),
      rich(paragraph(word('Call us '), word('now', 1))),
    )
    expect(change).toMatchObject({ kind: 'changed', note: 'formatting', locale: 'en' })
    expect(marked(change!.parts)).toBe('Call us [~now]')
  })

  it('takes a word that is half bold for one word', () => {
    const [change] = body(rich(paragraph(word('closed'))), rich(paragraph(word('clo', 1), word('sed'))))
    expect(marked(change!.parts)).toBe('[~closed]')
  })

  it('names a heading that became a paragraph as formatting', () => {
    const [change] = body(rich(node('heading', [word('A')], { tag: 'h2' })), rich(paragraph(word('A'))))
    expect(change!.note).toBe('formatting')
  })

  it('shows where a link leads, so that a link that leads elsewhere is seen', () => {
    const link = (url: string): unknown =>
      node('link', [word('here')], { fields: { linkType: 'custom', url } })
    const [change] = body(
      rich(paragraph(link('https://good.example'))),
      rich(paragraph(link('https://bad.example'))),
    )
    expect(marked(change!.parts)).toBe('here ‹https://[-good][+bad].example›')
  })

  it('names what it shows and links to, numbers lists, and says what a block holds', () => {
    const runs = runsOf(
      rich(
        { type: 'upload', relationTo: 'pictures', value: 4 },
        node('list', [node('listitem', [word('one')], { value: 1 })], { listType: 'number' }),
        node('list', [node('listitem', [word('done')], { checked: true })], { listType: 'check' }),
        paragraph(
          node('link', [word('us')], {
            fields: { linkType: 'internal', doc: { relationTo: 'pages', value: 7 }, url: 'x' },
          }),
        ),
        {
          type: 'block',
          fields: { id: 'x', blockType: 'banner', tone: 'red', content: rich(paragraph(word('Hi'))) },
        },
        { type: 'horizontalrule' },
        node('table', [
          node('tablerow', [
            node('tablecell', [paragraph(word('a'))]),
            node('tablecell', [paragraph(word('b'))]),
          ]),
        ]),
      ),
      (ref) => ref,
    )
    expect(runs.map(({ text }) => text).join('')).toBe(
      '[pictures:4]\n1. one\n☑ done\nus ‹pages:7›\n[banner] tone: red content: \nHi\n———\na | b',
    )
  })

  it('reads Slate, too', () => {
    const runs = runsOf([{ children: [{ text: 'Hello ' }, { text: 'you', bold: true }] }], (ref) => ref)
    expect(runs.map(({ text }) => text).join('')).toBe('Hello you')
    expect(new Set(runs.map(({ style }) => style)).size).toBe(2)
  })
})

describe('The difference of a document', () => {
  it('is empty when nothing differs, whatever the order and the ids of rows are called', () => {
    expect(
      compare(
        { links: [{ id: 1, url: 'a' }], title: { en: 'x' } },
        { title: { en: 'x' }, links: [{ id: 2, url: 'a' }] },
      ),
    ).toEqual([])
  })

  it('keeps the languages apart', () => {
    const found = compare({ title: { en: 'One', fr: 'Un' } }, { title: { en: 'Two', fr: 'Un' } })
    expect(found.map(({ path, locale, kind }) => [path, locale, kind])).toEqual([['title', 'en', 'changed']])
    const both = compare({ title: { en: 'One' } }, { title: { en: 'Two', fr: 'Deux' } })
    expect(both.map(({ locale, kind }) => [locale, kind])).toEqual([
      ['en', 'changed'],
      ['fr', 'added'],
    ])
  })

  it('follows the order of the fields, with labels in the language of the person', () => {
    const before = { hero: { lead: { fr: 'a' } }, title: { fr: 'a' }, open: false }
    const after = { open: true, hero: { lead: { fr: 'b' } }, title: { fr: 'b' } }
    expect(compare(before, after, 'fr').map(({ label }) => label)).toEqual([
      'Titre',
      'Haut › Chapeau',
      'open',
    ])
    expect(compare(before, after, 'en').map(({ label }) => label)).toEqual(['Title', 'Top › Lead', 'open'])
  })

  it('says yes and no, dates and numbers in words of the person', () => {
    const before = { open: false, day: '2026-07-02T03:30:00.000Z', count: 2 }
    const after = { open: true, day: '2026-07-03T03:30:00.000Z', count: 3 }
    const said = (language: 'en' | 'fr'): unknown[] =>
      compare(before, after, language).map(({ before: old, after: now }) => [old, now])
    // Half past eleven at night in Toronto: the day before in Greenwich's eyes.
    expect(said('en')).toEqual([
      ['No', 'Yes'],
      [expect.stringContaining('1, 2026'), expect.stringContaining('2, 2026')],
      ['2', '3'],
    ])
    expect(said('fr')).toEqual([
      ['Non', 'Oui'],
      [expect.stringContaining('1er juill'), expect.stringContaining('2 juill')],
      ['2', '3'],
    ])
  })

  it('tells choices by their labels, and of several which came, went and stayed', () => {
    const [kind, kinds, choice] = compare(
      { kind: 'a', kinds: ['a', 'b'], choice: 'a' },
      { kind: 'b', kinds: ['b', 'c'], choice: undefined },
    )
    expect(kind).toMatchObject({ before: '<a>', after: '<b>' })
    expect(kinds!.items).toEqual([
      { text: '<a>', kind: 'removed' },
      { text: '<b>', kind: 'same' },
      { text: '<c>', kind: 'added' },
    ])
    expect(choice).toMatchObject({ kind: 'removed', before: '<a>' })
    expect(choice!.after).toBeUndefined()
  })

  it('says when only the order of several changed, and sees a value that is there twice', () => {
    expect(compare({ words: ['a', 'b'] }, { words: ['b', 'a'] })[0]).toMatchObject({ note: 'order' })
    expect(compare({ counts: [1] }, { counts: [1, 1] })[0]!.items).toEqual([
      { text: '1', kind: 'same' },
      { text: '1', kind: 'added' },
    ])
  })

  it('names documents and pictures by title', () => {
    const found = compare(
      { page: 1, pages: [1, 2], any: { relationTo: 'posts', value: 9 }, picture: 5 },
      { page: 2, pages: [2], any: { relationTo: 'pages', value: 9 }, picture: undefined },
    )
    expect(
      found.map(({ path, kind, items }) => [path, kind, items?.map((item) => `${item.kind} ${item.text}`)]),
    ).toEqual([
      ['page', 'changed', ['removed title of pages:1', 'added title of pages:2']],
      ['pages', 'changed', ['removed title of pages:1', 'same title of pages:2']],
      ['any', 'changed', ['removed title of posts:9', 'added title of pages:9']],
      ['picture', 'removed', ['removed title of pictures:5']],
    ])
  })

  it('compares mail, code, data and places', () => {
    const found = compare(
      { mail: 'a@x.example', code: 'let a = 1', data: { a: [1] }, at: [1, 2] },
      { mail: 'b@x.example', code: 'let a = 2', data: { a: [2] }, at: [1, 3] },
    )
    expect(found.map(({ parts, before, after }) => (parts ? marked(parts) : `${before} → ${after}`))).toEqual(
      ['[-a][+b]@x.example', 'let a = [-1][+2]', '{\n  "a": [\n    [-1][+2]\n  ]\n}', '1, 2 → 1, 3'],
    )
  })

  it('goes into a row that changed, in its language, and into a new one', () => {
    const link = (en: string, fr: string, url: string): object => ({ label: { en, fr }, url })
    const found = compare(
      { links: [link('A', 'A', '/a'), link('B', 'B', '/b')] },
      { links: [link('A', 'A', '/a'), link('B', 'Bé', '/b'), link('C', 'C', '/c')] },
      'fr',
    )
    expect(found.map(({ path, label, locale, kind, leaf }) => [path, label, locale, kind, leaf])).toEqual([
      ['links.1.label', 'Liens › links 2 › Libellé', 'fr', 'changed', 'links'],
      ['links.2.label', 'Liens › links 3 (nouveau) › Libellé', 'en', 'added', 'links'],
      ['links.2.label', 'Liens › links 3 (nouveau) › Libellé', 'fr', 'added', 'links'],
      ['links.2.url', 'Liens › links 3 (nouveau) › url', undefined, 'added', 'links'],
    ])
  })

  it('says of a row in another place that it moved, and of one that is gone that it is gone', () => {
    const rows = (...urls: string[]): Record<string, unknown> => ({ links: urls.map((url) => ({ url })) })
    expect(compare(rows('a', 'b', 'c'), rows('c', 'a', 'b'))).toMatchObject([
      { label: 'Links › links 1', note: 'moved', places: { from: 3, to: 1 } },
    ])
    expect(compare(rows('a', 'b', 'c'), rows('a', 'c'))).toMatchObject([
      { label: 'Links › links 2 (removed) › url', kind: 'removed', path: 'links.1.url' },
    ])
  })

  it('does not take a block for a changed block of another kind', () => {
    const found = compare(
      { layout: [{ blockType: 'quote', text: 'Hi' }] },
      {
        layout: [
          { blockType: 'card', picture: 3 },
          { blockType: 'quote', blockName: 'Top', text: 'Hi there' },
        ],
      },
    )
    expect(found.map(({ label, kind }) => [label, kind])).toEqual([
      ['layout › card 1 (new) › picture', 'added'],
      ['layout › quote 2 › Name of the block', 'added'],
      ['layout › quote 2 › text', 'changed'],
    ])
  })

  it('shows a block that the site no longer has as it is stored, and a new empty row as new', () => {
    expect(marked(compare({ layout: [{ blockType: 'old', a: 1 }] }, {})[0]!.parts)).toContain('"a": 1')
    expect(compare({}, { layout: [{ blockType: 'card' }] })).toMatchObject([
      { label: 'layout › card 1 (new)', kind: 'added' },
    ])
  })

  it('goes into a group that is one per language', () => {
    const found = compare({ seo: { en: { slug: 'a' } } }, { seo: { en: { slug: 'b' } } })
    expect(found).toMatchObject([{ path: 'seo.slug', locale: 'en', leaf: 'seo.en', label: 'seo › slug' }])
  })

  it('says when the file is another one and when other languages are published', () => {
    const about = { image: context, fields, wording: wording('fr') }
    const found = compareLeaves(about, { _file: 'x', _published: ['en'] } as Leaves, { _file: 'y' })
    expect(found).toMatchObject([
      { label: 'Fichier', note: 'otherFile' },
      { label: 'Langues publiées', before: 'EN', after: 'toutes' },
    ])
  })
})
