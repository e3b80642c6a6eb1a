import { SYSTEM } from '../../kernel/actor.js'
import type { Finding, Known, StoredFinding, Verification } from '../../kernel/ledgerPort.js'
import type { IncidentPort } from '../../kernel/ports.js'
import { type Context, type Missing, nowOf, type Runner } from '../../platform/runtime.js'
import { emit } from '../../platform/unit.js'
import { dropMark, readMark, setMark } from './marks.js'
import type { SanitizedLedger } from './options.js'
import { knownHeads, look, verifyLedger } from './verify.js'

export const foundOn = async (ctx: Context): Promise<null | StoredFinding> =>
  (await readMark<StoredFinding>(ctx, 'finding'))?.data ?? null

const remember = async (ctx: Context, findings: Finding[]): Promise<void> => {
  const at = nowOf(ctx.payload).toISOString()
  await setMark(ctx, 'finding', {
    sequence: findings[0]?.at ?? 0,
    data: { at, findings: findings.slice(0, 20) },
  })
}

/** Where people look at the ledger, below the admin route. */
const SCREEN = '/governance/ledger'

/** The whole chain with all that is known from outside; what it finds stays on the desk. */
export const verifyWhole = async (
  ctx: Context,
  options: SanitizedLedger,
  more?: Known,
  progress?: (sequence: number) => void,
): Promise<Verification> => {
  const result = await verifyLedger(ctx, await knownHeads(options.headsFile, more), progress)
  if (!result.ok) await remember(ctx, result.findings)
  else if (await foundOn(ctx)) await dropMark(ctx, 'finding')
  return result
}

/** Entries looked at in one run: some seconds of work. */
const PART = 50_000

interface Checked {
  /** Nothing was found since this pass began. */
  clean: boolean
}

const alarm = async (
  ctx: Context,
  findings: Finding[],
  incidents: IncidentPort | undefined,
  chain: string | undefined,
): Promise<void> => {
  const [first] = findings
  if (!first) return
  const values = { at: String(first.at) }
  const cause = `ledger:${chain ?? ''}:${first.problem}:${first.at}`
  if (incidents) {
    const summary = { key: `governance:ledger:found:${first.problem}`, values }
    await incidents.open(ctx, { causeKey: cause, kind: 'other', severity: 'critical', summary }, SYSTEM)
    return
  }
  await emit(ctx, {
    mail: [
      {
        key: `${cause}:mail`,
        template: 'ledger:mail:broken',
        to: { role: 'aed' },
        values,
        path: `${ctx.payload.config.routes.admin}${SCREEN}`,
      },
    ],
  })
}

/**
 * Goes along the chain a part a day, and from the beginning again when it has come to the end: what was touched is
 * found also where nobody asks.
 */
export const watcher = (
  options: SanitizedLedger,
  ports: { incidents: () => IncidentPort | undefined },
): Runner => ({
  key: 'ledger-verify',
  everySeconds: 86_400,
  run: async ({ payload }) => {
    const at = { payload }
    const last = await readMark<Checked>(at, 'checked')
    const known = await knownHeads(options.headsFile).catch(() => ({ heads: [], from: [] }))
    const { findings, walk, own, begun, moved } = await look(at, known, { from: last, most: PART })
    if (moved) return { done: 0, left: 1 }
    const clean = (begun ? last!.data.clean : true) && findings.length === 0
    if (findings.length > 0) {
      await remember(at, findings)
      await alarm(at, findings, ports.incidents(), own.data.chain)
    } else if (walk.ended && clean && (await foundOn(at))) await dropMark(at, 'finding')
    if (walk.ended) await dropMark(at, 'checked')
    else await setMark(at, 'checked', { sequence: walk.sequence, hash: walk.hash, data: { clean } })
    return { done: walk.count }
  },
})

/** For the banner on every page and for the doctor. */
export const missing = async (ctx: Context): Promise<Missing[]> => {
  const found = await foundOn(ctx)
  const [first] = found?.findings ?? []
  if (!first) return []
  return [
    {
      key: `governance:ledger:found:${first.problem}`,
      values: { at: String(first.at) },
      href: SCREEN,
    },
  ]
}
