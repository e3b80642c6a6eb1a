import type { Finding, Head, Known, Verification } from '../../kernel/ledgerPort.js'
import { all, countRows, findRows, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { endOf, type SealedEntry, startAt, type Walk, walkOn } from './chain.js'
import { LEDGER } from './collections.js'
import { contentOf, type EntryContent, personalIn } from './domain.js'
import { readHeads } from './heads.js'
import { type Mark, readMark } from './marks.js'
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
const walkStored = async (
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

/**
 * What is known from outside, by number, and the last of it. That some of it speaks of another chain is a finding; so
 * is a number with two hashes: whoever rewrites the end of a chain can have its new head exported behind the old one.
 */
const headsOf = (
  { heads }: Known,
  chain: string | undefined,
): { mine: Map<number, string>; last: number; findings: Finding[] } => {
  const mine = new Map<number, string>()
  const twice = new Set<number>()
  let last = 0
  let foreign = false
  for (const { sequence, hash, chain: of } of heads) {
    if (of && chain && of !== chain) {
      foreign = true
      continue
    }
    if ((mine.get(sequence) ?? hash) === hash) mine.set(sequence, hash)
    else twice.add(sequence)
    last = Math.max(last, sequence)
  }
  const findings: Finding[] = [...twice].slice(0, 20).map((at) => ({ at, problem: 'rewritten' }))
  return {
    mine,
    last,
    findings: [...(foreign ? [{ at: 1, problem: 'replaced' } as const] : []), ...findings],
  }
}

/** What the file of heads holds, where there is one. */
export const knownHeads = async (
  file: null | string,
  more: Known = { heads: [], from: [] },
): Promise<Known> => {
  const read = file ? await readHeads(file) : null
  return read ? { heads: [...read.heads, ...more.heads], from: [file!, ...more.from] } : more
}

/** Part of the chain: from where the last look ended, and how many entries at most. */
interface Part {
  from?: Head | null
  most?: number
  progress?: Walking['progress']
}

export interface Look {
  findings: Finding[]
  walk: Walk & { ended: boolean }
  own: Mark<{ chain?: string }>
  anchor: Anchor
  /** Where this look began, if behind the beginning. */
  begun: Head | null
  /** The beginning was moved by rule meanwhile: what was removed is no tampering. */
  moved: boolean
}

/** The chain or a part of it, against itself, its own head and those known from outside; and what stands beside it. */
export const look = async (
  ctx: Context,
  known: Known,
  { from, most, progress }: Part = {},
): Promise<Look> => {
  const own = await headMark(ctx)
  const anchor = await anchorOf(ctx)
  const outside = headsOf(known, own.data.chain)
  const begun = from && from.sequence > anchor.sequence ? from : null
  const walk = await walkStored(ctx, begun ?? anchor, { heads: outside.mine, own, most, progress })
  if (walk.ended) endOf(walk, Math.max(own.sequence, outside.last))
  const strays = walk.ended ? await straysBeside(ctx, walk.sequence + 1) : []
  const beginning = begun ? [] : [...outside.findings, ...anchor.findings(outside.mine)]
  const now = await readMark(ctx, 'anchor')
  return {
    findings: [...beginning, ...walk.findings, ...strays],
    walk,
    own,
    anchor,
    begun,
    moved: (now?.sequence ?? 0) !== anchor.sequence,
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
    const { findings, walk, anchor, moved } = await look(at, known, { progress })
    if (findings.length > 0 && moved && attempt < 2) continue
    return {
      ok: findings.length === 0,
      count: walk.count,
      last: walk.sequence,
      unsealed: await countRows(at, LEDGER, { sequence: { exists: false } }),
      erased: walk.erased,
      removedTo: anchor.sequence,
      heads: { compared: walk.compared, from: known.from },
      findings,
      ...(findings[0] ? { at: findings[0].at, problem: findings[0].problem } : {}),
    }
  }
}
