import { invalidOption } from '../../kernel/errors.js'

/** What keeps a run from harm. */
export interface SafetyOptions {
  /**
   * A run that would take more than this share of a collection takes nothing of it and asks first: the privacy officer,
   * the AED or the ED confirms on the worklist. 1 never asks. @default 0.5
   */
  mostShare?: number
  /** Records that a collection holds at least before `mostShare` counts. @default 100 */
  shareFrom?: number
  /**
   * Hours without a successful run after which the next one asks whether the clock is right before it deletes anything:
   * a clock that was put ahead looks like that, too. @default 72
   */
  silentHours?: number
  /** Days of a pause after which it is an incident. @default 7 */
  pausedDays?: number
  /**
   * File, outside of the database, to which each run writes keyed digests of what it deleted: after a restore from a
   * backup, `payload governance:retention replay` deletes the same again. Keep it, or a copy, where the backups of the
   * database do not bring back an older one. `false` writes none. @default 'governance-tombstones.jsonl'
   */
  tombstonesFile?: false | string
  /** @internal The database's own clock, for tests. @default the database is asked, unless `now` is given */
  databaseNow?: () => Promise<Date>
}

export interface SanitizedSafety {
  readonly mostShare: number
  readonly shareFrom: number
  readonly silentHours: number
  readonly pausedDays: number
  readonly tombstonesFile: null | string
  readonly databaseNow?: () => Promise<Date>
}

const whole = (option: string, value: number, most: number): number => {
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw invalidOption(option, `must be a whole number from 1 to ${most}, not ${String(value)}.`)
  return value
}

const share = (option: string, value: number): number => {
  if (typeof value !== 'number' || !(value > 0 && value <= 1))
    throw invalidOption(option, `must be a share above 0 and at most 1, not ${String(value)}.`)
  return value
}

const fileOf = (option: string, value: unknown): null | string => {
  if (value === false) return null
  if (typeof value !== 'string' || value.trim() === '')
    throw invalidOption(option, 'must be the path of a file, or false.')
  return value
}

/** @throws GovernanceError `invalidOption`, naming the option. */
export const sanitizeSafety = (options: SafetyOptions): SanitizedSafety => ({
  mostShare: share('retention.mostShare', options.mostShare ?? 0.5),
  shareFrom: whole('retention.shareFrom', options.shareFrom ?? 100, 1_000_000_000),
  silentHours: whole('retention.silentHours', options.silentHours ?? 72, 10_000),
  pausedDays: whole('retention.pausedDays', options.pausedDays ?? 7, 3650),
  tombstonesFile: fileOf('retention.tombstonesFile', options.tombstonesFile ?? 'governance-tombstones.jsonl'),
  ...(options.databaseNow ? { databaseNow: options.databaseNow } : {}),
})
