import type { Actor, Role } from '../../kernel/actor.js'
import { hasRole } from '../../kernel/actor.js'
import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import type { MessageDraft } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { type Case, CASE_ROLES, isViolation, type Outcome, requireOpen } from './case.js'
import { columnOf } from './concerned.js'
import { caseMail, entry, type IncidentAction, type Policy, type Task, type TimelineEntry } from './events.js'

/**
 * As what somebody works on a case: `review`, AED and ED (and who takes their place when it is about all of them);
 * `standIn`, who decides in the AED's place; `assigned`, who was asked to help.
 */
export type Capacity = 'assigned' | 'review' | 'standIn'
export type Work =
  | 'merge'
  | 'unmerge'
  | 'addEvidence'
  | 'addTask'
  | 'assign'
  | 'attach'
  | 'finishTask'
  | 'keep'
  | 'note'
  | 'unassign'
  | IncidentAction

const LEAD: readonly Capacity[] = ['review', 'standIn']
const ALL: readonly Capacity[] = [...LEAD, 'assigned']
const MAY: Record<Work, readonly Capacity[]> = {
  // "I have this" ends the escalation: only who would be asked next may say it.
  acknowledge: LEAD,
  contain: ALL,
  resolve: ALL,
  // Closing is the review, and that is for AED and ED themselves.
  close: ['review'],
  assign: LEAD,
  unassign: LEAD,
  addTask: LEAD,
  attach: LEAD,
  keep: LEAD,
  finishTask: ALL,
  merge: LEAD,
  unmerge: LEAD,
  note: ALL,
  addEvidence: ALL,
}

export const mayDo = (as: Capacity, work: Work): boolean => MAY[work].includes(as)

/** @throws GovernanceError `notAllowed` to somebody who sees the case, but may not do this with it. */
export const requireMay = (as: Capacity, work: Work): void => {
  if (mayDo(as, work)) return
  if (work === 'close')
    throw new GovernanceError(
      'notAllowed',
      'Only the Assistant Executive Director and the Executive Director close a case: it is their review.',
      { why: 'onlyReview' },
    )
  throw new GovernanceError(
    'notAllowed',
    'You were asked to help with this case. This step is for those who answer for it.',
    { why: 'onlyHelps' },
  )
}

/** Somebody whom a case is given to. */
export interface Colleague {
  ref: Ref
  name: string
  roles: Role[]
}

const unfit = (why: string, sentence: string): GovernanceError =>
  new GovernanceError('invalidInput', sentence, { field: 'person', why }, { field: 'person' })

/** Whether this person may be asked to work on it: never whom it is about, nor anybody else on a policy violation. */
export const mayBeAsked = (
  { concerned, kind }: Pick<Case, 'concerned' | 'kind'>,
  person: Colleague,
): boolean =>
  !concerned.includes(person.ref) &&
  (!isViolation(kind) || hasRole({ kind: 'staff', roles: person.roles }, ...CASE_ROLES))

const requireFit = (found: Case, person: Colleague): void => {
  if (found.concerned.includes(person.ref))
    throw unfit('isConcerned', 'This case is about that person. Please choose somebody else.')
  if (!mayBeAsked(found, person))
    throw unfit(
      'onlyLeadersSee',
      'Of a policy violation only the Assistant Executive Director and the Executive Director learn.',
    )
}

/** One more line, on the ledger too: facts there, never words. */
export const recorded = (
  found: Case,
  what: 'assigned' | 'evidenceAdded' | 'noted' | 'taskAdded' | 'taskDone' | 'unassigned',
  actor: Actor,
  now: Date,
  line: Partial<TimelineEntry>,
  facts: Record<string, string> = {},
): Outcome => ({
  data: {
    timeline: [...found.timeline, { at: now.toISOString(), what, by: actor.ref, name: actor.name, ...line }],
  },
  effects: { ledger: [entry(`incidents.${what}`, found.ref, actor, now, facts)] },
})

/** To the person themselves: number, kind, severity, a deadline where there is one, and a link. */
const mailTo = (found: Case, to: Ref, policy: Policy, task?: Task): MessageDraft => {
  const { number, kind, severity, ref, state } = found
  const template = task ? 'task' : state === 'reported' ? 'assignedWaiting' : 'assigned'
  return caseMail({
    template,
    // The history only grows: each line of it is the cause of one mail at most.
    key: `incidents:${ref}:line${found.timeline.length}`,
    to: { user: to },
    about: {
      number,
      kind: policy.kindLabel(kind),
      severity,
      dueAt: task ? new Date(task.dueAt) : found.ackDueAt,
    },
    subject: ref,
    path: policy.casePath(String(found.id)),
  })
}

/** Gives the case to a colleague as well; null when they have it already. */
export const assign = (
  found: Case,
  person: Colleague,
  actor: Actor,
  now: Date,
  policy: Policy,
): null | Outcome => {
  requireOpen(found)
  requireFit(found, person)
  if (found.assigned.includes(person.ref)) return null
  const { data, effects } = recorded(
    found,
    'assigned',
    actor,
    now,
    { who: person.ref, whose: person.name },
    { to: person.ref },
  )
  return {
    data: { ...data, assigned: columnOf([...found.assigned, person.ref]) },
    effects: { ...effects, mail: person.ref === actor.ref ? [] : [mailTo(found, person.ref, policy)] },
  }
}

/** Takes it away again, and with it what they had still to do; null when they do not have it. */
export const unassign = (found: Case, who: Ref, whose: string, actor: Actor, now: Date): null | Outcome => {
  if (!found.assigned.includes(who)) return null
  const { data, effects } = recorded(found, 'unassigned', actor, now, { who, whose }, { to: who })
  return {
    data: {
      ...data,
      assigned: columnOf(found.assigned.filter((ref) => ref !== who)),
      tasks: found.tasks.map((task) =>
        task.who === who && !task.doneAt ? { ...task, who: null, whose: '' } : task,
      ),
    },
    effects,
  }
}

export interface NewTask {
  id: string
  words: string
  dueAt: Date
  person: Colleague | null
}

const MOST_TASKS = 100

/** Something to do, by a day. Whoever is to do it works on the case from then on. */
export const addTask = (
  found: Case,
  { id, words, dueAt, person }: NewTask,
  actor: Actor,
  now: Date,
  policy: Policy,
): Outcome => {
  requireOpen(found)
  if (person) requireFit(found, person)
  if (dueAt < now)
    throw new GovernanceError(
      'invalidInput',
      'This day is over. Please choose a later one.',
      { field: 'day', why: 'dayOver' },
      { field: 'day' },
    )
  if (found.tasks.length >= MOST_TASKS)
    throw new GovernanceError('stateConflict', `A case has ${MOST_TASKS} tasks at most.`, {
      why: 'manyTasks',
    })
  const task: Task = {
    id,
    words,
    dueAt: dueAt.toISOString(),
    who: person?.ref ?? null,
    whose: person?.name ?? '',
  }
  const { data, effects } = recorded(
    found,
    'taskAdded',
    actor,
    now,
    { words, ...(person ? { who: person.ref, whose: person.name } : {}) },
    { dueAt: task.dueAt, ...(person ? { of: person.ref } : {}) },
  )
  const joins = person && !found.assigned.includes(person.ref)
  return {
    data: {
      ...data,
      tasks: [...found.tasks, task],
      ...(joins ? { assigned: columnOf([...found.assigned, person.ref]) } : {}),
    },
    effects: {
      ...effects,
      mail: person && person.ref !== actor.ref ? [mailTo(found, person.ref, policy, task)] : [],
    },
  }
}

/** Done, by whoever says so. */
export const finishTask = (found: Case, id: string, actor: Actor, now: Date): Outcome => {
  const task = found.tasks.find((one) => one.id === id)
  if (!task) throw doesNotExist()
  requireOpen(found)
  if (task.doneAt)
    throw new GovernanceError('stateConflict', 'This task was done already. Reload to see by whom.', {
      why: 'taskDone',
    })
  const done = { doneAt: now.toISOString(), doneBy: actor.ref ?? '', doneName: actor.name ?? '' }
  const { data, effects } = recorded(found, 'taskDone', actor, now, { words: task.words })
  return {
    data: { ...data, tasks: found.tasks.map((one) => (one.id === id ? { ...one, ...done } : one)) },
    effects,
  }
}

/** Words that are kept with the case, and never changed. */
export const note = (found: Case, words: string, actor: Actor, now: Date): Outcome => {
  requireOpen(found)
  return recorded(found, 'noted', actor, now, { words })
}
