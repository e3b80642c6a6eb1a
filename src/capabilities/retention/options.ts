import { flag } from '../../kernel/checks.js'
import { invalidOption } from '../../kernel/errors.js'
import { PURPOSE_KEY } from '../../kernel/noticePorts.js'
import {
  type KeptOptions,
  keptOf,
  type SanitizedStatistics,
  sanitizeStatistics,
  type StatisticsOptions,
} from './keptOptions.js'
import { MOST, type RetentionSpan, spanOf, whole } from './spanOptions.js'
import { type SafetyOptions, sanitizeSafety, type SanitizedSafety } from './safetyOptions.js'
import type { Case, Term, Terms, Unreachable } from './terms.js'

/** How long, from when, and what is left then. */
export interface RetentionTermOptions extends RetentionSpan, KeptOptions {
  /**
   * Counted from this date field of the record, such as `closedAt`, in place of receipt. `atMost` counts from receipt
   * and is the ceiling: a record that is never closed leaves as well.
   */
  countedFrom?: { field: string; atMost: RetentionSpan }
}

/** Some records of a collection have a term of their own. Where several cases apply, the earliest date counts. */
export interface RetentionCaseOptions extends RetentionTermOptions {
  /** Data that is collected for one of these purposes of the privacy notice. */
  purposes?: string[]
  /** Records whose fields hold one of these values, such as `{ status: ['closed', 'withdrawn'] }`. */
  where?: Record<string, string | string[]>
}

/** How one collection of collected data is kept. @default three calendar months from receipt (S2-26) */
export interface RetentionRuleOptions extends RetentionTermOptions {
  /** Terms that depend on purpose or state. @default [] */
  cases?: RetentionCaseOptions[]
  /**
   * Field of the record that holds keys of purposes, for collections of the host. Submissions of the form builder have
   * those that their form declares.
   */
  purposeField?: string
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
  /**
   * Calls the collection's own `beforeDelete` and `afterDelete` hooks for each record. A `beforeDelete` that throws
   * keeps the record, counted as a failure. Each hook is called at least once for a record, after a crash perhaps
   * again.
   * @default false
   */
  hooks?: boolean
  /**
   * Paths of text fields that hold an address, so that a hold on a person finds the record. E-mail fields and
   * relationships to accounts need not be named. @default []
   */
  people?: string[]
}

export interface UnreachableOptions {
  /** Small letters, digits and hyphens; `backups`, `logs` and `mail` are there by themselves. */
  key: string
  /** Needed for keys of your own. */
  label?: { en: string; fr: string }
  /** After so many calendar days nothing of what was deleted is left there. */
  days: number
}

export interface RetentionOptions extends SafetyOptions, StatisticsOptions {
  /**
   * Collections that hold collected data. The form builder's `form-submissions` is governed by itself when the site
   * has it; `false` leaves a collection out.
   * @default {}
   */
  collections?: Record<string, RetentionRuleOptions | false>
  /** Hours before the promised instant at which the runner deletes: the promise is a ceiling. @default 24 */
  earlyHours?: number
  /** Most records of one deletion unit, 1 to 1000; how many they are follows from the pace. @default 1000 */
  batchSize?: number
  /**
   * `gentle`: small units with pauses, so that visitors of the same process notice nothing; a run ends after a minute.
   * `full`: as fast as the database can, for a process of its own or for the night.
   * @default 'gentle'
   */
  pace?: 'full' | 'gentle'
  /** Units of one run; what is left follows in the next one. @default 200 */
  batchesPerRun?: number
  /** Hours without a successful run after which the watchdog answers 503. @default 26 */
  staleAfterHours?: number
  /**
   * Hours past its date after which a record that is still there opens an incident. Whether there is one is asked
   * apart from the queue that deletes.
   * @default 24
   */
  overdueHours?: number
  /**
   * What this site cannot reach, and in how many days it is gone there. The same key as one of the defaults replaces
   * it.
   * @default backups 35 days, logs of the host 30 days, mail already sent 90 days
   */
  unreachable?: UnreachableOptions[]
  /** @internal Called before and after each step of a deletion: tests end the process here. */
  onStep?: (step: string) => Promise<void> | void
}

export interface RetentionRule {
  readonly collection: string
  readonly terms: Terms
  readonly purposeField?: string
  readonly receivedAt: string
  /** Undefined: every upload field. */
  readonly files?: readonly string[]
  readonly dependents: readonly { collection: string; field: string }[]
  /** Hooks of the host are called. */
  readonly hooks?: boolean
  /** Files of plugin-import-export that hold copies of other records. */
  readonly copies?: 'export' | 'import'
  readonly people?: readonly string[]
}

export interface SanitizedRetention extends SanitizedSafety, SanitizedStatistics {
  /** Named by the host; `form-submissions` joins them when the site has it and `excluded` does not name it. */
  readonly rules: readonly RetentionRule[]
  readonly excluded: readonly string[]
  readonly earlyHours: number
  readonly batchSize: number
  readonly pace: 'full' | 'gentle'
  readonly batchesPerRun: number
  readonly staleAfterHours: number
  readonly overdueHours: number
  readonly unreachable: readonly Unreachable[]
  readonly onStep?: (step: string) => Promise<void> | void
}

export const DEFAULT_COLLECTION = 'form-submissions'

const termOf = (option: string, given: RetentionTermOptions): Term => {
  const { countedFrom } = given
  const term = { span: spanOf(option, given), ...keptOf(option, given) }
  if (!countedFrom) return term
  const atMost = spanOf(`${option}.countedFrom.atMost`, countedFrom.atMost ?? {})
  return { ...term, from: { field: countedFrom.field, atMost } }
}

const caseOf = (option: string, given: RetentionCaseOptions): Case => {
  const { purposes, where } = given
  if (!purposes?.length && Object.keys(where ?? {}).length === 0)
    throw invalidOption(option, 'must say which records it is for: "purposes", "where" or both.')
  const strange = purposes?.find((key) => !PURPOSE_KEY.test(key))
  if (strange !== undefined)
    throw invalidOption(
      `${option}.purposes`,
      `may hold small letters, digits and hyphens only, not "${strange}".`,
    )
  return {
    ...termOf(option, given),
    ...(purposes?.length ? { purposes: [...purposes] } : {}),
    ...(where
      ? { where: Object.fromEntries(Object.entries(where).map(([field, value]) => [field, [value].flat()])) }
      : {}),
  }
}

const termsOf = (option: string, given: RetentionRuleOptions): Terms => {
  const says = given.months ?? given.days ?? given.hours
  return {
    ...termOf(option, says === undefined ? { ...given, months: 3 } : given),
    cases: (given.cases ?? []).map((one, index) => caseOf(`${option}.cases[${index}]`, one)),
  }
}

export const ruleFor = (collection: string, given: RetentionRuleOptions = {}): RetentionRule =>
  Object.freeze({
    collection,
    terms: Object.freeze(termsOf(`retention.collections['${collection}']`, given)),
    ...(given.purposeField ? { purposeField: given.purposeField } : {}),
    receivedAt: given.receivedAt ?? 'createdAt',
    ...(given.files ? { files: Object.freeze([...given.files]) } : {}),
    hooks: flag(`retention.collections['${collection}'].hooks`, given.hooks, false),
    ...(given.people ? { people: Object.freeze([...given.people]) } : {}),
    dependents: Object.freeze((given.dependents ?? []).map((dependent) => Object.freeze({ ...dependent }))),
  })

const BY_ITSELF = { backups: 35, logs: 30, mail: 90 } as const

const unreachable = (given: UnreachableOptions[]): readonly Unreachable[] => {
  const found = new Map<string, Unreachable>(
    Object.entries(BY_ITSELF).map(([key, days]) => [key, { key, days }]),
  )
  for (const { key, label, days } of given) {
    const option = `retention.unreachable['${key}']`
    if (!PURPOSE_KEY.test(key))
      throw invalidOption(option, 'may hold small letters, digits and hyphens only.')
    if (!label && !(key in BY_ITSELF))
      throw invalidOption(`${option}.label`, 'is needed, in English and French.')
    found.set(key, { key, ...(label ? { label } : {}), days: whole(`${option}.days`, days, 1, MOST.days) })
  }
  return Object.freeze([...found.values()])
}

const paceOf = (value: 'full' | 'gentle'): 'full' | 'gentle' => {
  if (value !== 'full' && value !== 'gentle')
    throw invalidOption('retention.pace', `must be "gentle" or "full", not "${String(value)}".`)
  return value
}

export const sanitizeRetention = (options: RetentionOptions = {}): SanitizedRetention => {
  const named = Object.entries(options.collections ?? {})
  return Object.freeze({
    rules: Object.freeze(
      named.flatMap(([collection, given]) => (given === false ? [] : [ruleFor(collection, given)])),
    ),
    excluded: Object.freeze(named.flatMap(([collection, given]) => (given === false ? [collection] : []))),
    earlyHours: whole('retention.earlyHours', options.earlyHours ?? 24, 0, 240),
    batchSize: whole('retention.batchSize', options.batchSize ?? 1000, 1, 1000),
    pace: paceOf(options.pace ?? 'gentle'),
    batchesPerRun: whole('retention.batchesPerRun', options.batchesPerRun ?? 200, 1, 100_000),
    staleAfterHours: whole('retention.staleAfterHours', options.staleAfterHours ?? 26, 1, 10_000),
    overdueHours: whole('retention.overdueHours', options.overdueHours ?? 24, 1, 10_000),
    unreachable: unreachable(options.unreachable ?? []),
    ...sanitizeSafety(options),
    ...sanitizeStatistics(options),
    ...(options.onStep ? { onStep: options.onStep } : {}),
  })
}
