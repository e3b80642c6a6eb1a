import type { Role } from '../../kernel/actor.js'
import { isRecord, roles, whole } from '../../kernel/checks.js'
import { invalidOption } from '../../kernel/errors.js'
import type { LiveElsewhere } from '../../kernel/approvalPorts.js'
import { type ChecklistItem, DUE_DAYS, type Label, type StepDefinition } from './definition.js'

/** What a condition may look at. */
export interface AboutDocument {
  /** Slug of the collection or global. */
  slug: string
  kind: 'collection' | 'global'
  /** Languages of the site's content; empty without localization. */
  locales: string[]
}

/** A step of a workflow. Steps are taken in the order given. */
export interface StepOptions {
  /** Small letters, digits and hyphens; unique within the workflow. */
  key: string
  /** Name for people. @default the key */
  label?: Label
  /** Any of these roles decides. @default the option `approverRoles` */
  roles?: Role[]
  /** How many different people must approve. @default 1 */
  approvals?: number
  /** Calendar days from the moment the step begins. @default 3 */
  dueDays?: number
  /** What an approver of this step ticks, besides the attestations. @default [] */
  checklist?: (Label & { key: string })[]
  /**
   * Whether this content needs the step: asked at submission, with the draft in all languages. When no step is left,
   * or it throws, the step is taken. @default always
   */
  condition?: (doc: Record<string, unknown>, about: AboutDocument) => boolean
}

/** A step with every default in place; the condition is asked at submission and is no part of a review. */
export type SanitizedStep = StepDefinition & { condition?: StepOptions['condition'] }

const label = (option: string, value: unknown): Label | undefined => {
  if (value === undefined) return undefined
  const { en, fr } = isRecord(value) ? (value as Partial<Label>) : {}
  if (typeof en !== 'string' || typeof fr !== 'string' || !en || !fr)
    throw invalidOption(option, 'needs words in both languages: `{ en, fr }`.')
  return { en, fr }
}

const code = (option: string, value: unknown): string => {
  if (typeof value !== 'string' || !/^[a-z0-9][a-z0-9-]{0,39}$/.test(value))
    throw invalidOption(option, 'must be small letters, digits and hyphens.')
  return value
}

const checklist = (option: string, value: unknown): ChecklistItem[] => {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw invalidOption(option, 'must be a list of `{ key, en, fr }`.')
  return value.map((item: unknown, index) => ({
    key: code(`${option}[${index}].key`, (item as { key?: unknown } | null)?.key),
    label: label(`${option}[${index}]`, item)!,
  }))
}

const STEP_KEYS = ['key', 'label', 'roles', 'approvals', 'dueDays', 'checklist', 'condition']

const stepsIn = (option: string, value: unknown, approvers: Role[]): SanitizedStep[] => {
  if (!Array.isArray(value) || value.length === 0)
    throw invalidOption(option, 'must be a list of at least one step.')
  const steps = value.map((given: unknown, index): SanitizedStep => {
    const at = `${option}[${index}]`
    if (!isRecord(given)) throw invalidOption(at, "must be an object: `{ key: 'language', roles: ['aed'] }`.")
    for (const key of Object.keys(given)) {
      if (!STEP_KEYS.includes(key))
        throw invalidOption(`${at}.${key}`, `is not known. Known: ${STEP_KEYS.join(', ')}.`)
    }
    const { condition } = given as unknown as StepOptions
    if (condition !== undefined && typeof condition !== 'function')
      throw invalidOption(`${at}.condition`, 'must be a function.')
    const name = label(`${at}.label`, given.label)
    return Object.freeze({
      key: code(`${at}.key`, given.key),
      ...(name ? { label: name } : {}),
      roles: roles(`${at}.roles`, given.roles as Role[] | undefined, approvers),
      approvals: whole(`${at}.approvals`, given.approvals, 1),
      dueDays: whole(`${at}.dueDays`, given.dueDays, DUE_DAYS),
      checklist: checklist(`${at}.checklist`, given.checklist),
      ...(condition ? { condition } : {}),
    })
  })
  const twice = steps.find((step, index) => steps.findIndex(({ key }) => key === step.key) < index)
  if (twice) throw invalidOption(option, `has two steps with the key "${twice.key}".`)
  return steps
}

const DEFAULT_STEP = [{ key: 'approval' }]

/** Every workflow of the site with its defaults in place. @throws GovernanceError `invalidOption` */
export const allSteps = (
  value: StepOptions[] | Record<string, StepOptions[]> | undefined,
  approvers: Role[],
): Readonly<Record<string, readonly SanitizedStep[]>> => {
  const bySlug: Record<string, unknown> = Array.isArray(value) ? { '*': value } : { ...value }
  if (value !== undefined && !Array.isArray(value) && !isRecord(value))
    throw invalidOption('approvals.steps', "must be a list of steps, or lists by slug with '*' for the rest.")
  const clean = Object.fromEntries(
    Object.entries({ '*': DEFAULT_STEP, ...bySlug }).map(([slug, steps]) => [
      slug,
      stepsIn(
        Array.isArray(value) || value === undefined ? 'approvals.steps' : `approvals.steps['${slug}']`,
        steps,
        approvers,
      ),
    ]),
  )
  return Object.freeze(clean)
}

type Steps = Readonly<Record<string, readonly SanitizedStep[]>>

/** What becomes live elsewhere is approved by those whom that names, unless the host names steps for it. */
export const withElsewhere = (
  { steps }: { steps: Steps },
  elsewhere: Readonly<Record<string, LiveElsewhere>>,
): { steps: Steps; elsewhere: Readonly<Record<string, LiveElsewhere>> } => ({
  elsewhere,
  steps: {
    ...Object.fromEntries(
      Object.entries(elsewhere).map(([slug, { approvers }]) => [
        slug,
        stepsIn(`approvals.steps['${slug}']`, DEFAULT_STEP, [...approvers]),
      ]),
    ),
    ...steps,
  },
})
