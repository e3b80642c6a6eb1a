import type { Actor } from '../../kernel/actor.js'
import { randomToken } from '../../kernel/canonical.js'
import { GovernanceError } from '../../kernel/errors.js'
import { refOf } from '../../kernel/ref.js'
import { all, compareAndSet, findRow, findRows, insert, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { certify } from './certificates.js'
import { DELETIONS } from './collections.js'
import { DATE_FIELD, nowOf, type Retention, ruleText, type Work } from './context.js'
import {
  type Counts,
  nextAction,
  OPEN_STATES,
  recordDigest,
  type UnitAction,
  unitMachine,
  type UnitState,
} from './domain.js'
import type { RetentionRule } from './options.js'
import { DOES, step, type UploadsPart } from './steps.js'
import { countVersions, heldIds, type Id, iso, rowsById } from './store.js'
import { allFileNames, ownUploads, usedElsewhere } from './uploads.js'

export interface Origin {
  /** Units of one run share a certificate. */
  run: string
  reason: 'due' | 'hand'
  actor: Actor
}

const lastCreation = (rows: Row[]): null | string =>
  rows
    .map((row) => (row.createdAt ? iso(row.createdAt) : ''))
    .sort()
    .at(-1) || null

/** Writes the intent. From here on no hold can be placed on these records, and a crash is healed. */
export const intend = async (
  ctx: Context & { retention: Retention },
  rule: RetentionRule,
  ids: Id[],
  origin: Origin,
): Promise<Row> => {
  const now = nowOf(ctx.payload).toISOString()
  return insert({ payload: ctx.payload }, DELETIONS, {
    key: randomToken(12),
    run: origin.run,
    subjectCollection: rule.collection,
    reason: origin.reason,
    rule: ruleText(rule),
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
  })
}

/** Moves a unit on if it still is where we think it is: a runner that woke up late finds it is not. */
const advance = async (
  work: Work,
  unit: Row,
  action: UnitAction,
  data: Record<string, unknown> = {},
): Promise<Row> => {
  await work.fence()
  const from = unit.state as UnitState
  const moved = await compareAndSet(
    { payload: work.payload },
    DELETIONS,
    all({ key: { equals: unit.key } }, { state: { equals: from } }),
    { ...data, state: unitMachine.next(from, action) },
  )
  if (!moved) throw new GovernanceError('leaseLost', 'Another process has taken over this deletion.')
  return { ...unit, ...moved, ...data }
}

/** Ids that another unit has taken before. Units are listed one after the other, under the lease. */
const takenElsewhere = async (work: Work, unit: Row): Promise<Set<string>> => {
  const open = await openUnits(work, String(unit.subjectCollection))
  return new Set(
    open
      .filter((other) => other.key !== unit.key && other.state !== 'intended')
      .flatMap((other) => (other.ids as Id[]).map(String)),
  )
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

/** A governed upload that another record still shows goes with that record, not before it. */
const inUse = async (work: Work, rule: RetentionRule, rows: Row[]): Promise<Set<string>> => {
  const { config } = work.payload.collections[rule.collection as never]!
  return config.upload && rows.length > 0
    ? usedElsewhere(
        work,
        rule.collection,
        rows.map((row) => row.id),
        rule.collection,
        rows.map((row) => row.id),
      )
    : new Set()
}

const uploadsPart = async (ctx: Context, collection: string, ids: Id[]): Promise<UploadsPart> => {
  const rows = await rowsById(ctx, collection, ids)
  return {
    collection,
    ids: rows.map((row) => row.id),
    names: await allFileNames(ctx, collection, rows),
    createdTo: lastCreation(rows),
  }
}

/** Reads holds after the intent was written and yields to them; then writes down everything that is going to go. */
const list = async (work: Work, rule: RetentionRule, unit: Row): Promise<Row> => {
  const wished = unit.ids as Id[]
  const held = new Set(await heldIds(work, rule.collection))
  const taken = await takenElsewhere(work, unit)
  const free = wished.filter((id) => !held.has(String(id)) && !taken.has(String(id)))
  const present = await rowsById(work, rule.collection, free)
  const used = await inUse(work, rule, present)
  const rows = present.filter((row) => !used.has(String(row.id)))
  if (rows.length === 0) {
    return advance(work, unit, 'yield', { ids: null, endedAt: nowOf(work.payload).toISOString() })
  }
  const ids = rows.map((row) => row.id)
  const uploads: UploadsPart[] = []
  for (const [collection, own] of await ownUploads(work, rule, rows)) {
    if (own.length > 0) uploads.push(await uploadsPart(work, collection, own))
  }
  if (work.payload.collections[rule.collection as never]!.config.upload) {
    // Its own files; the documents themselves are the unit's rows.
    const names = await allFileNames(work, rule.collection, rows)
    uploads.push({ collection: rule.collection, ids: [], names, createdTo: null })
  }
  const dates = rows.flatMap((row) => (row[DATE_FIELD] ? [iso(row[DATE_FIELD])] : [])).sort()
  const counts: Counts = {
    rows: rows.length,
    versions: await countVersions(work, rule.collection, ids),
    uploads: uploads.reduce((sum, part) => sum + part.ids.length, 0),
    files: uploads.reduce((sum, part) => sum + part.names.length, 0),
  }
  return advance(work, unit, 'list', {
    ids,
    uploads,
    counts,
    createdTo: lastCreation(rows),
    windowFrom: dates[0] ?? null,
    windowTo: dates.at(-1) ?? null,
    digests: rows.map((row) =>
      recordDigest(
        work.payload.secret,
        refOf(rule.collection, row.id),
        row.createdAt ? iso(row.createdAt) : '',
      ),
    ),
  })
}

/** Takes a unit from wherever it stands to "rows gone" (or "void" when nothing of it may go). */
export const carryOut = async (work: Work, rule: RetentionRule, found: Row): Promise<Row> => {
  let unit = found
  for (;;) {
    const action = nextAction(unit.state as UnitState)
    if (action === null || action === 'certify') return unit
    await work.fence()
    const current = unit
    await step(work, action, async () => {
      if (action === 'list') {
        unit = await list(work, rule, current)
        return
      }
      await DOES[action]?.(work, rule, current)
      await work.retention.options.onStep?.(`between:${action}`)
      unit = await advance(work, current, action)
    })
  }
}

/** Records the failure on the unit; it stays open and the next run tries again. */
export const noteFailure = async (work: Work, unit: Row, error: unknown): Promise<void> => {
  const code = (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.name : 'error')
  await compareAndSet(
    { payload: work.payload },
    DELETIONS,
    { key: { equals: unit.key } },
    { failures: { $inc: 1 }, lastError: code.slice(0, 100) },
  )
}

/** Certifies every run whose units are all through. */
export const certifyRuns = async (work: Work): Promise<Row[]> => {
  const finished = await findRows(
    { payload: work.payload },
    DELETIONS,
    { state: { equals: 'rowsGone' } },
    { limit: 10_000 },
  )
  const runs = groupByRun(finished)
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
