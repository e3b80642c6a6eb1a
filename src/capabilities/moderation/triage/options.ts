import { invalidOption } from '../../../kernel/errors.js'
import { type Detector, isBuiltIn, NOTABLE, RULE_CODES, type RuleCode } from './rules.js'

/** Options of triage; each has its default here and nowhere else. */
export interface TriageOptions {
  /**
   * Detectors of your own, for instance a remote classifier. They run outside of the write, under `timeLimit`; one that
   * fails or never answers holds up nothing. @default none
   */
  detectors?: Detector[]
  /** Milliseconds that a detector of yours may take. @default 2000 */
  timeLimit?: number
  /**
   * Built-in rules that hold a comment back until a moderator has read it, where `mode` would have shown it at once.
   * Never what staff write. The case then says that a machine held it. @default none: no machine hides anything
   */
  hold?: RuleCode[]
  /** Weight from which a comment that is already visible is put before a moderator, with mode 'after'. @default 0.5 */
  notice?: number
}

export interface SanitizedTriage {
  readonly detectors: readonly Detector[]
  readonly timeLimit: number
  readonly hold: readonly RuleCode[]
  readonly notice: number
}

const KNOWN = ['detectors', 'timeLimit', 'hold', 'notice']

/** @throws GovernanceError `invalidOption`, naming the option; null where it is switched off. */
export const sanitizeTriage = (options: TriageOptions | false = {}): null | SanitizedTriage => {
  if (options === false) return null
  const unknown = Object.keys(options).find((key) => !KNOWN.includes(key))
  if (unknown)
    throw invalidOption(`moderation.triage.${unknown}`, `is not known. Known options: ${KNOWN.join(', ')}.`)
  const detectors = options.detectors ?? []
  if (!Array.isArray(detectors) || !detectors.every((one) => one?.name && typeof one.detect === 'function'))
    throw invalidOption('moderation.triage.detectors', 'must be a list of { name, detect }.')
  if (new Set(detectors.map(({ name }) => name)).size < detectors.length)
    throw invalidOption('moderation.triage.detectors', 'has two detectors of the same name.')
  const hold = options.hold ?? []
  const strange = Array.isArray(hold) ? hold.find((rule) => !isBuiltIn(rule)) : hold
  if (strange !== undefined)
    throw invalidOption(
      'moderation.triage.hold',
      `names "${String(strange)}", which is no rule. Rules: ${RULE_CODES.join(', ')}.`,
    )
  const within = (key: 'notice' | 'timeLimit', fallback: number, least: number, most: number): number => {
    const value = options[key] ?? fallback
    if (typeof value !== 'number' || !(value >= least && value <= most))
      throw invalidOption(`moderation.triage.${key}`, `must be a number from ${least} to ${most}.`)
    return value
  }
  return Object.freeze({
    detectors: Object.freeze([...detectors]),
    hold: Object.freeze([...hold]),
    timeLimit: within('timeLimit', 2000, 1, 60_000),
    notice: within('notice', NOTABLE, 0.05, 1),
  })
}
