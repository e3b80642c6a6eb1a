import type { DeletedPort } from '../../kernel/breachPorts.js'
import { SYSTEM } from '../../kernel/actor.js'
import { randomToken } from '../../kernel/canonical.js'
import { all, findRows, type Row } from '../../platform/db.js'
import { takeLease } from '../../platform/lease.js'
import type { Context } from '../../platform/runtime.js'
import { DELETIONS } from './collections.js'
import { nowOf, type Retention, timeZoneOf, type Work } from './context.js'
import { type Counts, OPEN_STATES, type UnitState } from './domain.js'
import { ruleFor } from './options.js'
import { iso } from './store.js'
import { leavesOn } from './terms.js'
import { carryOut, certifyRuns, intend, openUnits } from './units.js'

/** Units whose records are gone. */
const GONE: UnitState[] = ['rowsGone', 'certified']

const rowsIn = (unit: Row): number => Number((unit.counts as Counts | null)?.rows ?? 0)

/**
 * Certified units keep dates and counts, and no ids. A record's date lies after its receipt, and at the latest where
 * the rule puts it: a unit whose dates fit into the span is counted, one that touches it may be.
 */
const deleted = async (
  ctx: Context,
  retention: Retention,
  { collection, from, to }: { collection: string; from?: string; to: string },
): Promise<{ least: number; most: number }> => {
  const rule = retention.rules.get(collection)
  if (!rule) return { least: 0, most: 0 }
  const dateOf = (at: string): string =>
    leavesOn(rule.terms, {
      receivedAt: new Date(at),
      purposes: [],
      record: {},
      timeZone: timeZoneOf(ctx.payload),
    }).toISOString()
  const last = dateOf(to)
  const units = await findRows(
    { payload: ctx.payload },
    DELETIONS,
    all({ subjectCollection: { equals: collection } }, { state: { in: GONE } }),
    { limit: 0, fields: ['counts', 'windowFrom', 'windowTo'] },
  )
  let least = 0
  let most = 0
  for (const unit of units) {
    if (!unit.windowFrom || !unit.windowTo) continue
    const [first, end] = [iso(unit.windowFrom), iso(unit.windowTo)]
    if (first <= last && (!from || end >= from)) most += rowsIn(unit)
    if (end <= last && (!from || first >= dateOf(from))) least += rowsIn(unit)
  }
  return { least, most }
}

/** The same lease as every other deletion: units are listed one after the other. */
const LEASE = 'retention-work'
const BATCH = 100

/**
 * Ends rows of the plugin's own that were kept long enough, in the same units and with the same certificate as all that
 * is deleted. A unit that a crash left behind is finished first.
 */
const remove = async (
  ctx: Context,
  retention: Retention,
  { collection, months, countedFrom: field, ids }: Parameters<DeletedPort['remove']>[1],
): Promise<void> => {
  const at = { payload: ctx.payload }
  const lease = await takeLease(at, LEASE, 60, () => nowOf(ctx.payload))
  if (!lease) return
  const rule = ruleFor(collection, { months, countedFrom: { field, atMost: { months: 1200 } } })
  const work: Work = { ...at, retention, fence: lease.fence }
  try {
    const open = await openUnits(at, collection)
    const taken = new Set(open.flatMap((unit) => ((unit.ids ?? []) as unknown[]).map(String)))
    const left = ids.filter((id) => !taken.has(String(id)))
    const run = randomToken(9)
    for (let from = 0; from < left.length; from += BATCH) {
      const some = left.slice(from, from + BATCH)
      open.push(await intend(work, rule, some, { run, reason: 'due', actor: SYSTEM }))
    }
    for (const unit of open)
      if (OPEN_STATES.includes(unit.state as UnitState) && unit.state !== 'rowsGone')
        await carryOut(work, rule, unit)
    await certifyRuns(work)
  } finally {
    await lease.release()
  }
}

/** For whoever must say what is gone already, and for what the plugin itself keeps for a time. */
export const deletedPort = (retention: Retention): DeletedPort => ({
  deleted: (place, span) => deleted(place as Context, retention, span),
  remove: (place, rows) => remove(place as Context, retention, rows),
})
