import { GovernanceError } from '../../kernel/errors.js'
import { compareAndSet, findRow } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { sharedBy } from '../../platform/shared.js'
import { DELETIONS, PLANS } from './collections.js'
import type { Retention } from './context.js'
import type { UnitState } from './domain.js'
import { safetyRow } from './safetyRow.js'
import { exportTombstones, lastTombstone, problemReading } from './tombstones.js'

/** Mark of the last replay: up to which line of the file. */
export const REPLAYED = 'safety:replayed'
const TOMBSTONES = 'safety:tombstones'

/** Seconds for which an answer is good: a replay in a terminal is another process than the site. */
const GOOD_FOR = 30

interface Known {
  at: number
  restored: Promise<boolean>
}
const memory = ({ payload }: Context): { known?: Known } => sharedBy(payload, 'restored', () => ({}))

/**
 * Does the file know of a deletion that the database does not? Then the database is older than it: a backup was
 * restored. Units are certified and written to the file in the same order, so that the last line tells.
 */
const look = async ({ payload }: Context, { options, ledger }: Retention): Promise<boolean> => {
  const at = { payload }
  if (!options.tombstonesFile) return false
  const { chain } = await ledger.head(at)
  // A file that cannot be read is told of (health, doctor): it closes no door, because a wrong path is no restore.
  const last = await lastTombstone(options.tombstonesFile, chain).catch(() => null)
  if (!last) return false
  const unit = await findRow(at, DELETIONS, { key: { equals: last.unit } })
  if (unit?.state === ('certified' satisfies UnitState)) return false
  const mark = await findRow(at, PLANS, { key: { equals: REPLAYED } })
  return (mark?.data as null | { through?: string })?.through !== last.unit
}

/** `fresh`: looks now, whatever was known a moment ago. */
export const isRestored = (
  ctx: Context,
  retention: Retention,
  { fresh = false }: { fresh?: boolean } = {},
): Promise<boolean> => {
  const held = memory(ctx)
  const now = performance.now()
  if (!fresh && held.known && now - held.known.at < GOOD_FOR * 1000) return held.known.restored
  const restored = look(ctx, retention)
  held.known = { at: now, restored }
  // What could not be looked up is not known: asked again at once, and refused meanwhile.
  restored.catch(() => delete held.known)
  return restored
}

/** Why the file of tombstones could not be written last time. */
export const tombstonesProblem = async ({ payload }: Context): Promise<null | string> => {
  const mark = await findRow({ payload }, PLANS, { key: { equals: TOMBSTONES } })
  return (mark?.data as null | { problem?: string })?.problem ?? null
}

/**
 * Writes tombstones of what was certified. Not while a restored database waits for its replay: the file would end with
 * a line that this database knows, and nothing would tell any more that it does not know those before.
 */
export const keepTombstones = async (ctx: Context, retention: Retention): Promise<void> => {
  const file = retention.options.tombstonesFile
  const at = { payload: ctx.payload }
  if (!file || (await isRestored(at, retention, { fresh: true }))) return
  const before = await tombstonesProblem(at)
  const problem = (await problemReading(file)) ?? (await exportTombstones(at, retention))
  if (problem === before) return
  const row = await safetyRow(at, TOMBSTONES, 'settled')
  await compareAndSet(at, PLANS, { id: { equals: row.id } }, { data: { problem } })
  if (problem)
    ctx.payload.logger.warn(
      `governance: tombstones could not be written to "${file}" (${problem}). Set retention.tombstonesFile to a file that this process may write, or to false.`,
    )
}

export const restoredFromBackup = (): GovernanceError =>
  new GovernanceError(
    'restoredFromBackup',
    'The database was restored from a backup: records that were deleted may be back in it. Nothing of them is shown until somebody runs: npx payload governance:retention replay',
  )

/** @throws GovernanceError `restoredFromBackup` (503). */
export const refuseRestored = async (ctx: Context, retention: Retention): Promise<void> => {
  if (await isRestored({ payload: ctx.payload }, retention)) throw restoredFromBackup()
}
