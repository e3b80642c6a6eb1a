import { describe, expect, it } from 'vitest'

import {
  type Named,
  namesRecord,
  withoutWords,
  wordsFor,
} from '../../../src/capabilities/retention/jobWords.js'

const named: Named = {
  collection: 'stories',
  ids: new Set(['5']),
  slugs: new Set(['stories', 'posts', 'exports']),
}

describe('a job names a record', () => {
  it.each([
    ['by collection and id', { doc: { relationTo: 'stories', value: 5 } }],
    ['by an id among several', { collection: 'stories', ids: [4, 5] }],
    ['by the document itself', [{ relationTo: 'stories', value: { id: 5 } }]],
    ['by a reference', { about: 'stories:5' }],
    ['by the page that it leads to', { open: '/admin/collections/stories/5?locale=fr' }],
  ])('%s', (_, value) => {
    expect(namesRecord(value, named)).toBe('sure')
  })

  it.each([
    ['another record of the collection', { relationTo: 'stories', value: 6 }],
    ['a record of another collection with the same id', { relationTo: 'posts', value: 5 }],
    ['a number that is no id', { collection: 'stories', attempt: 5 }],
    ['an address that only begins alike', { open: '/admin/collections/stories/55' }],
  ])('and not %s', (_, value) => {
    expect(namesRecord(value, named)).toBe('no')
  })

  it('perhaps, where the id may belong to another collection that is named beside it', () => {
    expect(namesRecord({ id: 5, collectionSlug: 'stories', exportCollection: 'exports' }, named)).toBe(
      'maybe',
    )
  })

  it('by an id alone, where it is long enough to be nobody else’s', () => {
    const id = '65f0c0ffee65f0c0ffee65f0'
    expect(namesRecord({ note: `from ${id}` }, { ...named, ids: new Set([id]) })).toBe('sure')
  })
})

describe('the words of a record', () => {
  const words = new Set([
    'I left on Tuesday',
    'me@example.org',
    '+1 (416) 555-0199',
    '65f0c0ff',
    'on',
    'posts',
  ])

  it('are all looked for in a job that is done, a person’s own in one that waits: the rest could be what it needs', () => {
    expect(wordsFor(words, true)).toEqual([
      'I left on Tuesday',
      'me@example.org',
      '+1 (416) 555-0199',
      '65f0c0ff',
      'posts',
    ])
    expect(wordsFor(words, false)).toEqual(['I left on Tuesday', 'me@example.org', '+1 (416) 555-0199'])
  })

  it('go wherever they stand, and nothing else does', () => {
    const input = {
      to: ['me@example.org', 'other@example.org'],
      text: 'Dear me@example.org, hello',
      count: 2,
    }
    expect(withoutWords(input, ['me@example.org'])).toEqual({
      to: ['', 'other@example.org'],
      text: 'Dear , hello',
      count: 2,
    })
    expect(withoutWords({ kind: 'posts', text: 'Read our posts' }, ['posts'])).toEqual({
      kind: '',
      text: 'Read our posts',
    })
  })

  it('leave a value that holds none of them as the very same object', () => {
    const input = { a: [1, { b: 'c' }], at: new Date(0) }
    expect(withoutWords(input, ['nothing of it'])).toBe(input)
  })
})
