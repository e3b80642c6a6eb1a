import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { gapsOf } from '../../../src/capabilities/notices/domain.js'
import { imported, MOST_LETTERS } from '../../../src/capabilities/notices/importing.js'
import { renderNotice } from '../../../src/capabilities/notices/render.js'
import { leaveResults } from '../results.js'
import { documents, lost, OWN, read } from './documents.js'

describe('a document that is imported', () => {
  it.each(documents)('keeps every word of $name, in order', (document) => {
    const { source, format } = read(document)
    const made = imported(source, format)
    expect(lost(source, made)).toEqual([])
    const text = { title: made.title || 'T', content: made.content }
    expect(gapsOf({ en: text, fr: text }, null)).toEqual([])
    leaveResults('notices', 'import', { documents: documents.length, wordsLost: 0 })
  })

  it('counts a word that is gone', () => {
    const made = imported('Title\n\nOne two three.', 'text')
    expect(lost('Title\n\nOne two three.', made)).toEqual([])
    expect(lost('Title\n\nOne two and three.', made)).not.toEqual([])
  })

  it('keeps headings, lists and paragraphs of Markdown', () => {
    const made = imported(readFileSync(`${OWN}policy-en.md`, 'utf8'), 'markdown')
    expect(made.title).toBe('Privacy at Harbour House')
    expect(made.counts).toEqual({ headings: 3, lists: 3, paragraphs: 5 })
    const html = renderNotice({ content: made.content }).value
    expect(html).toContain(
      '<p>We write down <strong>as little as we can</strong>. This page says what, and <em>why</em>.</p>',
    )
    expect(html).toContain('<li>a name, if you choose one:<ol><li>it may be invented</li>')
    expect(html).toContain('<a href="https://example.org/partner"')
    expect(html).not.toContain('javascript:')
    expect(html).toContain('<li>Messages: three months.<br>They are deleted with what was attached.</li>')
  })

  it('tells headings, lists and paragraphs of a plain text by its lines', () => {
    const made = imported(readFileSync(`${OWN}politique-fr.txt`, 'utf8'), 'text')
    expect(made.title).toBe('Politique de confidentialité de la Maison du Port')
    expect(made.counts).toEqual({ headings: 4, lists: 3, paragraphs: 3 })
    const html = renderNotice({ content: made.content }).value
    expect(html).toContain('<h2>Ce que vous nous dites:</h2>')
    expect(html).toContain('<h2>Durée de conservation</h2><ol><li>Notes d’appels : 30 jours.</li>')
    expect(html).toContain(
      'donner un<ol><li>il peut être inventé</li><li>il n’est jamais vérifié</li></ol></li>',
    )
    expect(html).toContain('<li>un numéro, seulement pour vous rappeler si vous le demandez</li>')
    expect(html).toContain('<p>Maison du Port<br>12, rue du Quai<br>613 555-0199</p>')
  })

  it('keeps words apart that stand on lines of their own, however deep, and in a quotation below an item', () => {
    const deep = '> '.repeat(12)
    const nested = `${deep}one\n${deep}\n${deep}two`
    expect(lost(nested.replaceAll('> ', ''), imported(nested, 'markdown'))).toEqual([])
    const item = imported('- first\n\n  > second\n  >\n  > third\n\n      code\n      more', 'markdown')
    expect(renderNotice({ content: item.content }).value).toBe(
      '<ul><li>first<br>second<br>third<br>code<br>more</li></ul>',
    )
  })

  it('keeps links and what stands out in a quotation, a heading or a table below an item, and as deep as it goes', () => {
    const htmlOf = (source: string): string =>
      renderNotice({ content: imported(source, 'markdown').content }).value.replaceAll(
        / (rel|target)="[^"]*"/g,
        '',
      )
    expect(htmlOf('- first\n\n  > see [us](https://example.org) and **this**\n\n  ## So _do_\n')).toBe(
      '<ul><li>first<br>see <a href="https://example.org">us</a> and <strong>this</strong><br>So <em>do</em></li></ul>',
    )
    expect(htmlOf('- first\n\n  | a | [b](https://example.org) |\n  |---|---|\n  | **c** | d |\n')).toContain(
      '<br><strong>c</strong> | d</li>',
    )
    for (const mark of ['> ', '- '])
      expect(htmlOf(`${mark.repeat(9)}[deep](https://example.org) and **this**`)).toMatch(
        /<a href="https:\/\/example\.org">deep<\/a> and <strong>this<\/strong>/,
      )
  })

  it('keeps the words of footnotes, and the titles of links and pictures', () => {
    const source = [
      'One[^1] and two[^long note], [see](https://example.org "the title") ![a cat](c.png "the caption").',
      '[^1]: Word',
      '[^long note]: https://example.org/note',
      '> [^q]: Quoted\n\n- [^i]: Item',
    ].join('\n\n')
    const html = renderNotice({ content: imported(source, 'markdown').content }).value
    for (const words of ['One[^1]', '[^1]: Word', '[^long note]: ', '[^q]: Quoted', '[^i]: Item'])
      expect(html).toContain(words)
    expect(html).toContain('</a> (the title)')
    expect(html).toContain('a cat (the caption)')
    // A definition of an address is still one.
    expect(
      renderNotice({ content: imported('See [us].\n\n[us]: https://example.org', 'markdown').content }).value,
    ).toContain('<a href="https://example.org"')
  })

  it('says so where there is nothing to import, and takes what is nested beyond reading as words', () => {
    expect(() => imported('# Only a title', 'markdown')).toThrow(/no text/)
    expect(() => imported('\u00a0', 'text')).toThrow(/no text/)
    const deep = Array.from({ length: 300 }, (_, depth) => `${'> '.repeat(depth)}word${depth}`).join('\n\n')
    expect(lost(deep.replaceAll('> ', ''), imported(deep, 'markdown'))).toEqual([])
  })

  it('shows tables, struck words and lines about the document as what they are, and hides no words of them', () => {
    const source =
      '---\ntitle: x\n---\n\n# Policy\n\n| what | how long |\n|---|---|\n| notes | **30** days |\n\nNot ~~this~~ that.'
    const made = imported(source, 'markdown')
    expect(made.title).toBe('')
    expect(renderNotice({ content: made.content }).value).toBe(
      '<p>title: x</p><h2>Policy</h2><p><strong>what</strong> | <strong>how long</strong></p>' +
        '<p>notes | <strong>30</strong> days</p><p>Not <s>this</s> that.</p>',
    )
  })

  it.each([
    [1, '<strong>w</strong>'],
    [2, '<em>w</em>'],
    [3, '<em><strong>w</strong></em>'],
    [4, '<s>w</s>'],
    [32, '<sub>w</sub>'],
    [64, '<sup>w</sup>'],
    [128, '<mark>w</mark>'],
  ])('shows words of format %i as %s', (format, markup) => {
    const words = { type: 'text', text: 'w', format }
    const content = { root: { type: 'root', children: [{ type: 'paragraph', children: [words] }] } }
    expect(renderNotice({ content }).value).toBe(`<p>${markup}</p>`)
    expect(gapsOf({ en: { title: 'T', content }, fr: { title: 'T', content } }, null)).toEqual([])
  })

  const upTo = (unit: string, letters = MOST_LETTERS): string =>
    unit.repeat(Math.floor(letters / unit.length))
  const hostile: Record<string, string> = {
    'lists in lists on one line': upTo('- '),
    'numbers in numbers on one line': upTo('1. '),
    'quotations in quotations': upTo('>'),
    'deep quotations that go on': `${'>'.repeat(400)}${upTo('x\n', MOST_LETTERS - 400)}`,
    'lists in lists on many lines': upTo('- one\n  - two\n    - three\n      - four\n'),
    'a list as deep as there are letters': Array.from(
      { length: 440 },
      (_, at) => `${'  '.repeat(at)}- a`,
    ).join('\n'),
    'brackets that open': upTo('['),
    'links in links': upTo('[a]('),
    'comments in comments': upTo('<!--'),
    'tags that never end': upTo('<a '),
    'signs of bold and italic': upTo('*a **a '),
    'a table as wide as it is long': `${upTo('|a', 40_000)}\n${upTo('|-', 40_000)}\n${upTo('x\n', 19_000)}`,
    'lines of one letter': upTo('a\n\n'),
    'a long list': upTo('- a\n'),
  }
  it.each(Object.keys(hostile))('reads or refuses in bounded time: %s', (what) => {
    const began = process.cpuUsage()
    for (const format of ['markdown', 'text'] as const)
      try {
        renderNotice({ content: imported(`${hostile[what]}x`, format).content })
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalidInput' })
      }
    // Work of this process alone, of both formats: what came before took up to a hundred seconds.
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(5000)
  })

  it('refuses what is nested deeper than anybody writes', () => {
    const why = (text: string): unknown => {
      try {
        return imported(text, 'markdown')
      } catch (error) {
        return (error as { params?: { why?: string } }).params?.why
      }
    }
    expect(why(`${'- '.repeat(10_000)}x`)).toBe('nestedTooDeep')
    expect(why(hostile['a list as deep as there are letters']!)).toBe('nestedTooDeep')
    expect(why(upTo('- a\n'))).toBe('tooManyParts')
  })
})
