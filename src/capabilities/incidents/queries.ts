import { keyedHash } from '../../kernel/canonical.js'
import { doesNotExist } from '../../kernel/errors.js'
import type { Actor } from '../../kernel/actor.js'
import { parseRef, type Ref, refOf } from '../../kernel/ref.js'
import { all, countRows, findRow, findRows, type Row } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { emit } from '../../platform/unit.js'
import { INCIDENTS } from './collections.js'
import * as domain from './domain.js'
import { entry } from './events.js'
import { type CaseWork, seenBy, type Standing, standingOf } from './standing.js'
import { byId, caseOf } from './store.js'

/** Everything about one case, for case people; the reading is on the ledger before the words leave. */
export const readCase = async (ctx: Context, work: CaseWork, actor: Actor, id: string): Promise<Row> => {
  const standing = await standingOf(ctx, work, actor)
  const row = standing && (await findRow(ctx, INCIDENTS, all(byId(ctx.payload, id), seenBy(ctx, standing))))
  if (!row) throw doesNotExist()
  await recordReading(ctx, actor, [row.id])
  return row
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
  const closed = all({ state: { equals: 'closed' } }, seenBy(ctx, standing))
  return (await findRows(ctx, INCIDENTS, closed, { sort: '-closedAt', limit })).map(caseOf)
}

export interface Counts {
  open: number
  unacknowledged: number
  overdue: number
}

/** Of all cases where nobody asks who is looking: on a terminal. */
export const countCases = async (ctx: Context, now: Date, standing?: Standing): Promise<Counts> => {
  const seen = [REAL, ...(standing ? [seenBy(ctx, standing)] : [])]
  const waiting = all({ state: { equals: 'reported' } }, ...seen)
  const [open, unacknowledged, overdue] = await Promise.all([
    countRows(ctx, INCIDENTS, all({ state: { in: [...domain.OPEN_STATES] } }, ...seen)),
    countRows(ctx, INCIDENTS, waiting),
    countRows(ctx, INCIDENTS, all(waiting, { ackDueAt: { less_than_equal: now.toISOString() } })),
  ])
  return { open, unacknowledged, overdue }
}

export interface OwnReport {
  number: string
  kind: string
  severity: string
  state: string
  reportedAt: string
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
  return rows.map((row) => ({
    number: String(row.number),
    kind: String(row.kind),
    severity: String(row.severity),
    state: String(row.state),
    reportedAt: new Date(row.reportedAt as string).toISOString(),
  }))
}

/** State of the case behind a receipt, for its holder. */
export const stateOf = async (ctx: Context, ref: Ref): Promise<domain.IncidentState | null> => {
  const { collection, id } = parseRef(ref)
  const row = collection === INCIDENTS ? await findRow(ctx, INCIDENTS, byId(ctx.payload, id)) : null
  return row && (row.state as domain.IncidentState)
}
