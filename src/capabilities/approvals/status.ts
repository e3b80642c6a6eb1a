import { type Actor, hasRole } from '../../kernel/actor.js'
import { type Context, runtimeOf } from '../../platform/runtime.js'
import type { Row } from '../../platform/db.js'
import { findRow } from '../../platform/db.js'
import { authorsOf } from './authors.js'
import { PUBLICATIONS } from './collections.js'
import { imageFor, newestDoc, storedDoc } from './store.js'
import { type Doc, isLive, subjectOf, type Target } from './target.js'
import { refusalToDecide, type ReviewState } from './domain.js'
import { differing, digestLeaves, type Image } from './image.js'
import type { SanitizedApprovals } from './options.js'
import { factsOf, lastReview } from './rows.js'

export type UserAction = 'approve' | 'publish' | 'requestChanges' | 'submit' | 'takedown' | 'withdraw'

/** What the panel of a document says and offers. Names only; no content. */
export interface DocumentStatus {
  /** In a word: the words are in the translations. */
  state: 'approved' | 'changesRequested' | 'draft' | 'inReview' | 'live' | 'publishing' | 'void'
  live: boolean
  /** The organization's: times are shown in it. */
  timeZone: string
  /** Hash of the newest draft: an approval sends it back, so that it is about what the person saw. */
  hash: string
  /** Fields that differ from what was submitted or approved. */
  changed: string[]
  /** True while a saved change would void an approval. */
  editVoids: boolean
  actions: UserAction[]
  /** Codes of why this person cannot decide. */
  cannotApprove?: string
  review?: {
    submittedBy: string
    submittedAt: string
    dueAt: string
    decidedBy?: string
    decidedAt?: string
    comment?: string
    attestations: string[]
  }
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
    live: stored && isLive(stored) ? await imageFor(ctx, options, target, stored) : null,
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

export const statusOf = async (
  ctx: Context,
  options: SanitizedApprovals,
  target: Target,
  actor: Actor,
  situation: Situation,
  mayEdit: boolean,
): Promise<DocumentStatus> => {
  const subject = subjectOf(target)
  const review = await lastReview(ctx, subject)
  const open = review && review.openKey === subject ? review : null
  const publication = await findRow(ctx, PUBLICATIONS, { subject: { equals: subject } })
  const state = stateOf(open, situation)
  const changed = open
    ? differing(open.leaves as Record<string, string>, digestLeaves(situation.image.leaves))
    : []
  const refusal = open
    ? refusalToDecide(factsOf(open), actor, Object.keys(await authorsOf(ctx, subject)))
    : null
  const actions: UserAction[] = []
  if (mayEdit && !situation.newest.deletedAt && ['draft', 'void', 'changesRequested'].includes(state))
    actions.push('submit')
  if (state === 'inReview' && !refusal) actions.push('approve')
  if (['inReview', 'approved', 'void'].includes(state) && open && !refusal) actions.push('requestChanges')
  if (mayEdit && (state === 'approved' || state === 'publishing')) actions.push('publish')
  const own = open?.submittedBy === actor.ref
  if (
    open &&
    state !== 'publishing' &&
    (own || hasRole(actor, ...(factsOf(open).definition.steps[0]?.roles ?? [])))
  )
    actions.push('withdraw')
  if (situation.live && mayEdit && hasRole(actor, ...options.takedownRoles)) actions.push('takedown')
  return {
    state,
    live: situation.live !== null,
    timeZone: runtimeOf(ctx.payload).options.timeZone,
    hash: situation.image.hash,
    changed,
    actions,
    editVoids: state === 'approved',
    ...(refusal && state === 'inReview' ? { cannotApprove: refusal.code } : {}),
    ...(open
      ? {
          review: {
            submittedBy: text(open.submittedByName) ?? '',
            submittedAt: String(open.submittedAt),
            dueAt: String(open.dueAt ?? open.submittedAt),
            decidedBy: text(open.decidedByName),
            decidedAt: text(open.decidedAt),
            comment: text(open.comment),
            attestations: factsOf(open).definition.attestations,
          },
        }
      : {}),
    ...(publication && situation.live
      ? {
          publication: {
            how: String(publication.how),
            at: String(publication.at),
            by: text(publication.byName),
          },
        }
      : {}),
  }
}
