import type { Row } from '../../platform/db.js'
import { approvalsOf, type ChecklistItem, type Label } from './definition.js'
import type { ReviewFacts } from './domain.js'
import type { ApprovalsPort } from './port.js'
import { planOf } from './rows.js'

/** One step as the panel shows it. */
export interface StepView {
  key: string
  label?: Label
  /** Names of the roles in both languages. */
  roles: Label[]
  approvals: number
  checklist: ChecklistItem[]
  state: 'coming' | 'done' | 'waits'
  dueAt?: string
  overdue?: true
  decisions: { by: string; for?: string; at: string }[]
}

/** The open review of a document as the panel shows it. */
export interface ReviewView {
  submittedBy: string
  submittedAt: string
  dueAt: string
  decidedBy?: string
  decidedAt?: string
  comment?: string
  attestations: string[]
  steps: StepView[]
  publishAt?: string
  /** It was planned for this time, and nothing went live. */
  notPublishedAt?: string
}

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** Roles as people know them, in both languages. */
export const roleNames = ({ roleLabels }: ApprovalsPort, roles: readonly string[]): Label[] =>
  roles.map((role) => roleLabels[role] ?? { en: role, fr: role })

const stepsOf = (
  port: ApprovalsPort,
  review: Row,
  { definition, step, approvals }: ReviewFacts,
  now: Date,
): StepView[] =>
  definition.steps.map((one, index) => ({
    key: one.key,
    label: one.label,
    roles: roleNames(port, one.roles),
    approvals: one.approvals,
    checklist: one.checklist ?? [],
    state: index < step ? 'done' : index === step && review.state === 'inReview' ? 'waits' : 'coming',
    ...(index === step ? { dueAt: String(review.dueAt) } : {}),
    ...(index === step && new Date(review.dueAt as string) < now ? { overdue: true } : {}),
    decisions: approvalsOf(approvals, one).map((approval) => ({
      by: approval.byName ?? '',
      for: approval.forName,
      at: approval.at,
    })),
  }))

export const reviewView = (port: ApprovalsPort, review: Row, facts: ReviewFacts, now: Date): ReviewView => ({
  submittedBy: text(review.submittedByName) ?? '',
  submittedAt: String(review.submittedAt),
  dueAt: String(review.dueAt ?? review.submittedAt),
  decidedBy: text(review.decidedByName),
  decidedAt: text(review.decidedAt),
  comment: text(review.comment),
  attestations: facts.definition.attestations,
  steps: stepsOf(port, review, facts, now),
  ...planOf(review),
})
