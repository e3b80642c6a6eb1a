import { machine } from '../../kernel/stateMachine.js'

/** How much of a collection a run would take. */
export interface Share {
  /** Due now, and not confirmed by anybody. */
  due: number
  /** The same that went a while ago (`lookBack`): many small bites are one large one. */
  taken: number
  /** What the collection holds now. */
  total: number
}

export interface ShareLimits {
  readonly mostShare: number
  readonly shareFrom: number
}

/** Is this so much of a collection that a person shall look at it first? A wrong rule looks like this, too. */
export const asksFirst = ({ due, taken, total }: Share, { mostShare, shareFrom }: ShareLimits): boolean => {
  const before = total + taken
  return due > 0 && before >= shareFrom && due + taken > mostShare * before
}

const DAY = 86_400_000

/**
 * How far back (ms) what went counts with what is due: a day, or less where records stay for less than two. Where each
 * stays for a day, a whole collection goes in a day, and nothing is wrong with that.
 */
export const lookBack = (shortestStay: number): number => Math.max(0, Math.min(DAY, shortestStay / 2))

export type ShareState = 'asked' | 'settled'
export const shareMachine = machine<ShareState, 'ask' | 'confirm' | 'withdraw'>('question', {
  settled: { ask: 'asked' },
  asked: { confirm: 'settled', withdraw: 'settled' },
})

export type PauseState = 'paused' | 'running'
export const pauseMachine = machine<PauseState, 'pause' | 'resume'>('automatic deletion', {
  running: { pause: 'paused' },
  paused: { resume: 'running' },
})

/**
 * `apart`: the clocks of this machine and of the database differ; whoever runs the site puts them right. `asked`: time
 * has made a leap since the last run, and a person says whether it is right now.
 */
export type ClockState = 'apart' | 'asked' | 'right'
export const clockMachine = machine<ClockState, 'ask' | 'confirm' | 'part' | 'right'>('clock', {
  right: { right: 'right', part: 'apart', ask: 'asked' },
  apart: { right: 'right', part: 'apart', ask: 'asked' },
  asked: { right: 'right', part: 'apart', ask: 'asked', confirm: 'right' },
})

/** States of a unit in which nothing of its records is gone yet. */
const WHOLE = ['intended', 'listed']

/**
 * While the runner stands still: what somebody deleted by hand goes all the same, and a record of which a part is gone
 * is not left lying about in pieces.
 */
export const carriesOn = ({ reason, state }: { reason: unknown; state: unknown }): boolean =>
  reason !== 'due' || !WHOLE.includes(String(state))

export const daysSince = (since: Date, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - since.getTime()) / DAY))

/** A pause that nobody ends is how data stays for ever. */
export const isPausedTooLong = (since: Date, now: Date, most: number): boolean =>
  daysSince(since, now) >= most
