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
   * covers them. They get the same gate. @default {}
   */
  collections?: Record<string, { notice?: string }>
  /** Key of the notice that covers the form builder's forms. @default 'site' */
  notice?: string
  /** Who reads and deletes what was sent. @default ['communications', 'privacy-officer', 'aed', 'ed'] */
  readers?: Role[]
  /**
   * Covers what was sent, for its readers too, until they say why they need it: one reason per message, 15 minutes, one
   * entry on the ledger. @default true
   */
  mask?: boolean
  /** Most characters of a value: one line, and several lines. @default { line: 300, text: 5000 } */
  limits?: { line?: number; text?: number }
}

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
  readonly mask: boolean
  readonly limits: Limits
}

const KNOWN = ['forms', 'submissions', 'collections', 'notice', 'readers', 'mask', 'limits']

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
  const readers = options.readers ?? ['communications', 'privacy-officer', 'aed', 'ed']
  if (readers.length === 0) throw invalidOption('forms.readers', 'must name at least one role.')
  return Object.freeze({
    forms: options.forms ?? 'forms',
    submissions,
    collected: Object.freeze({
      [submissions]: notice,
      ...(Object.fromEntries(others) as Record<string, string>),
    }),
    readers: Object.freeze([...readers]),
    mask: flag('forms.mask', options.mask, true),
    limits: Object.freeze({
      line: atLeastOne('forms.limits.line', options.limits?.line ?? 300),
      text: atLeastOne('forms.limits.text', options.limits?.text ?? 5000),
    }),
  })
}
