import { ValidationError } from 'payload'
import { expect, it } from 'vitest'

import { isUniqueViolation } from '../../src/platform/databases/index.js'

const taken = (): Error => new ValidationError({ errors: [{ message: 'Value must be unique', path: 'key' }] })

it('knows a taken key by what the error holds, since a production build shortens the names of classes', () => {
  expect(isUniqueViolation(taken())).toBe(true)
  expect(isUniqueViolation(Object.assign(taken(), { name: 'e' }))).toBe(true)
  expect(
    isUniqueViolation(Object.assign(new Error('x'), { cause: Object.assign(taken(), { name: 'e' }) })),
  ).toBe(true)
  expect(isUniqueViolation(Object.assign(new Error('x'), { code: '23505' }))).toBe(true)
  expect(isUniqueViolation(new Error('The disk is full'))).toBe(false)
  expect(isUniqueViolation(Object.assign(new Error('x'), { status: 400, name: 'e' }))).toBe(false)
})
