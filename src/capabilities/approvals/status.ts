import { type Actor, hasRole } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import { type Context, runtimeOf } from '../../platform/runtime.js'
import type { Row } from '../../platform/db.js'
import { publicationOf } from './publications.js'
import { imageFor, newestDoc, storedDoc } from './store.js'
import { decisionKey, type Doc, isLive, subjectOf, type Target } from './target.js'
import { type Comment, commentsOn } from './comments.js'
import { authorsOf } from './authors.js'
import { barredFor, retrospectiveView, type RetrospectiveView } from './barred.js'
import { deciderOf } from './decisions.js'
import { approvalsOf, type ChecklistItem, everyRole, type Label } from './definition.js'
import { type ReviewFacts, standing } from './domain.js'
import { EMERGENCY_ROLES } from './emergency.js'
import { type FieldLabel, fieldsOf } from './fields.js'
import type { ReviewState } from './lifecycle.js'
import { differing, digestLeaves, type Image } from './image.js'
import type { SanitizedApprovals } from './options.js'
import type { ApprovalsPort } from './port.js'
import { factsOf, lastReview } from './rows.js'

export type UserAction =
  | 'approve'
  | 'comment'
  | 'confirm'
  | 'emergency'
  | 'object'
  | 'publish'
  | 'reopenComment'
  | 'requestChanges'
  | 'resolveComment'
  | 'schedule'
  | 'submit'
  | 'takedown'
  | 'unschedule'
  | 'withdraw'

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
  decisions: { by: string; for?: string; at: string }[]
}

/** What the panel of a document says and offers. Names only; no content. */
export interface DocumentStatus {
  /** In a word: the words are in the translations. */
  state: 'approved' | 'changesRequested' | 'draft' | 'inReview' | 'live' | 'publishing' | 'void'
  live: boolean
  /** The one language that is decided on, where languages are published apart: its code. */
  language?: string
  /** The organization's: times are shown in it. */
  timeZone: string
  /** Hash of the newest draft: an approval sends it back, so that it is about what the person saw. */
  hash: string
  /** Fields that differ from what was submitted or approved. */
  changed: string[]
  /** True while a saved change would void an approval. */
  editVoids: boolean
  /** True while a saved change would make this person an author, who cannot approve. */
  editExcludes: boolean
  actions: UserAction[]
  /** Codes of why this person cannot decide. */
  cannotApprove?: string
  /** Who stands in the way: this person decides for them, and they wrote it. */
  barredFor?: string
  /** In whose name this person would decide. */
  decidesFor?: string
  review?: {
    submittedBy: string
    submittedAt: string
    dueAt: string
    decidedBy?: string
    decidedAt?: string
    comment?: string
    attestations: string[]
    steps: StepView[]
    publishAt?: string
  }
  /** What was published in an emergency and waits to be read. */
  retrospective?: RetrospectiveView
  /** What an approver ticks besides the checklist of a step. */
  attestations: string[]
  comments: Comment[]
  /** Paths that a comment can be about, with their labels. */
  fields: { path: string; label: FieldLabel }[]
  publication?: { how: string; at: string; by?: string }
}

export interface Situation {
  stored: Doc | null
  newest: Doc
  live: Image | null
  image: Image
}

/** The document as visitors see it and as it would be published. Null when it does not exist. */
export const situationOf = async (
  ctx: Context,
  options: SanitizedApprovals,
  target: Target,
): Promise<Situation | null> => {
  const stored = await storedDoc(ctx, target)
  const newest = await newestDoc(ctx, target)
  if (!newest || (target.kind === 'collection' && !stored)) return null
  return {
    stored,
    newest,
    live: stored && isLive(stored, target.locale) ? await imageFor(ctx, options, target, stored) : null,
    image: await imageFor(ctx, options, target, newest, true),
  }
}

const stateOf = (review: Row | null, { live, image }: Situation): DocumentStatus['state'] => {
  const state = review?.state as ReviewState | undefined
  if (state === 'approved') return review?.hash === image.hash ? 'approved' : 'void'
  if (state === 'inReview' || state === 'changesRequested' || state === 'publishing') return state
  return live?.hash === image.hash ? 'live' : 'draft'
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

const stepsOf = (
  port: ApprovalsPort,
  review: Row,
  { definition, step, approvals }: ReviewFacts,
): StepView[] =>
  definition.steps.map((one, index) => ({
    key: one.key,
    label: one.label,
    roles: one.roles.map((role) => port.roleLabels[role] ?? { en: role, fr: role }),
    approvals: one.approvals,
    checklist: one.checklist ?? [],
    state: index < step ? 'done' : index === step && review.state === 'inReview' ? 'waits' : 'coming',
    ...(index === step ? { dueAt: String(review.dueAt) } : {}),
    decisions: approvalsOf(approvals, one).map((approval) => ({
      by: approval.byName ?? '',
      for: approval.forName,
      at: approval.at,
    })),
  }))

const reviewView = (
  port: ApprovalsPort,
  review: Row,
  facts: ReviewFacts,
): NonNullable<DocumentStatus['review']> => ({
  submittedBy: text(review.submittedByName) ?? '',
  submittedAt: String(review.submittedAt),
  dueAt: String(review.dueAt ?? review.submittedAt),
  decidedBy: text(review.decidedByName),
  decidedAt: text(review.decidedAt),
  comment: text(review.comment),
  attestations: facts.definition.attestations,
  steps: stepsOf(port, review, facts),
  ...(review.publishAt ? { publishAt: String(review.publishAt) } : {}),
})

interface Offer {
  state: DocumentStatus['state']
  open: Row | null
  mayDecide: boolean
  mayEdit: boolean
  actor: Actor
  situation: Situation
  options: SanitizedApprovals
}

/** What this person may do now. The endpoints decide again. */
const actionsIn = ({ state, open, mayDecide, mayEdit, actor, situation, options }: Offer): UserAction[] => {
  const actions: UserAction[] = []
  const inTrash = Boolean(situation.newest.deletedAt)
  if (mayEdit && !inTrash && ['draft', 'void', 'changesRequested'].includes(state)) actions.push('submit')
  if (state === 'inReview' && mayDecide) actions.push('approve')
  if (['inReview', 'approved', 'void'].includes(state) && open && mayDecide) actions.push('requestChanges')
  if (mayEdit && (state === 'approved' || state === 'publishing')) actions.push('publish')
  if (mayEdit && state === 'approved') actions.push(open?.publishAt ? 'unschedule' : 'schedule')
  const own = open?.submittedBy === actor.ref
  if (open && state !== 'publishing' && (own || hasRole(actor, ...everyRole(factsOf(open).definition))))
    actions.push('withdraw')
  if (mayEdit && !inTrash && state !== 'live' && state !== 'publishing' && hasRole(actor, ...EMERGENCY_ROLES))
    actions.push('emergency')
  if (situation.live && mayEdit && hasRole(actor, ...options.takedownRoles)) actions.push('takedown')
  return actions
}

export const statusOf = async (
  ctx: Context,
  port: ApprovalsPort,
  target: Target,
  actor: Actor,
  situation: Situation,
  mayEdit: boolean,
): Promise<DocumentStatus> => {
  const { options } = port
  const subject = subjectOf(target)
  const review = await lastReview(ctx, target)
  const open = review && review.openKey === decisionKey(target) ? review : null
  const publication = await publicationOf(ctx, target)
  const state = stateOf(open, situation)
  const changed = open
    ? differing(open.leaves as Record<string, string>, digestLeaves(situation.image.leaves))
    : []
  const decider = await deciderOf(ctx, actor, Object.keys(await authorsOf(ctx, target)))
  const found = open ? standing(factsOf(open), decider) : null
  const refusal = found instanceof GovernanceError ? found : null
  const delegator = found && !(found instanceof GovernanceError) ? found.for : null
  const mayDecide = open !== null && refusal === null
  const retrospective = await retrospectiveView(ctx, target, decider)
  const actions = actionsIn({ state, open, mayDecide, mayEdit, actor, situation, options })
  if (retrospective?.mayDecide) actions.push('confirm', 'object')
  return {
    state,
    live: situation.live !== null,
    ...(target.locale ? { language: target.locale } : {}),
    timeZone: runtimeOf(ctx.payload).options.timeZone,
    hash: situation.image.hash,
    changed,
    actions,
    editVoids: state === 'approved',
    editExcludes: mayEdit && state === 'inReview' && mayDecide,
    attestations: open ? factsOf(open).definition.attestations : [...options.attestations],
    comments: await commentsOn(ctx, subject),
    fields: fieldsOf(ctx.payload, target),
    ...(refusal && open && state === 'inReview'
      ? { cannotApprove: refusal.code, barredFor: barredFor(factsOf(open), decider) }
      : {}),
    ...(delegator ? { decidesFor: delegator.name ?? delegator.ref } : {}),
    ...(open ? { review: reviewView(port, open, factsOf(open)) } : {}),
    ...(retrospective ? { retrospective } : {}),
    ...(publication && situation.live
      ? {
          publication: {
            how: publication.how,
            at: publication.at,
            by: text(publication.byName),
          },
        }
      : {}),
  }
}
