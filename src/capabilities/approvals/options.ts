import type { Role } from '../../kernel/actor.js'
import { invalidOption } from '../../kernel/errors.js'
import type { Definition } from './domain.js'

/** Which collections or globals with drafts: only these, or all except those. */
export type Selection = { except: string[] } | string[]

export interface ApprovalsOptions {
  /** @default every collection of the host with `versions.drafts` */
  collections?: Selection
  /** @default every global of the host with `versions.drafts` */
  globals?: Selection
  /** Roles that approve. Whoever wrote or submitted never approves. @default ['administrator', 'aed', 'ed'] */
  approverRoles?: Role[]
  /** Roles that take down what is live, with a reason. @default ['administrator', 'aed', 'ed'] */
  takedownRoles?: Role[]
  /**
   * Fields that your site changes by itself at publication, by slug of collection or global: they are not part of
   * what is approved. Paths with dots, without array positions: `{ posts: ['publishedAt', 'meta.readingTime'] }`.
   * @default {}
   */
  volatileFields?: Record<string, string[]>
}

export interface SanitizedApprovals {
  readonly collections: Selection | undefined
  readonly globals: Selection | undefined
  readonly definition: Definition
  readonly takedownRoles: readonly Role[]
  readonly volatileFields: Readonly<Record<string, readonly string[]>>
}

export const ATTESTATIONS = ['content'] as const

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '')

const selection = (option: string, value: Selection | undefined): Selection | undefined => {
  if (value === undefined) return undefined
  if (isTexts(value)) return Object.freeze([...value]) as string[]
  if (typeof value === 'object' && !Array.isArray(value) && isTexts(value.except)) {
    return Object.freeze({ except: [...value.except] })
  }
  throw invalidOption(option, "must be a list of slugs, or { except: ['slug'] }.")
}

const roles = (option: string, value: Role[] | undefined, fallback: Role[]): Role[] => {
  if (value === undefined) return fallback
  if (!isTexts(value) || value.length === 0) {
    throw invalidOption(option, 'must name at least one role, for instance ["administrator"].')
  }
  return [...value]
}

const KNOWN = ['collections', 'globals', 'approverRoles', 'takedownRoles', 'volatileFields']

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
    definition: {
      steps: [{ key: 'approval', roles: approvers, approvals: 1 }],
      attestations: [...ATTESTATIONS],
    },
    takedownRoles: roles('approvals.takedownRoles', options.takedownRoles, ['administrator', 'aed', 'ed']),
    volatileFields: Object.freeze({ ...volatileFields }),
  })
}
