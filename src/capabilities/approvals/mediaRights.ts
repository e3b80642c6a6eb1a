import { addSpan, startOfDay } from '../../kernel/calendar.js'

/** What is known of the rights to a medium, as stored with it. */
export interface Rights {
  source?: null | string
  /** Code of a licence. */
  licence?: null | string
  details?: null | string
  /** The last day of the licence; any instant of that day in the organization's zone. */
  expiresAt?: Date | null | string
  /** Whether people who can be recognized consented. */
  consent?: null | string
}

export const RIGHTS_PROBLEMS = ['licence', 'expired', 'source', 'consent', 'expiring'] as const
export type RightsProblem = (typeof RIGHTS_PROBLEMS)[number]

/** Days before the end of a licence from which the report names it. */
export const SOON_DAYS = 30

export interface RightsRules {
  now: Date
  timeZone: string
  /** Codes of the licences that count. */
  licences: readonly string[]
}

/** Instants between which a licence's last day is near: before `from` it is over, from `to` on it is far away. */
export const soonSpan = ({
  now,
  timeZone,
}: Pick<RightsRules, 'now' | 'timeZone'>): { from: Date; to: Date } => ({
  from: startOfDay(now, timeZone),
  to: startOfDay(addSpan(now, { days: SOON_DAYS + 1 }, timeZone), timeZone),
})

const blank = (value: unknown): boolean => typeof value !== 'string' || value.trim() === ''

/** What stands against a medium, the gravest first; empty when all is well. */
export const problemsOf = (rights: null | Rights | undefined, rules: RightsRules): RightsProblem[] => {
  const { source, licence, expiresAt, consent } = rights ?? {}
  const { from, to } = soonSpan(rules)
  const ends = expiresAt ? new Date(expiresAt).getTime() : null
  const found: RightsProblem[] = []
  if (blank(licence) || !rules.licences.includes(String(licence))) found.push('licence')
  // A date that cannot be read is no proof that the licence still holds.
  if (ends !== null && !(ends >= from.getTime())) found.push('expired')
  if (blank(source)) found.push('source')
  if (consent === 'no') found.push('consent')
  if (ends !== null && ends >= from.getTime() && ends < to.getTime()) found.push('expiring')
  return found
}

/** Problems with which a medium may not be published; the others are only reported. */
const GRAVE: readonly RightsProblem[] = ['licence', 'expired', 'consent']

export const graveProblemsOf = (rights: null | Rights | undefined, rules: RightsRules): RightsProblem[] =>
  problemsOf(rights, rules).filter((problem) => GRAVE.includes(problem))
