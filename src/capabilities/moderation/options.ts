import { flag } from '../../kernel/checks.js'
import { invalidOption } from '../../kernel/errors.js'
import type { Bilingual } from '../../kernel/text.js'
import { CATEGORIES, REASONS } from './domain.js'
import { type SanitizedTriage, sanitizeTriage, type TriageOptions } from './triage/options.js'

/** Options of the capability; each has its default here and nowhere else. */
export interface ModerationOptions {
  /**
   * Slug of the collection of comments that the plugin brings. A host that has one of that slug keeps its own, and the
   * plugin brings none. @default 'comments'
   */
  slug?: string
  /** Comments are read before they appear, or after. What staff write appears at once. @default 'before' */
  mode?: 'after' | 'before'
  /**
   * Collections that can be commented on. Each one named here also gets a relationship field of that name in the
   * comments, which a join field of the host can point to. @default every collection with drafts, without relationship
   */
  on?: string[]
  /** Characters a comment may have. @default 2000 */
  maxLength?: number
  /** Further categories of prohibited conduct (S2-30 is not exhaustive), by code. @default none */
  categories?: Record<string, Bilingual>
  /** Further reasons a moderator can choose from, by code. @default none */
  reasons?: Record<string, Bilingual>
  /** Hours within which an open case should be decided (S2-36). @default 24 */
  targetHours?: number
  /** Days, in the organization's time zone, in which the author of what was removed can appeal. @default 30 */
  appealDays?: number
  /**
   * Covers what reporters wrote, until a moderator takes the case or says why they need it, and the text of what was
   * removed, until they say why. @default true
   */
  mask?: boolean
  /**
   * Signals for moderators: what a text holds, by which rule and where. They decide nothing. `false` switches them off.
   * @default all built-in detectors, none of which hides anything
   */
  triage?: TriageOptions | false
}

export interface SanitizedModeration {
  readonly slug: string
  readonly mode: 'after' | 'before'
  /** Null: every collection with drafts. */
  readonly on: readonly string[] | null
  readonly maxLength: number
  /** All codes, the built-in ones first. */
  readonly categories: readonly string[]
  readonly reasons: readonly string[]
  /** Texts of the codes that the host added. */
  readonly labels: {
    readonly categories: Readonly<Record<string, Bilingual>>
    readonly reasons: Readonly<Record<string, Bilingual>>
  }
  readonly targetHours: number
  readonly appealDays: number
  readonly mask: boolean
  /** Null where it is switched off. */
  readonly triage: null | SanitizedTriage
}

const KNOWN = [
  'slug',
  'mode',
  'on',
  'maxLength',
  'categories',
  'reasons',
  'targetHours',
  'appealDays',
  'mask',
  'triage',
]
/** Fields of a comment: a relationship field named like one of them would take its place. */
const OWN_FIELDS = [
  'subject',
  'author',
  'staff',
  'text',
  'locale',
  'state',
  'revision',
  'at',
  'takedown',
  'queued',
  'rev',
  'effects',
  'scope',
  'id',
]
const SLUG = /^[a-z][a-z0-9-]{0,39}$/

const texts = (option: string, given: Record<string, Bilingual> = {}): Record<string, Bilingual> => {
  for (const [code, label] of Object.entries(given)) {
    if (!SLUG.test(code))
      throw invalidOption(`${option}.${code}`, 'must be small letters, digits and hyphens, at most 40.')
    if (!label?.en || !label.fr)
      throw invalidOption(`${option}.${code}`, 'needs a text in English and in French: { en, fr }.')
  }
  return Object.freeze({ ...given })
}

const within = (option: string, value: number, least: number, most: number): number => {
  if (!Number.isFinite(value) || value < least || value > most)
    throw invalidOption(option, `must be a number from ${least} to ${most}, not ${String(value)}.`)
  return value
}

/** @throws GovernanceError `invalidOption`, naming the option. */
export const sanitizeModeration = (options: ModerationOptions = {}): SanitizedModeration => {
  for (const key of Object.keys(options)) {
    if (!KNOWN.includes(key))
      throw invalidOption(`moderation.${key}`, `is not known. Known options: ${KNOWN.join(', ')}.`)
  }
  const slug = options.slug ?? 'comments'
  if (!SLUG.test(slug))
    throw invalidOption('moderation.slug', 'must be small letters, digits and hyphens, at most 40.')
  const mode = options.mode ?? 'before'
  if (mode !== 'before' && mode !== 'after')
    throw invalidOption('moderation.mode', `must be 'before' or 'after', not '${String(mode)}'.`)
  if (options.on !== undefined && (!Array.isArray(options.on) || options.on.length === 0))
    throw invalidOption('moderation.on', 'must name at least one collection, or be left out.')
  const taken = options.on?.find((one) => OWN_FIELDS.includes(one))
  if (taken)
    throw invalidOption('moderation.on', `cannot name "${taken}": comments have a field of that name.`)
  const categories = texts('moderation.categories', options.categories)
  const reasons = texts('moderation.reasons', options.reasons)
  return Object.freeze({
    slug,
    mode,
    on: options.on ? Object.freeze([...new Set(options.on)]) : null,
    maxLength: within('moderation.maxLength', options.maxLength ?? 2000, 1, 20_000),
    categories: Object.freeze([...new Set([...CATEGORIES, ...Object.keys(categories)])]),
    reasons: Object.freeze([...new Set([...REASONS, ...Object.keys(reasons)])]),
    labels: Object.freeze({ categories, reasons }),
    targetHours: within('moderation.targetHours', options.targetHours ?? 24, 0.25, 24 * 90),
    appealDays: within('moderation.appealDays', options.appealDays ?? 30, 1, 365),
    mask: flag('moderation.mask', options.mask, true),
    triage: sanitizeTriage(options.triage),
  })
}
