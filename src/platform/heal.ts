import { findRows } from './db.js'
import { reasonOf } from './failure.js'
import { type Runner, runtimeOf } from './runtime.js'
import { flushRow } from './unit.js'

const HEAL_BATCH = 200

/**
 * Finishes effects that a crash left in their rows. One row whose effects cannot be carried out keeps no other waiting
 * (nor do many: they are passed by their random key); it is tried again at the next run.
 */
export const healer: Runner = {
  key: 'heal',
  everySeconds: 60,
  run: async (ctx) => {
    const at = { payload: ctx.payload }
    let done = 0
    let failed = 0
    for (const collection of runtimeOf(ctx.payload).unitCollections) {
      for (let last = ''; ;) {
        const where = { effectsKey: { greater_than: last } }
        const rows = await findRows(at, collection, where, { limit: HEAL_BATCH, sort: 'effectsKey' })
        for (const row of rows) {
          if (!row.effectsKey) continue
          await ctx.fence()
          try {
            await flushRow(at, collection, row)
            done += 1
          } catch (error) {
            failed += 1
            ctx.payload.logger.error({
              msg: `governance: effects of a row of "${collection}" were not carried out: ${reasonOf(error)}`,
            })
          }
        }
        if (rows.length < HEAL_BATCH) break
        last = String(rows.at(-1)?.effectsKey)
      }
    }
    return failed > 0 ? { done, left: failed, note: `${failed} failed` } : { done }
  },
}
