import { expect, it } from 'vitest'

import { instantInWords } from '../../src/kernel/instantWords.js'

it('shows the time of the organization, not of the browser', () => {
  const at = '2026-03-02T03:30:00.000Z'
  expect(instantInWords(at, 'en', 'America/Toronto')).toMatch(/Mar 1, 2026, 10:30/)
  expect(instantInWords(at, 'en', 'America/Vancouver')).toMatch(/Mar 1, 2026, 7:30/)
  expect(instantInWords(at, 'fr', 'America/Toronto')).toBe('1er mars 2026, 22\u00a0h\u00a030')
})

it('writes hours and the first of a month as francophones in Canada do, and never breaks a time between lines', () => {
  const at = new Date('2026-08-11T13:00:00.000Z')
  expect(instantInWords(at, 'fr', 'America/Toronto')).toBe('11 août 2026, 9\u00a0h')
  expect(instantInWords(at, 'fr', 'America/Toronto', 'date')).toBe('11 août 2026')
  expect(instantInWords(at, 'fr', 'America/Toronto', 'time')).toBe('9\u00a0h')
  expect(instantInWords('2026-08-01T04:05:00.000Z', 'fr', 'America/Toronto')).toBe(
    '1er août 2026, 0\u00a0h\u00a005',
  )
  expect(instantInWords('2026-08-01T04:05:00.000Z', 'fr', 'America/Toronto', 'date')).toBe('1er août 2026')
})
