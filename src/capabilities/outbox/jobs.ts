import type { ContactPort } from '../../kernel/breachPorts.js'
import type { Ref } from '../../kernel/ref.js'
import type { Row } from '../../platform/db.js'
import { nowOf, type Runner, runtimeOf } from '../../platform/runtime.js'
import { composer } from './compose.js'
import { deliver, type Delivery } from './delivery.js'
import { SENDING_SECONDS } from './domain.js'
import { collect, isUnwanted, leaveOut, sendDigests, waitsForDigest } from './digest.js'
import type { SanitizedOutbox } from './options.js'
import { canSend, dueMails, expand, rightTimes } from './store.js'

const BATCH = 100
const ROUNDS = 20

/** What is left of these mails to be sent now, together or, where a runner died over it, each alone. */
const groupsOf = async (due: Row[], { payload, staff, fence }: Delivery): Promise<Row[][]> => {
  const now = nowOf(payload)
  const informing = runtimeOf(payload).capabilities.flatMap((one) => one.informing ?? [])
  const together: Row[] = []
  const alone: Row[][] = []
  for (const row of due) {
    const unwanted = isUnwanted(row, staff, informing)
    if (row.toKind === 'role' || unwanted || waitsForDigest(row, staff)) {
      await fence()
      if (unwanted) await leaveOut({ payload }, row)
      else await (row.toKind === 'role' ? expand(payload, row, now) : collect({ payload }, row, now))
    } else if (row.state === 'sending') alone.push([row])
    else together.push(row)
  }
  return together.length > 0 ? [together, ...alone] : alone
}

/**
 * Delivers what is due and stops for this run when the server itself is in trouble. One process of a site delivers at a
 * time, so that the option says how many connections the site opens; another takes over when it is gone.
 */
export const outboxRunner = (
  options: SanitizedOutbox,
  contacts: () => Pick<ContactPort, 'addressOf'> | undefined = () => undefined,
): Runner => ({
  key: 'outbox',
  everySeconds: 10,
  run: async ({ payload, fence, now }) => {
    if (!canSend(payload)) return { done: 0, note: 'no email adapter' }
    const staff = await runtimeOf(payload).people(payload, [])
    await rightTimes(payload, now)
    await sendDigests({ payload }, staff, now)
    const until = performance.now() + SENDING_SECONDS * 1000
    const isOver = (): boolean => performance.now() > until
    const addressOf = async (record: Ref): Promise<null | string> =>
      (await contacts()?.addressOf({ payload }, record)) ?? null
    const delivery = { payload, options, staff, fence, isOver, addressOf, compose: composer(payload) }
    let done = 0
    for (let round = 0; round < ROUNDS && !isOver(); round += 1) {
      const due = await dueMails(payload, nowOf(payload), BATCH)
      if (due.length === 0) return { done }
      await fence()
      const groups = await groupsOf(due, delivery)
      done += due.length - groups.flat().length
      for (const group of groups) {
        if (isOver()) break
        const { tried, trouble } = await deliver(group, delivery)
        done += tried
        if (trouble) return { done, left: due.length, note: 'the mail server is in trouble' }
      }
    }
    return { done, left: 1 }
  },
})
