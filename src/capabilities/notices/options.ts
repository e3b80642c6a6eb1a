import type { Role } from '../../kernel/actor.js'
import { oneOf } from '../../kernel/checks.js'
import { invalidOption } from '../../kernel/errors.js'

/** Key of a notice, as it stands in addresses. */
export const NOTICE_KEY = /^[a-z0-9-]{1,40}$/

/** Options of the capability; each has its default here and nowhere else. */
export interface NoticesOptions {
  /** Who writes the drafts. @default ['communications', 'privacy-officer', 'aed', 'ed'] */
  editors?: Role[]
  /** Who puts a version in force. @default ['privacy-officer', 'aed', 'ed'] */
  publishers?: Role[]
  /** Notices that are there from the first start, by key. More can be added in the admin panel. @default ['site'] */
  keys?: string[]
  /**
   * `all`: a version is published in English and French together. `any`: one language may be left out as a whole; its
   * readers get the other one, and are told. @default 'all'
   */
  locales?: 'all' | 'any'
}

export interface SanitizedNotices {
  readonly editors: readonly Role[]
  readonly publishers: readonly Role[]
  readonly keys: readonly string[]
  readonly locales: 'all' | 'any'
}

const KNOWN = ['editors', 'publishers', 'keys', 'locales']

export const sanitizeNotices = (options: NoticesOptions = {}): SanitizedNotices => {
  for (const key of Object.keys(options)) {
    if (!KNOWN.includes(key))
      throw invalidOption(`notices.${key}`, `is not known. Known: ${KNOWN.join(', ')}.`)
  }
  const publishers = options.publishers ?? ['privacy-officer', 'aed', 'ed']
  if (publishers.length === 0) throw invalidOption('notices.publishers', 'must name at least one role.')
  const keys = options.keys ?? ['site']
  for (const key of keys) {
    if (!NOTICE_KEY.test(key)) {
      throw invalidOption('notices.keys', `may hold small letters, digits and hyphens only, not "${key}".`)
    }
  }
  return Object.freeze({
    editors: Object.freeze([...(options.editors ?? ['communications']), ...publishers]),
    publishers: Object.freeze([...publishers]),
    keys: Object.freeze([...keys]),
    locales: oneOf('notices.locales', options.locales, ['all', 'any']),
  })
}
