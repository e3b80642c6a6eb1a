import { describe, expect, it } from 'vitest'

import {
  afterFailure,
  backoffSeconds,
  isPermanent,
  isServerTrouble,
} from '../../../src/capabilities/outbox/domain.js'
import { reasonOf } from '../../../src/capabilities/outbox/ui/reason.js'
import { sanitizeOutbox } from '../../../src/capabilities/outbox/options.js'
import { mail as en } from '../../../src/translations/en/platform.js'
import { mail as fr } from '../../../src/translations/fr/platform.js'

const now = new Date('2026-03-02T15:00:00.000Z')

describe('a failed attempt', () => {
  it('is followed by a longer pause each time, at most four hours and a quarter of jitter', () => {
    const pauses = Array.from({ length: 14 }, (_, i) => backoffSeconds(i + 1, 0))
    expect(pauses.slice(0, 4)).toEqual([30, 60, 120, 240])
    expect(Math.max(...pauses)).toBe(4 * 3600)
    expect(backoffSeconds(1, 0.999)).toBeLessThanOrEqual(38)
    expect(pauses.slice(0, 12).reduce((a, b) => a + b, 0) / 3600).toBeGreaterThan(12)
  })

  it.each([
    ['no such mailbox', { responseCode: 550, code: 'EENVELOPE' }, true, false],
    ['content refused', { responseCode: 554, code: 'EMESSAGE' }, true, false],
    ['greylisted', { responseCode: 451, code: 'EENVELOPE' }, false, false],
    ['wrong password', { responseCode: 535, code: 'EAUTH' }, false, true],
    ['door closed', { responseCode: 554, code: 'ECONNECTION' }, false, true],
    ['nobody there', { code: 'ECONNECTION' }, false, true],
    ['silence', { code: 'ETIMEDOUT' }, false, true],
    ['something else', {}, false, false],
  ])('for "%s" is final or not, and about the server or not', (_name, error, permanent, server) => {
    expect(isPermanent({ message: '', ...error })).toBe(permanent)
    expect(isServerTrouble({ message: '', ...error })).toBe(server)
  })

  it('keeps code and kind, never the words of the server, which quote addresses', () => {
    const error = { message: '550 5.1.1 <robin@home.example> unknown', responseCode: 550, code: 'EENVELOPE' }
    expect(afterFailure(1, error, now, 0, 12)).toEqual({
      state: 'dead',
      nextAt: new Date('2026-03-02T15:00:30.000Z'),
      lastError: '550 EENVELOPE',
    })
  })

  it('is the last one when all attempts are used up', () => {
    expect(afterFailure(11, { message: '', code: 'ETIMEDOUT' }, now, 0, 12).state).toBe('waiting')
    expect(afterFailure(12, { message: '', code: 'ETIMEDOUT' }, now, 0, 12).state).toBe('dead')
  })
})

describe('the reason that people read', () => {
  it.each([
    ['550 EENVELOPE', 'refused'],
    ['451 EENVELOPE', 'later'],
    ['535 EAUTH', 'password'],
    ['554 ECONNECTION', 'closed'],
    ['ECONNECTION', 'unreachable'],
    ['ESOCKET', 'unreachable'],
    ['ETIMEDOUT', 'silent'],
    ['vacant: aed', 'vacant'],
    ['interrupted', 'interrupted'],
    ['no account or address', 'noAddress'],
    ['unknown', 'unknown'],
  ])('for "%s" is %s, in both languages', (stored, reason) => {
    expect(reasonOf(stored)).toBe(reason)
    for (const words of [en, fr]) expect(words.reason[reasonOf(stored)]).toMatch(/\w.*[.?]$/)
  })
})

describe('the options', () => {
  it.each([
    [{ sendTimeoutSeconds: 60 }, 'outbox.sendTimeoutSeconds'],
    [{ maxAttempts: 0 }, 'outbox.maxAttempts'],
    [{ connections: 0 }, 'outbox.connections'],
  ])('name what is wrong with %j', (raw, option) => expect(() => sanitizeOutbox(raw)).toThrow(option))
})
