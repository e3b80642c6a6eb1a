import type { RetentionCommands, TerminalAnswer, TerminalAsker } from '../kernel/retentionPort.js'
import type { Context } from '../platform/runtime.js'
import { type Arguments, command, portOf, Usage } from './command.js'

type Work = (
  port: RetentionCommands,
  ctx: Context,
  asker: TerminalAsker,
  given: Arguments,
) => Promise<TerminalAnswer>

const K = 'governance:retentionSafety:terminal'

const textOf = ({ values }: Arguments, name: string): string | undefined =>
  typeof values[name] === 'string' ? values[name] : undefined

const WORKS: Record<string, Work> = {
  plan: (port, ctx, asker) => port.plan(ctx, asker),
  verify: (port, ctx, asker, { words }) => port.verify(ctx, asker, words[1]),
  replay: (port, ctx, asker, given) => {
    const from = textOf(given, 'from')
    return port.replay(ctx, asker, from === undefined ? [] : [from])
  },
  tombstones: (port, ctx, asker, given) => {
    const out = textOf(given, 'out')
    if (!out) throw new Usage(asker.t(`${K}:usage`))
    return port.tombstones(ctx, asker, out)
  },
}

/** `payload governance:retention plan`, `… verify [CERTIFICATE]`, `… replay` and `… tombstones --out FILE`. */
export const script = command({ flags: ['from', 'out'] }, async (payload, given, { t, locale }) => {
  const work = WORKS[given.words[0] ?? '']
  if (!work) throw new Usage(t(`${K}:usage`))
  const port = portOf<RetentionCommands | undefined>(payload, 'retention')
  if (!port) throw new Usage(t(`${K}:off`))
  const { ok, lines } = await work(port, { payload }, { t, locale }, given)
  for (const line of lines) console.log(line)
  return ok
})
