import type { Where } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { actorOrSystem } from '../../platform/actor.js'
import type { Row } from '../../platform/db.js'
import { type Context, nowOf, type Seal, type Verdict, type WriteAttempt } from '../../platform/runtime.js'
import { endTakedown, openTakedown } from '../../platform/takedown.js'
import { emit } from '../../platform/unit.js'
import { judgeVersion } from './authorship.js'
import { missing, takedownNeeded, voided } from './domain.js'
import { differing, digestLeaves, type Image } from './image.js'
import type { MediaGuard } from './mediaGuard.js'
import { refuseMedia } from './mediaRefusal.js'
import type { SanitizedApprovals } from './options.js'
import { combine, fenced } from './verdicts.js'
import { refuse } from './refusals.js'
import { abortPublish, beginPublish, finishPublish, setPublication } from './publications.js'
import { endReviews } from './reviews.js'
import { entry, openReview } from './rows.js'
import { docsWhere, hasTrash, imageFor, storedDoc } from './store.js'
import { type Doc, isLive, isPublished, subjectOf, type Target, toTarget } from './target.js'

/** More rows than this in one conditional write are not judged one by one, so the write is refused. */
const MOST_ROWS = 1000

const actorFor = (ctx: Context): Actor => actorOrSystem({ payload: ctx.payload, user: ctx.req?.user ?? null })

/** The row after the write: what the adapter is not given stays as it is. */
const merged = (stored: Doc | null, data: Doc): Doc => ({
  ...stored,
  ...Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)),
})

interface Change {
  target: Target
  stored: Doc | null
  next: Doc | null
  attempt: string
}

/** The same content in fewer languages is a removal, not a publication. */
const onlyShrinks = (before: Image, after: Image): boolean => {
  const { _published: were, ...content } = before.leaves
  const { _published: are, ...left } = after.leaves
  const same = differing(digestLeaves(content), digestLeaves(left)).length === 0
  return (
    same &&
    Array.isArray(are) &&
    (were === undefined || are.every((locale) => (were as unknown[]).includes(locale)))
  )
}

/**
 * A publication that a process began and wrote, but did not live to record, is recorded now.
 * @returns the review that is open then.
 */
const settle = async (ctx: Context, target: Target, live: Image): Promise<Row | null> => {
  const review = await openReview(ctx, subjectOf(target))
  if (review?.hash !== live.hash || (review.state !== 'publishing' && review.state !== 'approved'))
    return review
  await finishPublish(ctx, review, actorFor(ctx))
  return null
}

const asPublication = async (
  ctx: Context,
  change: Change,
  after: Image,
  guard: MediaGuard,
  known: Row | null,
): Promise<Verdict> => {
  const subject = subjectOf(change.target)
  const review = await beginPublish(ctx, subject, after.hash, known)
  if (!review) {
    const open = await openReview(ctx, subject)
    const approved = open && (open.state === 'approved' || open.state === 'publishing') ? open : null
    const changed = approved
      ? differing(approved.leaves as Record<string, string>, digestLeaves(after.leaves))
      : []
    return refuse(ctx, subject, change.attempt, approved ? voided(changed) : missing())
  }
  await refuseMedia(ctx, change, review, guard)
  return {
    failed: () => abortPublish(ctx, review.id),
    done: async () => {
      await finishPublish(ctx, review, actorFor(ctx))
      const removal = await openTakedown(ctx, subject)
      if (removal) await endTakedown(ctx, removal.id, nowOf(ctx.payload))
    },
  }
}

const asTakedown = async (ctx: Context, change: Change, before: Image): Promise<Verdict> => {
  const subject = subjectOf(change.target)
  const removal = await openTakedown(ctx, subject)
  if (!removal || removal.contentHash !== before.hash)
    return refuse(ctx, subject, change.attempt, takedownNeeded())
  return {
    done: async () => {
      const now = nowOf(ctx.payload)
      const ended = await endTakedown(ctx, removal.id, now)
      if (!ended) return
      await setPublication(ctx, subject, {
        how: 'takenDown',
        hash: before.hash,
        by: removal.by,
        at: now.toISOString(),
        endedAt: now.toISOString(),
      })
      await emit(ctx, {
        ledger: [
          entry('approvals.takenDown', subject, actorFor(ctx), now, {
            hash: before.hash,
            takedown: String(removal.id),
          }),
        ],
      })
    },
  }
}

/** Nothing becomes published in the trash, and what was published there before does not change. */
const refuseInTrash = async (ctx: Context, options: SanitizedApprovals, change: Change): Promise<void> => {
  const { target, stored, next, attempt } = change
  if (!next?.deletedAt || !isPublished(next)) return
  if (stored && isPublished(stored)) {
    const before = await imageFor(ctx, options, target, stored)
    if (before.hash === (await imageFor(ctx, options, target, next)).hash) return
  }
  refuse(ctx, subjectOf(target), attempt, missing())
}

/** What a write is judged by. */
interface Rules {
  options: SanitizedApprovals
  guard: MediaGuard
}

/** The invariant: a live image changes only into an approved one, and ceases to be live only with a reason. */
const judgeChange = async (ctx: Context, { options, guard }: Rules, asked: Change): Promise<Verdict> => {
  // Without a trash `deletedAt` is not stored: the row would be read by everyone.
  const change =
    asked.next?.deletedAt && !hasTrash(ctx.payload, asked.target)
      ? { ...asked, next: { ...asked.next, deletedAt: undefined } }
      : asked
  const { target, stored, next } = change
  await refuseInTrash(ctx, options, change)
  const wasLive = isLive(stored)
  const willBeLive = isLive(next)
  if (!wasLive && !willBeLive) return {}
  const before = wasLive && stored ? await imageFor(ctx, options, target, stored) : null
  const after = willBeLive && next ? await imageFor(ctx, options, target, next) : null
  const review = before ? await settle(ctx, target, before) : null
  if (before && after && before.hash === after.hash) return {}
  if (after && !(before && onlyShrinks(before, after)))
    return asPublication(ctx, change, after, guard, review)
  return before ? asTakedown(ctx, change, before) : {}
}

const rowsOf = async (ctx: Context, attempt: WriteAttempt): Promise<Doc[]> => {
  if (attempt.id !== undefined) {
    const stored = await storedDoc(ctx, toTarget(attempt.collection, attempt.id))
    return stored ? [stored] : []
  }
  return docsWhere(ctx, attempt.collection, (attempt.where ?? {}) as Where, {
    limit: MOST_ROWS + 1,
    locale: attempt.args.locale,
  })
}

const judgeRows = async (ctx: Context, rules: Rules, attempt: WriteAttempt): Promise<Verdict | undefined> => {
  const rows = await rowsOf(ctx, attempt)
  if (rows.length > MOST_ROWS) return refuse(ctx, attempt.collection, attempt.operation, missing())
  if (
    rows.length === 0 &&
    attempt.operation === 'update' &&
    attempt.id === undefined &&
    attempt.data?._status !== undefined &&
    isPublished(attempt.data)
  ) {
    // An upsert that matches nothing inserts.
    return judgeChange(ctx, rules, {
      target: toTarget(attempt.collection),
      stored: null,
      next: attempt.data ?? {},
      attempt: 'create',
    })
  }
  const verdicts: Verdict[] = []
  try {
    for (const stored of rows) {
      const target = toTarget(attempt.collection, stored.id as number | string)
      const next = attempt.operation === 'delete' ? null : merged(stored, attempt.data ?? {})
      verdicts.push(await judgeChange(ctx, rules, { target, stored, next, attempt: attempt.operation }))
    }
  } catch (error) {
    for (const verdict of verdicts) await verdict.failed?.()
    throw error
  }
  const [only] = verdicts
  if (attempt.operation === 'update' && attempt.id !== undefined && only)
    return fenced(attempt, rows[0] ?? null, only)
  const after = combine(verdicts)
  if (attempt.operation !== 'delete') return after
  return {
    ...after,
    done: async () => {
      await after.done?.()
      for (const row of rows)
        await endReviews(ctx, subjectOf(toTarget(attempt.collection, row.id as number)), actorFor(ctx))
    },
  }
}

/** Below every API, on the merged row of all languages. @param governs slugs, globals as `global:<slug>`. */
export const publishingSeal = (
  options: SanitizedApprovals,
  governs: (collection: string) => boolean,
  guard: MediaGuard,
): Seal => ({
  key: 'approvals',
  applies: governs,
  judge: async (attempt, ctx) => {
    if (attempt.version)
      return attempt.operation === 'delete' ? undefined : judgeVersion(ctx, options, attempt)
    if (attempt.collection.startsWith('global:')) {
      const target = toTarget(attempt.collection)
      const stored = await storedDoc(ctx, target)
      return judgeChange(
        ctx,
        { options, guard },
        {
          target,
          stored,
          next: merged(stored, attempt.data ?? {}),
          attempt: attempt.operation,
        },
      )
    }
    if (attempt.operation === 'create') {
      const target = toTarget(attempt.collection, attempt.data?.id as number | string | undefined)
      return judgeChange(
        ctx,
        { options, guard },
        { target, stored: null, next: attempt.data ?? {}, attempt: 'create' },
      )
    }
    return judgeRows(ctx, { options, guard }, attempt)
  },
})
