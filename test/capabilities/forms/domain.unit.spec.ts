import { describe, expect, it } from 'vitest'

import {
  bindingTo,
  isUnsafeToWrite,
  readAnswers,
  recordOf,
  refuseOlderShown,
  refuseProblems,
  withoutAddresses,
} from '../../../src/capabilities/forms/domain.js'
import { sanitizeForms } from '../../../src/capabilities/forms/options.js'

const limits = { line: 10, text: 20 }
const fields = [
  { blockType: 'text', name: 'name' },
  { blockType: 'textarea', name: 'message', required: true },
  { blockType: 'checkbox', name: 'terms', required: true },
  { blockType: 'select', name: 'topic', options: [{ label: 'A', value: 'a' }] },
  { blockType: 'message' },
]
const read = (given: Record<string, unknown>) =>
  readAnswers(fields, { message: 'Hi', terms: 'on', ...given }, limits)

describe('the answers of a form', () => {
  it('keep what the form declares, as text, and nothing else', () => {
    expect(read({ name: ' Robin\r\nX ', evil: 'x', __proto__: { y: 1 } })).toEqual({
      problems: {},
      values: [
        { field: 'name', value: 'Robin\nX' },
        { field: 'message', value: 'Hi' },
        { field: 'terms', value: 'true' },
      ],
    })
  })

  it('name what is wrong with each value', () => {
    expect(read({ name: 'x'.repeat(11), message: '', terms: 'no', topic: 'b' }).problems).toEqual({
      name: 'tooLong',
      message: 'missing',
      terms: 'missing',
      topic: 'choice',
    })
    expect(read({ name: ['a'] }).problems).toEqual({ name: 'text' })
    expect(read({ name: { a: 1 } }).problems).toEqual({ name: 'text' })
    for (const text of ['a\u202Eb', 'a\u2066b', 'a\u0000b', 'a\uFFFDb'])
      expect(read({ name: text }).problems).toEqual({ name: 'characters' })
    expect(() => refuseProblems({ name: 'tooLong' })).toThrow(/name/)
    expect(() => refuseProblems({})).not.toThrow()
  })

  it('ask about writing only where an address is left, and take nothing but yes and no', () => {
    const withMail = [...fields, { blockType: 'email', name: 'email' }]
    const given = { message: 'Hi', terms: true, safeToWrite: 'no' }
    expect(readAnswers(withMail, given, limits).values.at(-1)).toEqual({ field: 'safeToWrite', value: 'no' })
    expect(readAnswers(fields, given, limits).values.map(({ field }) => field)).not.toContain('safeToWrite')
    expect(
      readAnswers(withMail, { ...given, safeToWrite: '<b>' }, limits).values.map(({ field }) => field),
    ).not.toContain('safeToWrite')
    expect(isUnsafeToWrite([{ field: 'safeToWrite', value: 'no' }])).toBe(true)
    expect(isUnsafeToWrite([{ field: 'safeToWrite', value: 'yes' }])).toBe(false)
    expect(
      withoutAddresses([
        { field: 'a', value: 'a@b.ca' },
        { field: 'b', value: 'c' },
      ]),
    ).toEqual([{ field: 'b', value: 'c' }])
  })

  it('come as the form builder stores them', () => {
    expect(recordOf([{ field: 'a', value: 1 }])).toEqual({ a: 1 })
    expect(
      recordOf([
        { field: 'a', value: 1 },
        { field: 'a', value: 2 },
      ]),
    ).toEqual({ a: [1, 2] })
    for (const bad of [
      'text',
      [null],
      [{ value: 1 }],
      Array.from({ length: 201 }, () => ({ field: 'a', value: 1 })),
    ]) {
      expect(() => recordOf(bad)).toThrow(/could not be read/)
    }
  })
})

describe('a submission', () => {
  const version = {
    ref: 'gov-notice-versions:2',
    number: 2,
    sequence: 5,
    inForceFrom: new Date('2026-03-02T15:00:00.500Z'),
  }

  it('is bound at an instant that lies within the version, also when clocks disagree', () => {
    expect(bindingTo(version, new Date('2026-03-02T15:00:01.000Z')).boundAt.toISOString()).toBe(
      '2026-03-02T15:00:01.000Z',
    )
    expect(bindingTo(version, new Date('2026-03-02T15:00:00.400Z')).boundAt).toEqual(version.inForceFrom)
  })

  it('of somebody who was shown another version is asked for again', () => {
    expect(() => refuseOlderShown(1, version)).toThrow(/has changed/)
    for (const shown of [2, undefined]) expect(() => refuseOlderShown(shown, version)).not.toThrow()
  })
})

describe('the options of forms', () => {
  it('name the collections and the notice that covers each', () => {
    expect(sanitizeForms({ collections: { surveys: { notice: 'chat' }, sign: {} } }).collected).toEqual({
      'form-submissions': 'site',
      surveys: 'chat',
      sign: 'site',
    })
  })
  it('are refused by name when they make no sense', () => {
    expect(() => sanitizeForms({ readers: [] })).toThrow(/forms\.readers/)
    expect(() => sanitizeForms({ limits: { line: 0 } })).toThrow(/forms\.limits\.line/)
    expect(() => sanitizeForms({ colour: 1 } as never)).toThrow(/forms\.colour/)
  })
})
