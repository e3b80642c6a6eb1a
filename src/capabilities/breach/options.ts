import { invalidOption } from '../../kernel/errors.js'
import { isRecord, whole } from '../../kernel/checks.js'
import { type CollectedFields, collectedFrom, type CollectedOptions } from './collectedFields.js'
import type { Bilingual } from '../../kernel/text.js'
import { type ClockRule, KNOWN_CLOCKS, PHIPA } from './lawClocks.js'

/** What another law asks after a breach. */
export interface BreachClockOptions {
  /** Small letters, digits, hyphens; never changed later: what was met is kept under it. */
  key: string
  /** What is to be done, in both languages. */
  label: Bilingual
  /** From discovery; one of the two, or neither where the law names no number. */
  hours?: number
  days?: number
  /** The law and its section; in both languages where its name differs. */
  source: Bilingual | string
}

export interface BreachOptions {
  /**
   * Clocks beside that of PHIPA (people are told at the first reasonable opportunity), which is always there.
   * Ready-made: 'gdpr' (the supervisory authority, 72 hours) and 'pipeda' (the Privacy Commissioner, as soon as
   * feasible).
   * @default []
   */
  clocks?: (BreachClockOptions | 'gdpr' | 'pipeda')[]
  /**
   * How to reach the people in collections of the host. Every collection that retention governs and that has a field
   * for an address (an e-mail field, or one that its rule names under `people`) is searched by itself; here it is said
   * which address counts, which language people read, and whether it is safe to write to them. `false` leaves one out.
   * @default {}
   */
  collections?: Record<string, CollectedOptions | false>
  /** Calendar months that an entry of the register is kept after the breach was closed. At least 24. @default 24 */
  registerMonths?: number
  /** @internal Called before and after each step of the work: tests end the process here. */
  onStep?: (step: string) => Promise<void> | void
}

export interface SanitizedBreach {
  readonly clocks: readonly ClockRule[]
  readonly collections: Readonly<Record<string, CollectedFields>>
  readonly leftOut: readonly string[]
  readonly registerMonths: number
  readonly onStep?: (step: string) => Promise<void> | void
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

const clockOf = (option: string, given: BreachClockOptions | string): ClockRule => {
  if (typeof given === 'string') {
    const known = Object.hasOwn(KNOWN_CLOCKS, given) ? KNOWN_CLOCKS[given] : undefined
    if (!known)
      throw invalidOption(option, `must be an object, or one of ${Object.keys(KNOWN_CLOCKS).join(', ')}.`)
    return known
  }
  if (!isRecord(given) || !/^[a-z0-9-]{1,40}$/.test(String(given.key)))
    throw invalidOption(`${option}.key`, 'must be small letters, digits and hyphens, 40 at most.')
  if (!isText(given.label?.en) || !isText(given.label?.fr))
    throw invalidOption(`${option}.label`, 'must say in English and in French what is to be done.')
  const source = isText(given.source) ? { en: given.source, fr: given.source } : given.source
  if (!isText(source?.en) || !isText(source?.fr))
    throw invalidOption(`${option}.source`, 'must name the law.')
  if (given.hours !== undefined && given.days !== undefined)
    throw invalidOption(option, 'must give hours or days, not both.')
  const span =
    given.hours !== undefined
      ? { hours: whole(`${option}.hours`, given.hours, 1) }
      : given.days !== undefined
        ? { days: whole(`${option}.days`, given.days, 1) }
        : null
  return Object.freeze({
    key: given.key,
    label: Object.freeze({ en: given.label.en, fr: given.label.fr }),
    source: Object.freeze({ en: source.en, fr: source.fr }),
    span,
    byNotice: false,
  })
}

/** @throws GovernanceError `invalidOption`, naming the option. */
export const sanitizeBreach = (options: BreachOptions = {}): SanitizedBreach => {
  const known = ['clocks', 'collections', 'registerMonths', 'onStep']
  for (const key of Object.keys(options))
    if (!known.includes(key))
      throw invalidOption(`breach.${key}`, `is not known. Known: ${known.join(', ')}.`)
  if (options.clocks !== undefined && !Array.isArray(options.clocks))
    throw invalidOption('breach.clocks', 'must be a list.')
  const clocks = [
    PHIPA,
    ...(options.clocks ?? []).map((given, index) => clockOf(`breach.clocks[${index}]`, given)),
  ]
  const twice = clocks.find(({ key }, index) => clocks.findIndex((other) => other.key === key) !== index)
  if (twice) throw invalidOption('breach.clocks', `has two clocks with the key "${twice.key}".`)
  const registerMonths = whole('breach.registerMonths', options.registerMonths, 24)
  if (registerMonths < 24)
    throw invalidOption('breach.registerMonths', 'must be at least 24: PIPEDA asks for that long.')
  return Object.freeze({
    clocks: Object.freeze(clocks),
    ...collectedFrom('breach.collections', options.collections),
    registerMonths,
    ...(options.onStep ? { onStep: options.onStep } : {}),
  })
}
