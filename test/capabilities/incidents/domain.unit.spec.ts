import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  isHeard,
  type Ladder,
  namesOfRung,
  recipientsOf,
  rungAt,
} from '../../../src/capabilities/incidents/concerned.js'
import { answerBy } from '../../../src/capabilities/incidents/answerBy.js'
import {
  ACTIONS,
  type Case,
  escalate,
  type IncidentAction,
  type IncidentState,
  lifecycle,
  nextEscalation,
  OPEN_STATES,
  type Outcome,
  type Policy,
  report,
  SEVERITIES,
  severityOfVisitor,
  step,
  type Task,
  type TimelineEntry,
} from '../../../src/capabilities/incidents/domain.js'
import { isOverdue } from '../../../src/capabilities/incidents/case.js'
import {
  addTask,
  assign,
  type Capacity,
  type Colleague,
  finishTask,
  mayDo,
  type NewTask,
  note,
  requireMay,
  unassign,
  type Work,
} from '../../../src/capabilities/incidents/team.js'
import { ageOf, percentPassed } from '../../../src/capabilities/incidents/ui/age.js'
import { INCIDENT_ACTIONS } from '../../../src/capabilities/incidents/events.js'
import { sanitizeIncidents } from '../../../src/capabilities/incidents/options.js'
import { sanitizeOfficeHours } from '../../../src/kernel/officeHours.js'
import { type Actor, SYSTEM } from '../../../src/kernel/actor.js'
import { en } from '../../../src/translations/en/index.js'

const now = new Date('2026-03-02T15:00:00.000Z')
const aed: Actor = { kind: 'staff', ref: 'users:1', name: 'Ada', roles: ['aed'] }
const options = sanitizeIncidents()
const policy: Policy = {
  answerBy: (severity, from) => answerBy(severity, from, options.acknowledgeMinutes, null),
  rounds: options.rounds,
  kindLabel: (kind) => `governance:incidents:kind:${kind}`,
  casePath: (id) => `/admin/governance/incidents/${id}`,
}
const everybody: Ladder = {
  aed: ['users:1'],
  delegates: [],
  ed: ['users:2'],
  concerned: [],
  blocked: false,
  beyond: [],
}
const a = (over: Partial<Case> = {}): Case => ({
  ref: 'gov-incidents:1',
  id: 1,
  number: 'AAAA-BBBB',
  kind: 'outage',
  severity: 'critical',
  state: 'reported',
  reportedAt: now,
  ackDueAt: now,
  escalations: 0,
  timeline: [{ at: now.toISOString(), what: 'reported' }],
  concerned: [],
  assigned: [],
  tasks: [],
  happened: '',
  mergedInto: null,
  ...over,
})

/** The whole table: what is not here is refused. */
const LEADS_TO: Record<IncidentState, Partial<Record<IncidentAction, IncidentState>>> = {
  reported: { acknowledge: 'acknowledged' },
  acknowledged: { contain: 'contained', resolve: 'resolved' },
  contained: { resolve: 'resolved' },
  resolved: { close: 'closed' },
  closed: {},
}

describe('every state and every action', () => {
  for (const state of Object.keys(LEADS_TO) as IncidentState[]) {
    for (const action of ACTIONS) {
      const to = LEADS_TO[state][action]
      it(`${state} + ${action} ${to ? `leads to ${to}` : 'is refused'}`, () => {
        const decide = () => step(a({ state }), action, 'words', aed, now)
        if (!to) {
          expect(decide).toThrow(expect.objectContaining({ code: 'stateConflict', status: 409 }))
          return
        }
        const { data, effects } = decide()
        expect(data.state).toBe(to)
        expect((data.timeline as TimelineEntry[]).map((line) => line.what)).toEqual(['reported', to])
        expect(effects.ledger).toHaveLength(1)
        expect(INCIDENT_ACTIONS).toContain(effects.ledger![0]!.action)
        expect(JSON.stringify(effects)).not.toContain('words')
      })
    }
  }

  it('has an end only where the case is closed', () => {
    expect(lifecycle.states.filter((state) => lifecycle.actionsIn(state).length === 0)).toEqual(['closed'])
    expect([...OPEN_STATES, 'closed'].sort()).toEqual([...lifecycle.states].sort())
  })
})

const nina: Colleague = { ref: 'users:7', name: 'Nina', roles: [] }
const ada: Colleague = { ref: 'users:1', name: 'Ada', roles: ['aed'] }
const task: Task = {
  id: 't1',
  words: 'Ring the bus company',
  who: nina.ref,
  whose: nina.name,
  dueAt: '2026-03-03T04:59:59.999Z',
}
const tomorrow = new Date(task.dueAt)
const newTask: NewTask = { id: 't2', words: 'words', dueAt: tomorrow, person: nina }
const given = { assigned: [nina.ref], tasks: [task] }

/** What is done beside the way of a case from state to state. */
const WORKS: Record<string, (found: Case) => null | Outcome> = {
  assign: (found) => assign(found, ada, aed, now, policy),
  unassign: (found) => unassign(found, nina.ref, nina.name, aed, now),
  addTask: (found) => addTask(found, newTask, aed, now, policy),
  finishTask: (found) => finishTask(found, 't1', aed, now),
  note: (found) => note(found, 'words', aed, now),
}

describe('the work on a case', () => {
  for (const state of lifecycle.states) {
    for (const [name, work] of Object.entries(WORKS)) {
      // Who was asked to help can always be taken off.
      const refused = state === 'closed' && name !== 'unassign'
      it(`${state} + ${name} ${refused ? 'is refused' : 'adds one line and one entry, and leaves the state'}`, () => {
        const found = a({ state, ...given })
        if (refused) {
          expect(() => work(found)).toThrow(
            expect.objectContaining({ code: 'stateConflict', params: { why: 'caseClosed' } }),
          )
          return
        }
        const { data, effects } = work(found)!
        expect(data).not.toHaveProperty('state')
        expect((data.timeline as TimelineEntry[]).slice(0, -1)).toEqual(found.timeline)
        expect(effects.ledger).toHaveLength(1)
        expect(INCIDENT_ACTIONS).toContain(effects.ledger![0]!.action)
        // The name of who acts stands beside the chain; of nobody else, and no words.
        expect(JSON.stringify({ ...effects, ledger: { ...effects.ledger![0], actor: null } })).not.toMatch(
          /words|Nina|Ada|bus company/,
        )
      })
    }
  }

  const everyWork: Work[] = [...ACTIONS, 'assign', 'unassign', 'addTask', 'finishTask', 'note']
  it.each([
    ['review', everyWork],
    ['standIn', everyWork.filter((work) => work !== 'close')],
    ['assigned', ['contain', 'resolve', 'finishTask', 'note']],
  ] as [Capacity, Work[]][])('is done by %s: %j', (as, works) => {
    expect(everyWork.filter((work) => mayDo(as, work))).toEqual(works)
    for (const work of everyWork) {
      if (works.includes(work)) requireMay(as, work)
      else expect(() => requireMay(as, work)).toThrow(expect.objectContaining({ status: 403 }))
    }
  })

  it('is never given to somebody whom the case concerns, nor a policy violation to anybody but AED and ED', () => {
    const about = a({ concerned: [nina.ref] })
    const violation = a({ kind: 'policy-violation' })
    for (const found of [about, violation]) {
      expect(() => assign(found, nina, aed, now, policy)).toThrow(expect.objectContaining({ status: 400 }))
      expect(() => addTask(found, newTask, aed, now, policy)).toThrow(
        expect.objectContaining({ status: 400 }),
      )
    }
    expect(assign(violation, ada, aed, now, policy)!.data.assigned).toBe('|users:1|')
  })

  it('gives a task to one of the case’s people, who then is one of them, and takes both away together', () => {
    const { data, effects } = addTask(a(), newTask, aed, now, policy)
    expect(data.assigned).toBe('|users:7|')
    expect(effects.mail).toHaveLength(1)
    expect(effects.mail![0]).toMatchObject({ to: { user: nina.ref }, template: 'incidents:mail:task' })
    const done: Task = { ...task, id: 't0', doneAt: now.toISOString(), doneBy: nina.ref }
    const after = unassign(a({ ...given, tasks: [task, done] }), nina.ref, nina.name, aed, now)!
    expect(after.data.assigned).toBeNull()
    expect(after.data.tasks).toEqual([{ ...task, who: null, whose: '' }, done])
  })

  it('repeats nothing: who has the case is not given it again, who has not cannot be taken off, nothing is done twice', () => {
    expect(assign(a(given), nina, aed, now, policy)).toBeNull()
    expect(unassign(a(), nina.ref, nina.name, aed, now)).toBeNull()
    const done = a({ tasks: [{ ...task, doneAt: now.toISOString() }] })
    expect(() => finishTask(done, 't1', aed, now)).toThrow(expect.objectContaining({ status: 409 }))
    expect(() => finishTask(done, 'none', aed, now)).toThrow(expect.objectContaining({ status: 404 }))
  })

  it('is late once its day is over, and not when it was done', () => {
    const after = new Date(tomorrow.getTime() + 1)
    expect([isOverdue(task, now), isOverdue(task, tomorrow), isOverdue(task, after)]).toEqual([
      false,
      false,
      true,
    ])
    expect(isOverdue({ ...task, doneAt: now.toISOString() }, after)).toBe(false)
    expect(() => addTask(a(), { ...newTask, dueAt: new Date(+now - 1) }, aed, now, policy)).toThrow(
      expect.objectContaining({ status: 400 }),
    )
  })

  it('ends with a review that can say better what happened, and keeps what was said before', () => {
    const found = a({ state: 'resolved', happened: 'It was lost' })
    const { data } = step(found, 'close', 'Locks', aed, now, { happened: 'It was stolen' })
    expect(data).toMatchObject({ happened: 'It was stolen', changes: 'Locks' })
    expect((data.timeline as TimelineEntry[]).at(-1)).toMatchObject({
      words: 'Locks',
      happened: 'It was stolen',
    })
    expect(step(found, 'close', 'Locks', aed, now, { happened: 'It was lost' }).data).not.toHaveProperty(
      'happened',
    )
    expect(step(found, 'close', 'Locks', aed, now).data).not.toHaveProperty('happened')
  })
})

describe('a report', () => {
  const input = {
    number: 'AAAA-BBBB',
    causeKey: 'c',
    kind: 'outage',
    severity: 'critical',
    summary: 'Robin fell',
  } as const

  it('leaves with evidence, one alert to the AED and a timer, and none of them carries words or a name', () => {
    const { data, effects } = report(input, aed, now, policy, everybody)
    expect(data).toMatchObject({
      state: 'reported',
      reporterRef: 'users:1',
      ackDueAt: '2026-03-02T16:00:00.000Z',
    })
    expect(effects.mail).toHaveLength(1)
    expect(effects.mail![0]!.to).toEqual({ roles: ['aed'], except: [] })
    expect(effects.timers![0]!.dueAt).toEqual(new Date('2026-03-02T16:00:00.000Z'))
    for (const secret of ['Robin', 'Ada', 'users:1']) expect(JSON.stringify(effects)).not.toContain(secret)
  })

  it('is due within office hours, one business day where nothing else is said, by the clock if critical', () => {
    const hours = sanitizeOfficeHours({ holidays: ['2026-03-03'] }, 'America/Toronto')
    const due = (severity: 'critical' | 'high' | 'low'): string =>
      answerBy(
        severity,
        new Date('2026-03-02T21:00:00.000Z'),
        options.acknowledgeMinutes,
        hours,
      ).toISOString()
    expect(due('critical')).toBe('2026-03-02T22:00:00.000Z')
    expect(due('high')).toBe('2026-03-04T17:00:00.000Z')
    expect(due('low')).toBe('2026-03-04T21:00:00.000Z')
  })

  it('made without a name keeps none', () => {
    const { data, effects } = report({ ...input, anonymous: true }, aed, now, policy, everybody)
    expect(JSON.stringify([data, effects])).not.toMatch(/users:1|Ada/)
  })

  it('goes to the ED at once while nobody is AED', () => {
    const { effects } = report(input, aed, now, policy, { ...everybody, aed: [] })
    expect(effects.mail!.map(({ to }) => to)).toEqual([{ roles: ['ed'], except: [] }])
  })

  it.each(SEVERITIES)('that is %s is due in the time of its severity', (severity) => {
    const { effects } = report({ ...input, severity }, aed, now, policy, everybody)
    const minutes = (effects.timers![0]!.dueAt!.getTime() - now.getTime()) / 60_000
    expect(minutes).toBe({ critical: 60, high: 240, medium: 1440, low: 1440 }[severity])
  })
})

describe('an escalation', () => {
  const told = (ladder: Ladder, step: number) => recipientsOf(rungAt(ladder, step), ladder.concerned)
  const roles = (ladder: Ladder, step: number): string[] => namesOfRung(rungAt(ladder, step))

  it('asks the AED, then who stands in for them, then the ED, then all of them, and leaves out an empty rung', () => {
    const all = { ...everybody, delegates: ['users:3'] }
    expect([0, 1, 2, 3, 4, 50].map((step) => roles(all, step))).toEqual([
      ['aed'],
      ['aedDelegate'],
      ['ed'],
      ...Array<string[]>(3).fill(['aed', 'ed', 'aedDelegate']),
    ])
    expect([0, 1, 2].map((step) => roles(everybody, step))).toEqual([['aed'], ['ed'], ['aed', 'ed']])
    expect([0, 1].map((step) => roles({ ...everybody, aed: [] }, step))).toEqual([['ed'], ['aed', 'ed']])
    // Nobody holds a role: the mail waits until somebody does.
    expect(roles({ ...everybody, aed: [], ed: [] }, 0)).toEqual(['aed', 'ed'])
    expect(told(all, 3)).toEqual([
      { to: { roles: ['aed', 'ed'], except: [] }, suffix: '' },
      { to: { user: 'users:3' }, suffix: ':users:3' },
    ])
  })

  it('goes round whom the case concerns, and beyond AED and ED where it concerns all of them', () => {
    const concerned = ['users:1']
    const around = { ...everybody, aed: [], concerned }
    expect(told(around, 0)).toEqual([{ to: { roles: ['ed'], except: concerned }, suffix: '' }])
    expect(told(around, 9)).toEqual([{ to: { roles: ['aed', 'ed'], except: concerned }, suffix: '' }])
    const beyond = { ...around, ed: [], concerned: ['users:1', 'users:2'], blocked: true }
    const officer = { ...beyond, beyond: ['users:5'] }
    for (const step of [0, 1, 9]) expect(roles(officer, step)).toEqual(['privacy-officer'])
  })

  it('that can reach nobody waits for the first who may be told, and says so', () => {
    const nobody = { ...everybody, aed: [], ed: [], concerned: ['users:1', 'users:2'], blocked: true }
    expect([nobody, { ...nobody, beyond: ['users:5'] }, everybody].map(isHeard)).toEqual([false, true, true])
    expect(isHeard({ ...nobody, concerned: [], blocked: false })).toBe(false)
    for (const step of [0, 1, 9])
      expect(told(nobody, step)).toEqual([
        { to: { roles: ['aed', 'ed', 'privacy-officer'], except: nobody.concerned }, suffix: '' },
      ])
  })

  it('never tells somebody whom the case concerns, whoever holds what', () => {
    const some = fc.subarray(['users:1', 'users:2', 'users:3', 'users:4'])
    fc.assert(
      fc.property(some, some, some, some, fc.nat(9), (aeds, eds, standIns, concerned, step) => {
        const free = (refs: string[]): string[] => refs.filter((ref) => !concerned.includes(ref))
        const ladder = {
          aed: free(aeds),
          ed: free(eds),
          delegates: free(standIns),
          concerned,
          blocked: aeds.length + eds.length > 0 && free([...aeds, ...eds]).length === 0,
          beyond: [],
        }
        for (const { to } of told(ladder, step)) {
          if ('user' in to) expect(concerned).not.toContain(to.user)
          else expect(to).toMatchObject({ except: concerned })
        }
        expect(told(ladder, step).length).toBeGreaterThan(0)
      }),
    )
  })

  it('is recorded once per round', () => {
    const first = escalate(a(), 1, SYSTEM, now, policy, everybody)!
    expect(first.data.escalations).toBe(1)
    expect(first.effects.mail![0]!.key).toBe('incidents:gov-incidents:1:round1')
    expect(escalate(a({ escalations: 1 }), 1, SYSTEM, now, policy, everybody)).toBeNull()
    expect(escalate(a({ escalations: 1 }), 2, SYSTEM, now, policy, everybody)).not.toBeNull()
  })

  it('is followed by the next one an hour after it, however late the timer hears of it', () => {
    const line = (at: string): TimelineEntry[] => [{ at, what: 'escalated', round: 1, to: ['ed'] }]
    const next = (at: string) =>
      nextEscalation(a({ escalations: 1, timeline: line(at) }), 1, now, policy)?.toISOString()
    expect(next('2026-03-02T14:10:00.000Z')).toBe('2026-03-02T15:10:00.000Z')
    // By a clock that was ahead: from now.
    expect(next('2026-03-02T19:00:00.000Z')).toBe('2026-03-02T16:00:00.000Z')
  })

  it('ends after five rounds', () => {
    expect(nextEscalation(a(), 4, now, policy)).toEqual(new Date('2026-03-02T16:00:00.000Z'))
    expect(nextEscalation(a(), 5, now, policy)).toBeNull()
    expect(escalate(a({ escalations: 5 }), 6, SYSTEM, now, policy, everybody)).toBeNull()
  })

  it.each(lifecycle.states.filter((state) => state !== 'reported'))(
    'never happens to a case that is %s',
    (state) => {
      expect(escalate(a({ state }), 1, SYSTEM, now, policy, everybody)).toBeNull()
      expect(nextEscalation(a({ state }), 1, now, policy)).toBeNull()
    },
  )

  it('is stopped by the write that acknowledges, and by no other', () => {
    for (const [state, action] of [
      ['reported', 'acknowledge'],
      ['acknowledged', 'resolve'],
      ['resolved', 'close'],
    ] as const) {
      const { effects } = step(a({ state }), action, 'words', aed, now)
      expect(effects.timers?.some((timer) => timer.dueAt === null) ?? false).toBe(action === 'acknowledge')
    }
  })
})

describe('words', () => {
  it.each([
    ['acknowledged', 'resolve', 'happened'],
    ['resolved', 'close', 'changes'],
  ] as const)('of a case that is %s are asked for by %s', (state, action, field) => {
    expect(() => step(a({ state }), action, '', aed, now)).toThrow(
      expect.objectContaining({ code: 'invalidInput', status: 400 }),
    )
    expect(step(a({ state }), action, 'so it was', aed, now).data[field]).toBe('so it was')
  })

  it('exist for every kind, severity and state that the code knows', () => {
    const { incidents } = en.governance
    for (const kind of options.kindCodes) expect(Object.keys(incidents.kind)).toContain(kind)
    for (const severity of SEVERITIES) {
      expect(Object.keys(incidents.severity)).toContain(severity)
      expect(Object.keys(incidents.guidance)).toContain(severity)
    }
    for (const state of lifecycle.states) {
      expect(Object.keys(incidents.state)).toContain(state)
      expect(Object.keys(incidents.receipt.states)).toContain(state)
    }
  })

  it('say how much of the time for an answer has passed, and all of it only when it is over', () => {
    const due = new Date(now.getTime() + 3_600_000)
    const at = (share: number): number => percentPassed(now, due, new Date(now.getTime() + share * 3_600_000))
    expect([-1, 0, 0.5, 0.999, 1, 7].map(at)).toEqual([0, 0, 50, 99, 100, 100])
  })

  it('for an age name the largest unit only', () => {
    const after = (minutes: number) => ageOf(now, new Date(now.getTime() + minutes * 60_000))
    expect(after(-5)).toEqual({ unit: 'minutes', count: 0 })
    expect(after(59)).toEqual({ unit: 'minutes', count: 59 })
    expect(after(60)).toEqual({ unit: 'hours', count: 1 })
    expect(after(48 * 60)).toEqual({ unit: 'days', count: 2 })
  })
})

describe('what a visitor reports', () => {
  it('is critical when somebody may be in danger, and never low', () => {
    for (const kind of options.kindCodes) {
      expect(severityOfVisitor(kind, true)).toBe('critical')
      expect(severityOfVisitor(kind, false)).not.toBe('low')
    }
    expect(severityOfVisitor('danger', false)).toBe('critical')
  })
})

describe('the options', () => {
  it('add kinds with labels in both languages, before "other"', () => {
    const { kindCodes } = sanitizeIncidents({ kinds: { fraud: { en: 'Fraud', fr: 'Fraude' } } })
    expect(kindCodes.slice(-2)).toEqual(['fraud', 'other'])
  })

  it.each([
    [{ kinds: { fraud: { en: 'Fraud' } } }, 'incidents.kinds.fraud'],
    [{ kinds: { 'A b': { en: 'x', fr: 'y' } } }, 'incidents.kinds.A b'],
    [{ acknowledgeMinutes: { urgent: 5 } }, 'incidents.acknowledgeMinutes.urgent'],
    [{ acknowledgeMinutes: { high: 0 } }, 'incidents.acknowledgeMinutes.high'],
    [{ rounds: 0 }, 'incidents.rounds'],
  ])('name what is wrong with %j', (raw, option) => {
    expect(() => sanitizeIncidents(raw as never)).toThrow(option)
  })
})
