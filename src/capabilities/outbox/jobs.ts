import { type Runner, runtimeOf } from '../../platform/runtime.js'
import { collect, sendDigests, waitsForDigest } from './digest.js'
import type { SanitizedOutbox } from './options.js'
import { canSend, deliver, dueMails, expand, rightTimes } from './store.js'

const BATCH = 50
const ROUNDS = 20

/** Delivers what is due, one mail at a time, and stops for this run when the server itself is in trouble. */
export const outboxRunner = (options: SanitizedOutbox): Runner => ({
  key: 'outbox',
  everySeconds: 10,
  run: async ({ payload, fence, now }) => {
    if (!canSend(payload)) return { done: 0, note: 'no email adapter' }
    const staff = await runtimeOf(payload).people(payload, [])
    await rightTimes(payload, now)
    await sendDigests({ payload }, staff, now)
    let done = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      const due = await dueMails(payload, now, BATCH)
      if (due.length === 0) return { done }
      for (const row of due) {
        await fence()
        done += 1
        if (row.toKind === 'role') await expand(payload, row, now)
        else if (waitsForDigest(row, staff)) await collect({ payload }, row, now)
        else if ((await deliver(row, { payload, now, options, staff })) === 'server') {
          return { done, left: due.length, note: 'the mail server is in trouble' }
        }
      }
    }
    return { done, left: 1 }
  },
})
