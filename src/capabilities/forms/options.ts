import type { Role } from '../../kernel/actor.js'
import { flag } from '../../kernel/checks.js'
import { invalidOption } from '../../kernel/errors.js'

/** Options of the capability; each has its default here and nowhere else. */
export interface FormsOptions {
  /** Slug of the form builder's forms. @default 'forms' */
  forms?: string
  /** Slug of the form builder's submissions. @default 'form-submissions' */
  submissions?: string
  /**
   * Other collections that strangers write into (surveys, registrations), by slug, with the key of the notice that
   * covers them. They get the same gate. `anonymous`: nothing connects a person to what they sent, not even the account
   * of somebody who is signed in (for exit surveys). @default {}
   */
  collections?: Record<string, { notice?: string; anonymous?: boolean }>
  /** Key of the notice that covers the form builder's forms. @default 'site' */
  notice?: string
  /** Who reads and deletes what was sent. @default ['communications', 'privacy-officer'] */
  readers?: Role[]
  /**
   * Which of them only sees what is assigned to the desk: forms with "Answered at the desk". @default 'communications'
   */
  desk?: Role
  /** Who takes messages out as a table. @default ['privacy-officer'] */
  exporters?: Role[]
  /**
   * Covers what was sent, for its readers too, until they say why they need it: one reason per message, 15 minutes, one
   * entry on the ledger. @default true
   */
  mask?: boolean
  /** Most characters of a value: one line, and several lines. @default { line: 300, text: 5000 } */
  limits?: { line?: number; text?: number }
  /**
   * What is kept of the network address that something came from: nothing, without its last part, or as a keyed hash
   * that is another one each day. Never for what is anonymous. @default 'nothing'
   */
  address?: AddressPolicy
  /** Days after which that is cleared. @default 7 */
  addressDays?: number
}

export const ADDRESS_POLICIES = ['nothing', 'truncated', 'hashed'] as const
export type AddressPolicy = (typeof ADDRESS_POLICIES)[number]

export interface Limits {
  readonly line: number
  readonly text: number
}
export interface SanitizedForms {
  readonly forms: string
  readonly submissions: string
  /** Key of the notice by slug of the collection, the form builder's submissions included. */
  readonly collected: Readonly<Record<string, string>>
  readonly readers: readonly Role[]
  readonly desk: Role
  readonly exporters: readonly Role[]
  readonly mask: boolean
  readonly limits: Limits
  /** Slugs of collections in which nobody is known. */
  readonly anonymous: readonly string[]
  readonly address: AddressPolicy
  readonly addressDays: number
}

const KNOWN = [
  ...['forms', 'submissions', 'collections', 'notice', 'readers', 'mask', 'limits'],
  ...['address', 'addressDays', 'desk', 'exporters'],
]

const atLeastOne = (option: string, value: number): number => {
  if (!Number.isInteger(value) || value < 1)
    throw invalidOption(option, `must be a whole number of at least 1.`)
  return value
}

export const sanitizeForms = (options: FormsOptions = {}): SanitizedForms => {
  for (const key of Object.keys(options)) {
    if (!KNOWN.includes(key)) throw invalidOption(`forms.${key}`, `is not known. Known: ${KNOWN.join(', ')}.`)
  }
  const submissions = options.submissions ?? 'form-submissions'
  const notice = options.notice ?? 'site'
  const others = Object.entries(options.collections ?? {}).map(([slug, one]) => [slug, one.notice ?? notice])
  const readers = options.readers ?? ['communications', 'privacy-officer']
  if (readers.length === 0) throw invalidOption('forms.readers', 'must name at least one role.')
  const address = options.address ?? 'nothing'
  if (!ADDRESS_POLICIES.includes(address))
    throw invalidOption('forms.address', `must be one of ${ADDRESS_POLICIES.join(', ')}.`)
  const anonymous = Object.entries(options.collections ?? {}).filter(([slug, one]) =>
    flag(`forms.collections.${slug}.anonymous`, one.anonymous, false),
  )
  return Object.freeze({
    address,
    addressDays: atLeastOne('forms.addressDays', options.addressDays ?? 7),
    anonymous: Object.freeze(anonymous.map(([slug]) => slug)),
    forms: options.forms ?? 'forms',
    submissions,
    collected: Object.freeze({
      [submissions]: notice,
      ...(Object.fromEntries(others) as Record<string, string>),
    }),
    readers: Object.freeze([...readers]),
    desk: options.desk ?? 'communications',
    exporters: Object.freeze([...(options.exporters ?? ['privacy-officer'])]),
    mask: flag('forms.mask', options.mask, true),
    limits: Object.freeze({
      line: atLeastOne('forms.limits.line', options.limits?.line ?? 300),
      text: atLeastOne('forms.limits.text', options.limits?.text ?? 5000),
    }),
  })
}
