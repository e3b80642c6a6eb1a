import type { Actor } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { MessageDraft } from '../../kernel/ports.js'
import { all, compareAndSet, findRow, findRows, type Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { createUnitOnce, emit, transition } from '../../platform/unit.js'
import { closeAuthors } from './authors.js'
import { PUBLICATIONS, REVIEWS } from './collections.js'
import { closing, type ReviewState, reviews } from './lifecycle.js'
import type { Definition } from './definition.js'
import type { Image } from './image.js'
import { newReview } from './newReview.js'
import { mailTo } from './notify.js'
import { aboutPart, entry, lastPublished, openReview, openWhere } from './rows.js'
import { supersede } from './supersede.js'
import { targetOf } from './store.js'
import { decisionKey, subjectOf, type Target } from './target.js'

/**
 * Reserves the approval of exactly this content for a write; null when there is none. Its effects that are still to
 * be carried out stay where they are: nothing is read before.
 */
export const beginPublish = (ctx: Context, target: Target, hash: string): Promise<Row | null> =>
  compareAndSet(
    ctx,
    REVIEWS,
    all(openWhere(target), { hash: { equals: hash } }, { state: { in: reviews.statesFor('beginPublish') } }),
    { state: 'publishing', publishingSince: nowOf(ctx.payload).toISOString(), rev: { $inc: 1 } },
  )

/** Back to approved: the write did not happen. */
export const abortPublish = async (ctx: Context, id: number | string): Promise<void> => {
  await transition(ctx, REVIEWS, { id: { equals: id } }, (review) =>
    review.state === 'publishing' ? { data: { state: 'approved', publishingSince: null } } : null,
  )
}

/**
 * The approved content is live: the approval is used up, and with it the work of its authors. That is on the ledger
 * first, under a key of its own, for it is a fact by now: whoever finishes this after a crash finds it there.
 * @param fresh begun by this very write, so that nobody else has put it on the ledger.
 */
export const finishPublish = async (
  ctx: Context,
  review: Row,
  actor: Actor,
  fresh = false,
): Promise<void> => {
  const target = targetOf(ctx.payload, review)
  const now = nowOf(ctx.payload)
  const { hash, round, scheduledBy } = review
  const how = howOf(review.definition as Definition)
  const facts = {
    hash,
    ...aboutPart(target),
    round,
    ...(scheduledBy ? { plannedBy: scheduledBy } : {}),
    // Nobody had approved it: the ledger must not say so.
    ...(how === 'approved' ? {} : { because: how }),
  }
  await emit(
    ctx,
    {
      ledger: [entry('approvals.published', subjectOf(target), actor, now, facts)],
      mail: publishedMail(ctx, review, actor),
    },
    { key: `approvals.published:${review.id}:${round}`, fresh },
  )
  await transition(
    ctx,
    REVIEWS,
    { id: { equals: review.id } },
    (found) => {
      if (found.hash !== hash || !reviews.can(found.state as ReviewState, 'finishPublish')) return null
      return {
        data: {
          state: 'published',
          ...closing(decisionKey(target), 'published', found.id),
          publishedBy: actor.ref ?? null,
          publishedByName: actor.name ?? null,
          publishedAt: now.toISOString(),
        },
      }
    },
    review,
  )
}

/** Who submitted it hears that it is live, unless they published it themselves. */
const publishedMail = (ctx: Context, row: Row, actor: Actor): MessageDraft[] => {
  const { granted } = row.definition as Definition
  const submitter = String(row.submittedBy)
  return granted || submitter === actor.ref
    ? []
    : [
        {
          ...mailTo(ctx, 'approvals:mail:published', submitter, targetOf(ctx.payload, row)),
          key: `approvals:mail:published:${row.id}:${row.round}:${submitter}`,
        },
      ]
}

const howOf = ({ emergency, granted }: Definition): string =>
  emergency ? 'emergency' : granted ? 'granted' : 'approved'

/** By which right something is live. */
export interface Publication {
  how: string
  at: string
  byName: string | null
}

/** What was published as a whole, or was live before, stands for each of its languages. */
export const publicationOf = async (ctx: Context, target: Target): Promise<Publication | null> => {
  const { locale, ...whole } = target
  const review =
    (await lastPublished(ctx, target)) ?? (locale === undefined ? null : await lastPublished(ctx, whole))
  if (review) {
    const how = howOf(review.definition as Definition)
    return { how, at: String(review.publishedAt), byName: (review.publishedByName ?? null) as string | null }
  }
  const adopted = await findRow(ctx, PUBLICATIONS, { subject: { equals: subjectOf(target) } })
  return adopted && { how: String(adopted.how), at: String(adopted.at), byName: null }
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
        authors: await closeAuthors(ctx, target),
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
