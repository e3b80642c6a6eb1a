import type { Finding, Head, Known, Verification } from '../../kernel/ledgerPort.js'
import { all, countRows, findRows, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { endOf, type SealedEntry, startAt, type Walk, walkOn } from './chain.js'
import { LEDGER } from './collections.js'
import { contentOf, type EntryContent, personalIn } from './domain.js'
import { readHeads } from './heads.js'
import { readMark } from './marks.js'
import { CHAINED, ledgerRows } from './rows.js'
import { headMark, LAST_NUMBER } from './seal.js'
import { straysBeside } from './strays.js'
import { type Anchor, anchorOf } from './summary.js'

const PAGE = 1000

const sent = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const sealedFrom = (row: Row): SealedEntry => ({
  sequence: Number(row.sequence),
  // The place has its unique index for the sealer's sake; what it says must be what the number says.
  hash: row.place === `seq:${Number(row.sequence)}` && !row.unreadable ? String(row.hash) : '',
  previousHash: String(row.previousHash),
  content: contentOf(row),
  personal: personalIn(row),
})

/** By number and not by count: of two entries with the same number none falls between two pages. */
const page = (ctx: Context, after: number): Promise<Row[]> =>
  ledgerRows(
    ctx,
    all({ sequence: { greater_than: after } }, { sequence: { less_than_equal: after + PAGE } }),
    { sort: 'sequence', limit: 2 * PAGE, fields: CHAINED },
  )

/** The first number behind this one; null at the end. */
const nextBehind = async (ctx: Context, after: number): Promise<null | number> => {
  const [row] = await findRows(
    ctx,
    LEDGER,
    { and: [{ sequence: { greater_than: after } }, { sequence: { less_than_equal: LAST_NUMBER } }] },
    { sort: 'sequence', limit: 1, fields: ['sequence'] },
  )
  return row ? Number(row.sequence) : null
}

/** Entries that erased values of these; few, and remembered from page to page. */
const erasuresFor = async (
  ctx: Context,
  entries: SealedEntry[],
  known: Map<string, EntryContent>,
): Promise<void> => {
  const wanted = new Set<string>()
  for (const { personal = {} } of entries)
    for (const kept of Object.values(personal))
      if ('erasedBy' in kept && !known.has(kept.erasedBy)) wanted.add(kept.erasedBy)
  if (wanted.size === 0) return
  if (known.size > PAGE) known.clear()
  for (const row of await ledgerRows(ctx, { key: { in: [...wanted] } }, { limit: wanted.size }))
    known.set(String(row.key), contentOf(row))
}

interface Walking {
  heads: ReadonlyMap<number, string>
  own?: Head
  most?: number
  /** Told after each page at which number the walk is. */
  progress?: (sequence: number) => void
}

/** Walks the stored chain from there, a page at a time: its length is no matter of memory. */
export const walkStored = async (
  ctx: Context,
  from: Head,
  { heads, own, most = Infinity, progress }: Walking,
): Promise<Walk & { ended: boolean }> => {
  const walk = startAt(from)
  const erasures = new Map<string, EntryContent>()
  let after = from.sequence
  let coming = page(ctx, after)
  for (;;) {
    const entries = (await coming).map(sealedFrom)
    if (entries.length === 0) {
      const next = await nextBehind(ctx, after)
      if (next === null) return { ...walk, ended: true }
      after = Math.max(Math.ceil(next) - 1, after)
    } else {
      after += PAGE
    }
    const enough = walk.count + entries.length >= most
    if (!enough) {
      // The database reads on while this process reckons: what it is asked has to have left before that.
      coming = page(ctx, after)
      await sent()
    }
    await erasuresFor(ctx, entries, erasures)
    walkOn(walk, entries, { erasures, heads, own })
    progress?.(walk.sequence)
    if (enough) return { ...walk, ended: false }
  }
}

/** What is known from outside, by number, and the last of it. That some of it speaks of another chain is a finding. */
export const headsOf = (
  { heads }: Known,
  chain: string | undefined,
): { mine: Map<number, string>; last: number; findings: Finding[] } => {
  const mine = new Map<number, string>()
  let last = 0
  let foreign = false
  for (const head of heads) {
    if (head.chain && chain && head.chain !== chain) {
      foreign = true
      continue
    }
    mine.set(head.sequence, head.hash)
    last = Math.max(last, head.sequence)
  }
  return { mine, last, findings: foreign ? [{ at: 1, problem: 'replaced' }] : [] }
}

/** What the file of heads holds, where there is one. */
export const knownHeads = async (
  file: null | string,
  more: Known = { heads: [], from: [] },
): Promise<Known> => {
  const read = file ? await readHeads(file) : null
  return read ? { heads: [...read.heads, ...more.heads], from: [file!, ...more.from] } : more
}

const once = async (
  ctx: Context,
  known: Known,
  progress?: Walking['progress'],
): Promise<{ found: Verification; anchor: Anchor }> => {
  const own = await headMark(ctx)
  const anchor = await anchorOf(ctx)
  const outside = headsOf(known, own.data.chain)
  const walk = await walkStored(ctx, anchor, { heads: outside.mine, own, progress })
  endOf(walk, Math.max(own.sequence, outside.last))
  const strays = await straysBeside(ctx, walk.sequence + 1)
  const findings = [...outside.findings, ...anchor.findings(outside.mine), ...walk.findings, ...strays]
  return {
    anchor,
    found: {
      ok: findings.length === 0,
      count: walk.count,
      last: walk.sequence,
      unsealed: await countRows(ctx, LEDGER, { sequence: { exists: false } }),
      erased: walk.erased,
      removedTo: anchor.sequence,
      heads: { compared: walk.compared, from: known.from },
      findings,
      ...(findings[0] ? { at: findings[0].at, problem: findings[0].problem } : {}),
    },
  }
}

/**
 * Verifies the whole chain: against itself, its own head, and the heads that are known from outside. Entries that are
 * not sealed yet are the tail, which no chain holds together.
 */
export const verifyLedger = async (
  ctx: Context,
  known: Known = { heads: [], from: [] },
  progress?: Walking['progress'],
): Promise<Verification> => {
  const at = { payload: ctx.payload }
  for (let attempt = 0; ; attempt += 1) {
    const { found, anchor } = await once(at, known, progress)
    // What was removed by rule while this walked is no tampering.
    const now = await readMark(at, 'anchor')
    if (found.ok || attempt === 2 || (now?.sequence ?? 0) === anchor.sequence) return found
  }
}
