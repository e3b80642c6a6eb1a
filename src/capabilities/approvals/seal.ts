import type { Where } from 'payload'

import { type Context, nowOf, type Seal, type Verdict, type WriteAttempt } from '../../platform/runtime.js'
import { endTakedown, openTakedown } from '../../platform/takedown.js'
import { emit } from '../../platform/unit.js'
import { judgeVersion } from './authorship.js'
import { differing, digestLeaves, type Image } from './image.js'
import type { MediaGuard } from './mediaGuard.js'
import type { SanitizedApprovals } from './options.js'
import { combine, fenced, missing, takedownNeeded } from './verdicts.js'
import { refuse } from './refusals.js'
import { decisionTargets } from './languages.js'
import { actorFor, asApproved, asPublication, type Change, type Rules, settle } from './publishing.js'
import { endReviews } from './reviews.js'
import { entry, removalOf } from './rows.js'
import { docsWhere, hasTrash, imageFor, storedDoc } from './store.js'
import { type Doc, isLive, isPublished, subjectOf, type Target, toTarget } from './target.js'

/** More rows than this in one conditional write are not judged one by one, so the write is refused. */
const MOST_ROWS = 1000

/** The row after the write: what the adapter is not given stays as it is. */
const merged = (stored: Doc | null, data: Doc): Doc => ({
  ...stored,
  ...Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)),
})

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

const asTakedown = async (ctx: Context, change: Change, before: Image): Promise<Verdict> => {
  const subject = subjectOf(change.target)
  const removal = await openTakedown(ctx, await removalOf(ctx, change.target, before.hash))
  if (!removal) return refuse(ctx, subject, change.attempt, takedownNeeded())
  return {
    done: async () => {
      const now = nowOf(ctx.payload)
      const ended = await endTakedown(ctx, removal.id, now)
      if (!ended) return
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

/** The invariant: a live image changes only into an approved one, and ceases to be live only with a reason. */
const judgeChange = async (ctx: Context, rules: Rules, asked: Change): Promise<Verdict> => {
  const { options } = rules
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
  const same = before && after && before.hash === after.hash
  if (after && next && !same && !(before && onlyShrinks(before, after)))
    return asPublication(ctx, rules, { ...change, next }, after, before)
  if (before && stored) await settle(ctx, options, target, stored, before)
  return same || !before ? {} : asTakedown(ctx, change, before)
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

/** The document, and each language that was decided on by itself. */
const endedWith = ({ payload }: Context, { options }: Rules, target: Target): Target[] => {
  const parts = decisionTargets(payload, options, target)
  return parts.includes(target) ? parts : [target, ...parts]
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
      data: attempt.data,
      attempt: 'create',
    })
  }
  const verdicts: Verdict[] = []
  try {
    for (const stored of rows) {
      const target = toTarget(attempt.collection, stored.id as number | string)
      const next = attempt.operation === 'delete' ? null : merged(stored, attempt.data ?? {})
      const change = { target, stored, next, data: attempt.data, attempt: attempt.operation }
      verdicts.push(await judgeChange(ctx, rules, change))
    }
  } catch (error) {
    for (const verdict of verdicts) await verdict.failed?.()
    throw error
  }
  const [only] = verdicts
  if (attempt.operation === 'update' && attempt.id !== undefined && only)
    return fenced(attempt, rows[0] ?? null, only)
  // One statement for several rows cannot write each without its unpublished languages.
  if (verdicts.some(({ args }) => args)) {
    for (const verdict of verdicts) await verdict.failed?.()
    return refuse(ctx, attempt.collection, attempt.operation, missing())
  }
  const after = combine(verdicts)
  if (attempt.operation !== 'delete') return after
  return {
    ...after,
    done: async () => {
      await after.done?.()
      for (const row of rows)
        for (const part of endedWith(ctx, rules, toTarget(attempt.collection, row.id as number)))
          await endReviews(ctx, part, actorFor(ctx))
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
    // Never live itself: what it becomes asks for the approval, see `reserve.ts`.
    if (attempt.collection in options.elsewhere) return undefined
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
          data: attempt.data,
          attempt: attempt.operation,
        },
      )
    }
    if (attempt.operation === 'create') {
      const target = toTarget(attempt.collection, attempt.data?.id as number | string | undefined)
      return judgeChange(
        ctx,
        { options, guard },
        { target, stored: null, next: attempt.data ?? {}, data: attempt.data, attempt: 'create' },
      )
    }
    const rules = { options, guard }
    return (await asApproved(ctx, rules, attempt)) ?? judgeRows(ctx, rules, attempt)
  },
})
