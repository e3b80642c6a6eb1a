import type { BasePayload } from 'payload'

import { refOf } from '../../kernel/ref.js'
import { all, findRow, findRows } from '../../platform/db.js'
import { reasonOf } from '../../platform/failure.js'
import type { RunReport } from '../../platform/runtime.js'
import { forget, settle } from './bindings.js'
import { raiseDanger } from './danger.js'
import { KEY, SUBMISSIONS } from './collections.js'
import type { Desk } from './context.js'

/** Minutes after which a binding without its row belonged to a write that never happened. */
const ORPHAN_MINUTES = 10

/** Finishes what a crash left: pending submissions and dangers that no case was opened for. */
export const heal = async (desk: Desk, payload: BasePayload, now: Date): Promise<RunReport> => {
  const at = { payload }
  let failed = 0
  /** One row that cannot be finished keeps no other waiting. */
  const finish = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      failed += 1
      payload.logger.error({ msg: `governance: a submission was not finished: ${reasonOf(error)}` })
    }
  }
  const before = (seconds: number): string => new Date(now.getTime() - seconds * 1000).toISOString()
  const pending = await findRows(
    at,
    SUBMISSIONS,
    all({ state: { equals: 'pending' } }, { receivedAt: { less_than: before(5) } }),
    { limit: 500 },
  )
  for (const row of pending)
    await finish(async () => {
      const collection = String(row.collected)
      const stored = await findRow(at, collection, { [KEY]: { equals: row.key } })
      if (stored) await settle(desk, payload, String(row.key), refOf(collection, stored.id), stored)
      else if (String(row.receivedAt) < before(ORPHAN_MINUTES * 60)) await forget(at, String(row.key))
    })
  const unraised = desk.ports.incidents
    ? await findRows(
        at,
        SUBMISSIONS,
        all(
          { danger: { equals: true } },
          { state: { equals: 'confirmed' } },
          { dangerCase: { exists: false } },
        ),
        { limit: 100 },
      )
    : []
  for (const row of unraised) await finish(() => raiseDanger(desk, payload, row))
  const done = pending.length + unraised.length - failed
  return failed > 0 ? { done, left: failed, note: `${failed} failed` } : { done }
}
