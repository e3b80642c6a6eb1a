import type { Actor } from '../../kernel/actor.js'
import type { LedgerDraft } from '../../kernel/ports.js'
import type { Ref } from '../../kernel/ref.js'
import { all, findRow, findRows, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { REVIEWS } from './collections.js'
import type { Approval, Definition } from './definition.js'
import type { ReviewFacts } from './domain.js'
import type { ReviewState } from './lifecycle.js'
import type { ApprovalAction } from './events.js'
import type { Target } from './target.js'

export const factsOf = (row: Row): ReviewFacts => ({
  state: row.state as ReviewState,
  submittedBy: String(row.submittedBy),
  hash: String(row.hash),
  definition: row.definition as Definition,
  step: Number(row.step ?? 0),
  approvals: (row.approvals ?? []) as Approval[],
  wrote: Object.keys((row.authors ?? {}) as Record<Ref, number>),
})

export const entry = (
  action: ApprovalAction,
  subject: Ref,
  actor: Actor,
  at: Date,
  facts: Record<string, unknown> = {},
  personal: Record<string, string> = {},
): LedgerDraft => ({ action, subject, actor, at, facts, personal })

/** Where a mail about this document leads. */
export const adminPathOf = (ctx: Context, { kind, slug, id }: Target): string =>
  `${ctx.payload.config.routes.admin}/${kind === 'global' ? `globals/${slug}` : `collections/${slug}/${id}`}`

export const openReview = (ctx: Context, subject: Ref): Promise<Row | null> =>
  findRow(ctx, REVIEWS, { openKey: { equals: subject } })

/** Reviews of a document that wait to be read after an emergency, the oldest first. */
export const retrospectivesOf = (ctx: Context, subject: Ref): Promise<Row[]> =>
  findRows(
    { payload: ctx.payload },
    REVIEWS,
    all({ subject: { equals: subject } }, { state: { equals: 'retrospective' } }),
    { limit: 100, sort: ['submittedAt', 'id'] },
  )

/** The latest review of a document, open or not. */
export const lastReview = async (ctx: Context, subject: Ref): Promise<Row | null> =>
  (await openReview(ctx, subject)) ??
  (await findRows(ctx, REVIEWS, { subject: { equals: subject } }, { limit: 1, sort: '-id' }))[0] ??
  null
