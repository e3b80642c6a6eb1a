import type { Role } from '../../kernel/actor.js'
import { addSpan } from '../../kernel/calendar.js'
import type { Ref } from '../../kernel/ref.js'

/** The only roles that publish without an approval, in person: a delegate does not (S2-35). */
export const EMERGENCY_ROLES = ['aed', 'ed']

export interface Label {
  en: string
  fr: string
}

/** Something an approver of a step ticks. */
export interface ChecklistItem {
  key: string
  label: Label
}

/** One step of a workflow: who decides, how many of them, and by when. */
export interface StepDefinition {
  key: string
  label?: Label
  /** Any of these roles decides. */
  roles: Role[]
  /** How many different people must approve. */
  approvals: number
  /** Calendar days in the organization's zone, from the moment the step begins. */
  dueDays: number
  checklist: ChecklistItem[]
}

/** What a review runs on. Copied into each review, so that changed options never change a running one. */
export interface Definition {
  steps: StepDefinition[]
  /** What an approver attests: codes with a sentence each in the translations. */
  attestations: string[]
  /** Calendar days without a decision after which an open review ends; null: never. */
  expireDays: null | number
  /** Made by the host's own code or in an emergency: there is nobody to wait for. */
  granted?: boolean
  emergency?: boolean
}

/** Days for a step, where nothing says otherwise. */
export const DUE_DAYS = 3

/** As a review holds it. Those of earlier versions know no checklists, no days for a step and no end by time. */
export const definitionIn = (stored: Definition): Definition => ({
  ...stored,
  expireDays: stored.expireDays ?? null,
  steps: stored.steps.map((step) => ({
    ...step,
    dueDays: step.dueDays ?? DUE_DAYS,
    checklist: step.checklist ?? [],
  })),
})

/** One person's approval of one step (S2-34). */
export interface Approval {
  step: string
  by: Ref
  byName?: string
  /** In whose name, where the person decided for somebody who delegated to them. */
  for?: Ref
  forName?: string
  /** Instant, ISO 8601. */
  at: string
  attested: string[]
}

/** A person who handed their decisions over, as far as a decision needs to know them. */
export interface Delegator {
  ref: Ref
  name?: string
  roles: Role[]
  /** For whom this person decides in turn: they cannot pass that on, and cannot lend what it bars them from. */
  actsFor?: readonly Ref[]
}

export const stepAt = (definition: Definition, index: number): StepDefinition | undefined =>
  definition.steps[index]

/** Everyone who may decide at some step. */
export const everyRole = (definition: Definition): Role[] => [
  ...new Set(definition.steps.flatMap(({ roles }) => roles)),
]

/** Approvals of one step so far. */
export const approvalsOf = (approvals: readonly Approval[], step: StepDefinition): Approval[] =>
  approvals.filter((approval) => approval.step === step.key)

export const isStepDone = (approvals: readonly Approval[], step: StepDefinition): boolean =>
  approvalsOf(approvals, step).length >= step.approvals

/** What must be ticked to approve this step: the attestations, and `check:<key>` per item of its checklist. */
export const tickedFor = (definition: Definition, step: StepDefinition): string[] => [
  ...definition.attestations,
  ...step.checklist.map(({ key }) => `check:${key}`),
]

export const dueOf = (step: StepDefinition, from: Date, timeZone: string): Date =>
  addSpan(from, { days: step.dueDays }, timeZone)

/** Role codes in one text that can be asked for one of them: `|administrator|aed|`. */
export const rolesText = (roles: readonly Role[]): string => `|${roles.join('|')}|`
