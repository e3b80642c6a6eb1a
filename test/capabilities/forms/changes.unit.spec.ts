import { describe, expect, it } from 'vitest'

import { type Change, MATTERS, type Matter, whatMatters } from '../../../src/capabilities/forms/changes.js'
import type { NoticePromises } from '../../../src/kernel/noticePorts.js'

const answer = { key: 'contact', label: { en: 'To answer', fr: 'Pour répondre' } }
const learn = { key: 'survey', label: { en: 'To learn', fr: 'Pour apprendre' } }
const host = { en: 'Our host', fr: 'Notre hébergeur' }
const printer = { en: 'Our printer', fr: 'Notre imprimeur' }
const promises: NoticePromises = {
  purposes: [answer, learn],
  retention: { amount: 3, unit: 'months' },
  recipients: [host, printer],
  contact: { name: 'Privacy', email: 'privacy@test.example', telephone: '613-555-0142' },
}
const change = (more: Partial<NoticePromises> = {}, rest: Partial<Change> = {}): Change => ({
  purposes: ['contact'],
  shown: promises,
  inForce: { ...promises, ...more },
  said: false,
  ...rest,
})

/** What changes, and what of it matters to a form that collects in order to answer. */
const TABLE: [string, Partial<NoticePromises>, Matter[]][] = [
  ['nothing', {}, []],
  ['the order of purposes', { purposes: [learn, answer] }, []],
  ['the order of recipients', { recipients: [printer, host] }, []],
  ['the order of a contact', { contact: Object.fromEntries(Object.entries(promises.contact).reverse()) }, []],
  ['a purpose of other forms is gone', { purposes: [answer] }, []],
  [
    'a purpose of other forms in other words',
    { purposes: [answer, { ...learn, label: { en: 'x', fr: 'y' } }] },
    [],
  ],
  ['a purpose for other forms comes', { purposes: [answer, learn, { ...learn, key: 'new' }] }, []],
  [
    'its purpose in other English',
    { purposes: [{ ...answer, label: { ...answer.label, en: 'To sell' } }] },
    ['purposes'],
  ],
  [
    'its purpose in other French',
    { purposes: [{ ...answer, label: { ...answer.label, fr: 'Pour vendre' } }] },
    ['purposes'],
  ],
  ['its purpose is gone', { purposes: [learn] }, ['purposes']],
  ['kept longer', { retention: { amount: 4, unit: 'months' } }, ['retention']],
  ['kept shorter', { retention: { amount: 2, unit: 'months' } }, ['retention']],
  ['another unit', { retention: { amount: 3, unit: 'days' } }, ['retention']],
  ['nothing said of keeping', { retention: null }, ['retention']],
  ['one more recipient', { recipients: [host, printer, { en: 'x', fr: 'y' }] }, ['recipients']],
  ['one recipient less', { recipients: [host] }, ['recipients']],
  ['no recipient', { recipients: [] }, ['recipients']],
  ['a recipient in other French', { recipients: [host, { ...printer, fr: 'x' }] }, ['recipients']],
  ['another mail address', { contact: { ...promises.contact, email: 'x@test.example' } }, ['contact']],
  ['no telephone', { contact: { name: 'Privacy', email: 'privacy@test.example' } }, ['contact']],
  ['an address more', { contact: { ...promises.contact, address: 'Main Street' } }, ['contact']],
  [
    'everything',
    { purposes: [learn], retention: null, recipients: [], contact: {} },
    ['purposes', 'retention', 'recipients', 'contact'],
  ],
]

describe('what of a change of the notice matters to a form', () => {
  it.each(TABLE)('%s', (_, more, expected) => {
    expect(whatMatters(change(more))).toEqual(expected)
    // The same the other way round: to go back to what was matters as well.
    const back = { ...change(more), shown: { ...promises, ...more }, inForce: promises }
    expect(whatMatters(back)).toEqual(expected)
    // Who publishes may say so whatever else has changed.
    expect(whatMatters({ ...change(more), said: true })).toEqual(['said', ...expected])
  })

  it('is everything, where it is not known what the form collects for', () => {
    for (const purposes of [[answer], [learn], [answer, learn, { ...learn, key: 'new' }]])
      expect(whatMatters(change({ purposes }, { purposes: [] }))).toEqual(['purposes'])
    expect(whatMatters(change({ purposes: [learn, answer] }, { purposes: [] }))).toEqual([])
  })

  it('is each of several purposes', () => {
    const used = { purposes: ['contact', 'survey'] }
    expect(whatMatters(change({ purposes: [answer] }, used))).toEqual(['purposes'])
    expect(whatMatters(change({ purposes: [learn, answer] }, used))).toEqual([])
  })

  it('is unknown, and so matters, where one of the two has text only', () => {
    for (const said of [false, true])
      for (const none of [{ shown: null }, { inForce: null }, { shown: null, inForce: null }])
        expect(whatMatters(change({}, { ...none, said }))).toEqual([...(said ? ['said'] : []), 'unknown'])
  })

  it('has a fact for each', () => {
    const seen = new Set<string>(['said', 'unknown', ...TABLE.flatMap(([, , found]) => found)])
    expect([...seen].sort()).toEqual([...MATTERS].sort())
  })
})
