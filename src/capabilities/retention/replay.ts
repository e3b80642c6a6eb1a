import { SYSTEM } from '../../kernel/actor.js'
import { randomToken } from '../../kernel/canonical.js'
import { GovernanceError } from '../../kernel/errors.js'
import { refOf } from '../../kernel/ref.js'
import { compareAndSet } from '../../platform/db.js'
import { rowPages } from '../../platform/rowPages.js'
import type { Context } from '../../platform/runtime.js'
import { PLANS } from './collections.js'
import { hasTimestamps, type Retention, type Work } from './context.js'
import { recordDigest } from './domain.js'
import { keptAmong } from './heldBy.js'
import type { RetentionRule } from './options.js'
import { isRestored, REPLAYED } from './restored.js'
import { safetyRow } from './safetyRow.js'
import { type Id, iso } from './store.js'
import { certifiedUnits, checkOf, exportTombstones, lastTombstone, tombstonesIn } from './tombstones.js'
import { certifyRuns, intend } from './units.js'
import { tryUnit, underLease } from './work.js'

const PAGE = 500

export interface Replayed {
  /** Digests that were looked for. */
  known: number
  /** Records that had come back and were deleted again, those that a hold keeps, and those that failed. */
  deleted: number
  held: number
  failed: number
  certificates: string[]
  /** Lines of another site, of another secret, and that could not be read. */
  foreign: number
  otherSecret: number
  unread: number
}

/** Half of a digest tells two records apart as surely, and a million of them have to fit. */
const short = (digest: string): string => digest.slice(0, 32)

interface Dead {
  of: Map<string, Set<string>>
  foreign: number
  otherSecret: number
  unread: number
}

const bury = ({ of }: Dead, collection: string, digests: readonly string[]): void => {
  const known = of.get(collection) ?? new Set()
  for (const digest of digests) known.add(short(digest))
  of.set(collection, known)
}

/** From the files, and from the database: single tables may have been restored. */
const gather = async (ctx: Context, retention: Retention, files: readonly string[]): Promise<Dead> => {
  const dead: Dead = { of: new Map(), foreign: 0, otherSecret: 0, unread: 0 }
  const { chain } = await retention.ledger.head(ctx)
  const check = checkOf(ctx.payload.secret)
  for (const file of files)
    for await (const stone of tombstonesIn(file)) {
      if (!stone) dead.unread += 1
      else if (stone.site !== chain) dead.foreign += 1
      else if (stone.check !== check) dead.otherSecret += 1
      else bury(dead, stone.collection, stone.digests)
    }
  for await (const units of certifiedUnits(ctx))
    for (const unit of units)
      bury(dead, String(unit.subjectCollection), (unit.digests as null | string[]) ?? [])
  return dead
}

/** Records of a collection that were deleted before and are here. Pages by id: what goes moves none. */
const revenants = async (work: Work, rule: RetentionRule, dead: ReadonlySet<string>): Promise<Id[]> => {
  const { payload } = work
  const found: Id[] = []
  const pages = rowPages({ payload }, rule.collection, [], { size: PAGE, fields: ['createdAt'] })
  for await (const rows of pages) {
    await work.fence()
    for (const { id, createdAt } of rows) {
      const created = createdAt ? iso(createdAt) : ''
      if (dead.has(short(recordDigest(payload.secret, refOf(rule.collection, id), created)))) found.push(id)
    }
  }
  return found
}

const deleteAgain = async (
  work: Work,
  dead: Dead,
  restored: boolean,
): Promise<Omit<Replayed, keyof Dead>> => {
  const { retention } = work
  const run = `replay-${randomToken(9)}`
  const sum = { known: 0, deleted: 0, held: 0, failed: 0, certificates: [] as string[] }
  for (const rule of retention.rules.values()) {
    const digests = dead.of.get(rule.collection)
    // Without a time of creation a record of today could have the id of one that was deleted: while the database is
    // not older than the file, nothing says that it has not.
    if (!digests || (!restored && !hasTimestamps(work.payload, rule.collection))) continue
    sum.known += digests.size
    const ids = await revenants(work, rule, digests)
    const held = await keptAmong(work, retention, rule.collection, ids)
    const free = ids.filter((id) => !held.has(String(id)))
    sum.held += ids.length - free.length
    for (let from = 0; from < free.length; from += retention.options.batchSize) {
      const batch = free.slice(from, from + retention.options.batchSize)
      await work.fence()
      const unit = await intend(work, rule, batch, { run, reason: 'replay', actor: SYSTEM })
      if (await tryUnit(work, unit)) sum.deleted += batch.length
      else sum.failed += batch.length
    }
  }
  const made = await certifyRuns(work)
  sum.certificates = made.filter(({ reason }) => reason === 'replay').map(({ number }) => String(number))
  return sum
}

/** From here on the database counts as no older than the file, though it never knew of what the file knows. */
const markReplayed = async (ctx: Context, retention: Retention, site: string): Promise<void> => {
  const file = retention.options.tombstonesFile
  const last = file ? await lastTombstone(file, site) : null
  const row = await safetyRow(ctx, REPLAYED, 'settled')
  await compareAndSet(ctx, PLANS, { id: { equals: row.id } }, { data: { through: last?.unit ?? '' } })
}

/**
 * After a restore from a backup: deletes again what was deleted since, each through a unit like any other, with a
 * certificate. Holds that came back with the backup keep their records. Repeating it changes nothing.
 * @throws GovernanceError `leaseLost` while somebody else deletes; `stateConflict` with another secret than then.
 */
export const replay = async (
  ctx: Context,
  retention: Retention,
  more: readonly string[],
): Promise<Replayed> => {
  const at = { payload: ctx.payload }
  const { chain } = await retention.ledger.head(at)
  const own = retention.options.tombstonesFile
  const dead = await gather(at, retention, [...new Set([...(own ? [own] : []), ...more])])
  if (dead.otherSecret > 0)
    throw new GovernanceError(
      'stateConflict',
      `${dead.otherSecret} tombstones were written with another secret: what they stand for cannot be found. Set the secret of then and run this again.`,
      { why: 'otherSecret', count: String(dead.otherSecret) },
      { why: 'otherSecret' },
    )
  const done = await underLease(at, retention, async (work) => {
    const restored = await isRestored(at, retention, { fresh: true })
    const sum = await deleteAgain(work, dead, restored)
    if (sum.failed === 0) {
      await markReplayed(at, retention, chain)
      await exportTombstones(at, retention)
    }
    return sum
  })
  if (!done) throw new GovernanceError('leaseLost', 'Somebody else is deleting right now.')
  await isRestored(at, retention, { fresh: true })
  const { foreign, otherSecret, unread } = dead
  return { ...done, foreign, otherSecret, unread }
}
