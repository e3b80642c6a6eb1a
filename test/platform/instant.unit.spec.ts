import { expect, it } from 'vitest'

import { instant } from '../../src/platform/ui/instant.js'

it('shows the time of the organization, not of the browser', () => {
  const at = '2026-03-02T03:30:00.000Z'
  expect(instant(at, 'en', 'America/Toronto')).toMatch(/Mar 1, 2026, 10:30/)
  expect(instant(at, 'en', 'America/Vancouver')).toMatch(/Mar 1, 2026, 7:30/)
  expect(instant(at, 'fr', 'America/Toronto')).toMatch(/1 mars 2026, 22\s?h\s?30/)
})
