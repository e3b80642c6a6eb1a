import { findRows } from '../../platform/db.js'
import { reasonOf } from '../../platform/failure.js'
import type { Runner } from '../../platform/runtime.js'
import { applyDecision } from './applying.js'
import { CASES, REPORTS } from './collections.js'
import { bringsComments, type Desk } from './context.js'
import { queueComment } from './opening.js'
import { alarmReport, settleReport } from './reports.js'
import { askForCase } from './triage/read.js'

const BATCH = 200

/** Finishes what a process that died left half done: every step here is conditional and safe to repeat. */
export const followUp = (desk: Desk): Runner => ({
  key: 'moderation',
  everySeconds: 10,
  run: async ({ payload, fence }) => {
    const ctx = { payload }
    if (!bringsComments(ctx, desk)) return { done: 0 }
    let done = 0
    let failed = 0
    const each = async (
      collection: string,
      where: Parameters<typeof findRows>[2],
      work: (row: Awaited<ReturnType<typeof findRows>>[number]) => Promise<void>,
    ): Promise<void> => {
      for (const row of await findRows(ctx, collection, where, { limit: BATCH })) {
        await fence()
        try {
          await work(row)
          done += 1
        } catch (error) {
          // One row that cannot be finished keeps no other waiting, an alarm least of all.
          failed += 1
          payload.logger.error({
            msg: `governance: a row of "${collection}" was not finished: ${reasonOf(error)}`,
          })
        }
      }
    }
    // Danger first; then decisions, so that what was removed is gone before anything else is looked at.
    await each(REPORTS, { and: [{ danger: { equals: true } }, { alarm: { exists: false } }] }, (row) =>
      alarmReport(ctx, desk, row),
    )
    await each(CASES, { applied: { equals: false } }, (row) => applyDecision(ctx, desk, row))
    await each(
      desk.options.slug,
      { and: [{ state: { in: ['pending', 'visible'] } }, { queued: { equals: false } }] },
      (row) => queueComment(ctx, desk, row),
    )
    await each(REPORTS, { counted: { equals: false } }, (row) => settleReport(ctx, desk, row))
    // Others may be slow: last.
    await each(CASES, { asked: { equals: 'due' } }, (row) => askForCase(ctx, desk, row))
    return {
      done,
      left: failed + (done >= BATCH ? 1 : 0),
      ...(failed > 0 ? { note: `${failed} failed` } : {}),
    }
  },
})
