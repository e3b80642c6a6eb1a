import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

import type { Difference } from '../../../src/capabilities/approvals/difference.js'
import { DifferenceBody } from '../../../src/capabilities/approvals/ui/DifferenceBody.js'
import { translatorFor } from '../../../src/platform/translate.js'

const page = (found: Partial<Difference>, language: 'en' | 'fr' = 'en'): string => {
  const t = translatorFor({ config: {} } as never, language)
  const difference: Difference = {
    title: 'A post',
    href: '/admin/collections/posts/1',
    since: 'live',
    base: 'live',
    changes: [],
    changedSince: [],
    withheld: 0,
    languages: [
      { code: 'en', name: 'English' },
      { code: 'fr', name: 'French' },
    ],
    ...found,
  }
  return renderToStaticMarkup(
    createElement(DifferenceBody, { found: difference, context: { t, when: (at) => `<${String(at)}>` } }),
  )
}

const change = (more: object): Difference['changes'][number] => ({
  path: 'title',
  leaf: 'title',
  label: 'Title',
  kind: 'changed',
  ...more,
})

/** What remains for who sees no colour and no line: the words. */
const heard = (html: string): string =>
  html
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ')
    .trim()

describe('The page of what changed', () => {
  const parts = [
    { text: 'Open at ', kind: 'same' as const },
    { text: 'nine', kind: 'removed' as const },
    { text: 'ten', kind: 'added' as const },
  ]

  it('marks words as inserted and deleted, and says so to who listens, in both languages', () => {
    const html = page({ changes: [change({ parts })] })
    expect(html).toMatch(/<del>.*nine.*<\/del><ins>.*ten.*<\/ins>/)
    expect(heard(html)).toContain('Open at removed: nine (end) added: ten (end)')
    expect(heard(page({ changes: [change({ parts })] }, 'fr'))).toContain(
      'supprimé : nine (fin) ajouté : ten (fin)',
    )
  })

  it('has a section per language, and one for what has none, first', () => {
    const changes = [
      change({ locale: 'fr', parts }),
      change({ before: 'No', after: 'Yes' }),
      change({ locale: 'en', parts }),
    ]
    const headings = [...page({ changes }).matchAll(/<h2[^>]*>([^<]+)/g)].map(([, name]) => name)
    expect(headings).toEqual(['In every language', 'English', 'French'])
  })

  it('renders nothing that a stranger wrote as markup', () => {
    const evil = '<img src=x onerror=alert(1)>'
    const html = page({
      changes: [
        change({ label: evil, parts: [{ text: evil, kind: 'added' }] }),
        change({ before: evil, after: evil }),
        change({ items: [{ text: evil, kind: 'added' }] }),
      ],
      changedSince: [evil],
      base: 'approved',
      by: evil,
      at: '2026-03-02T15:00:00.000Z',
    })
    expect(html).not.toContain('<img')
    expect(html.match(/&lt;img/g)!.length).toBeGreaterThanOrEqual(7)
  })

  it('folds long unchanged text away without leaving a letter out', () => {
    const long = Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ')
    const html = page({ changes: [change({ parts: [{ text: long, kind: 'same' }, ...parts] })] })
    expect(html).toContain('<details')
    expect(html).toMatch(/Unchanged text \(\d+ characters\)/)
    expect(heard(html.replaceAll('…', '').replace(/<summary>.*<\/summary>/, ''))).toContain(long)
  })

  it('says that everything is new where nothing is live, without marking each word', () => {
    const html = page({
      base: 'nothingLive',
      changes: [change({ kind: 'added', parts: [{ text: 'New', kind: 'added' }] })],
    })
    expect(heard(html)).toContain('Nothing is live yet: everything is new.')
    expect(html).not.toContain('<ins>')
  })

  it('says why it is compared with what is live, what changed since, and that more differs', () => {
    const text = heard(
      page({
        since: 'approval',
        fallback: 'notKept',
        changedSince: ['Title'],
        withheld: 2,
        changes: [change({ parts, changedSince: true })],
      }),
    )
    expect(text).toContain('no longer kept as a version')
    expect(text).toContain('Changed since the approval or submission: Title')
    expect(text).toContain('Fields that you may not read differ as well (2).')
    expect(text).toContain('Changed since')
  })

  it('says so when there is no difference, but not while unreadable fields differ', () => {
    expect(heard(page({}))).toContain('No difference')
    expect(heard(page({ withheld: 1 }))).not.toContain('No difference')
    expect(heard(page({ since: 'approval', base: 'approved', by: 'Ann', at: 'x' }))).toContain(
      'Nothing changed since.',
    )
  })

  it('shows a small picture beside the title of an image, and words for formatting, order and places', () => {
    const html = page({
      changes: [
        change({ items: [{ text: 'door.png', kind: 'added', thumbnail: '/api/pictures/file/door.png' }] }),
        change({ note: 'formatting', parts: [{ text: 'bold', kind: 'same', formatting: true }] }),
        change({ note: 'moved', places: { from: 3, to: 1 } }),
        change({ note: 'order', items: [] }),
      ],
    })
    expect(html).toContain('<img alt="" loading="lazy" src="/api/pictures/file/door.png"/>')
    const text = heard(html)
    expect(text).toContain('Only the formatting changed, not the words. formatting changed: bold')
    expect(text).toContain('Moved from place 3 to place 1.')
    expect(text).toContain('Only the order changed.')
  })
})
