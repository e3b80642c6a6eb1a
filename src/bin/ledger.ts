import type { Actor } from '../kernel/actor.js'
import type { Erasure, Finding, Known, LedgerCommands } from '../kernel/ledgerPort.js'
import type { Context, Translate } from '../platform/runtime.js'
import { type Arguments, command, portOf, Usage } from './command.js'

const TERMINAL: Actor = { kind: 'system', ref: 'system:terminal', roles: [] }
const K = 'governance:terminal:ledger'
/** The first ones say where to look. */
const MOST = 20

/** `--head 120:9f…`, as the mail gives it, or a file of heads. */
const knownFrom = async (port: LedgerCommands, head: string | undefined, t: Translate): Promise<Known> => {
  if (head === undefined) return { heads: [], from: [] }
  const heads = await port.readHeads(head)
  if (!heads) throw new Usage(t(`${K}:noHead`, { head }))
  return { heads, from: [head] }
}

const lineOf = ({ at, until, problem, name }: Finding, t: Translate): string =>
  t(`governance:ledger:found:${problem}`, { at: until ? `${at}–${until}` : at, name })

const verify = async (
  port: LedgerCommands,
  ctx: Context,
  { values }: Arguments,
  t: Translate,
): Promise<boolean> => {
  const head = typeof values.head === 'string' ? values.head : undefined
  const found = await port.verify(ctx, await knownFrom(port, head, t))
  for (const finding of found.findings.slice(0, MOST)) console.log(lineOf(finding, t))
  if (found.findings.length > MOST) console.log(t(`${K}:more`, { count: found.findings.length - MOST }))
  const { count, last, unsealed, erased, removedTo, heads } = found
  console.log(t(found.ok ? `${K}:ok` : `${K}:broken`, { count, last }))
  if (unsealed > 0) console.log(t(`${K}:unsealed`, { unsealed }))
  if (erased > 0) console.log(t(`${K}:erasedValues`, { erased }))
  if (removedTo > 0) console.log(t(`${K}:removedTo`, { removedTo }))
  console.log(
    heads.compared > 0
      ? t(`${K}:heads`, { compared: heads.compared, from: heads.from.join(', ') })
      : t(`${K}:noHeads`),
  )
  return found.ok
}

const SCOPES = ['person', 'subject', 'entry'] as const

const erase = async (
  port: LedgerCommands,
  ctx: Context,
  { values }: Arguments,
  t: Translate,
): Promise<boolean> => {
  const [by, ...others] = SCOPES.filter((scope) => typeof values[scope] === 'string')
  if (!by || others.length > 0 || typeof values.under !== 'string') throw new Usage(t(`${K}:usage`))
  const erasure: Erasure = { by, of: [String(values[by])], under: values.under }
  const { entries } = await port.erase(ctx, erasure, TERMINAL)
  console.log(entries > 0 ? t(`${K}:erased`, { entries }) : t(`${K}:nothingToErase`))
  return true
}

/** `payload governance:ledger verify` (1 when an entry was touched) and `… erase`. */
export const script = command({ flags: ['head', 'under', ...SCOPES] }, async (payload, given, { t }) => {
  const work = { verify, erase }[given.words[0] ?? '']
  if (!work) throw new Usage(t(`${K}:usage`))
  return work(portOf<LedgerCommands>(payload, 'ledger'), { payload }, given, t)
})
