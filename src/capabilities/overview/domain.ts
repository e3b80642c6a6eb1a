import { type Actor, hasRole } from '../../kernel/actor.js'
import type { SetUpPlace } from '../../kernel/ports.js'

/** What the set-up asks for, in this order. */
export const PLACES: readonly SetUpPlace[] = ['aed', 'ed', 'approver', 'privacy']

export interface SetUpFacts {
  actor: Actor
  /** Somebody holds AED or ED now. */
  ledBySomebody: boolean
  /** What the host's own rule says about changing any account of staff. */
  hostAllows: boolean
}

/**
 * AED and ED do the set-up. While there is neither, any member of staff may whom the host lets change every account:
 * first come, and on the ledger. The system is somebody at the terminal of the server.
 */
export const maySetUp = ({ actor, ledBySomebody, hostAllows }: SetUpFacts): boolean =>
  actor.kind === 'system' ||
  hasRole(actor, 'aed', 'ed') ||
  (actor.kind === 'staff' && !ledBySomebody && hostAllows)

/** Missing roles are named by several capabilities; the person at the screen wants to read it once. */
export const onceEach = <T extends { key: string }>(missing: T[]): T[] => {
  const seen = new Set<string>()
  return missing.filter(({ key }) => {
    const what = key.split(':missing:')[1] ?? key
    return seen.has(what) ? false : seen.add(what)
  })
}

export interface Urgency {
  overdue: number
  needsMe: { count: number }
}

/** What is late first, then what needs somebody; within these as the capabilities are ordered. */
export const byNeed = (a: Urgency, b: Urgency): number =>
  Math.sign(b.overdue) - Math.sign(a.overdue) || Math.sign(b.needsMe.count) - Math.sign(a.needsMe.count)

/** A name given in one language stands for both until the other is known. */
export const bothLanguages = (name: { en: string; fr: string }): { en: string; fr: string } => ({
  en: name.en || name.fr,
  fr: name.fr || name.en,
})
