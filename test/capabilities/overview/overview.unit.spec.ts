import { describe, expect, it } from 'vitest'

import { bothLanguages, byNeed, maySetUp, onceEach } from '../../../src/capabilities/overview/domain.js'
import type { Actor } from '../../../src/kernel/actor.js'
import { translations } from '../../../src/translations/index.js'

const staff = (...roles: string[]): Actor => ({ kind: 'staff', ref: 'users:1', roles })

describe('who may do the set-up', () => {
  it('is AED and ED, whatever the host says', () => {
    expect(maySetUp({ actor: staff('aed'), ledBySomebody: true, hostAllows: false })).toBe(true)
    expect(maySetUp({ actor: staff('ed'), ledBySomebody: true, hostAllows: false })).toBe(true)
  })
  it('is any member of staff whom the host lets change accounts, only while nobody leads', () => {
    expect(maySetUp({ actor: staff(), ledBySomebody: false, hostAllows: true })).toBe(true)
    expect(maySetUp({ actor: staff(), ledBySomebody: false, hostAllows: false })).toBe(false)
    expect(maySetUp({ actor: staff('administrator'), ledBySomebody: true, hostAllows: true })).toBe(false)
  })
  it('is never a member of the public site or a visitor', () => {
    const facts = { ledBySomebody: false, hostAllows: true }
    expect(maySetUp({ actor: { kind: 'member', ref: 'members:1', roles: ['aed'] }, ...facts })).toBe(false)
    expect(maySetUp({ actor: { kind: 'visitor', roles: [] }, ...facts })).toBe(false)
  })
})

describe('what is shown', () => {
  it('names a missing person once, though several capabilities miss them', () => {
    const keys = onceEach([
      { key: 'a:missing:aed' },
      { key: 'b:missing:aed' },
      { key: 'b:missing:ed' },
      { key: 'c' },
      { key: 'c' },
    ])
    expect(keys.map(({ key }) => key)).toEqual(['a:missing:aed', 'b:missing:ed', 'c'])
  })
  it('sorts cards by need and otherwise leaves them in order', () => {
    const cards = [
      [0, 0],
      [0, 5],
      [2, 1],
      [0, 1],
      [1, 0],
    ].map(([overdue, count], i) => ({ i, overdue: overdue!, needsMe: { count: count! } }))
    expect(cards.toSorted(byNeed).map(({ i }) => i)).toEqual([2, 4, 1, 3, 0])
  })
  it('lets a name in one language stand for both', () => {
    expect(bothLanguages({ en: '', fr: 'Centre' })).toEqual({ en: 'Centre', fr: 'Centre' })
    expect(bothLanguages({ en: 'Centre', fr: '' })).toEqual({ en: 'Centre', fr: 'Centre' })
  })
})

const sentences = (tree: object, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : sentences(value as object, `${path}${key}:`),
  )

describe('the sentences of all capabilities', () => {
  const english = new Map(sentences(translations.en.governance))
  const french = new Map(sentences(translations.fr.governance))
  const holes = (text: string): string[] =>
    [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name!).toSorted()

  it('exist in French wherever they exist in English, and are not empty', () => {
    expect([...english.keys()].filter((key) => !french.get(key)?.trim())).toEqual([])
  })
  it('have the same placeholders in both languages', () => {
    const differing = [...english].filter(
      ([key, text]) => String(holes(text)) !== String(holes(french.get(key) ?? '')),
    )
    expect(differing.map(([key]) => key)).toEqual([])
  })
  it('are set as French is in Canada, in the labels of collections, too', () => {
    const wrong = [...french].filter(([, text]) => /\s[;!?]|[^\u00a0](»| :)|«[^\u00a0]|[.,;]\./.test(text))
    expect(wrong).toEqual([])
    expect(french.get('errors:appendOnly')).toContain('«\u00a0{{collection}}\u00a0»')
    expect(french.get('incidents:age:hours')).toBe('{{count}}\u00a0h')
  })
  it('do not end with a time, which may end with a full stop of its own ("3:00 p.m.")', () => {
    const both = [...english, ...french]
    expect(both.filter(([, text]) => /\{\{(at|date|deadline|since|when)\}\}\./.test(text))).toEqual([])
  })
  it('are not left in English', () => {
    const same = [...english].filter(
      ([key, text]) => text === french.get(key) && /[a-z]{4,} [a-z]{3,}/i.test(text),
    )
    expect(same.map(([key]) => key)).toEqual([])
  })
})
