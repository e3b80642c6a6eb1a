import type { Actor } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { MessageDraft } from '../../kernel/ports.js'
import { all, compareAndSet, findRow, findRows, insertOnce, type Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { createUnitOnce, transition } from '../../platform/unit.js'
import { authorsOf, closeAuthors, type Touches } from './authors.js'
import { PUBLICATIONS, REVIEWS } from './collections.js'
import { closing, type ReviewState, reviews } from './lifecycle.js'
import type { Definition } from './definition.js'
import type { Image } from './image.js'
import { newReview } from './newReview.js'
import { mailTo } from './notify.js'
import { aboutPart, entry, openReview } from './rows.js'
import { supersede } from './supersede.js'
import { targetOf } from './store.js'
import { decisionKey, subjectOf, type Target } from './target.js'

/** Reserves the approval of exactly this content for a write; null when there is none. */
export const beginPublish = async (
  ctx: Context,
  target: Target,
  hash: string,
  known?: Row | null,
): Promise<Row | null> => {
  const found = known ?? (await openReview(ctx, target))
  if (!found || found.hash !== hash || !reviews.can(found.state as ReviewState, 'beginPublish')) return null
  const now = nowOf(ctx.payload)
  const row = await transition(
    ctx,
    REVIEWS,
    { id: { equals: found.id } },
    (review) =>
      review.hash === hash && reviews.can(review.state as ReviewState, 'beginPublish')
        ? { data: { state: 'publishing', publishingSince: now.toISOString() } }
        : null,
    found,
  )
  return row.state === 'publishing' && row.hash === hash ? row : null
}

/** Back to approved: the write did not happen. */
export const abortPublish = async (ctx: Context, id: number | string): Promise<void> => {
  await transition(ctx, REVIEWS, { id: { equals: id } }, (review) =>
    review.state === 'publishing' ? { data: { state: 'approved', publishingSince: null } } : null,
  )
}

/** The approved content is live: the approval is used up, and the authors of this content are done. */
export const finishPublish = async (ctx: Context, review: Row, actor: Actor): Promise<void> => {
  const target = targetOf(ctx.payload, review)
  const subject = subjectOf(target)
  const part = decisionKey(target)
  const now = nowOf(ctx.payload)
  let mine = false
  const row = await transition(
    ctx,
    REVIEWS,
    { id: { equals: review.id } },
    (found) => {
      mine = found.hash === review.hash && reviews.can(found.state as ReviewState, 'finishPublish')
      if (!mine) return null
      return {
        data: {
          state: 'published',
          ...closing(part, 'published', found.id),
          publishedBy: actor.ref,
          publishedAt: now.toISOString(),
        },
        effects: {
          ledger: [
            entry('approvals.published', subject, actor, now, {
              hash: found.hash,
              ...aboutPart(target),
              round: found.round,
              ...(found.scheduledBy ? { plannedBy: found.scheduledBy } : {}),
            }),
          ],
          mail: publishedMail(ctx, found, actor),
        },
      }
    },
    review,
  )
  if (!mine) return
  await closeAuthors(ctx, target, (row.authors ?? {}) as Touches)
  await setPublication(ctx, part, {
    how: howOf(row.definition as Definition),
    hash: row.hash,
    review: String(row.id),
    by: actor.ref ?? null,
    byName: actor.name ?? null,
    at: now.toISOString(),
    endedAt: null,
  })
}

/** Who submitted it hears that it is live, unless they published it themselves. */
const publishedMail = (ctx: Context, row: Row, actor: Actor): MessageDraft[] => {
  const { granted } = row.definition as Definition
  const submitter = String(row.submittedBy)
  return granted || submitter === actor.ref
    ? []
    : [mailTo(ctx, 'approvals:mail:published', submitter, targetOf(ctx.payload, row))]
}

const howOf = ({ emergency, granted }: Definition): string =>
  emergency ? 'emergency' : granted ? 'granted' : 'approved'

/**
 * One row per document, or per language that is decided on by itself; on the publishing path the review's
 * compare-and-set has already named one writer.
 */
export const setPublication = async (
  ctx: Context,
  part: string,
  data: Record<string, unknown>,
): Promise<void> => {
  if (!(await compareAndSet(ctx, PUBLICATIONS, { subject: { equals: part } }, data)))
    await insertOnce(ctx, PUBLICATIONS, { subject: part, rev: 0, ...data })
}

/** What is live by which right; what was adopted, or published as a whole, stands for each of its languages. */
export const publicationOf = async (ctx: Context, target: Target): Promise<Row | null> => {
  const of = (part: string) => findRow(ctx, PUBLICATIONS, { subject: { equals: part } })
  return (await of(decisionKey(target))) ?? (target.locale ? of(subjectOf(target)) : null)
}

/** Reviews that a process left between approval and publication, oldest first. */
export const stuckReviews = (ctx: Context, before: Date): Promise<Row[]> =>
  findRows(
    ctx,
    REVIEWS,
    all({ state: { equals: 'publishing' } }, { publishingSince: { less_than: before.toISOString() } }),
    { limit: 100 },
  )

/** Who published without an approval, why, and who is told. */
export interface Grant {
  target: Target
  image: Image
  actor: Actor
  reason: string
  locales: string[]
  /** By the AED or ED in an emergency, rather than by the host's own code. */
  emergency?: boolean
  mail?: MessageDraft[]
}

/** An approval of this content without a review, in place of any open one. */
export const grant = async (ctx: Context, granted: Grant): Promise<Row> => {
  const { target, image, actor, reason, locales, emergency = false, mail = [] } = granted
  const subject = subjectOf(target)
  const now = nowOf(ctx.payload)
  const definition: Definition = {
    steps: [],
    attestations: [],
    expireDays: null,
    granted: true,
    emergency,
  }
  // The host's own code has no name that people know.
  const name = emergency ? actor.name : null
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const open = await openReview(ctx, target)
    if (open) await supersede(ctx, open, actor, emergency ? 'emergency' : 'granted')
    const made = await createUnitOnce(
      ctx,
      REVIEWS,
      {
        ...newReview({ target, image, definition, locales, actor, state: 'approved', dueAt: now, now }),
        submittedByName: name,
        authors: await authorsOf(ctx, target),
        decidedBy: actor.ref,
        decidedByName: name,
        decidedAt: now.toISOString(),
      },
      {
        ledger: [
          entry(
            emergency ? 'approvals.emergency' : 'approvals.granted',
            subject,
            actor,
            now,
            { hash: image.hash, ...aboutPart(target) },
            { reason },
          ),
        ],
        mail,
      },
    )
    if (made) return made
  }
  throw new GovernanceError('stateConflict', 'A publication of this document is under way. Try again.')
}
