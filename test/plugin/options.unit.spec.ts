import { describe, expect, it } from 'vitest'

import { sanitizeOptions } from '../../src/options.js'

describe('options', () => {
  it('are all optional', () => {
    const options = sanitizeOptions()
    expect(options.shared).toMatchObject({
      timeZone: 'America/Toronto',
      publicPath: 'info',
      runEverySeconds: 30,
    })
    for (const capability of [
      'approvals',
      'moderation',
      'notices',
      'forms',
      'retention',
      'incidents',
    ] as const) {
      expect(options[capability].on, capability).toBe(true)
    }
  })

  it('may be false for each of the capabilities', () => {
    const off = {
      approvals: false,
      moderation: false,
      notices: false,
      forms: false,
      retention: false,
      incidents: false,
    } as const
    const options = sanitizeOptions(off)
    for (const capability of Object.keys(off) as (keyof typeof off)[])
      expect(options[capability].on, capability).toBe(false)
  })

  it('may be off and keep the other options, which say what stays in the schema', () => {
    const options = sanitizeOptions({ retention: { enabled: false, collections: { visits: { months: 1 } } } })
    expect(options.retention.on).toBe(false)
    expect(options.retention.options.rules.map(({ collection }) => collection)).toEqual(['visits'])
    expect(() => sanitizeOptions({ forms: { enabled: 'no' as never } })).toThrow(/forms\.enabled/)
  })

  it.each([
    ['timezone', { timezone: 'America/Toronto' }],
    ['timeZone', { timeZone: 'Toronto' }],
    ['publicPath', { publicPath: '/help/' }],
    ['intake.perSource', { intake: { perSource: -1 } }],
    ['intake.total', { intake: { total: Number.NaN } }],
    ['intake.minFillSeconds', { intake: { minFillSeconds: 'two' } }],
    ['runEverySeconds', { runEverySeconds: -5 }],
    ['now', { now: '2026-01-01' }],
    ['clientAddress', { clientAddress: 'x-real-ip' }],
    ['overrides', { overrides: [] }],
    ['overrides.gov-ledger', { overrides: { 'gov-ledger': { slug: 'mine' } } }],
    ['roles', { roles: false }],
    ['roles.labels', { roles: { labels: 'x' } }],
    ['roles.rolesOf', { roles: { rolesOf: true } }],
    ['officeHours.opens', { officeHours: { opens: 'early' } }],
    ['approvals', { approvals: 'yes' }],
    ['moderation', { moderation: null }],
  ])('are refused with a sentence that names `%s`', (name, options) => {
    const sentence = (() => {
      try {
        sanitizeOptions(options as never)
        return 'nothing was refused'
      } catch (error) {
        expect(error).toMatchObject({ name: 'GovernanceError', code: 'invalidOption' })
        return (error as Error).message
      }
    })()
    expect(sentence).toContain(`\`${name}\``)
    expect(sentence).toMatch(/^payload-plugin-governance: .*\.$/)
  })

  it('are copied and frozen: what the host passed never changes, nor does a later change reach the plugin', () => {
    const passed = Object.freeze({
      timeZone: 'Europe/Paris',
      intake: Object.freeze({ perSource: 5 }),
      overrides: Object.freeze({}),
    })
    const options = sanitizeOptions(passed)
    expect(Object.isFrozen(options)).toBe(true)
    expect(Object.isFrozen(options.shared)).toBe(true)
    expect(Object.isFrozen(options.shared.intake)).toBe(true)
    const open: { timeZone: string } = { timeZone: 'Europe/Paris' }
    const copied = sanitizeOptions(open)
    open.timeZone = 'Asia/Tokyo'
    expect(copied.shared.timeZone).toBe('Europe/Paris')
  })
})
