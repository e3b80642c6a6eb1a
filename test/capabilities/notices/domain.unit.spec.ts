import { describe, expect, it } from 'vitest'

import {
  gapsOf,
  incomplete,
  isSafeLink,
  nextNumber,
  plainText,
  sameTexts,
  startOf,
  textHash,
} from '../../../src/capabilities/notices/domain.js'
import { fieldsOf, promisesFrom } from '../../../src/capabilities/notices/promises.js'
import { renderNotice } from '../../../src/capabilities/notices/render.js'
import { sanitizeNotices } from '../../../src/capabilities/notices/options.js'
import { promises, richText } from './publishing.js'

const whole = { title: 'Title', content: richText('Words.') as never }

describe('a privacy notice', () => {
  it('is complete with a title and a text in both languages, and a summary from the second version on', () => {
    expect(gapsOf({ en: whole, fr: whole }, null)).toEqual([])
    expect(gapsOf({ en: whole, fr: { title: ' ', content: null } }, { en: 'x', fr: '' })).toEqual([
      { locale: 'fr', what: 'title' },
      { locale: 'fr', what: 'content' },
      { locale: 'fr', what: 'changes' },
    ])
    expect(incomplete([{ locale: 'fr', what: 'title' }]).message).toContain('French: the title')
  })

  it('counts a text without words as missing', () => {
    const empty = {
      title: 'T',
      content: richText('x') as unknown as { root: { children: { children: { text: string }[] }[] } },
    }
    empty.content.root.children[0]!.children[0]!.text = '   '
    expect(plainText(empty as never)).toBe('')
  })

  it('holds links to web, mail and telephone only', () => {
    for (const good of ['https://a.ca/x', 'http://a.ca', 'mailto:a@b.ca', 'tel:+1613'])
      expect(isSafeLink(good)).toBe(true)
    for (const bad of ['javascript:alert(1)', ' https://a', 'data:text/html,x', '/relative', '//host', ''])
      expect(isSafeLink(bad)).toBe(false)
  })

  it('has a hash that does not depend on the order of keys, and changes with a word', () => {
    const turned = { content: whole.content, title: whole.title }
    expect(textHash(turned)).toBe(textHash(whole))
    const hashes = { en: textHash(whole), fr: textHash(whole) }
    expect(sameTexts({ en: whole, fr: whole }, hashes)).toBe(true)
    expect(sameTexts({ en: whole, fr: { ...whole, title: 'Titel' } }, hashes)).toBe(false)
  })

  it('makes promises that count for its hash, and are named where they cannot be kept', () => {
    const made = promisesFrom(promises)!
    expect(made.purposes.map(({ key }) => key)).toEqual(['contact', 'survey', 'follow-up'])
    expect(made).toMatchObject({ retention: { amount: 3, unit: 'months' }, recipients: [] })
    expect(promisesFrom(fieldsOf(made))).toEqual(made)
    expect(textHash(whole, made)).not.toBe(textHash(whole))
    expect(textHash(whole, { ...made, retention: null })).not.toBe(textHash(whole, made))
    for (const nothing of [undefined, null, {}, { purposes: [], retention: { unit: 'months' }, contact: {} }])
      expect(promisesFrom(nothing)).toBeNull()
    const purposes = [
      { key: 'contact', en: 'To answer', fr: ' ' },
      { key: 'contact', en: 'Again', fr: 'Encore' },
      { key: 'Not A Key', en: 'x', fr: 'y' },
    ]
    const bad = promisesFrom({ purposes, recipients: [{ en: '', fr: 'Hébergeur' }] })
    expect(
      gapsOf({ en: whole, fr: whole }, null, bad).map(({ locale, what }) => `${locale} ${what}`),
    ).toEqual([
      'en purposeTwice',
      'en purposeKey',
      'en recipient',
      'fr purposeTwice',
      'fr purposeKey',
      'fr purposeLabel',
    ])
  })

  it('starts after the version before it, also when clocks disagree', () => {
    const now = new Date('2026-03-02T15:00:00.000Z')
    expect(startOf(now, null)).toEqual(now)
    expect(startOf(now, { inForceFrom: new Date('2026-03-02T15:00:01.000Z') }).toISOString()).toBe(
      '2026-03-02T15:00:01.001Z',
    )
    expect(nextNumber(null)).toBe(1)
  })

  it('is shown from known nodes only, escaped, with no attribute but a checked address', () => {
    const root = {
      type: 'root',
      children: [
        { type: 'heading', tag: 'h1', children: [{ type: 'text', text: '<b>T</b>', format: 0 }] },
        {
          type: 'paragraph',
          format: 'center',
          children: [
            { type: 'text', text: 'x', format: 3, style: 'color:red' },
            {
              type: 'link',
              fields: { url: 'javascript:alert(1)' },
              children: [{ type: 'text', text: 'y', format: 0 }],
            },
            {
              type: 'link',
              fields: { url: 'https://a.ca/"><script>' },
              children: [{ type: 'text', text: 'z', format: 0 }],
            },
          ],
        },
        { type: 'upload', value: { url: '/x.svg' } },
        { type: 'block', fields: { blockType: 'evil', html: '<script>' } },
        {
          type: 'list',
          tag: 'ul',
          children: [
            { type: 'listitem', children: [{ type: 'text', text: 'a', format: 0 }] },
            {
              type: 'listitem',
              children: [
                {
                  type: 'list',
                  tag: 'ol',
                  children: [{ type: 'listitem', children: [{ type: 'text', text: 'b', format: 0 }] }],
                },
              ],
            },
          ],
        },
      ],
    }
    expect(renderNotice({ content: { root } as never }).value).toBe(
      '<h2>&lt;b&gt;T&lt;/b&gt;</h2><p><em><strong>x</strong></em>y<a href="https://a.ca/&quot;&gt;&lt;script&gt;" rel="noopener noreferrer">z</a></p>' +
        '<ul><li>a<ol><li>b</li></ol></li></ul>',
    )
  })

  it('refuses options that make no sense, by name', () => {
    expect(() => sanitizeNotices({ publishers: [] })).toThrow(/notices\.publishers/)
    expect(() => sanitizeNotices({ keys: ['Not A Key'] })).toThrow(/notices\.keys/)
    expect(() => sanitizeNotices({ colour: 'blue' } as never)).toThrow(/notices\.colour/)
  })
})
