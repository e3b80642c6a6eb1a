import type { Actor } from '../../kernel/actor.js'
import { SYSTEM } from '../../kernel/actor.js'
import { randomToken } from '../../kernel/canonical.js'
import { doesNotExist, GovernanceError, isGovernanceError } from '../../kernel/errors.js'
import { refOf } from '../../kernel/ref.js'
import { findRow, type Row } from '../../platform/db.js'
import { takeLease } from '../../platform/lease.js'
import type { Context, RunReport } from '../../platform/runtime.js'
import { emit } from '../../platform/unit.js'
import { CERTIFICATES } from './collections.js'
import { DATE_FIELD, nowOf, type Retention, ruleText, type Work } from './context.js'
import { dateRows } from './dates.js'
import { dueBefore } from './domain.js'
import type { RetentionAction } from './events.js'
import { keptByHook } from './hostHooks.js'
import { finishPlacing, isKept } from './holds.js'
import { inUse } from './listing.js'
import type { RetentionRule } from './options.js'
import { followLate } from './following.js'
import { dropWaitingFiles } from './outbox.js'
import { type Pacing, pacing } from './pacing.js'
import { drawPlans } from './plans.js'
import { keepTombstones, restoredFromBackup } from './restored.js'
import { followRule } from './ruleChanges.js'
import { carriesOn } from './safety.js'
import { clockWrong, noteRun, pauseOf, stopOf } from './safetyStore.js'
import { limitFor } from './shares.js'
import { countDue, dbId, dueFrom, duePart, type Id, iso, rowsById } from './store.js'
import { publishMonths } from './statistics.js'
import { carryOut, certifyRuns, intend, noteFailure, openUnits, unitByKey } from './units.js'

/** Whoever deletes holds this lease: the runner, or a person's "delete now". */
const LEASE = 'retention-work'
const LEASE_SECONDS = 60
/** Rows that one run dates: existing ones at installation. */
const DATED_PER_RUN = 5000
const dated: RetentionAction = 'retention.dated'

export const underLease = async <T>(
  ctx: Context,
  retention: Retention,
  act: (work: Work) => Promise<T>,
): Promise<null | T> => {
  const lease = await takeLease({ payload: ctx.payload }, LEASE, LEASE_SECONDS, () => nowOf(ctx.payload))
  if (!lease) return null
  try {
    const result = await act({ payload: ctx.payload, retention, fence: lease.fence })
    await lease.release()
    return result
  } catch (error) {
    await lease.release({ error: error instanceof Error ? error.message : 'error' })
    throw error
  }
}

/** A unit that fails is noted and stays (null); a lost lease ends the run. */
export const tryUnit = async (work: Work, unit: Row): Promise<null | Row> => {
  const rule = work.retention.rules.get(String(unit.subjectCollection))
  if (!rule) return null
  try {
    return await carryOut(work, rule, unit)
  } catch (error) {
    if (isGovernanceError(error) && error.code === 'leaseLost') throw error
    await noteFailure(work, unit, error)
    work.payload.logger.error({
      err: error,
      msg: `governance: a deletion in "${rule.collection}" failed and will be tried again`,
    })
    return null
  }
}

const idsOf = (unit: Row): Id[] => (unit.ids as Id[] | null) ?? []

/** Units of one collection until nothing is due; what cannot go now is passed over in this run. */
const deleteDue = async (
  work: Work,
  rule: RetentionRule,
  run: string,
  { pace, budget, limit }: { pace: Pacing; budget: number; limit: Date },
): Promise<{ units: number; rows: number }> => {
  const { options } = work.retention
  // What a hold of the meantime keeps is found when a unit is listed.
  const free = await duePart(work, rule.collection, limit)
  const passed = new Set<Id>((await openUnits(work, rule.collection)).flatMap(idsOf))
  let from: null | string = null
  let units = 0
  let rows = 0
  /** @returns the number of records that were tried */
  const next = async (): Promise<number> => {
    const wanted = { due: free, except: [...passed], most: pace.rows(), from }
    const [paused, due] = await Promise.all([
      // Somebody may have paused it meanwhile.
      pauseOf(work),
      dueFrom(work, rule.collection, wanted),
      work.fence(),
    ])
    if (paused || due.length === 0) return 0
    from = iso(due.at(-1)![DATE_FIELD])
    const ids = due.map((row) => row.id)
    await options.onStep?.('before:intend')
    const unit = await intend(work, rule, ids, { run, reason: 'due', actor: SYSTEM })
    await options.onStep?.('after:intend')
    const done = await tryUnit(work, unit)
    const gone = new Set(done?.state === 'rowsGone' ? idsOf(done) : [])
    for (const id of ids) if (!gone.has(id)) passed.add(id)
    rows += gone.size
    units += 1
    return due.length
  }
  while (units < budget && !pace.isOver()) {
    const most = pace.rows()
    if ((await pace.batch(next)) < most) break
  }
  return { units, rows }
}

/** Dates what lacks a date, finishes what was cut, deletes what is due, certifies. */
const runOnce = async (work: Work): Promise<RunReport> => {
  const { retention, payload } = work
  const now = nowOf(payload)
  const stop = await stopOf(work)
  await drawPlans(work, retention)
  await finishPlacing(work)
  let repaired = 0
  for (const rule of retention.rules.values()) {
    await followRule(work, rule)
    await followLate(work, rule)
    const count = await dateRows(work, rule, DATED_PER_RUN)
    repaired += count
    if (count > 0) {
      await emit(
        { payload },
        {
          ledger: [
            {
              action: dated,
              subject: `collection:${rule.collection}`,
              actor: SYSTEM,
              at: now,
              facts: { count, rule: ruleText(payload, rule) },
            },
          ],
        },
      )
    }
  }
  await dropWaitingFiles(work)
  let failed = 0
  for (const unit of await openUnits(work)) {
    const isThrough = unit.state === 'rowsGone' && !unit.hooksWaiting
    if (stop.why && !carriesOn(unit as never)) continue
    if (!isThrough && !(await tryUnit(work, unit))) failed += 1
  }
  await certifyRuns(work)
  let budget = retention.options.batchesPerRun
  let done = 0
  const run = randomToken(9)
  const pace = pacing(retention.options)
  for (const rule of retention.rules.values()) {
    const limit = stop.why
      ? null
      : await limitFor(work, rule, dueBefore(stop.now, retention.options.earlyHours))
    if (!limit) continue
    const { units, rows } = await deleteDue(work, rule, run, { pace, budget, limit })
    budget -= units
    done += rows
  }
  await certifyRuns(work)
  await publishMonths(work)
  await keepTombstones(work, retention)
  let left = 0
  for (const rule of retention.rules.values())
    left += await countDue(work, rule.collection, dueBefore(stop.now, retention.options.earlyHours))
  if (stop.why === 'clock') throw clockWrong()
  if (stop.why === 'restored') throw restoredFromBackup()
  await noteRun(work)
  return { done, left, note: `dated ${repaired}, failed ${failed}` }
}

/** The runner's work. @throws GovernanceError `leaseLost` while somebody else deletes: that is no success. */
export const runRetention = async (ctx: Context, retention: Retention): Promise<RunReport> => {
  const report = await underLease(ctx, retention, runOnce)
  if (!report) throw new GovernanceError('leaseLost', 'Somebody else is deleting right now.')
  return report
}

export interface HandDeletion {
  /** `deleted` with the certificate's number, or `underWay` when another run is at work and will finish it. */
  state: 'deleted' | 'underWay'
  certificate?: { id: Id; number: string; rows: number; versions: number; files: number }
}

/** A file that a record shows has no end of its own before that. */
const goesWithItsRecord = (): GovernanceError =>
  new GovernanceError(
    'stateConflict',
    'This file goes together with the record that it belongs to, not before. Delete that record: its files go with it.',
    { why: 'goesWith' },
    { why: 'goesWith' },
  )

/**
 * S2-25: a person deletes what is handled. The intent is written first; from there a crash, or a runner that is busy
 * right now, only delays the deletion.
 * @throws GovernanceError `notFound` (gone already), `underHold`, `stateConflict` (a file whose record is still here)
 */
export const deleteNow = async (
  ctx: Context,
  retention: Retention,
  collection: string,
  id: string,
  actor: Actor,
): Promise<HandDeletion> => {
  const at = { payload: ctx.payload }
  const rule = retention.rules.get(collection)
  const key = dbId(ctx.payload, collection, id)
  const found = rule ? await rowsById(at, collection, [key]) : []
  if (!rule || found.length === 0) throw doesNotExist()
  if (await isKept(at, retention, refOf(collection, id))) {
    throw new GovernanceError('underHold', 'This record is on hold and cannot be deleted.')
  }
  if ((await inUse(at, rule, found)).has(String(key))) throw goesWithItsRecord()
  const unit = await intend({ ...at, retention }, rule, [key], {
    run: `hand-${randomToken(9)}`,
    reason: 'hand',
    actor,
  })
  await underLease(at, retention, async (work) => {
    await tryUnit(work, unit)
    await certifyRuns(work)
    await keepTombstones(work, retention)
  })
  const after = await unitByKey(at, String(unit.key))
  if (after?.state === 'void') {
    if (await isKept(at, retention, refOf(collection, id)))
      throw new GovernanceError('underHold', 'This record is on hold and cannot be deleted.')
    if (after.lastError === 'hook') throw keptByHook()
    throw new GovernanceError('beingDeleted', 'This record is already being deleted.')
  }
  const row = after?.certificate
    ? await findRow(at, CERTIFICATES, { number: { equals: after.certificate } })
    : null
  return row
    ? {
        state: 'deleted',
        certificate: {
          id: row.id,
          number: String(row.number),
          rows: Number(row.rows),
          versions: Number(row.versions),
          files: Number(row.files),
        },
      }
    : { state: 'underWay' }
}
