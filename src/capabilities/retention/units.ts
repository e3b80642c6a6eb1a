import type { Actor } from '../../kernel/actor.js'
import { randomToken } from '../../kernel/canonical.js'
import { all, compareAndSet, findRow, findRows, recordOnce, type Row } from '../../platform/db.js'
import { codeOf } from '../../platform/failure.js'
import type { Context } from '../../platform/runtime.js'
import { certify } from './certificates.js'
import { addCounts, takeCounts } from './counting.js'
import { DELETIONS } from './collections.js'
import { countFiles } from './files.js'
import { nowOf, type Retention, ruleText, type Work } from './context.js'
import { nextAction, OPEN_STATES, type UnitAction, unitMachine, type UnitState } from './domain.js'
import { list, withoutHeld } from './listing.js'
import { leaseLost } from './lost.js'
import type { RetentionRule } from './options.js'
import { afterDeletion } from './hostHooks.js'
import { dropFiles } from './outbox.js'
import { prepare } from './prepare.js'
import { callHooks, dropRows, partsOf, step } from './steps.js'
import type { Id } from './store.js'

export interface Origin {
  /** Units of one run share a certificate. */
  run: string
  /** `replay`: deleted before, and back from a backup. */
  reason: 'due' | 'hand' | 'replay'
  actor: Actor
}

/** Writes the intent. From here on no hold can be placed on these records, and a crash is healed. */
export const intend = async (
  ctx: Context & { retention: Retention },
  rule: RetentionRule,
  ids: Id[],
  origin: Origin,
): Promise<Row> => {
  const now = nowOf(ctx.payload).toISOString()
  const unit = {
    key: randomToken(12),
    run: origin.run,
    subjectCollection: rule.collection,
    reason: origin.reason,
    rule: ruleText(ctx.payload, rule),
    terms: rule.terms,
    state: 'intended' satisfies UnitState,
    ids,
    uploads: [],
    digests: [],
    failures: 0,
    rev: 0,
    byKind: origin.actor.kind,
    byRef: origin.actor.ref ?? null,
    byName: origin.actor.name ?? null,
    startedAt: now,
  }
  await recordOnce({ payload: ctx.payload }, DELETIONS, { ...unit })
  return unit as unknown as Row
}

/** Moves a unit on if it still is where we think it is: a runner that woke up late finds it is not. */
const write = async (
  at: Context,
  unit: Row,
  action: UnitAction,
  data: Record<string, unknown>,
): Promise<Row> => {
  const from = unit.state as UnitState
  const moved = await compareAndSet(
    at,
    DELETIONS,
    all({ key: { equals: unit.key } }, { state: { equals: from } }),
    { ...data, state: unitMachine.next(from, action) },
  )
  if (!moved) throw leaseLost()
  return { ...unit, ...moved, ...data }
}

const advance = async (
  work: Work,
  unit: Row,
  action: UnitAction,
  data: Record<string, unknown>,
): Promise<Row> => {
  await work.fence()
  return write({ payload: work.payload }, unit, action, data)
}

export const openUnits = (ctx: Context, collection?: string): Promise<Row[]> =>
  findRows(
    { payload: ctx.payload },
    DELETIONS,
    all(
      { state: { in: OPEN_STATES } },
      ...(collection ? [{ subjectCollection: { equals: collection } }] : []),
    ),
    { limit: 10_000, sort: 'startedAt' },
  )

/** A hold that came while the list was written: what it keeps stays, and the unit counts without it. */
const spareHeld = async (work: Work, rule: RetentionRule, unit: Row): Promise<Row> => {
  const found = await withoutHeld(work, rule, unit)
  if (!found) return unit
  const { outcome, data } = found
  if (outcome === 'yield') return advance(work, unit, 'yield', data)
  await work.fence()
  const spared = await compareAndSet(
    { payload: work.payload },
    DELETIONS,
    all({ key: { equals: unit.key } }, { state: { equals: unit.state } }),
    { ...data },
  )
  if (!spared) throw leaseLost()
  return { ...unit, ...spared, ...data }
}

/**
 * Takes a unit from wherever it stands to "rows gone" (or "void" when nothing of it may go), and tries its files.
 * Holds are read inside: before the list is written, and once more after it was.
 */
export const carryOut = async (work: Work, rule: RetentionRule, found: Row): Promise<Row> => {
  let unit = found
  let isFenced = false
  for (;;) {
    const action = nextAction(unit.state as UnitState)
    if (action !== 'list' && action !== 'dropRows') break
    unit = await step(work, action, async () => {
      if (action === 'list') {
        // Reads only: whoever lost the lease finds it out before the list is written.
        const { outcome, data } = await list(work, rule, unit)
        isFenced = true
        return advance(work, unit, outcome, data)
      }
      const [free] = await Promise.all([spareHeld(work, rule, unit), isFenced || work.fence()])
      const ready = free.state === 'void' ? free : await prepare(work, rule, free)
      if (ready.state === 'void') return ready
      const counted = await takeCounts(work, rule, ready)
      const files = partsOf(ready).map(({ ids: _, createdTo: __, ...part }) => part)
      const filesWaiting = countFiles(files)
      return dropRows(work, rule, counted, (within, swept, data) =>
        write(within, swept, action, { ...data, files: filesWaiting > 0 ? files : null, filesWaiting }),
      )
    })
  }
  if (unit.state !== 'rowsGone') return unit
  const hooks = unit.hooksWaiting ? await afterDeletion(work, rule, unit.ids as Id[]) : null
  return dropFiles(work, hooks ? await callHooks(work, unit, hooks) : unit)
}

/** Records the failure on the unit; it stays open and the next run tries again. */
export const noteFailure = async (work: Work, unit: Row, error: unknown): Promise<void> => {
  await compareAndSet(
    { payload: work.payload },
    DELETIONS,
    { key: { equals: unit.key } },
    { failures: { $inc: 1 }, lastError: codeOf(error) },
  )
}

/** What a certificate is made of: what went is listed in units as well, thousands of names that nobody reads again. */
const CERTIFIED = [
  ...['key', 'run', 'subjectCollection', 'reason', 'rule', 'terms', 'state', 'counts', 'digests', 'stores'],
  ...['windowFrom', 'windowTo', 'startedAt', 'byKind', 'byRef', 'byName', 'failures', 'filesWaiting'],
  ...['hooksWaiting', 'tallies'],
]

/** Certifies every run whose units are all through. */
export const certifyRuns = async (work: Work): Promise<Row[]> => {
  const finished = await findRows(
    { payload: work.payload },
    DELETIONS,
    { state: { equals: 'rowsGone' } },
    { limit: 10_000, fields: CERTIFIED },
  )
  await addCounts(work, finished)
  // Hooks of the host that nobody came to are part of what a certificate says is done.
  const runs = groupByRun(finished.filter(({ hooksWaiting }) => !hooksWaiting))
  const made: Row[] = []
  for (const [run, units] of runs) {
    await work.fence()
    await step(work, 'certify', async () => {
      made.push(...(await certify(work, run, units)))
    })
  }
  return made
}

const groupByRun = (units: Row[]): Map<string, Row[]> => {
  const runs = new Map<string, Row[]>()
  for (const unit of units) {
    const key = `${String(unit.run)}:${String(unit.subjectCollection)}`
    runs.set(key, [...(runs.get(key) ?? []), unit])
  }
  return runs
}

export const unitByKey = (ctx: Context, key: string): Promise<Row | null> =>
  findRow({ payload: ctx.payload }, DELETIONS, { key: { equals: key } })
