import type { Role } from '../../kernel/actor.js'
import { roles, whole } from '../../kernel/checks.js'
import { invalidOption } from '../../kernel/errors.js'

export interface ConsentsOptions {
  /** Whose law applies, as each record says it: ISO 3166. @default 'CA-ON' */
  jurisdiction?: string
  /** Who reads consents and names another basis. @default ['privacy-officer', 'aed', 'ed'] */
  readers?: Role[]
  /**
   * Who writes down a withdrawal that came by telephone.
   * @default ['privacy-officer', 'communications', 'aed', 'ed']
   */
  recorders?: Role[]
  /** Counts below this are not shown: few people could be told apart. @default 5 */
  fewerThan?: number
}

export interface SanitizedConsents {
  readonly jurisdiction: string
  readonly readers: readonly Role[]
  readonly recorders: readonly Role[]
  readonly fewerThan: number
}

const KNOWN = ['jurisdiction', 'readers', 'recorders', 'fewerThan']

/** @throws GovernanceError `invalidOption`, naming the option. */
export const sanitizeConsents = (options: ConsentsOptions = {}): SanitizedConsents => {
  const strange = Object.keys(options).find((name) => !KNOWN.includes(name))
  if (strange) throw invalidOption(`consents.${strange}`, `is not known. Known: ${KNOWN.join(', ')}.`)
  const jurisdiction = options.jurisdiction ?? 'CA-ON'
  if (typeof jurisdiction !== 'string' || !/^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/.test(jurisdiction))
    throw invalidOption('consents.jurisdiction', 'must be a code such as "CA" or "CA-ON".')
  return Object.freeze({
    jurisdiction,
    readers: Object.freeze(roles('consents.readers', options.readers, ['privacy-officer', 'aed', 'ed'])),
    recorders: Object.freeze(
      roles('consents.recorders', options.recorders, ['privacy-officer', 'communications', 'aed', 'ed']),
    ),
    fewerThan: whole('consents.fewerThan', options.fewerThan, 5),
  })
}
