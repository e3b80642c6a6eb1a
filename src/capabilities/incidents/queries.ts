import { keyedHash } from '../../kernel/canonical.js'
import { doesNotExist } from '../../kernel/errors.js'
import type { Actor } from '../../kernel/actor.js'
import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { all, countRows, findRow, findRows, type Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { emit } from '../../platform/unit.js'
import { INCIDENTS } from './collections.js'
import { inColumn, peopleIn } from './concerned.js'
import * as domain from './domain.js'
import { entry } from './events.js'
import { partsFor, rootOf } from './merged.js'
import { capacityIn, type CaseWork, seenBy, type Standing, standingOf } from './standing.js'
import { byId, caseOf } from './store.js'
import type { Capacity } from './team.js'

/** A case, for one of its people, and as what they work on it. @throws GovernanceError `notFound` for everybody else */
export const rowFor = async (
  ctx: Context,
  work: CaseWork,
  actor: Actor,
  id: string,
): Promise<{ row: Row; as: Capacity; standing: Standing }> => {
  const standing = await standingOf(ctx, work, actor)
  const row = standing && (await findRow(ctx, INCIDENTS, all(byId(ctx.payload, id), seenBy(ctx, standing))))
  if (!row) throw doesNotExist()
  return { row, as: capacityIn(standing, row), standing }
}

/** Everything about one case, for its people; the reading is on the ledger before the words leave. */
export const readCase = async (
  ctx: Context,
  work: CaseWork,
  actor: Actor,
  id: string,
): Promise<{ row: Row; as: Capacity; standing: Standing; parts: Row[] }> => {
  const { row, as, standing } = await rowFor(ctx, work, actor, id)
  const parts = await partsFor(ctx, standing, refOf(INCIDENTS, row.id))
  await recordReading(ctx, actor, [row.id, ...parts.map(({ id }) => id)])
  return { row, as, standing, parts }
}

/** One entry per operation, whatever number of cases it showed. */
export const recordReading = async (
  ctx: Context,
  actor: Actor,
  ids: (number | string)[],
  facts: Parameters<typeof entry>[4] = {},
): Promise<void> => {
  const refs = ids.map((id) => refOf(INCIDENTS, id))
  const [only] = refs
  const single = refs.length === 1 && only !== undefined
  await emit(
    { payload: ctx.payload },
    {
      ledger: [
        entry(
          'incidents.read',
          single ? only : `collection:${INCIDENTS}`,
          actor,
          nowOf(ctx.payload),
          single
            ? facts
            : { several: true, digest: keyedHash(ctx.payload.secret, refs.sort().join(',')), ...facts },
        ),
      ],
    },
  )
}

/** What happened: a test alert is counted nowhere. */
const REAL = { kind: { not_equals: domain.TEST_KIND } }

/** Open cases: unacknowledged first, then by severity, then the oldest. Without words. */
export const openCases = async (
  ctx: Context,
  standing: Standing,
  { limit = 200, test = false } = {},
): Promise<domain.Case[]> => {
  const rows = await findRows(
    ctx,
    INCIDENTS,
    all(
      { state: { in: [...domain.OPEN_STATES] } },
      WHOLE,
      test ? { kind: { equals: domain.TEST_KIND } } : REAL,
      seenBy(ctx, standing),
    ),
    { sort: '-rank', limit },
  )
  return rows
    .sort(
      (a, b) =>
        Number(b.rank) - Number(a.rank) ||
        +new Date(a.reportedAt as string) - +new Date(b.reportedAt as string),
    )
    .map(caseOf)
}

/** Cases closed last. */
export const closedCases = async (ctx: Context, standing: Standing, limit = 20): Promise<domain.Case[]> => {
  const closed = all({ state: { equals: 'closed' } }, WHOLE, seenBy(ctx, standing))
  return (await findRows(ctx, INCIDENTS, closed, { sort: '-closedAt', limit })).map(caseOf)
}

/** Of a case that is part of another one the other speaks. */
const WHOLE = { mergedInto: { exists: false } }

export interface Counts {
  open: number
  unacknowledged: number
  overdue: number
}

/** Of all cases where nobody asks who is looking: on a terminal. */
export const countCases = async (ctx: Context, now: Date, standing?: Standing): Promise<Counts> => {
  const seen = [REAL, WHOLE, ...(standing ? [seenBy(ctx, standing)] : [])]
  const waiting = all({ state: { equals: 'reported' } }, ...seen)
  const [open, unacknowledged, overdue] = await Promise.all([
    countRows(ctx, INCIDENTS, all({ state: { in: [...domain.OPEN_STATES] } }, ...seen)),
    countRows(ctx, INCIDENTS, waiting),
    countRows(ctx, INCIDENTS, all(waiting, { ackDueAt: { less_than_equal: now.toISOString() } })),
  ])
  return { open, unacknowledged, overdue }
}

export interface OwnTask {
  found: domain.Case
  task: domain.Task
}

/** What this person is to do for open cases, the earliest first. */
export const ownTasks = async (ctx: Context, standing: Standing): Promise<OwnTask[]> => {
  const mine = all(
    { state: { in: [...domain.OPEN_STATES] } },
    WHOLE,
    { assigned: { like: inColumn(standing.me) } },
    seenBy(ctx, standing),
  )
  return (await findRows(ctx, INCIDENTS, mine, { sort: '-rank', limit: 200 }))
    .map(caseOf)
    .flatMap((found) => found.tasks.map((task) => ({ found, task })))
    .filter(({ task }) => task.who === standing.me && !task.doneAt)
    .sort((a, b) => a.task.dueAt.localeCompare(b.task.dueAt))
}

export interface OwnReport {
  number: string
  kind: string
  severity: string
  state: string
  reportedAt: string
  /** What they are told at the end. */
  answer?: string
}

/** How far a report is, and what whoever reported is told: as of the case that it was merged into. */
export interface Progress {
  state: domain.IncidentState
  answer?: string
}

const progressOf = async (ctx: Context, row: Row): Promise<Progress> => {
  const { state, answer } = (await rootOf(ctx, row)) ?? row
  // Merged with a case about whoever reported this one: its words are not for them.
  const isFor = !row.mergedInto || !peopleIn(row.concerned).includes(String(row.reporterRef))
  return { state: state as domain.IncidentState, ...(answer && isFor ? { answer: String(answer) } : {}) }
}

/** What a reporter sees: that the report is there and how far it is. */
export const ownReports = async (ctx: Context, actor: Actor): Promise<OwnReport[]> => {
  if (actor.kind !== 'staff' || !actor.ref) return []
  const rows = await findRows(
    ctx,
    INCIDENTS,
    { reporterRef: { equals: actor.ref } },
    { sort: '-reportedAt', limit: 50 },
  )
  return Promise.all(
    rows.map(async (row) => ({
      number: String(row.number),
      kind: String(row.kind),
      severity: String(row.severity),
      ...(await progressOf(ctx, row)),
      reportedAt: new Date(row.reportedAt as string).toISOString(),
    })),
  )
}

/** How far the case behind a receipt is, for its holder. */
export const progressBehind = async (ctx: Context, ref: Ref): Promise<Progress | null> => {
  const { collection, id } = parseRef(ref)
  const row = collection === INCIDENTS ? await findRow(ctx, INCIDENTS, byId(ctx.payload, id)) : null
  return row && progressOf(ctx, row)
}
