import { type Actor, SYSTEM } from '../../kernel/actor.js'
import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { all, findRow, findRows, type Row } from '../../platform/db.js'
import { type Context, nowOf, type TimerHandler } from '../../platform/runtime.js'
import { transition } from '../../platform/unit.js'
import type { Case } from './case.js'
import { INCIDENTS } from './collections.js'
import { OPEN_STATES, TEST_KIND } from './domain.js'
import { holds, keptOut, merge, requireApart, settled, unitedIn, unmerge } from './merging.js'
import { partsOf, rootOf, rowOf } from './merged.js'
import { type CaseWork, ladderFor, seenBy, type Standing, standingOf } from './standing.js'
import { byId, caseOf, changeCase, policyOf } from './store.js'

const caseAt = async (ctx: Context, ref: Ref): Promise<Case> => {
  const row = await rowOf(ctx, ref)
  if (!row) throw doesNotExist()
  return caseOf(row)
}

const change = (ctx: Context, ref: Ref, decide: Parameters<typeof transition>[3]): Promise<Row> =>
  transition(ctx, INCIDENTS, byId(ctx.payload, parseRef(ref).id), decide)

/** Would everybody who could be told of both be somebody whom one of them is about? */
const isBlocked = async (ctx: Context, work: CaseWork, one: Case, two: Case): Promise<boolean> =>
  (await ladderFor(ctx, work, unitedIn(one, two), two.kind)).blocked

/**
 * Brings the case that stays in line with what the other one says; repeating it changes nothing. Two people who merged
 * two cases into each other at the same moment, or into one that was closed meanwhile, have merged nothing: then the
 * other one is on its own again.
 * @returns false when it was undone
 */
const settle = async (ctx: Context, work: CaseWork, ref: Ref, into: Ref, actor: Actor): Promise<boolean> => {
  const [other, stays] = [await caseAt(ctx, ref), await caseAt(ctx, into)]
  const isPart = other.mergedInto === into
  const isWhole = !isPart || holds(stays, ref)
  const circles = isPart && (await rootOf(ctx, (await rowOf(ctx, ref))!)) === null
  const isOver = !isWhole && (stays.state === 'closed' || stays.mergedInto === ref)
  const undo = async (): Promise<false> => {
    const policy = policyOf(ctx.payload, work.options)
    await change(ctx, ref, (row) => {
      const found = caseOf(row)
      if (found.mergedInto !== into) return null
      return unmerge(found, stays, actor, nowOf(ctx.payload), policy)
    })
    return false
  }
  if (circles || isOver) return undo()
  const blocked = await isBlocked(ctx, work, other, stays)
  const whole = caseOf(
    await change(ctx, into, (row) => settled(caseOf(row), other, blocked, actor, nowOf(ctx.payload))),
  )
  // Reviewed at this very moment: nothing became part of it.
  if (isPart && !holds(whole, ref)) return undo()
  await keepOut(ctx, work, whole)
  return true
}

/** Whom a case is about sees none of what it is part of, nor of its other parts, those from before included. */
const keepOut = async (ctx: Context, work: CaseWork, found: Case): Promise<void> => {
  // Merged on at the same moment: then there is a whole above this one.
  const root = await rootOf(ctx, (await rowOf(ctx, found.ref))!)
  const top = root ? caseOf(root) : found
  const blocked = await isBlocked(ctx, work, found, top)
  const whole = caseOf(await change(ctx, top.ref, (row) => keptOut(caseOf(row), found, blocked)))
  for (const { id } of await partsOf(ctx, top.ref))
    await change(ctx, refOf(INCIDENTS, id), (row) => keptOut(caseOf(row), whole, blocked))
}

/** What a process left between the two cases of a merge. */
export const settleHandler =
  (work: CaseWork): TimerHandler =>
  async ({ subject, data }, { payload }) => {
    const at = { payload }
    const other = await caseAt(at, subject)
    // Who did it stands in the history of the case that they did it to.
    const last = other.timeline.filter(({ what }) => what === 'merged' || what === 'unmerged').at(-1)
    const by: Actor = last?.by ? { kind: 'staff', ref: last.by, name: last.name, roles: [] } : SYSTEM
    await settle(at, work, subject, String(data.into), by)
    return { next: null }
  }

/** The case of this number, among those that this person sees. */
const caseNumbered = async (ctx: Context, standing: Standing, number: string): Promise<Case> => {
  const row = await findRow(ctx, INCIDENTS, all({ number: { equals: number } }, seenBy(ctx, standing)))
  if (!row) throw doesNotExist()
  return caseOf(row)
}

/** @throws GovernanceError `notFound` for either case that is not for this person; `stateConflict` */
export const mergeCase = async (
  ctx: Context,
  work: CaseWork,
  actor: Actor,
  id: string,
  number: string,
): Promise<Case> => {
  const at = { payload: ctx.payload }
  const standing = await standingOf(at, work, actor)
  if (!standing) throw doesNotExist()
  const merged = await changeCase(at, work, actor, id, 'merge', async (found, now) => {
    const into = await caseNumbered(at, standing, number)
    return merge(found, into, await isBlocked(at, work, found, into), actor, now)
  })
  if (await settle(at, work, merged.ref, merged.mergedInto!, actor)) return merged
  throw new GovernanceError(
    'stateConflict',
    'Somebody else changed the other case at the same moment. Reload it.',
    {
      why: 'mergedMeanwhile',
    },
  )
}

/** @throws GovernanceError `notFound`, `stateConflict` */
export const unmergeCase = async (ctx: Context, work: CaseWork, actor: Actor, id: string): Promise<Case> => {
  const at = { payload: ctx.payload }
  const was: { into?: Case } = {}
  const apart = await changeCase(at, work, actor, id, 'unmerge', async (found, now) => {
    const into = found.mergedInto ? await rowOf(at, found.mergedInto) : null
    const root = into && (await rootOf(at, into))
    requireApart(found, root && caseOf(root))
    was.into = caseOf(into!)
    return unmerge(found, was.into, actor, now, policyOf(ctx.payload, work.options))
  })
  await settle(at, work, apart.ref, was.into!.ref, actor)
  return apart
}

/** The case that this one is part of in the end, where this person sees it. */
export const wholeFor = async (ctx: Context, standing: Standing, found: Case): Promise<Case | null> => {
  const into = found.mergedInto ? await rowOf(ctx, found.mergedInto) : null
  const root = into && (await rootOf(ctx, into))
  const seen =
    root && (await findRow(ctx, INCIDENTS, all({ id: { equals: root.id } }, seenBy(ctx, standing))))
  return seen ? caseOf(seen) : null
}

/** Open cases that this one can be merged into, for a list to choose from. */
export const othersToMerge = async (ctx: Context, standing: Standing, found: Case): Promise<Case[]> => {
  const open = all(
    { state: { in: [...OPEN_STATES] } },
    { mergedInto: { exists: false } },
    { kind: { not_equals: TEST_KIND } },
    seenBy(ctx, standing),
  )
  return (await findRows(ctx, INCIDENTS, open, { sort: '-rank', limit: 100 }))
    .map(caseOf)
    .filter(({ ref }) => ref !== found.ref)
}
