import { describe, expect, it } from 'vitest'

import {
  bindingTo,
  type FormShape,
  isUnsafeToWrite,
  readAnswers,
  refuseAnotherShown,
  refuseProblems,
  withoutAddresses,
} from '../../../src/capabilities/forms/domain.js'
import { recordOf } from '../../../src/capabilities/forms/sent.js'
import { type FormMail, withoutPlaceholders } from '../../../src/capabilities/forms/recipients.js'
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
  readAnswers({ fields }, { message: 'Hi', terms: 'on', ...given }, limits)

describe('the answers of a form', () => {
  it('makes one line of what is pasted into a field of one line, and keeps lines where they are meant', () => {
    const form = {
      fields: [
        { blockType: 'text', name: 'name' },
        { blockType: 'textarea', name: 'message' },
        { blockType: 'email', name: 'mail' },
      ],
    }
    const given = {
      name: ' Robin \r\n Quetzal\u2028Oak\rElm ',
      message: 'one\r\ntwo\rthree',
      mail: 'robin@\nhome.example',
    }
    const { values, problems } = readAnswers(form, given, { line: 300, text: 5000 })
    expect(values.slice(0, 2)).toEqual([
      { field: 'name', value: 'Robin Quetzal Oak Elm' },
      { field: 'message', value: 'one\ntwo\nthree' },
    ])
    expect(problems).toEqual({ mail: 'address' })
  })

  it('keep what the form declares, as text, and nothing else', () => {
    expect(read({ name: ' Robin\r\nX ', evil: 'x', __proto__: { y: 1 } })).toEqual({
      problems: {},
      values: [
        { field: 'name', value: 'Robin X' },
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
    for (const mark of ['\u202E', '\u2066', '\u200E', '\u200F', '\u061C', '\u0000', '\uFFFD']) {
      expect(read({ name: `a${mark}b` }).problems).toEqual({ name: 'characters' })
      expect(read({ name: mark }).problems).toEqual({ name: 'characters' })
    }
    expect(() => refuseProblems({ name: 'tooLong' })).toThrow(/name/)
    expect(() => refuseProblems({})).not.toThrow()
    // A question stands in the sentence as a name: no two marks in a row.
    const asked = [
      { blockType: 'text', name: 'again', label: 'Would you come again?' },
      { blockType: 'text', name: 'wait', label: 'Attendu\u00a0?' },
    ]
    expect(() => refuseProblems({ again: 'missing', wait: 'number' }, asked)).toThrow(
      /filled in: Would you come again, Attendu\.$/,
    )
  })

  it('ask about writing where an address is left or a mail goes to what is typed, and take only yes for yes', () => {
    const last = (form: FormShape, safeToWrite?: unknown) =>
      readAnswers(form, { message: 'Hi', terms: true, safeToWrite }, limits).values.at(-1)
    const no = { field: 'safeToWrite', value: 'no' }
    const withMail = { fields: [...fields, { blockType: 'email', name: 'email' }] }
    for (const answer of ['no', undefined, null, '', '<b>', 'Yes', true, ['yes', 'no'], ['yes', 'yes']])
      expect(last(withMail, answer)).toEqual(no)
    expect(last(withMail, 'yes')).toEqual({ field: 'safeToWrite', value: 'yes' })
    expect(last({ fields }, 'no')!.field).not.toBe('safeToWrite')
    for (const mail of [
      { emailTo: '{{name}}' },
      { cc: 'a@b.ca, {{name}}' },
      { bcc: '{{*}}' },
      { replyTo: '{{name}}' },
    ])
      expect(last({ fields, emails: [mail] })).toEqual(no)
    // Options of the form are written by staff, as are addresses without a placeholder.
    for (const mail of [{ emailTo: '{{topic}}' }, { emailTo: 'a@b.ca' }, { emailTo: null }])
      expect(last({ fields, emails: [mail] })!.field).not.toBe('safeToWrite')
  })

  it('that are not safe to write to leave no address in what would be mailed', () => {
    expect(isUnsafeToWrite([{ field: 'safeToWrite', value: 'no' }])).toBe(true)
    expect(isUnsafeToWrite([{ field: 'safeToWrite', value: 'yes' }])).toBe(false)
    const given = ['a', 'topic', 'b'].map((field) => ({ field, value: field === 'b' ? 'c' : 'a@b.ca' }))
    expect(withoutAddresses(given, fields).map(({ field }) => field)).toEqual(['topic', 'b'])
    const left = (mail: FormMail) => withoutPlaceholders([mail], fields, 'from@x.ca')
    expect(left({ emailTo: '{{name}}' })).toEqual([])
    expect(left({ emailTo: '{{name}}@x.ca', cc: '{{*}}' })).toEqual([])
    expect(
      left({ emailTo: '{{name}}', cc: 'info@x.ca', emailFrom: '{{name}}', replyTo: '{{name}}' }),
    ).toEqual([{ emailTo: 'info@x.ca', cc: 'info@x.ca', bcc: '', replyTo: '', emailFrom: 'from@x.ca' }])
    expect(left({ emailTo: 'a@x.ca; {{name}}, {{name}} <b@x.ca>, {{topic}}' })[0]!.emailTo).toBe(
      'a@x.ca, b@x.ca, {{topic}}',
    )
    expect(left({ emailTo: null })).toHaveLength(1)
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
    expect(() => refuseAnotherShown(1, version, ['unknown'])).toThrow(/has changed/)
    for (const shown of [2, undefined])
      expect(() => refuseAnotherShown(shown, version, ['unknown'])).not.toThrow()
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
