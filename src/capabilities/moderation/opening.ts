import { randomToken } from '../../kernel/canonical.js'
import { changedMeanwhile } from '../../kernel/errors.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { compareAndSet, findRow, type Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { createUnitOnce, transition } from '../../platform/unit.js'
import { CASES } from './collections.js'
import type { Desk } from './context.js'
import type { CaseState } from './domain.js'
import { awaiting } from './events.js'
import { asksOthers, othersSay, signalsOf, writtenOf } from './triage/read.js'
import type { Signal } from './triage/rules.js'
import { heldBy, priorityOf, strongest } from './triage/weighing.js'

export interface CaseDraft {
  item: Ref
  revision: number
  kind: 'pending' | 'reports' | 'signals'
  /** The same cause never opens two cases. */
  cause: string
  priority?: number
  signals?: readonly Signal[]
  /** The rule by which a machine held it back. */
  heldBy?: null | string
  asked?: 'due' | null
}

/** The open case of the item, made if there is none; or the closed one that this very cause opened before. */
export const openCase = async (ctx: Context, draft: CaseDraft): Promise<Row> => {
  const { payload } = ctx
  const place = { place: { equals: `open:${draft.item}` } }
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const known = await findRow({ payload }, CASES, place)
    if (known) return known
    const made = await createUnitOnce(
      { payload },
      CASES,
      {
        ...draft,
        place: `open:${draft.item}`,
        state: 'open' satisfies CaseState,
        priority: Math.max(draft.priority ?? 0, priorityOf(draft.signals ?? [])),
        reports: 0,
        openedAt: nowOf(payload).toISOString(),
        applied: true,
      },
      { mail: [awaiting(payload.config.routes.admin, draft.kind)] },
    )
    if (made) return made
    const same = await findRow({ payload }, CASES, { cause: { equals: draft.cause } })
    if (same) return same
  }
  throw changedMeanwhile()
}

type Seen = Required<Pick<CaseDraft, 'asked' | 'heldBy' | 'revision' | 'signals'>>

/**
 * The text was edited while its case is open: what was seen in the text before says nothing of this one. A decision on
 * what was read before gets a 409, and danger that somebody reported stays first.
 */
const renewCase = async (ctx: Context, the: Row, seen: Seen): Promise<void> => {
  const isOlder = (row: Row): boolean => row.state === 'open' && Number(row.revision) < seen.revision
  if (!isOlder(the)) return
  await transition({ payload: ctx.payload }, CASES, { id: { equals: the.id } }, (row) =>
    isOlder(row)
      ? {
          data: {
            ...seen,
            priority: Number(row.priority) >= 1 ? Number(row.priority) : priorityOf(seen.signals),
          },
        }
      : null,
  )
}

/**
 * Puts a comment before a moderator that waits, or in which triage saw something worth a look. Safe to repeat: the
 * cause names the revision. The signals are told again where nobody hands them over, after a crash or an edit; those of
 * an edit take the place of the ones before.
 */
export const queueComment = async (
  ctx: Context,
  desk: Desk,
  comment: Row,
  known?: readonly Signal[],
): Promise<void> => {
  const item = refOf(desk.options.slug, comment.id)
  const revision = Number(comment.revision)
  const waits = comment.state === 'pending'
  const written = writtenOf(comment)
  const own = known ?? (await signalsOf(ctx, desk, written))
  // Nobody waits for others here: of what waits the case is opened first, and what is visible was answered before.
  const signals = waits || known ? own : [...own, ...(await othersSay(ctx, desk, written))]
  const seen: Seen = {
    revision,
    signals,
    heldBy: waits && desk.options.mode === 'after' ? heldBy(signals, desk.options.triage?.hold ?? []) : null,
    asked: asksOthers(desk) && (waits || known) ? 'due' : null,
  }
  const kind = waits ? 'pending' : 'signals'
  const the =
    waits || isNoticed(desk, signals)
      ? await openCase(ctx, { ...seen, item, kind, cause: `${kind}:${item}:${revision}` })
      : await findRow({ payload: ctx.payload }, CASES, { place: { equals: `open:${item}` } })
  if (the) await renewCase(ctx, the, seen)
  await compareAndSet(
    { payload: ctx.payload },
    desk.options.slug,
    { id: { equals: comment.id } },
    { queued: true },
  )
}

/** Is there something in a visible comment that a moderator should see? */
export const isNoticed = (desk: Desk, signals: readonly Signal[]): boolean =>
  desk.options.triage !== null && strongest(signals) >= desk.options.triage.notice

/** New reports for an item: one case, however many. */
export const openReportCase = async (
  ctx: Context,
  desk: Desk,
  comment: Row,
  priority: number,
): Promise<Row> => {
  const item = refOf(desk.options.slug, comment.id)
  const place = await findRow({ payload: ctx.payload }, CASES, { place: { equals: `open:${item}` } })
  return (
    place ??
    openCase(ctx, {
      item,
      revision: Number(comment.revision),
      kind: 'reports',
      cause: `reports:${item}:${randomToken(9)}`,
      priority,
      signals: await signalsOf(ctx, desk, writtenOf(comment)),
      asked: asksOthers(desk) ? 'due' : null,
    })
  )
}
