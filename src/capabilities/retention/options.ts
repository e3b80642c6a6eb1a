import { invalidOption } from '../../kernel/errors.js'

/** How one collection of collected data is kept. */
export interface RetentionRuleOptions {
  /** Calendar months from receipt in the organization's time zone, clamped to month ends (S2-26). @default 3 */
  months?: number
  /**
   * Date field of the record that says when it was received. A later value than the moment of writing never counts:
   * the period is a ceiling. @default 'createdAt'
   */
  receivedAt?: string
  /**
   * Paths of upload (or relationship) fields whose documents and files go with the record, when no other record uses
   * them. @default every upload field of the collection
   */
  files?: string[]
  /** Collections whose rows belong to a record: deleted where `field` points to it. @default [] */
  dependents?: { collection: string; field: string }[]
}

export interface RetentionOptions {
  /**
   * Collections that hold collected data. The form builder's `form-submissions` is governed by itself when the site
   * has it; `false` leaves a collection out.
   * @default {}
   */
  collections?: Record<string, RetentionRuleOptions | false>
  /** Hours before the promised instant at which the runner deletes: the promise is a ceiling. @default 24 */
  earlyHours?: number
  /** Records of one deletion unit, 1 to 100. @default 100 */
  batchSize?: number
  /** Units of one run; what is left follows in the next one. @default 200 */
  batchesPerRun?: number
  /** Hours without a successful run after which the watchdog answers 503. @default 26 */
  staleAfterHours?: number
  /** @internal Called before and after each step of a deletion: tests end the process here. */
  onStep?: (step: string) => Promise<void> | void
}

export interface RetentionRule {
  readonly collection: string
  readonly months: number
  readonly receivedAt: string
  /** Undefined: every upload field. */
  readonly files?: readonly string[]
  readonly dependents: readonly { collection: string; field: string }[]
}

export interface SanitizedRetention {
  /** Named by the host; `form-submissions` joins them when the site has it and `excluded` does not name it. */
  readonly rules: readonly RetentionRule[]
  readonly excluded: readonly string[]
  readonly earlyHours: number
  readonly batchSize: number
  readonly batchesPerRun: number
  readonly staleAfterHours: number
  readonly onStep?: (step: string) => Promise<void> | void
}

export const DEFAULT_COLLECTION = 'form-submissions'

const whole = (option: string, value: number, least: number, most: number): number => {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw invalidOption(option, `must be a whole number from ${least} to ${most}, not ${String(value)}.`)
  }
  return value
}

export const ruleFor = (collection: string, given: RetentionRuleOptions = {}): RetentionRule =>
  Object.freeze({
    collection,
    months: whole(`retention.collections['${collection}'].months`, given.months ?? 3, 1, 1200),
    receivedAt: given.receivedAt ?? 'createdAt',
    ...(given.files ? { files: Object.freeze([...given.files]) } : {}),
    dependents: Object.freeze((given.dependents ?? []).map((dependent) => Object.freeze({ ...dependent }))),
  })

export const sanitizeRetention = (options: RetentionOptions = {}): SanitizedRetention => {
  const named = Object.entries(options.collections ?? {})
  return Object.freeze({
    rules: Object.freeze(
      named.flatMap(([collection, given]) => (given === false ? [] : [ruleFor(collection, given)])),
    ),
    excluded: Object.freeze(named.flatMap(([collection, given]) => (given === false ? [collection] : []))),
    earlyHours: whole('retention.earlyHours', options.earlyHours ?? 24, 0, 240),
    batchSize: whole('retention.batchSize', options.batchSize ?? 100, 1, 100),
    batchesPerRun: whole('retention.batchesPerRun', options.batchesPerRun ?? 200, 1, 100_000),
    staleAfterHours: whole('retention.staleAfterHours', options.staleAfterHours ?? 26, 1, 10_000),
    ...(options.onStep ? { onStep: options.onStep } : {}),
  })
}
