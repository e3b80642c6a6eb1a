import { describe, expect, it } from 'vitest'

import { addressesIn } from '../../src/kernel/text.js'

describe('the mail addresses in a text', () => {
  it.each([
    ['jane@x.org', ['jane@x.org']],
    ['jane@x.org or 555 1234', ['jane@x.org']],
    ['Jane <jane@x.org>', ['jane@x.org']],
    ['jane@x.org, jane@work.org;j.d+a@y.ca', ['jane@x.org', 'jane@work.org', 'j.d+a@y.ca']],
    ['Write to (jane@x.org). Or «\u00a0jane@y.org\u00a0»!', ['jane@x.org', 'jane@y.org']],
    ['mailto:jane@x.org', ['jane@x.org']],
    ['jane@localhost', ['jane@localhost']],
    ['josée@santé.example', ['josée@santé.example']],
    ['"jane doe"@x.org, "Jane" <jane@y.org>', ['"jane doe"@x.org', 'jane@y.org']],
    ['555 1234', []],
    ['me @ home', []],
    ['@jane', []],
    ['jane@', []],
    ['jane@…', []],
    ['', []],
  ])('of %j are %j', (text, addresses) => {
    expect(addressesIn(text)).toEqual(addresses)
  })
})
