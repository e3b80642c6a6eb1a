import { flag, isRecord, whole } from '../../kernel/checks.js'
import { invalidOption } from '../../kernel/errors.js'
import type { Severity } from '../../kernel/ports.js'
import { BUILT_IN_KINDS, SEVERITIES, TEST_KIND } from './domain.js'

export interface IncidentsOptions {
  /**
   * Kinds of incidents in both languages: adds to the built-in ones or renames them. Codes are stored, so
   * keep them.
   * @default privacy-breach, unauthorized-access, lost-or-stolen, malicious-content, policy-violation,
   * outage, danger, other
   */
  kinds?: Record<string, { en: string; fr: string }>
  /**
   * Minutes until somebody must have said "I have this"; then, and after each further span, the case is escalated.
   * Office hours are counted, except for what is critical.
   * @default { critical: 60, high: 240 }, for the others one business day
   */
  acknowledgeMinutes?: Partial<Record<Severity, number>>
  /** Escalations of one case before only the banner is left. @default 5 */
  rounds?: number
  /** Visitors may report too, on a public page with a neutral address. @default true */
  publicReports?: boolean
  /**
   * Covers the safe address of who reported, until whoever reads the case took it on or says why they need it.
   * @default true
   */
  mask?: boolean
  /** Size that an evidence file may have. They are kept in the database, which takes no more than 11. @default 10 */
  evidenceMegabytes?: number
  /**
   * So many refusals of one signed-in person in so many minutes open a case by themselves; `false`: none are counted.
   * @default { count: 30, minutes: 10 }
   */
  refusals?: Partial<Burst> | false
  /**
   * Once a month, in office hours, an alert that is only a test goes the way of all others, so that people know it and
   * see that it arrives.
   * @default true
   */
  monthlyTest?: boolean
}

/** How many in how many minutes. */
export interface Burst {
  count: number
  minutes: number
}

export interface SanitizedIncidents {
  /** Labels of the host's own kinds; built-in ones without an entry are in the translations. */
  readonly kinds: Readonly<Record<string, { en: string; fr: string }>>
  /** Every code that a report may have, in the order shown. */
  readonly kindCodes: readonly string[]
  /** Without an entry: one business day. */
  readonly acknowledgeMinutes: Readonly<Partial<Record<Severity, number>>>
  readonly rounds: number
  readonly publicReports: boolean
  readonly mask: boolean
  readonly evidenceMegabytes: number
  /** Null where refusals are not counted. */
  readonly refusals: Readonly<Burst> | null
  readonly monthlyTest: boolean
}

const DEFAULT_MINUTES = { critical: 60, high: 240 }

const DEFAULT_BURST: Burst = { count: 30, minutes: 10 }

const burstOf = (given: IncidentsOptions['refusals'] = {}): Burst | null => {
  if (given === false) return null
  if (!isRecord(given)) throw invalidOption('incidents.refusals', 'must be an object, or `false`.')
  const strange = Object.keys(given).find((name) => !Object.hasOwn(DEFAULT_BURST, name))
  if (strange !== undefined)
    throw invalidOption(`incidents.refusals.${strange}`, 'is not known. Known: count, minutes.')
  return Object.freeze({
    count: whole('incidents.refusals.count', given.count, DEFAULT_BURST.count),
    minutes: whole('incidents.refusals.minutes', given.minutes, DEFAULT_BURST.minutes),
  })
}

/** @throws GovernanceError `invalidOption`, naming the option. */
export const sanitizeIncidents = (options: IncidentsOptions = {}): SanitizedIncidents => {
  for (const [code, label] of Object.entries(options.kinds ?? {})) {
    if (!/^[a-z0-9-]{1,40}$/.test(code)) {
      throw invalidOption(`incidents.kinds.${code}`, 'must be a code of small letters, digits and hyphens.')
    }
    if (code === TEST_KIND)
      throw invalidOption(`incidents.kinds.${code}`, 'is kept for the monthly test alert.')
    if (!label?.en || !label.fr)
      throw invalidOption(`incidents.kinds.${code}`, 'needs a label `en` and a label `fr`.')
  }
  for (const [severity, minutes] of Object.entries(options.acknowledgeMinutes ?? {})) {
    if (!SEVERITIES.includes(severity as Severity)) {
      throw invalidOption(
        `incidents.acknowledgeMinutes.${severity}`,
        `is not a severity: ${SEVERITIES.join(', ')}.`,
      )
    }
    if (!Number.isFinite(minutes) || minutes <= 0) {
      throw invalidOption(`incidents.acknowledgeMinutes.${severity}`, 'must be a number of minutes above 0.')
    }
  }
  const rounds = options.rounds ?? 5
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 100) {
    throw invalidOption('incidents.rounds', 'must be a whole number from 1 to 100.')
  }
  const evidenceMegabytes = options.evidenceMegabytes ?? 10
  if (!Number.isInteger(evidenceMegabytes) || evidenceMegabytes < 1 || evidenceMegabytes > 11) {
    throw invalidOption('incidents.evidenceMegabytes', 'must be a whole number from 1 to 11.')
  }
  const added = Object.keys(options.kinds ?? {}).filter((code) => !BUILT_IN_KINDS.includes(code))
  return Object.freeze({
    kinds: Object.freeze({ ...options.kinds }),
    // "Other" stays last.
    kindCodes: Object.freeze([...BUILT_IN_KINDS.filter((code) => code !== 'other'), ...added, 'other']),
    acknowledgeMinutes: Object.freeze({ ...DEFAULT_MINUTES, ...options.acknowledgeMinutes }),
    rounds,
    publicReports: options.publicReports ?? true,
    mask: flag('incidents.mask', options.mask, true),
    evidenceMegabytes,
    refusals: burstOf(options.refusals),
    monthlyTest: flag('incidents.monthlyTest', options.monthlyTest, true),
  })
}
