import type { Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import type { LedgerDraft } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { all, findRow, findRows, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { REVIEWS } from './collections.js'
import { type Approval, type Definition, definitionIn } from './definition.js'
import type { ReviewFacts } from './domain.js'
import type { ReviewState } from './lifecycle.js'
import type { ApprovalAction } from './events.js'
import { decisionKey, subjectOf, type Target } from './target.js'

export const factsOf = (row: Row): ReviewFacts => ({
  state: row.state as ReviewState,
  submittedBy: String(row.submittedBy),
  hash: String(row.hash),
  definition: definitionIn(row.definition as Definition),
  step: Number(row.step ?? 0),
  approvals: (row.approvals ?? []) as Approval[],
  wrote: Object.keys((row.authors ?? {}) as Record<Ref, number>),
})

/** When an approved content goes live by itself, or when it was to go live and did not. */
export const planOf = ({ publishAt, scheduledBy }: Row): { publishAt?: string; notPublishedAt?: string } => {
  if (!publishAt) return {}
  const at = new Date(publishAt as string).toISOString()
  return scheduledBy ? { publishAt: at } : { notPublishedAt: at }
}

export const entry = (
  action: ApprovalAction,
  subject: Ref,
  actor: Actor,
  at: Date,
  facts: Record<string, unknown> = {},
  personal: Record<string, string> = {},
): LedgerDraft => ({ action, subject, actor, at, facts, personal })

/** Where a mail about this document leads. */
export const adminPathOf = (ctx: Context, { kind, slug, id, locale }: Target): string =>
  `${ctx.payload.config.routes.admin}/${kind === 'global' ? `globals/${slug}` : `collections/${slug}/${encodeURIComponent(String(id))}`}` +
  (locale ? `?locale=${encodeURIComponent(locale)}` : '')

/** Facts of an entry on a review: which language it was about, where one is decided on by itself. */
export const aboutPart = ({ locale }: Target): Record<string, unknown> => (locale ? { locale } : {})

/** The open review of a document, or of the one language that is decided on. */
export const openWhere = (target: Target): Where => ({ openKey: { equals: decisionKey(target) } })

export const openReview = (ctx: Context, target: Target): Promise<Row | null> =>
  findRow(ctx, REVIEWS, openWhere(target))

/** The whole has those of its languages, and each of these that of the whole: sites change how they decide. */
const isAbout =
  (target: Target) =>
  ({ locale }: Row): boolean =>
    !target.locale || !locale || locale === target.locale

/** Reviews of a document that wait to be read after an emergency, the oldest first. */
export const retrospectivesOf = async (ctx: Context, target: Target): Promise<Row[]> => {
  const rows = await findRows(
    ctx,
    REVIEWS,
    all({ subject: { equals: subjectOf(target) } }, { state: { equals: 'retrospective' } }),
    { limit: 100, sort: ['submittedAt', 'id'] },
  )
  return rows.filter(isAbout(target))
}

const wherePart = ({ locale }: Target): Where =>
  locale ? { locale: { equals: locale } } : { locale: { exists: false } }

/** The review whose content was the last one to go live: by which right it is live, and whose work it is. */
export const lastPublished = async (ctx: Context, target: Target): Promise<Row | null> =>
  (await publishedOf(ctx, all({ subject: { equals: subjectOf(target) } }, wherePart(target))))[0] ?? null

const publishedOf = (ctx: Context, where: Where): Promise<Row[]> =>
  findRows(ctx, REVIEWS, all(where, { state: { equals: 'published' } }), {
    limit: 1,
    sort: ['-publishedAt', '-id'],
  })

/**
 * What a takedown of what is live now is about. Approved again, the same content would be live by another right: a
 * takedown that was asked for before, and did not happen, then permits nothing any more.
 */
export const removalOf = async (
  ctx: Context,
  target: Target,
  contentHash: string,
): Promise<{ subject: Ref; contentHash: string; publication: string }> => {
  const subject = subjectOf(target)
  const [last] = await publishedOf(ctx, { subject: { equals: subject } })
  return { subject, contentHash, publication: last ? String(last.id) : 'adopted' }
}

/** The latest review of a document, open or not. */
export const lastReview = async (ctx: Context, target: Target): Promise<Row | null> =>
  (await openReview(ctx, target)) ??
  (
    await findRows(ctx, REVIEWS, all({ subject: { equals: subjectOf(target) } }, wherePart(target)), {
      limit: 1,
      sort: '-id',
    })
  )[0] ??
  null
