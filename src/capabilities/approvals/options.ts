import type { Role } from '../../kernel/actor.js'
import { isTexts, oneOf, roles, whole } from '../../kernel/checks.js'
import { invalidOption } from '../../kernel/errors.js'
import type { LiveElsewhere } from '../../kernel/approvalPorts.js'
import { type MediaOptions, type SanitizedMedia, sanitizeMedia } from './mediaOptions.js'
import {
  POSTED_FIELDS,
  type SanitizedSocial,
  sanitizeSocial,
  SOCIAL_POSTS,
  type SocialPostsOptions,
  UNIT_FIELDS,
} from './socialOptions.js'
import { allSteps, type SanitizedStep, type StepOptions } from './stepOptions.js'

/** Which collections or globals with drafts: only these, or all except those. */
export type Selection = { except: string[] } | string[]

export interface ApprovalsOptions {
  /** @default every collection of the host with `versions.drafts` */
  collections?: Selection
  /** @default every global of the host with `versions.drafts` */
  globals?: Selection
  /** Roles that approve. Whoever wrote or submitted never approves. @default ['administrator', 'aed', 'ed'] */
  approverRoles?: Role[]
  /**
   * Steps in order: one list for everything, or a list per slug with `'*'` for the rest.
   * @default one step `approval` for the `approverRoles`
   */
  steps?: Record<string, StepOptions[]> | StepOptions[]
  /**
   * `together`: one sentence attests accuracy, professionalism, alignment with the mission and copyright (S2-18).
   * `separate`: a box for each. @default 'together'
   */
  attestations?: 'separate' | 'together'
  /** Calendar days without a decision after which an open review ends; false: never. @default 90 */
  expireDays?: false | number
  /** Who hears of a review that is overdue. @default ['aed', 'ed'] */
  escalateTo?: Role[]
  /**
   * `all`: content is submitted and published only when every language is complete. `any`: a language may be missing.
   * Both approve all languages at once.
   * @default each language by itself where the site publishes them apart (`drafts.localizeStatus`), else 'all'
   */
  locales?: 'all' | 'any'
  /** Roles that take down what is live, with a reason. @default ['administrator', 'aed', 'ed'] */
  takedownRoles?: Role[]
  /**
   * Fields that your site changes by itself at publication, by slug of collection or global: they are not part of
   * what is approved. Paths with dots, without array positions: `{ posts: ['publishedAt', 'meta.readingTime'] }`.
   * @default {}
   */
  volatileFields?: Record<string, string[]>
  /** Posts on social media: governed content, marked as posted by hand. @default on */
  socialPosts?: SocialPostsOptions | false
  /** Source, licence and expiry of media (S2-18). @default on: reported, not enforced */
  media?: MediaOptions | false
}

export interface SanitizedApprovals {
  readonly collections: Selection | undefined
  readonly globals: Selection | undefined
  /** By slug, `'*'` for the rest. */
  readonly steps: Readonly<Record<string, readonly SanitizedStep[]>>
  readonly attestations: readonly string[]
  readonly expireDays: null | number
  readonly escalateTo: readonly Role[]
  /** Undefined: each language by itself where the site publishes them apart, else all. */
  readonly locales: 'all' | 'any' | undefined
  readonly takedownRoles: readonly Role[]
  readonly volatileFields: Readonly<Record<string, readonly string[]>>
  readonly social: SanitizedSocial
  /** Collections of drafts that become live as something else, by slug: told by other capabilities, no option. */
  readonly elsewhere: Readonly<Record<string, LiveElsewhere>>
  readonly media: SanitizedMedia
}

const TOGETHER = ['content']
const SEPARATE = ['accuracy', 'professionalism', 'mission', 'copyright']

const selection = (option: string, value: Selection | undefined): Selection | undefined => {
  if (value === undefined) return undefined
  if (isTexts(value)) return Object.freeze([...value]) as string[]
  if (typeof value === 'object' && !Array.isArray(value) && isTexts(value.except)) {
    return Object.freeze({ except: [...value.except] })
  }
  throw invalidOption(option, "must be a list of slugs, or { except: ['slug'] }.")
}

/** The steps for a collection or global. */
export const stepsFor = (options: SanitizedApprovals, slug: string): readonly SanitizedStep[] =>
  options.steps[slug] ?? options.steps['*']!

/** Everyone who approves something somewhere. */
export const everyApprover = (options: SanitizedApprovals): Role[] => [
  ...new Set(Object.values(options.steps).flatMap((steps) => steps.flatMap((step) => step.roles))),
]

/** Each role that an option names, with the option: the roles of the site are known only later. */
export const namedRoles = (options: SanitizedApprovals): { option: string; role: Role }[] => [
  ...Object.entries(options.steps).flatMap(([slug, steps]) =>
    steps.flatMap((step) =>
      step.roles.map((role) => ({
        option: slug === '*' ? `approvals.steps (${step.key})` : `approvals.steps['${slug}'] (${step.key})`,
        role,
      })),
    ),
  ),
  ...options.takedownRoles.map((role) => ({ option: 'approvals.takedownRoles', role })),
  ...options.escalateTo.map((role) => ({ option: 'approvals.escalateTo', role })),
]

const KNOWN = [
  'collections',
  'globals',
  'approverRoles',
  'steps',
  'attestations',
  'expireDays',
  'escalateTo',
  'locales',
  'takedownRoles',
  'volatileFields',
  'socialPosts',
  'media',
]

export const sanitizeApprovals = (options: ApprovalsOptions = {}): SanitizedApprovals => {
  for (const key of Object.keys(options)) {
    if (!KNOWN.includes(key)) {
      throw invalidOption(`approvals.${key}`, `is not known. Known options: ${KNOWN.join(', ')}.`)
    }
  }
  const volatileFields = options.volatileFields ?? {}
  for (const [slug, fields] of Object.entries(volatileFields)) {
    if (!isTexts(fields)) {
      throw invalidOption(
        `approvals.volatileFields.${slug}`,
        "must be a list of field paths: ['publishedAt'].",
      )
    }
  }
  const approvers = roles('approvals.approverRoles', options.approverRoles, ['administrator', 'aed', 'ed'])
  return Object.freeze({
    collections: selection('approvals.collections', options.collections),
    globals: selection('approvals.globals', options.globals),
    steps: allSteps(options.steps, approvers),
    attestations:
      oneOf('approvals.attestations', options.attestations, ['together', 'separate']) === 'separate'
        ? SEPARATE
        : TOGETHER,
    expireDays: options.expireDays === false ? null : whole('approvals.expireDays', options.expireDays, 90),
    escalateTo: roles('approvals.escalateTo', options.escalateTo, ['aed', 'ed']),
    locales:
      options.locales === undefined ? undefined : oneOf('approvals.locales', options.locales, ['all', 'any']),
    takedownRoles: roles('approvals.takedownRoles', options.takedownRoles, ['administrator', 'aed', 'ed']),
    volatileFields: Object.freeze({
      ...volatileFields,
      [SOCIAL_POSTS]: [...(volatileFields[SOCIAL_POSTS] ?? []), ...POSTED_FIELDS, ...UNIT_FIELDS],
    }),
    social: sanitizeSocial(options.socialPosts),
    elsewhere: Object.freeze({}),
    media: sanitizeMedia(options.media),
  })
}
