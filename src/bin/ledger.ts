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
export const script = command({}, async (payload, { words }, { t }) => {
  if (words[0] !== 'verify') throw new Usage(t('governance:terminal:ledger:usage'))
  const found = await portOf<LedgerCommands>(payload, 'ledger').verify({ payload })
  console.log(
    found.ok
      ? t('governance:terminal:ledger:ok', { count: found.count, unsealed: found.unsealed })
      : t('governance:terminal:ledger:broken', {
          at: found.at,
          problem: t(`governance:terminal:ledger:${String(found.problem)}`),
        }),
  )
  return found.ok
})
