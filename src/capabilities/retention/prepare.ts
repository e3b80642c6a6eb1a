import { all, compareAndSet, type Row } from '../../platform/db.js'
import { DELETIONS } from './collections.js'
import type { Work } from './context.js'
import { unitMachine, type UnitState } from './domain.js'
import { beforeDeletion } from './hostHooks.js'
import { jobTraces } from './jobTraces.js'
import { list } from './listing.js'
import { leaseLost } from './lost.js'
import type { RetentionRule } from './options.js'
import type { Id } from './store.js'
import { sweepAll } from './traces.js'

interface Part {
  collection: string
  ids: Id[]
}

/** Lists a unit anew without the records that a hook of the host keeps; void when none is left. */
const without = async (work: Work, rule: RetentionRule, unit: Row, may: Id[]): Promise<Row> => {
  const { outcome, data } = await list(work, rule, { ...unit, ids: may })
  const state = outcome === 'yield' ? unitMachine.next(unit.state as UnitState, 'yield') : unit.state
  await work.fence()
  const same = all({ key: { equals: unit.key } }, { state: { equals: unit.state } })
  const moved = await compareAndSet({ payload: work.payload }, DELETIONS, same, { ...data, state })
  if (!moved) throw leaseLost()
  return { ...unit, ...moved, ...data, state }
}

/**
 * What happens to a listed unit while everything of it is still there: hooks of the host have their say, and the queue
 * of jobs is searched for the records and their words.
 */
export const prepare = async (work: Work, rule: RetentionRule, listed: Row): Promise<Row> => {
  let unit = listed
  const may = await beforeDeletion(work, rule, unit)
  if (may.length < (unit.ids as Id[]).length) unit = await without(work, rule, unit, may)
  if (unit.state === 'void') return unit
  const parts = [
    { collection: rule.collection, ids: unit.ids as Id[] },
    ...((unit.uploads as null | Part[]) ?? []).filter(({ ids }) => ids.length > 0),
  ]
  return sweepAll(work, unit, await jobTraces(work, parts))
}
