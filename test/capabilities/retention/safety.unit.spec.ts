import { describe, expect, it } from 'vitest'

import { judgeClocks } from '../../../src/capabilities/retention/clocks.js'
import { tally } from '../../../src/capabilities/retention/domain.js'
import {
  type CertificateContent,
  certificateHash,
  proofOf,
  type Unit,
} from '../../../src/capabilities/retention/proof.js'
import {
  asksFirst,
  carriesOn,
  clockMachine,
  daysSince,
  isPausedTooLong,
  lookBack,
  pauseMachine,
  shareMachine,
} from '../../../src/capabilities/retention/safety.js'

const HOUR = 3_600_000
const NOON = new Date('2026-03-02T12:00:00.000Z')
const after = (ms: number): Date => new Date(NOON.getTime() + ms)

describe('a share of a collection', () => {
  const limits = { mostShare: 0.5, shareFrom: 100 }
  it('goes without a question up to the share, and asks above it', () => {
    expect(asksFirst({ due: 50, taken: 0, total: 100 }, limits)).toBe(false)
    expect(asksFirst({ due: 51, taken: 0, total: 100 }, limits)).toBe(true)
  })
  it('counts what went within a day, against what was there before it went', () => {
    expect(asksFirst({ due: 20, taken: 30, total: 70 }, limits)).toBe(false)
    expect(asksFirst({ due: 21, taken: 30, total: 70 }, limits)).toBe(true)
  })
  it('never asks about few records, about nothing, or where the host allows all', () => {
    expect(asksFirst({ due: 99, taken: 0, total: 99 }, limits)).toBe(false)
    expect(asksFirst({ due: 0, taken: 900, total: 100 }, limits)).toBe(false)
    expect(asksFirst({ due: 1000, taken: 0, total: 1000 }, { ...limits, mostShare: 1 })).toBe(false)
  })
  it('looks back a day, and less where records stay for less than two', () => {
    expect(lookBack(90 * 24 * HOUR)).toBe(24 * HOUR)
    expect(lookBack(24 * HOUR)).toBe(12 * HOUR)
    expect(lookBack(-HOUR)).toBe(0)
  })
  it('is answered once, and a question that needs no answer any more is withdrawn', () => {
    expect(shareMachine.next('asked', 'confirm')).toBe('settled')
    expect(shareMachine.next('asked', 'withdraw')).toBe('settled')
    expect(() => shareMachine.next('settled', 'confirm')).toThrow()
  })
})

describe('two clocks', () => {
  const judge = (database: Date, last: Date | null = null, machine = NOON): string =>
    judgeClocks({ machine, database, last }, 72)
  it('are right within ten minutes of each other, and apart beyond, whichever is ahead', () => {
    expect(judge(after(10 * 60_000))).toBe('right')
    expect(judge(after(-10 * 60_000))).toBe('right')
    expect(judge(after(11 * 60_000))).toBe('apart')
    expect(judge(after(-11 * 60_000))).toBe('apart')
  })
  it('have made a leap when the last run is longer ago than a runner stands still, or lies ahead', () => {
    expect(judge(NOON, after(-72 * HOUR))).toBe('right')
    expect(judge(NOON, after(-73 * HOUR))).toBe('leap')
    expect(judge(NOON, after(10 * 60_000))).toBe('right')
    expect(judge(NOON, after(11 * 60_000))).toBe('leap')
  })
  it('are confirmed only when somebody was asked', () => {
    expect(clockMachine.next('asked', 'confirm')).toBe('right')
    for (const state of ['apart', 'right'] as const)
      expect(() => clockMachine.next(state, 'confirm')).toThrow()
  })
})

describe('a runner that stands still', () => {
  it('leaves what is whole, and finishes what a person deletes, what came back, and what is in pieces', () => {
    for (const state of ['intended', 'listed']) {
      expect(carriesOn({ reason: 'due', state })).toBe(false)
      expect(carriesOn({ reason: 'hand', state })).toBe(true)
      expect(carriesOn({ reason: 'replay', state })).toBe(true)
    }
    for (const state of ['filesGone', 'uploadsGone', 'versionsGone'])
      expect(carriesOn({ reason: 'due', state })).toBe(true)
  })
  it('is paused and resumed in turns, and too long after so many whole days', () => {
    expect(() => pauseMachine.next('paused', 'pause')).toThrow()
    expect(() => pauseMachine.next('running', 'resume')).toThrow()
    expect(daysSince(NOON, after(7 * 24 * HOUR - 1))).toBe(6)
    expect(isPausedTooLong(NOON, after(7 * 24 * HOUR - 1), 7)).toBe(false)
    expect(isPausedTooLong(NOON, after(7 * 24 * HOUR), 7)).toBe(true)
  })
})

describe('the proof of a certificate', () => {
  const unit = (key: string, digests: string[]): Unit => ({
    key,
    counts: { rows: digests.length, versions: 2, uploads: 0, files: 1 },
    digests,
    windowFrom: '2026-06-01T00:00:00.000Z',
    windowTo: '2026-06-02T00:00:00.000Z',
    startedAt: '2026-06-01T00:00:00.000Z',
    failures: 0,
    filesLeft: 0,
    stores: { 'payload-locked-documents': 1 },
    certificate: 'AAAA-BBBB',
    state: 'certified',
  })
  const units = [unit('a', ['1', '2']), unit('b', ['3'])]
  const content: CertificateContent = {
    ...tally(units),
    number: 'AAAA-BBBB',
    subjectCollection: 'chats',
    rule: '3 calendar months from receipt',
    terms: { span: { months: 3 }, cases: [] },
    clause: 'S2-26',
    reason: 'due',
    endedAt: '2026-06-01T00:00:01.000Z',
    byKind: 'system',
    byRef: '',
    byName: '',
    ledgerHead: '4:ab',
  }
  const { rows, versions, uploads, files, digest } = content
  const facts = { number: content.number, rows, versions, uploads, files, digest }
  const entry = { facts: { ...facts, hash: certificateHash(content) } }
  const problems = (...given: Parameters<typeof proofOf>): string[] =>
    proofOf(...given).map(({ problem, what }) => `${problem} ${what}`.trim())

  it('fits, also by an entry of before there was a hash, and by one that was removed by rule', () => {
    expect(problems(content, units, entry)).toEqual([])
    expect(problems(content, units, { facts })).toEqual([])
    expect(problems(content, units, undefined)).toEqual([])
  })
  it('names a unit that is missing, one that says something else, and one that counts differently', () => {
    expect(problems(content, [units[0]!], entry)).toEqual(['unitMissing b'])
    expect(problems(content, [units[0]!, { ...units[1]!, certificate: 'X' }], entry)).toEqual([
      'unitChanged b',
    ])
    expect(problems(content, [units[0]!, { ...units[1]!, state: 'void' }], entry)).toEqual(['unitChanged b'])
    expect(problems(content, [units[0]!, { ...units[1]!, digests: ['3', '4'] }], entry)).toEqual([
      'unitChanged b',
    ])
    expect(problems(content, [units[0]!, { ...units[1]!, digests: ['9'] }], entry)).toEqual([
      'unitChanged digest',
    ])
    expect(problems(content, [units[0]!, { ...units[1]!, stores: {} }], entry)).toEqual([
      'unitChanged stores',
    ])
  })
  it('names a certificate that was changed in any word', () => {
    expect(problems({ ...content, rows: 2 }, units, entry)).toEqual(['certificateChanged rows'])
    expect(problems({ ...content, byName: 'Somebody else' }, units, entry)).toEqual(['certificateChanged'])
    expect(problems({ ...content, rule: '6 months' }, units, entry)).toEqual(['certificateChanged'])
    expect(problems({ ...content, rows: 2 }, units, undefined)).toEqual(['certificateChanged rows'])
  })
  it('names an entry that is missing, and one that says something else', () => {
    expect(problems(content, units, null)).toEqual(['entryMissing'])
    expect(problems(content, units, { facts: { ...entry.facts, rows: 7, hash: 'x' } })).toEqual([
      'entryChanged rows',
    ])
  })
})
