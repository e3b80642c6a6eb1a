import type { Actor } from '../../kernel/actor.js'
import { type Definition, rolesText, stepAt } from './definition.js'
import { digestLeaves, type Image } from './image.js'
import { queueOf, type ReviewState } from './lifecycle.js'
import { decisionKey, subjectOf, type Target } from './target.js'

export interface Beginning {
  target: Target
  image: Image
  definition: Definition
  locales: string[]
  actor: Actor
  state: ReviewState
  /** When the first step is due; for what waits for nobody, now. */
  dueAt: Date
  now: Date
  /** What is decided on, so that there is one open review of it; another one where it stands beside that. */
  openKey?: string
}

/** What a round begins with: its content, its rules, nobody's decision yet. */
export const roundOf = ({
  target,
  image,
  definition,
  locales,
  actor,
  dueAt,
  now,
  openKey = decisionKey(target),
}: Omit<Beginning, 'state'>): Record<string, unknown> => ({
  queue: queueOf(dueAt, openKey),
  hash: image.hash,
  leaves: digestLeaves(image.leaves),
  locales,
  definition,
  step: 0,
  awaits: rolesText(stepAt(definition, 0)?.roles ?? []),
  approvals: [],
  submittedBy: actor.ref,
  submittedByName: actor.name,
  submittedAt: now.toISOString(),
  dueAt: dueAt.toISOString(),
  comment: null,
  decidedBy: null,
  decidedByName: null,
  decidedAt: null,
  publishAt: null,
  scheduledBy: null,
  publishingSince: null,
})

/** Columns of a review that did not exist before. */
export const newReview = (beginning: Beginning): Record<string, unknown> => {
  const { target, state, openKey } = beginning
  const subject = subjectOf(target)
  return {
    openKey: openKey ?? decisionKey(target),
    subject,
    kind: target.kind,
    entity: target.slug,
    docId: target.id === undefined ? null : String(target.id),
    locale: target.locale ?? null,
    state,
    round: 1,
    ...roundOf(beginning),
  }
}
