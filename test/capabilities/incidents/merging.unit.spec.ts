import { describe, expect, it } from 'vitest'

import { type Case, timerKeyOf } from '../../../src/capabilities/incidents/case.js'
import { peopleIn } from '../../../src/capabilities/incidents/concerned.js'
import { lifecycle, type Policy, step, TEST_KIND } from '../../../src/capabilities/incidents/domain.js'
import {
  holds,
  isAlerted,
  keptOut,
  merge,
  requireApart,
  settled,
  unmerge,
} from '../../../src/capabilities/incidents/merging.js'
import type { Actor } from '../../../src/kernel/actor.js'

const now = new Date('2026-03-02T15:00:00.000Z')
const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000)
const aed: Actor = { kind: 'staff', ref: 'users:1', name: 'Ada', roles: ['aed'] }
const policy = { answerBy: (_severity, from) => new Date(from.getTime() + 3_600_000) } as Policy
const numbered = (n: number, over: Partial<Case> = {}): Case => ({
  ref: `gov-incidents:${n}`,
  id: n,
  number: `AAAA-000${n}`,
  kind: 'outage',
  severity: 'high',
  state: 'reported',
  reportedAt: now,
  ackDueAt: later(60),
  escalations: 0,
  timeline: [{ at: now.toISOString(), what: 'reported' }],
  concerned: [],
  assigned: [],
  tasks: [],
  happened: '',
  mergedInto: null,
  ...over,
})
const refusal = (why: string) => expect.objectContaining({ params: expect.objectContaining({ why }) })
/** As it is read again. */
const after = (found: Case, { data }: { data: Record<string, unknown> }): Case => ({
  ...found,
  ...data,
  concerned: data.concerned === undefined ? found.concerned : peopleIn(data.concerned),
})

describe('a case in one state merged into one in another', () => {
  for (const state of lifecycle.states) {
    for (const other of lifecycle.states) {
      const refused = state === 'closed' || other === 'closed'
      it(`${state} into ${other} ${refused ? 'is refused' : 'keeps its state, and takes no step any more'}`, () => {
        const [found, into] = [numbered(1, { state }), numbered(2, { state: other })]
        if (refused) {
          expect(() => merge(found, into, false, aed, now)).toThrow(refusal('closedStays'))
          return
        }
        const outcome = merge(found, into, false, aed, now)
        expect(outcome.data).not.toHaveProperty('state')
        const merged = after(found, outcome)
        expect(merged.mergedInto).toBe(into.ref)
        for (const action of ['acknowledge', 'contain', 'resolve', 'close'] as const)
          expect(() => step(merged, action, 'words', aed, now)).toThrow(refusal('isPart'))
        expect(JSON.stringify(outcome.effects.ledger)).not.toContain(into.number)
      })
    }
  }
})

describe('merging', () => {
  it.each([
    ['itself', numbered(1), numbered(1)],
    ['mergedAlready', numbered(1, { mergedInto: 'gov-incidents:3' }), numbered(2)],
    ['intoMerged', numbered(1), numbered(2, { mergedInto: 'gov-incidents:3' })],
    ['violationStays', numbered(1, { kind: 'policy-violation' }), numbered(2)],
    ['violationStays', numbered(1), numbered(2, { kind: 'policy-violation' })],
    ['isTest', numbered(1), numbered(2, { kind: TEST_KIND })],
    [
      'openTasks',
      numbered(1, { tasks: [{ id: 't', words: 'w', who: null, whose: '', dueAt: now.toISOString() }] }),
      numbered(2),
    ],
  ] as [string, Case, Case][])('is refused with %s', (why, found, into) => {
    expect(() => merge(found, into, false, aed, now)).toThrow(refusal(why))
  })

  it('keeps out of both whom either is about, and says so once in the case that stays', () => {
    const [found, into] = [numbered(1, { concerned: ['users:7'] }), numbered(2, { concerned: ['users:8'] })]
    const merged = after(found, merge(found, into, true, aed, now))
    expect(merge(found, into, true, aed, now).data).toMatchObject({
      concerned: '|users:7|users:8|',
      beyond: true,
    })
    const first = settled(into, merged, true, aed, now)!
    expect(first.data).toMatchObject({ concerned: '|users:7|users:8|', beyond: true })
    const whole = after(into, first)
    expect(holds(whole, found.ref)).toBe(true)
    expect(settled(whole, merged, true, aed, now)).toBeNull()
    expect(keptOut(found, whole, true)!.data).toMatchObject({ concerned: '|users:7|users:8|' })
    expect(keptOut(whole, found, true)).toBeNull()
    // Taken apart, the one that stays says so, and whom it was about stays out.
    const apart = after(merged, unmerge(merged, whole, aed, now, policy))
    const released = settled(whole, apart, true, aed, now)!
    expect(released.data).not.toHaveProperty('concerned')
    expect(holds(after(whole, released), found.ref)).toBe(false)
  })

  it('takes nothing up into a case that was closed since it was chosen', () => {
    const merged = numbered(1, { mergedInto: 'gov-incidents:2' })
    expect(settled(numbered(2, { state: 'closed' }), merged, false, aed, now)).toBeNull()
    expect(settled(numbered(2), merged, false, aed, now)).not.toBeNull()
  })

  it('is undone with a timer of its own, and only while the case that stays is open', () => {
    const merged = numbered(1, { mergedInto: 'gov-incidents:2', escalations: 2, ackDueAt: later(-60) })
    const { data, effects } = unmerge(merged, numbered(2), aed, now, policy)
    expect(data).toMatchObject({ mergedInto: null, ackDueAt: later(60).toISOString() })
    const timers = effects.timers!.filter(({ kind }) => kind === 'incidents.escalate')
    expect(timers).toMatchObject([
      { key: timerKeyOf(merged), dueAt: null },
      { dueAt: later(60), data: { from: 2 } },
    ])
    expect(timers[1]!.key).toBe(timerKeyOf(after(merged, { data })))
    expect(timers[1]!.key).not.toBe(timers[0]!.key)
    // What somebody had taken asks nobody again.
    const taken = unmerge({ ...merged, state: 'acknowledged' }, numbered(2), aed, now, policy)
    expect(taken.effects.timers!.some(({ kind }) => kind === 'incidents.escalate')).toBe(false)
    expect(() => requireApart(merged, numbered(2, { state: 'closed' }))).toThrow(refusal('closedStays'))
    expect(() => requireApart(numbered(1), null)).toThrow(refusal('notMerged'))
  })

  it.each([
    [true, { state: 'acknowledged', ackDueAt: later(999), severity: 'low' }],
    [true, { state: 'reported', ackDueAt: later(60), severity: 'high' }],
    [true, { state: 'reported', ackDueAt: later(30), severity: 'critical' }],
    [false, { state: 'reported', ackDueAt: later(61), severity: 'critical' }],
    [false, { state: 'reported', ackDueAt: later(30), severity: 'medium' }],
    [true, { state: 'reported', ackDueAt: later(30), severity: 'critical', escalations: 4 }],
    // After its last round nobody is told any more.
    [false, { state: 'reported', ackDueAt: later(30), severity: 'critical', escalations: 5 }],
  ] as [boolean, Partial<Case>][])('leaves the alert to the case that stays: %s for %j', (is, into) => {
    expect(isAlerted(numbered(1, { mergedInto: 'gov-incidents:2' }), numbered(2, into), 5)).toBe(is)
  })
})
