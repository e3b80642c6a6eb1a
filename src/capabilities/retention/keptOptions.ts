import { invalidOption } from '../../kernel/errors.js'

/** What is left of a record whose time is over. */
export interface KeptOptions {
  /**
   * `delete`: nothing. `anonymize`: the record goes with its whole footprint just the same, and before it does, the
   * values of the fields in `keep` are counted, each field for itself, by the month of receipt. The record itself, the
   * combination of its values and its day are kept nowhere.
   * @default 'delete'
   */
  action?: 'anonymize' | 'delete'
  /**
   * Fields whose values are counted: choices from a list (select, radio) and ticks (checkbox) of the collection's own;
   * of submissions of the form builder the names of such fields in their forms, state and country as well. What is not
   * named here is not kept.
   */
  keep?: string[]
}

export interface StatisticsOptions {
  /**
   * Statistics of what was anonymized tell of no fewer records than this, 3 to 1000. A change is for months that are
   * published from then on.
   * @default 5
   */
  smallestCount?: number
}

export interface SanitizedStatistics {
  readonly smallestCount: number
}

/** @throws invalidOption */
export const sanitizeStatistics = ({ smallestCount = 5 }: StatisticsOptions): SanitizedStatistics => {
  if (!Number.isInteger(smallestCount) || smallestCount < 3 || smallestCount > 1000)
    throw invalidOption(
      'retention.smallestCount',
      `must be a whole number from 3 to 1000, not ${String(smallestCount)}.`,
    )
  return { smallestCount }
}

const NAME = /^\w[\w-]*$/

/** @throws invalidOption */
export const keptOf = (option: string, { action, keep }: KeptOptions): { keep?: readonly string[] } => {
  if (action !== undefined && action !== 'delete' && action !== 'anonymize')
    throw invalidOption(`${option}.action`, `must be "delete" or "anonymize", not "${String(action)}".`)
  if (action !== 'anonymize') {
    if (keep)
      throw invalidOption(
        `${option}.keep`,
        'keeps nothing without `action: "anonymize"`: set it, or leave it out.',
      )
    return {}
  }
  if (!Array.isArray(keep) || keep.length === 0)
    throw invalidOption(
      `${option}.keep`,
      'must name at least one field whose values are counted. To keep nothing, use `action: "delete"`.',
    )
  const strange = keep.find((name) => typeof name !== 'string' || !NAME.test(name))
  if (strange !== undefined)
    throw invalidOption(`${option}.keep`, `must hold names of fields, not "${String(strange)}".`)
  return { keep: Object.freeze([...new Set(keep)]) }
}
