import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { barredIn, groundsIn, mayBeBarred } from '../../../src/capabilities/consents/asked.js'
import {
  closedPurposes,
  type ConsentEvent,
  consentMachine,
  type ConsentState,
  decideUse,
  isNameable,
  namedIn,
  restsOnNothing,
  standingOf,
  withdrawnSince,
} from '../../../src/capabilities/consents/domain.js'
import { receiptOf } from '../../../src/capabilities/consents/record.js'
import { BASES, type Grounds } from '../../../src/kernel/grounds.js'

const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 2, 15, minute))
const event = (state: ConsentState, minute: number, more: Partial<ConsentEvent> = {}): ConsentEvent => ({
  record: 'r1',
  state,
  purpose: 'news',
  basis: 'consent',
  at: at(minute),
  others: [],
  ...more,
})
const named = (minute: number, record = 'b1', purpose = 'news'): ConsentEvent =>
  event('named', minute, { record, purpose, basis: 'legalDuty', reason: 'The court asked.' })

describe('A consent', () => {
  const allowed: Record<string, string> = { 'given:withdraw': 'withdrawn', 'named:lift': 'lifted' }
  it.each(
    consentMachine.states.flatMap((state) =>
      (['withdraw', 'lift'] as const).map((step) => [state, step] as const),
    ),
  )('that is %s, asked to %s', (state, step) => {
    const to = allowed[`${state}:${step}`]
    expect(consentMachine.can(state, step)).toBe(to !== undefined)
    if (to) expect(consentMachine.next(state, step)).toBe(to)
    else expect(() => consentMachine.next(state, step)).toThrow(/not possible now/)
  })

  it('is never named as another basis than itself', () => {
    expect(BASES.filter(isNameable)).toEqual(['service', 'legalDuty', 'emergency'])
  })
})

describe('What a form asks', () => {
  const governance = (basis: string, purpose = 'news', dataClass = 'personal') => ({
    basis,
    purpose,
    dataClass,
  })
  const box = { blockType: 'checkbox', name: 'box', governance: governance('consent') }
  const address = {
    blockType: 'text',
    name: 'address',
    governance: governance('consent', 'news', 'sensitive'),
  }
  const question = { blockType: 'textarea', name: 'question', governance: governance('service', 'answer') }

  it('is nothing where no field declares anything', () => {
    expect(groundsIn([{ blockType: 'text', name: 'x' }], [{ field: 'x', value: 'y' }])).toBeNull()
  })

  it('is a yes only where the box was ticked, and what is not there counts as no', () => {
    for (const [value, given] of [
      ['true', true],
      ['false', false],
      ['', false],
      ['yes', false],
    ] as const)
      expect(groundsIn([box], [{ field: 'box', value }])!.consents).toMatchObject([{ given }])
    expect(groundsIn([box], [])!.consents).toMatchObject([{ given: false }])
  })

  it('bars what rests on a withdrawn consent, unless it is asked for and given anew in the same submission', () => {
    const withdrawn = (purpose: string): boolean => purpose === 'news'
    const free = { blockType: 'text', name: 'free', governance: governance('voluntary') }
    const duty = { blockType: 'text', name: 'duty', governance: governance('legalDuty') }
    const photos = { blockType: 'text', name: 'photos', governance: governance('consent', 'photos') }
    const fields = [box, address, free, duty, question, photos, { blockType: 'text', name: 'odd' }]
    const typed = ['address', 'free', 'duty', 'question', 'photos', 'odd'].map((field) => ({
      field,
      value: 'x',
    }))
    expect(barredIn(fields, typed, withdrawn)).toEqual(['address', 'free'])
    expect(barredIn(fields, [...typed, { field: 'box', value: 'false' }], withdrawn)).toHaveLength(2)
    expect(barredIn(fields, [...typed, { field: 'box', value: 'true' }], withdrawn)).toEqual([])
    expect(barredIn(fields, typed, () => false)).toEqual([])
    expect(mayBeBarred(fields, [{ field: 'box', value: 'true' }])).toBe(false)
    expect(mayBeBarred([box, { ...box, name: 'b2' }], [{ field: 'b2', value: 'true' }])).toBe(false)
  })

  it('is a no where one of several boxes for a purpose stays empty', () => {
    const other = { ...box, name: 'other' }
    expect(groundsIn([box, other], [{ field: 'box', value: 'true' }])!.consents).toMatchObject([
      { given: false },
    ])
  })

  it('names the classes of the data, not of the box, and keeps what rests on something else apart', () => {
    const values = [
      { field: 'box', value: 'true' },
      { field: 'address', value: 'a' },
      { field: 'question', value: 'b' },
    ]
    expect(groundsIn([box, address, question], values)).toEqual({
      consents: [{ purpose: 'news', given: true, classes: ['sensitive'] }],
      others: [{ purpose: 'answer', basis: 'service' }],
    })
  })

  it('counts what declares no basis as resting on something that nobody named', () => {
    const odd = { blockType: 'text', name: 'odd', governance: null }
    expect(groundsIn([box, odd], [{ field: 'odd', value: 'x' }])!.others).toEqual([
      { purpose: null, basis: null },
    ])
    expect(groundsIn([box, odd], [])!.others).toEqual([])
  })
})

describe('May it be used', () => {
  const grounds: Grounds = { consents: [], others: [{ purpose: 'answer', basis: 'service' }] }
  it('no, where nothing is known', () => {
    expect(decideUse([], 'news')).toEqual({ allowed: false, basis: null, why: 'unknown', since: null })
    expect(decideUse([event('given', 1)], 'photos').allowed).toBe(false)
    expect(decideUse([], 'news', { grounds, receivedAt: at(0) }).allowed).toBe(false)
  })
  it('yes once given, no once refused or withdrawn, and since when', () => {
    expect(decideUse([event('given', 1)], 'news')).toMatchObject({
      allowed: true,
      basis: 'consent',
      since: at(1),
    })
    expect(decideUse([event('refused', 1)], 'news')).toMatchObject({ allowed: false, why: 'refused' })
    expect(decideUse([event('given', 1), event('withdrawn', 4)], 'news')).toMatchObject({
      allowed: false,
      why: 'withdrawn',
      since: at(4),
    })
  })
  it('yes on a basis that staff named, and no again once it is lifted', () => {
    const events = [event('given', 1), event('withdrawn', 2), named(3)]
    expect(decideUse(events, 'news')).toMatchObject({
      allowed: true,
      basis: 'legalDuty',
      why: 'named',
      reason: 'The court asked.',
    })
    expect(decideUse([...events, event('lifted', 4, { record: 'b1' })], 'news').allowed).toBe(false)
  })
  it('yes on a basis that the form declared, unless the person said no to that purpose', () => {
    const declared = { grounds, receivedAt: at(0) }
    expect(decideUse([], 'answer', declared)).toMatchObject({
      allowed: true,
      basis: 'service',
      why: 'declared',
    })
    expect(decideUse([event('refused', 1, { purpose: 'answer' })], 'answer', declared).allowed).toBe(false)
  })
  it('no once its consent is withdrawn, also where the withdrawal bears an earlier time', () => {
    expect(decideUse([event('given', 5), event('withdrawn', 4)], 'news')).toMatchObject({ why: 'withdrawn' })
    expect(closedPurposes([event('given', 5), event('withdrawn', 4)])).toEqual(['news'])
  })
  it('no once the same person withdrew it elsewhere, until they consent anew', () => {
    const elsewhere = [event('given', 1), event('withdrawn', 3)]
    const anew = [...elsewhere, event('given', 6, { record: 'r3' })]
    expect(withdrawnSince(elsewhere, 'news')).toEqual(at(3))
    expect(withdrawnSince([...elsewhere, event('refused', 5, { record: 'r2' })], 'news')).toEqual(at(3))
    expect(withdrawnSince(anew, 'news')).toBeNull()
    expect(withdrawnSince([...elsewhere, named(5)], 'news')).toBeNull()
    expect(withdrawnSince(elsewhere, 'photos')).toBeNull()
    const mine = [event('given', 2, { record: 'r9' })]
    expect(closedPurposes(mine, [...mine, ...elsewhere])).toEqual(['news'])
    expect(closedPurposes(mine, [...mine, ...anew])).toEqual([])
    expect(closedPurposes([event('refused', 2, { record: 'r9' })], elsewhere)).toEqual([])
  })
  it('of two at one instant the one that forbids counts, in whatever order they come', () => {
    const both = [event('given', 1), event('withdrawn', 1)]
    for (const events of [both, [...both].reverse()]) expect(decideUse(events, 'news').allowed).toBe(false)
  })
})

describe('What was sent', () => {
  it('rests on nothing once every consent is withdrawn or refused, and nothing else holds it', () => {
    const gone = [
      event('given', 1),
      event('withdrawn', 2),
      event('refused', 1, { record: 'r2', purpose: 'photos' }),
    ]
    expect(restsOnNothing(gone)).toBe(true)
    expect(restsOnNothing([event('refused', 1)])).toBe(false)
    expect(restsOnNothing([...gone, event('given', 1, { record: 'r3', purpose: 'x' })])).toBe(false)
    expect(restsOnNothing([...gone, event('refused', 1, { record: 'r4', others: ['service'] })])).toBe(false)
    expect(restsOnNothing([...gone, named(3)])).toBe(false)
    expect(restsOnNothing([...gone, named(3), event('lifted', 4, { record: 'b1' })])).toBe(true)
  })
})

const anyEvent = fc
  .record({
    record: fc.constantFrom('r1', 'r2', 'r3'),
    state: fc.constantFrom<ConsentState>('given', 'refused', 'withdrawn', 'named', 'lifted'),
    purpose: fc.constantFrom('news', 'photos'),
    minute: fc.integer({ min: 0, max: 50 }),
    others: fc.constantFrom<string[]>([], ['service'], ['undeclared']),
  })
  .map(({ minute, ...rest }): ConsentEvent => ({
    ...rest,
    basis: rest.state === 'named' ? 'emergency' : 'consent',
    at: at(minute),
  }))

describe('For any history', () => {
  it('the order in which rows are read changes no answer', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 8 }), (events) => {
        const turned = [...events].reverse()
        expect(decideUse(turned, 'news').allowed).toBe(decideUse(events, 'news').allowed)
        expect(restsOnNothing(turned)).toBe(restsOnNothing(events))
        expect(closedPurposes(turned).sort()).toEqual(closedPurposes(events).sort())
      }),
    )
  })
  it('nothing is allowed without a yes or a basis that somebody named', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 8 }), (events) => {
        const decided = decideUse(events, 'news')
        const mine = events.filter(({ purpose }) => purpose === 'news')
        if (decided.allowed) expect(mine.some(({ state }) => state === 'given') || namedIn(mine)).toBeTruthy()
      }),
    )
  })
  it('a withdrawal that comes last is obeyed, unless another basis is named', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 8 }), (events) => {
        const last = event('withdrawn', 59)
        const decided = decideUse([...events, event('given', 0), last], 'news')
        expect(decided.allowed).toBe(decided.why === 'named')
      }),
    )
  })
  it('what stands open is never due', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 8 }), (events) => {
        if (standingOf(events).some(({ state }) => state === 'given'))
          expect(restsOnNothing(events)).toBe(false)
        if (namedIn(events)) expect(restsOnNothing(events)).toBe(false)
      }),
    )
  })
})

describe('The receipt', () => {
  const row = {
    ...{ record: 'r1', schemaVersion: '1', state: 'given', basis: 'consent', purpose: 'news' },
    ...{ at: at(1), via: 'page', principal: 'p1', receipt: 'K7QM-2XRD', notice: 'site', noticeNumber: 3 },
    ...{ noticeHash: 'abc', locale: 'fr', classes: ['personal'], controller: { nameEn: 'Lakeshore' } },
    ...{
      recipients: [],
      keptUntil: '2026-06-02',
      jurisdiction: 'CA-ON',
      withdrawal: 'receipt-link,telephone',
    },
    account: 'digest',
    subject: 'form-submissions:7',
    why: 'Robin called',
  }
  it('has every mandatory field, and neither the account, the record nor what staff wrote', () => {
    const receipt = receiptOf([row, { ...row, state: 'withdrawn', at: at(9), via: 'telephone' }])
    expect(receipt).toMatchObject({
      header: { schema_version: '1', record_id: 'r1', receipt_id: 'K7QM-2XRD', pii_principal_id: 'p1' },
      processing: {
        privacy_notice: { version: 3, content_hash: 'abc', language: 'fr' },
        purposes: [
          {
            purpose: 'news',
            lawful_basis: 'consent',
            pii_categories: ['personal'],
            storage: { kept_until: '2026-06-02' },
            jurisdiction: 'CA-ON',
            collection_method: 'page',
            withdrawal_method: ['receipt-link', 'telephone'],
          },
        ],
      },
      parties: [{ role: 'pii_controller', nameEn: 'Lakeshore' }],
      events: [
        { event_state: 'consent_given', entity_id: 'p1', event_time: at(1).toISOString() },
        { event_state: 'consent_withdrawn', event_time: at(9).toISOString() },
      ],
    })
    expect(JSON.stringify(receipt)).not.toMatch(/digest|form-submissions|Robin/)
  })
  it('is none where nobody was asked', () => {
    expect(receiptOf([{ ...row, state: 'named' }])).toBeNull()
  })
})
