import type { Runner } from '../../platform/runtime.js'
import type { Retention } from './context.js'
import { holdsInForce } from './heldBy.js'
import { finishPlacing, releaseClosed } from './holds.js'
import { linkCase, seekIn } from './seek.js'

/**
 * Finds what came in for persons and cases on hold, so that lists and counts know it; finishes what a process that died
 * had begun. The deleting unit does not wait for it: it looks for itself.
 */
export const holdRunner = (retention: Retention): Runner => ({
  key: 'retention-holds',
  everySeconds: 300,
  run: async ({ payload, fence }) => {
    const at = { payload }
    let done = (await finishPlacing(at)) + (await releaseClosed(at, retention))
    for (const hold of await holdsInForce(at))
      if (hold.kind === 'case') done += await linkCase(at, retention, hold)
    for (const collection of retention.rules.keys()) done += await seekIn(at, retention, collection, fence)
    return { done }
  },
})
