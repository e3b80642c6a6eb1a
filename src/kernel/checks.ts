import type { Role } from './actor.js'
import { invalidOption } from './errors.js'

/** Checks that everything shares; those of options name the option when they refuse. */

export const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '')

/** An object with named values: no list and no date. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

/** @throws GovernanceError `invalidOption` */
export const whole = (option: string, value: unknown, fallback: number): number => {
  const number = value ?? fallback
  if (!Number.isInteger(number) || (number as number) < 1)
    throw invalidOption(option, `must be a whole number of at least 1, not ${String(value)}.`)
  return number as number
}

/** @throws GovernanceError `invalidOption` */
export const flag = (option: string, value: unknown, fallback: boolean): boolean => {
  if (value !== undefined && typeof value !== 'boolean') throw invalidOption(option, 'must be true or false.')
  return value ?? fallback
}

/** The first choice is the default. @throws GovernanceError `invalidOption` */
export const oneOf = <T extends string>(option: string, value: T | undefined, choices: readonly T[]): T => {
  const [first] = choices
  if (value !== undefined && !choices.includes(value))
    throw invalidOption(option, `must be one of ${choices.map((choice) => `'${choice}'`).join(', ')}.`)
  return value ?? first!
}

/** @throws GovernanceError `invalidOption` */
export const roles = (option: string, value: Role[] | undefined, fallback: Role[]): Role[] => {
  if (value === undefined) return fallback
  if (!isTexts(value) || value.length === 0) {
    throw invalidOption(option, 'must name at least one role, for instance ["administrator"].')
  }
  return [...value]
}
