import type { PayloadRequest } from 'payload'

import { type Actor, hasRole } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { Ref } from '../../kernel/ref.js'
import { type Context, nowOf, runtimeOf } from '../../platform/runtime.js'
import type { Row } from '../../platform/db.js'
import { lastTakenDown } from '../../platform/takedown.js'
import { publicationOf } from './publications.js'
import { isDoneHere, liveDocOf } from './elsewhere.js'
import { imageFor, newestDoc, storedDoc } from './store.js'
import { decisionKey, type Doc, isLive, subjectOf, type Target } from './target.js'
import { type Comment, commentsOn } from './comments.js'
import { authorsOf } from './authors.js'
import { barredFrom, noEmergency, retrospectiveView, type RetrospectiveView } from './barred.js'
import { deciderOf } from './decisions.js'
import { EMERGENCY_ROLES, everyRole } from './definition.js'
import { authorsOfReview, standing, standingToObject } from './domain.js'
import { fieldAt, fieldsOf, type NamedField, namesOfPaths } from './fields.js'
import { isVoid, type ReviewState } from './lifecycle.js'
import { differing, digestLeaves, type Image } from './image.js'
import type { SanitizedApprovals } from './options.js'
import type { ApprovalsPort } from './port.js'
import { type ReviewView, reviewView, text } from './reviewView.js'
import { factsOf, lastReview, planOf } from './rows.js'
import { staffingOf, type Unfilled, unfilledNow } from './workflow.js'

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

/** What the panel of a document says and offers. Names only; no content. */
export interface DocumentStatus {
  /** In a word: the words are in the translations. */
  state: 'approved' | 'changesRequested' | 'draft' | 'inReview' | 'live' | 'publishing' | 'void'
  live: boolean
  /** Of a draft: how its last submission ended without a decision. */
  ended?: Ended
  /** Of what visitors do not see: when it was taken down. */
  takenDown?: { at: string; reason?: string }
  /** The one language that is decided on, where languages are published apart: its code. */
  language?: string
  /** The organization's: times are shown in it. */
  timeZone: string
  /** Hash of the newest draft: an approval sends it back, so that it is about what the person saw. */
  hash: string
  /** Fields that differ from what was submitted or approved: their paths, and what the form calls them. */
  changed: string[]
  changedNames: string[]
  /** True while a saved change would void an approval. */
  editVoids: boolean
  /** True while a saved change would make this person an author, who cannot approve. */
  editExcludes: boolean
  actions: UserAction[]
  /** Codes of why this person cannot decide. */
  cannotApprove?: string
  /** Who stands in the way: this person decides for them, and they wrote it. */
  barredFor?: string
  /** Why this person cannot decide, as a sentence in their language. */
  whyNot?: string
  /** Why this person, who decides for somebody who could, cannot publish in an emergency. */
  whyNoEmergency?: string
  /** In whose name this person would decide. */
  decidesFor?: string
  review?: ReviewView
  /** Steps that nobody can complete, for who wrote and waits for somebody else. */
  unfilled: Unfilled[]
  /** What was published in an emergency and waits to be read. */
  retrospective?: RetrospectiveView
  /** What an approver ticks besides the checklist of a step. */
  attestations: string[]
  comments: (Comment & {
    /** What the form calls the field. */
    about?: string
  })[]
  /** Paths that a comment can be about, with their labels. */
  fields: NamedField[]
  publication?: { how: string; at: string; by?: string }
}

export interface Situation {
  stored: Doc | null
  newest: Doc
  /** What visitors see, as a document; null where that is nothing. */
  liveDoc: Doc | null
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
  const liveDoc = await liveDocOf(ctx, options, target, stored)
  return {
    stored,
    newest,
    liveDoc,
    live: liveDoc && (await imageFor(ctx, options, target, liveDoc)),
    image: await imageFor(ctx, options, target, newest, true),
  }
}

const stateOf = (review: Row | null, { live, image }: Situation): DocumentStatus['state'] => {
  const state = review?.state as ReviewState | undefined
  if (review && isVoid(factsOf(review), image.hash)) return 'void'
  if (state === 'approved' || state === 'inReview' || state === 'changesRequested' || state === 'publishing')
    return state
  return live?.hash === image.hash ? 'live' : 'draft'
}

type Ended = 'expired' | 'superseded'

const endedAs = (last: Row | null): Ended | undefined =>
  (['expired', 'superseded'] as const).find((ended) => ended === last?.state)

const canBeUrgent = (state: DocumentStatus['state']): boolean => state !== 'live' && state !== 'publishing'

interface Offer {
  state: DocumentStatus['state']
  open: Row | null
  mayDecide: boolean
  /** Whoever approved a step may change their mind. */
  mayObject: boolean
  mayEdit: boolean
  actor: Actor
  situation: Situation
  options: SanitizedApprovals
}

/** What this person may do now. The endpoints decide again. */
const actionsIn = (offer: Offer): UserAction[] => {
  const { state, open, mayDecide, mayObject, mayEdit, actor, situation, options } = offer
  const actions: UserAction[] = []
  const inTrash = Boolean(situation.newest.deletedAt)
  if (mayEdit && !inTrash && ['draft', 'void', 'changesRequested'].includes(state)) actions.push('submit')
  if (state === 'inReview' && mayDecide) actions.push('approve')
  if (['inReview', 'approved', 'void'].includes(state) && open && mayObject) actions.push('requestChanges')
  if (mayEdit && (state === 'approved' || state === 'publishing')) actions.push('publish')
  if (mayEdit && state === 'approved')
    actions.push(open && planOf(open).publishAt ? 'unschedule' : 'schedule')
  const own = open?.submittedBy === actor.ref
  if (open && state !== 'publishing' && (own || hasRole(actor, ...everyRole(factsOf(open).definition))))
    actions.push('withdraw')
  if (mayEdit && !inTrash && canBeUrgent(state) && hasRole(actor, ...EMERGENCY_ROLES))
    actions.push('emergency')
  if (situation.live && mayEdit && hasRole(actor, ...options.takedownRoles)) actions.push('takedown')
  return actions
}

interface Asked {
  ctx: Context
  req: PayloadRequest
  port: ApprovalsPort
  target: Target
  actor: Actor
  situation: Situation
}

/** Whoever wrote, and waits for somebody else to approve it, is told when there is nobody. */
const unfilledFor = async (
  { ctx, target, actor }: Asked,
  open: Row | null,
  cannotApprove: string | undefined,
  authors: readonly Ref[],
): Promise<Unfilled[]> => {
  if (open?.state !== 'inReview') return []
  if (open.submittedBy !== actor.ref && cannotApprove !== 'separationOfDuties') return []
  const review = factsOf(open)
  const staffing = await staffingOf(ctx, target, everyRole(review.definition))
  return unfilledNow(staffing, review.definition, review.step, authorsOfReview(review, authors))
}

const publicationView = async ({ ctx, port, target, situation }: Asked) => {
  const found = situation.live ? await publicationOf(ctx, target) : null
  if (!found) return undefined
  const isHere = isDoneHere(port.options, target.slug, 'publish')
  return { how: isHere ? found.how : 'elsewhere', at: found.at, by: text(found.byName) }
}

export const statusOf = async (asked: Asked, mayEdit: boolean): Promise<DocumentStatus> => {
  const { ctx, req, port, target, actor, situation } = asked
  const { options } = port
  const review = await lastReview(ctx, target)
  const open = review && review.openKey === decisionKey(target) ? review : null
  const publication = await publicationView(asked)
  const state = stateOf(open, situation)
  const changed = open
    ? differing(open.leaves as Record<string, string>, digestLeaves(situation.image.leaves))
    : []
  const authors = Object.keys(await authorsOf(ctx, target))
  const decider = await deciderOf(ctx, actor, authors)
  const found = open ? standing(factsOf(open), decider) : null
  const barred = open ? barredFrom(asked, factsOf(open), decider) : null
  const delegator = found && !(found instanceof GovernanceError) ? found.for : null
  const mayDecide = open !== null && barred === null
  const mayObject = open !== null && !(standingToObject(factsOf(open), decider) instanceof GovernanceError)
  const retrospective = await retrospectiveView(ctx, asked, target, decider)
  const actions = actionsIn({ state, open, mayDecide, mayObject, mayEdit, actor, situation, options }).filter(
    (action) => isDoneHere(options, target.slug, action),
  )
  if (retrospective?.mayDecide) actions.push('confirm', 'object')
  const fields = fieldsOf(req, target)
  const comments = await commentsOn(ctx, subjectOf(target))
  return {
    state,
    live: situation.live !== null,
    ...(state === 'draft' ? { ended: endedAs(review) } : {}),
    ...(isLive(situation.stored) ? {} : { takenDown: await lastTakenDown(ctx, subjectOf(target), actor) }),
    ...(target.locale ? { language: target.locale } : {}),
    timeZone: runtimeOf(ctx.payload).options.timeZone,
    hash: situation.image.hash,
    changed,
    changedNames: namesOfPaths(req, target, changed),
    actions,
    editVoids: state === 'approved',
    editExcludes: mayEdit && state === 'inReview' && mayDecide,
    attestations: open ? factsOf(open).definition.attestations : [...options.attestations],
    comments: comments.map((one) => ({ ...one, about: one.field && fieldAt(fields, one.field)?.label })),
    fields,
    ...(barred && state === 'inReview'
      ? { cannotApprove: barred.code, barredFor: barred.barredFor, whyNot: barred.sentence }
      : {}),
    ...(mayEdit && canBeUrgent(state) && isDoneHere(options, target.slug, 'emergency')
      ? noEmergency(req, decider)
      : {}),
    unfilled: await unfilledFor(asked, open, barred?.code, authors),
    ...(delegator ? { decidesFor: delegator.name ?? delegator.ref } : {}),
    ...(open ? { review: reviewView(port, open, factsOf(open), nowOf(ctx.payload)) } : {}),
    ...(retrospective ? { retrospective } : {}),
    ...(publication ? { publication } : {}),
  }
}
