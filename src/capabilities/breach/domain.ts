import type { Actor } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import { type MessageDraft, SELF } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { type Answers, type Assessment, pointsTo, type Risk } from './assessment.js'
import { type Counts, tallyOf, unreached } from './counts.js'
import { APPROVE_MAIL, type BreachState, entry } from './events.js'
import type { ClockRule, Met } from './lawClocks.js'
import { lifecycle } from './lifecycle.js'
import {
  type Breach,
  BREACH_ROLES,
  type Change,
  type Criteria,
  line,
  mayWork,
  type Means,
  type Outcome,
  step,
} from './record.js'
import { gapsIn, hashOfNotice, type NoticeText, requireWhole } from './noticeText.js'

export { BREACH_ROLES, mayWork }
export type { Breach, Criteria, Means, Outcome }

export interface Declaration {
  number: string
  causeKey: string
  summary: string
  discoveredAt: Date
  incident: null | Ref
}

export const declare = (input: Declaration, actor: Actor, now: Date): Outcome => ({
  data: {
    number: input.number,
    causeKey: input.causeKey,
    state: 'suspected' satisfies BreachState,
    summary: input.summary,
    incident: input.incident,
    discoveredAt: input.discoveredAt.toISOString(),
    declaredAt: now.toISOString(),
    declaredBy: actor.ref ?? null,
    declaredName: actor.name ?? null,
    round: 0,
    timeline: [line('declared', { actor, now })],
  },
  effects: {
    ledger: [entry('breach.declared', SELF, actor, now, { discoveredAt: input.discoveredAt.toISOString() })],
  },
})

/** A conclusion with its reason. Assessed again it is one more; none is ever changed. */
export const assess = (
  change: Change,
  { answers, risk, reason }: { answers: Answers; risk: Risk; reason: string },
): Outcome => {
  const { found, actor, now } = change
  const made: Assessment = {
    answers,
    pointsTo: pointsTo(answers),
    risk,
    reason,
    at: now.toISOString(),
    by: actor.ref ?? '',
    name: actor.name ?? '',
  }
  return step(change, risk === 'real' ? 'assessReal' : 'assessNone', 'assessed', {
    data: { assessments: [...found.assessments, made], risk },
    told: { risk, words: reason },
    facts: { risk, pointsTo: made.pointsTo, round: found.assessments.length + 1 },
    personal: { reason },
  })
}

/** Begins to look for the people, anew if it was done before. */
export const search = (change: Change, criteria: Criteria): Outcome =>
  step(change, 'search', 'searched', {
    data: {
      criteria,
      round: change.found.round + 1,
      holding: true,
      progress: null,
      counts: null,
      approvedAt: null,
      approvedBy: null,
      approvedName: null,
    },
    // What was written in a field is nobody's business on the ledger.
    facts: {
      form: criteria.form ?? null,
      from: criteria.from ?? null,
      to: criteria.to,
      field: criteria.field?.name ?? null,
      chosen: criteria.records?.length ?? null,
    },
  })

export const finishSearch = (change: Change, counts: Counts): Outcome =>
  step(change, 'finishSearch', 'found', {
    data: { counts },
    told: { count: counts.people },
    facts: { ...tallyOf(counts) },
  })

/** Asks the others to read a notice that is complete. */
const approvalMail = (found: Breach, writer: Ref, digest: string, path: string): MessageDraft => ({
  key: `breach:${found.ref}:approve:${digest}`,
  template: APPROVE_MAIL,
  to: { roles: BREACH_ROLES, except: [writer] },
  values: { number: found.number },
  about: found.ref,
  path,
})

/** The words of the notice. Changed, they must be approved again. */
export const write = (change: Change, notice: NoticeText, seen: null | string, path: string): Outcome => {
  const { found, actor } = change
  if (found.notice && seen !== hashOfNotice(found.notice))
    throw new GovernanceError(
      'changedSinceRead',
      'The notice was changed since you opened it. Reload, read it, and try again.',
      { why: 'noticeChanged' },
    )
  return step(change, 'write', 'written', {
    data: { notice, noticeBy: actor.ref ?? null, approvedAt: null, approvedBy: null, approvedName: null },
    facts: { digest: hashOfNotice(notice) },
    mail:
      gapsIn(notice).length === 0 ? [approvalMail(found, actor.ref ?? '', hashOfNotice(notice), path)] : [],
  })
}

/** A second person has read exactly this text, in both languages. */
export const approve = (change: Change, read: string): Outcome => {
  const { found, actor, now } = change
  lifecycle.next(found.state, 'approve')
  const digest = hashOfNotice(requireWhole(found.notice))
  if (found.noticeBy === actor.ref)
    throw new GovernanceError(
      'separationOfDuties',
      'You wrote this notice. Somebody else must read and approve it.',
      { why: 'ownNotice' },
    )
  if (read !== digest)
    throw new GovernanceError(
      'changedSinceRead',
      'The notice was changed since you opened it. Reload, read it, and try again.',
      { why: 'noticeChanged' },
    )
  return step(change, 'approve', 'approved', {
    data: {
      approvedAt: now.toISOString(),
      approvedBy: actor.ref ?? null,
      approvedName: actor.name ?? null,
    },
    facts: { digest },
  })
}

/** From here mails leave. Whoever sends says how many, so that nobody sends to others than they were shown. */
export const send = (change: Change, people: number): Outcome => {
  const { found, now } = change
  lifecycle.next(found.state, 'send')
  const count = found.counts?.people ?? 0
  if (people !== count)
    throw new GovernanceError(
      'changedSinceRead',
      'Other people were found since you opened this page. Reload, and look at the numbers.',
      { why: 'otherPeople' },
    )
  return step(change, 'send', 'sent', {
    data: { sendingAt: now.toISOString() },
    told: { count },
    facts: { count },
  })
}

/** Everybody who can be written to has been, or could not be reached in the end. */
export const finishSending = (change: Change, counts: Counts, clocks: readonly ClockRule[]): Outcome => {
  const { found, now } = change
  const met = { ...found.met }
  for (const { key, byNotice } of clocks)
    if (byNotice && !met[key]) met[key] = { at: now.toISOString(), by: '', name: '', words: '' }
  return step(change, 'finishSending', 'notified', {
    data: { counts, met, notifiedAt: (found.notifiedAt ?? now).toISOString() },
    told: { count: counts.told },
    facts: { ...tallyOf(counts) },
  })
}

/** Those whose mail failed are written to once more. */
export const retry = (change: Change): Outcome => {
  lifecycle.next(change.found.state, 'retry')
  const count = change.found.counts?.failed ?? 0
  if (count === 0)
    throw new GovernanceError('stateConflict', 'No notice failed: there is nothing to send again.', {
      why: 'nothingFailed',
    })
  return step(change, 'retry', 'retried', { told: { count }, facts: { count } })
}

/** What another law asked was done; who was told, and under which number. Null when it was said before. */
export const meet = (change: Change, clock: string, words: string): null | Outcome => {
  const { found, actor, now } = change
  if (found.met[clock]) return null
  const met: Met = { at: now.toISOString(), by: actor.ref ?? '', name: actor.name ?? '', words }
  return step(change, null, 'clockMet', {
    data: { met: { ...found.met, [clock]: met } },
    told: { clock, words },
    facts: { clock },
    personal: { words },
  })
}

const isClosed = ({ found }: Change): void => {
  if (found.state === 'closed')
    throw new GovernanceError('stateConflict', 'This breach is closed. Nothing is added to it any more.', {
      why: 'breachClosed',
    })
}

/** How those learn of it who cannot be written to. */
export const otherMeans = (change: Change, words: string): Outcome => {
  const { found, actor, now } = change
  isClosed(change)
  const made: Means = { at: now.toISOString(), by: actor.ref ?? '', name: actor.name ?? '', words }
  return step(change, null, 'means', {
    data: { means: [...found.means, made] },
    told: { words },
    personal: { words },
  })
}

/** The end: what was learned. Nobody who could not be written to is forgotten. */
export const close = (change: Change, words: string, keepUntil: Date): Outcome => {
  const { found, actor, now } = change
  lifecycle.next(found.state, 'close')
  if (found.state === 'notified' && unreached(found.counts) > 0 && found.means.length === 0)
    throw new GovernanceError(
      'stateConflict',
      'Some people could not be written to. Say first how they learn of it, for instance by a notice on the site.',
      { why: 'unreached' },
    )
  return step(change, 'close', 'closed', {
    data: {
      learned: words,
      closedAt: now.toISOString(),
      closedBy: actor.ref ?? null,
      closedName: actor.name ?? null,
      keepUntil: keepUntil.toISOString(),
    },
    told: { words },
    facts: { from: found.state },
    personal: { words },
  })
}
