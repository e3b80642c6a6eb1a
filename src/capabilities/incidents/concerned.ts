import type { Role } from '../../kernel/actor.js'
import type { MessageDraft } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { CASE_ROLES } from './case.js'
import { caseMail, type CaseMailDraft } from './events.js'

/** People in one column, written with the rest of the row, into which a condition can look on every database. */
export const columnOf = (people: readonly Ref[]): null | string =>
  people.length > 0 ? `|${people.join('|')}|` : null

export const inColumn = (person: Ref): string => `|${person}|`

export const peopleIn = (column: unknown): Ref[] =>
  typeof column === 'string' ? column.split('|').filter(Boolean) : []

/** Who holds the roles of the ladder now, without those whom a case concerns. */
export interface Ladder {
  aed: readonly Ref[]
  /** In the place of an AED; not of one whom the case concerns. */
  delegates: readonly Ref[]
  ed: readonly Ref[]
  /** Whom the case concerns: they are never told. */
  concerned: readonly Ref[]
  /** Some who hold a role of the ladder are concerned, and nobody else holds one. */
  blocked: boolean
  /** Who can be told in the place of all of them, where `blocked`. */
  beyond: readonly Ref[]
}

/** Who is told together. */
export interface Rung {
  roles: readonly Role[]
  people: readonly Ref[]
}

/** Where AED and ED are all concerned, somebody else must hear of it. */
export const BEYOND: readonly Role[] = ['privacy-officer']

/** Can anybody be told now? Where nobody can, the mail waits for the first who may. */
export const isHeard = ({ aed, delegates, ed, beyond }: Ladder): boolean =>
  aed.length + delegates.length + ed.length + beyond.length > 0

const lastRoles = ({ blocked, beyond }: Ladder): readonly Role[] =>
  !blocked ? CASE_ROLES : beyond.length > 0 ? BEYOND : [...CASE_ROLES, ...BEYOND]

const rungsOf = (ladder: Ladder): Rung[] => {
  const { aed, delegates, ed } = ladder
  return [
    ...(aed.length > 0 ? [{ roles: ['aed'], people: [] }] : []),
    ...(delegates.length > 0 ? [{ roles: [], people: delegates }] : []),
    ...(ed.length > 0 ? [{ roles: ['ed'], people: [] }] : []),
    { roles: lastRoles(ladder), people: delegates },
  ]
}

/**
 * Who is told at a step: the AED with the report itself (step 0), then who decides in the AED's place, then the ED,
 * then all of them, again and again (S2-37). A rung on which nobody stands is left out, so that a vacant role swallows
 * no alert.
 */
export const rungAt = (ladder: Ladder, step: number): Rung => {
  const rungs = rungsOf(ladder)
  return rungs[Math.min(step, rungs.length - 1)]!
}

/** One recipient per mail: the roles together, and each delegate. */
export const recipientsOf = (
  { roles, people }: Rung,
  concerned: readonly Ref[],
): { to: MessageDraft['to']; suffix: string }[] => [
  ...(roles.length > 0 ? [{ to: { roles: [...roles], except: [...concerned] }, suffix: '' }] : []),
  ...people.map((user) => ({ to: { user }, suffix: `:${user}` })),
]

/** One mail to each of a rung: the same words, and a key of its own. */
export const mailsTo = (rung: Rung, ladder: Ladder, mail: Omit<CaseMailDraft, 'to'>): MessageDraft[] =>
  recipientsOf(rung, ladder.concerned).map(({ to, suffix }) =>
    caseMail({ ...mail, key: `${mail.key}${suffix}`, to }),
  )

/** As the history names them. */
export const namesOfRung = ({ roles, people }: Rung): string[] => [
  ...roles,
  ...(people.length > 0 ? ['aedDelegate'] : []),
]
