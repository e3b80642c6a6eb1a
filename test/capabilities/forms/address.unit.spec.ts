import { describe, expect, it } from 'vitest'

import { addressKept, truncated } from '../../../src/capabilities/forms/address.js'
import { sanitizeForms } from '../../../src/capabilities/forms/options.js'

describe('what is kept of a network address', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0'],
    ['::ffff:203.0.113.77', '203.0.113.0'],
    ['2001:db8:85a3::8a2e:370:7334', '2001:db8:85a3::'],
    ['2001:DB8::1', '2001:db8:0::'],
    ['fe80::1%eth0', 'fe80:0:0::'],
    ['::1', '0:0:0::'],
    ['unknown', null],
    ['', null],
  ])('of %s it is %s', (given, kept) => {
    expect(truncated(given)).toBe(kept)
  })

  const kept = (policy: 'hashed' | 'nothing' | 'truncated', at: string, address = '203.0.113.77') =>
    addressKept(
      sanitizeForms({ address: policy }),
      {
        payload: {
          secret: 's',
          config: {
            custom: { governance: { options: { timeZone: 'UTC', clientAddress: () => address } } },
          },
        },
        req: { headers: new Headers() },
      } as never,
      new Date(at),
    )

  it('is nothing unless the host chose otherwise', () => {
    expect(kept('nothing', '2026-03-02T10:00:00Z')).toEqual({})
    expect(sanitizeForms().address).toBe('nothing')
    expect(() => sanitizeForms({ address: 'all' as never })).toThrow('forms.address')
  })

  it('is a hash that is the same within a day and another one on the next', () => {
    const [morning, evening, next] = ['02T08', '02T20', '03T08'].map(
      (at) => kept('hashed', `2026-03-${at}:00:00Z`).address,
    )
    expect(morning).toBe(evening)
    expect(next).not.toBe(morning)
    expect(kept('hashed', '2026-03-02T08:00:00Z', '203.0.113.78').address).not.toBe(morning)
    expect(morning).not.toContain('203')
    expect(kept('hashed', '2026-03-02T08:00:00Z').addressUntil).toBe('2026-03-09T08:00:00.000Z')
  })
})
