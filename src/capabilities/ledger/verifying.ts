import type { Actor } from '../../kernel/actor.js'
import type { Finding } from '../../kernel/ledgerPort.js'
import { countRows } from '../../platform/db.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { LEDGER } from './collections.js'
import { readMark, setMark } from './marks.js'
import type { SanitizedLedger } from './options.js'
import { needReader } from './reach.js'
import { headMark } from './seal.js'
import { foundOn, verifyWhole } from './watch.js'

/** What the top of the screen says of the chain. */
export interface ChainState {
  /** The last number, and how many entries wait for theirs. */
  sealed: number
  unsealed: number
  exported: null | { sequence: number; hash: string }
  /** When somebody last asked, and nothing was found. */
  verifiedAt: null | string
  findings: Finding[]
}

export const chainState = async ({ payload }: Context, actor: Actor): Promise<ChainState> => {
  needReader(actor)
  const at = { payload }
  const [own, exported, verified, found, unsealed] = await Promise.all([
    headMark(at),
    readMark(at, 'exported'),
    readMark<{ at: string }>(at, 'verified'),
    foundOn(at),
    countRows(at, LEDGER, { sequence: { exists: false } }),
  ])
  return {
    sealed: own.sequence,
    unsealed,
    exported: exported && { sequence: exported.sequence, hash: exported.hash },
    verifiedAt: verified?.data.at ?? null,
    findings: found?.findings ?? [],
  }
}

/** A line of the answer while the chain is walked; `ok` stands in the last one. */
export interface Progress {
  done: number
  total: number
  ok?: boolean
}

const lineOf = (progress: Progress): string => `${JSON.stringify(progress)}\n`

/** Verifies the whole chain, and says how far it is: a line of JSON for each part. What it finds is kept. */
export async function* verifying(
  { payload }: Context,
  actor: Actor,
  options: SanitizedLedger,
): AsyncGenerator<string> {
  needReader(actor)
  const at = { payload }
  const { sequence: total } = await headMark(at)
  let done = 0
  let wake: () => void = () => undefined
  const onPage = (count: number): void => {
    done = count
    wake()
  }
  const work = verifyWhole(at, options, undefined, onPage)
  let ended = false
  const end = work.then(
    () => (ended = true),
    () => (ended = true),
  )
  for (let told = -1; !ended;) {
    if (done !== told) yield lineOf({ done: (told = done), total })
    await Promise.race([end, new Promise<void>((resolve) => (wake = resolve))])
  }
  const found = await work
  if (found.ok)
    await setMark(at, 'verified', { sequence: found.last, data: { at: nowOf(payload).toISOString() } })
  yield lineOf({ done: found.count, total, ok: found.ok })
}
