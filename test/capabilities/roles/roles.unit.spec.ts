import { describe, expect, it } from 'vitest'

import { changeOf, cleanRoles, judgeChange } from '../../../src/capabilities/roles/domain.js'
import { sanitizeRoles } from '../../../src/capabilities/roles/options.js'
import type { Actor } from '../../../src/kernel/actor.js'

const actor = (ref: string, ...roles: string[]): Actor => ({ kind: 'staff', ref, roles })
const granting =
  (who: Actor, before: string[], after: string[], subject?: string, removal = false): (() => void) =>
  () =>
    judgeChange({ actor: who, change: changeOf(before, after), subject, removal })

describe('who may change roles', () => {
  const aed = actor('users:1', 'aed')
  const creator = actor('users:2', 'content-creator')

  it('is the AED and the ED, for others', () => {
    expect(granting(aed, [], ['ed'], 'users:2')).not.toThrow()
    expect(granting(actor('users:3', 'ed'), ['aed'], [], 'users:1')).not.toThrow()
    for (const role of ['content-creator', 'administrator', 'communications', 'privacy-officer']) {
      expect(granting(actor('users:9', role), [], ['content-creator'], 'users:2')).toThrow(
        /Only the Assistant/,
      )
    }
  })

  it('is nobody for a role of their own, however high they stand', () => {
    expect(granting(aed, ['aed'], ['aed', 'ed'], 'users:1')).toThrow(/Nobody grants a role to themselves/)
    expect(granting(creator, ['content-creator'], ['aed'], 'users:2')).toThrow(
      /Nobody grants a role to themselves/,
    )
  })

  it('is everybody for giving up a role of their own', () => {
    expect(granting(creator, ['content-creator'], [], 'users:2')).not.toThrow()
  })

  it('leaves the removal of an account to the host, unless it holds AED or ED', () => {
    expect(granting(creator, ['communications'], [], 'users:5', true)).not.toThrow()
    expect(granting(creator, ['aed'], [], 'users:5', true)).toThrow(/Only the Assistant/)
  })

  it('is neither a member of the public site nor a visitor', () => {
    expect(granting({ kind: 'member', ref: 'members:1', roles: ['aed'] }, [], ['aed'], 'users:2')).toThrow()
    expect(granting({ kind: 'visitor', roles: [] }, [], ['aed'])).toThrow()
  })

  it('is not asked where nothing changes', () => {
    expect(granting(creator, ['aed', 'ed'], ['ed', 'aed'], 'users:5')).not.toThrow()
  })
})

describe('role codes', () => {
  it('are texts without duplicates, whatever the database holds', () => {
    expect(cleanRoles(['aed', 'aed', 7, null, 'ed'])).toEqual(['aed', 'ed'])
    expect(cleanRoles('aed')).toEqual([])
    expect(cleanRoles(null)).toEqual([])
  })

  it('count for nothing while the account is in the trash', () => {
    expect(sanitizeRoles().rolesOf({ governanceRoles: ['aed'], deletedAt: '2026-01-01' })).toEqual([])
  })

  it('can be renamed and added to', () => {
    const { labels } = sanitizeRoles({
      labels: { aed: { en: 'Deputy', fr: 'Adjointe' }, reviewer: { en: 'Reviewer', fr: 'Révision' } },
    })
    expect(labels.aed).toEqual({ en: 'Deputy', fr: 'Adjointe' })
    expect(labels.reviewer?.fr).toBe('Révision')
    expect(labels.ed?.en).toBe('Executive Director')
  })

  it.each([
    [{ labels: [] }, /roles\.labels/],
    [{ labels: { Bad: { en: 'a', fr: 'b' } } }, /roles\.labels\.Bad/],
    [{ labels: { reviewer: { en: 'Reviewer' } } }, /roles\.labels\.reviewer/],
    [{ rolesOf: 'aed' }, /roles\.rolesOf/],
    [{ names: {} }, /roles\.names/],
    [false, /roles/],
  ])('refuse a wrong option with a sentence that names it: %j', (options, sentence) => {
    expect(() => sanitizeRoles(options as never)).toThrow(sentence)
  })
})
