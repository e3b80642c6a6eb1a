import { GovernanceError } from '../../kernel/errors.js'
import type { Ref } from '../../kernel/ref.js'

/**
 * What decides whether there is a real risk of significant harm (PIPEDA, section 10.1 (8)): how sensitive the data is,
 * and how probable it is that somebody misuses it. Each question has these answers, the mildest first.
 */
export const QUESTIONS = {
  sensitivity: ['low', 'medium', 'high'],
  harm: ['no', 'possible', 'likely'],
  access: ['nobody', 'trusted', 'unknown', 'hostile'],
  intent: ['accident', 'unknown', 'deliberate'],
  protection: ['yes', 'partly', 'no'],
  recovered: ['yes', 'partly', 'no'],
  exposure: ['hours', 'days', 'longer'],
} as const
export type Question = keyof typeof QUESTIONS
export const QUESTION_KEYS = Object.keys(QUESTIONS) as Question[]
export type Answers = Record<Question, string>
export type Risk = 'none' | 'real'

export interface Assessment {
  answers: Answers
  /** What the answers point to; whoever assesses may conclude otherwise, and says why. */
  pointsTo: Risk
  risk: Risk
  reason: string
  at: string
  by: Ref
  name: string
}

/** Every question answered, each with one of its answers. @throws GovernanceError `invalidInput` naming the first. */
export const answersFrom = (given: Record<string, unknown>): Answers =>
  Object.fromEntries(
    QUESTION_KEYS.map((question) => {
      const answer = given[question]
      if (!(QUESTIONS[question] as readonly unknown[]).includes(answer))
        throw new GovernanceError(
          'invalidInput',
          'Please answer every question of the assessment.',
          { field: question, why: 'unanswered' },
          { field: question },
        )
      return [question, answer as string]
    }),
  ) as Answers

/** Careful: nothing points away from a risk but that nobody can use the data, or that it harms nobody. */
export const pointsTo = (answers: Answers): Risk => {
  const outOfReach =
    answers.protection === 'yes' ||
    (['nobody', 'trusted'].includes(answers.access) && answers.recovered === 'yes')
  if (outOfReach) return answers.harm === 'likely' ? 'real' : 'none'
  const harmless = answers.sensitivity === 'low' && answers.harm === 'no' && answers.intent !== 'deliberate'
  return harmless && answers.access !== 'hostile' ? 'none' : 'real'
}
