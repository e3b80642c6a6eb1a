import type { Context } from '../platform/runtime.js'
import { command, portOf, Usage } from './command.js'

interface Verification {
  ok: boolean
  count: number
  unsealed: number
  at?: number
  problem?: string
}
interface LedgerCommands {
  verify: (ctx: Context) => Promise<Verification>
}

/** `payload governance:ledger verify`: 1 when an entry was edited, moved or removed. */
export const script = command({}, async (payload, { words }) => {
  if (words[0] !== 'verify') throw new Usage('Usage: payload governance:ledger verify')
  const found = await portOf<LedgerCommands>(payload, 'ledger').verify({ payload })
  console.log(
    found.ok
      ? `The ledger verifies: ${found.count} sealed entries, ${found.unsealed} wait to be sealed.`
      : `THE LEDGER DOES NOT VERIFY: entry ${String(found.at)} is ${String(found.problem)}. Tell the AED now.`,
  )
  return found.ok
})
