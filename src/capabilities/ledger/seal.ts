import { randomToken } from '../../kernel/canonical.js'
import type { Head } from '../../kernel/ledgerPort.js'
import { isUniqueViolation } from '../../platform/databases/index.js'
import { all, compareAndSet, findRows, type Row } from '../../platform/db.js'
import type { Context, Runner } from '../../platform/runtime.js'
import { freePlace, putAside } from './aside.js'
import { LEDGER } from './collections.js'
import { contentOf, entryHash, GENESIS } from './domain.js'
import { firstMark, type Mark, moveHead } from './marks.js'
import { ledgerRows } from './rows.js'

const BATCH = 500
/** Entries between two looks at the lease: far less than a minute of work. */
const FENCE = 50
/** Entries sealed in one run at most: other work of this process waits meanwhile. */
const MOST = 10_000

/** The head as it was last written down. The chain may have come further: see `lastSealed`. */
export const headMark = (ctx: Context): Promise<Mark<{ chain?: string }>> =>
  firstMark(ctx, 'main', { sequence: 0, hash: GENESIS, data: { chain: randomToken(12) } })

/** Numbers up to here are exact on every database. What stands beyond was put there by hand: see `strays.ts`. */
export const LAST_NUMBER = 1e15

/** Where the chain ends: a sealer that was killed left entries behind the head that is written down. */
const lastSealed = async (ctx: Context, head: Head): Promise<Head> => {
  const [last] = await findRows(
    ctx,
    LEDGER,
    all({ sequence: { greater_than: head.sequence } }, { sequence: { less_than_equal: LAST_NUMBER } }),
    { sort: '-sequence', limit: 1, fields: ['sequence', 'hash'] },
  )
  return last ? { sequence: Number(last.sequence), hash: String(last.hash) } : head
}

/**
 * Seals one entry behind the head. The unique `place` decides between sealers: of two that think they are behind the
 * same entry, one loses. @returns the new head, the old one where the entry was put aside, or null when somebody else
 * was there.
 */
const sealOne = async (ctx: Context, head: Head, row: Row): Promise<Head | null> => {
  const sequence = head.sequence + 1
  const place = `seq:${sequence}`
  if (row.unreadable) return (await putAside(ctx, row)) ? head : null
  const hash = entryHash(sequence, head.hash, contentOf(row))
  try {
    const sealed = await compareAndSet(
      ctx,
      LEDGER,
      all({ id: { equals: row.id } }, { place: { equals: row.place } }),
      // Not when it was sealed: an entry that tells a day only would tell the time by that.
      { sequence, previousHash: head.hash, hash, place, updatedAt: null },
    )
    if (sealed) return { sequence, hash }
    return (await putAside(ctx, row)) ? head : null
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return (await freePlace(ctx, place)) ? sealOne(ctx, head, row) : null
  }
}

/**
 * Numbers and chains what is committed, one entry after the other, so that wherever a sealer is killed the chain is
 * whole up to there and the rest is the unsealed tail. Never in the write's own way: see docs/decisions.
 */
export const sealer: Runner = {
  key: 'ledger-seal',
  everySeconds: 10,
  run: async ({ payload, fence, now }) => {
    const at = { payload }
    let head = await lastSealed(at, await headMark(at))
    let done = 0
    while (done < MOST) {
      const pending = await ledgerRows(
        at,
        { sequence: { exists: false } },
        { sort: ['at', 'id'], limit: BATCH },
      )
      for (const [index, row] of pending.entries()) {
        if (index % FENCE === 0) await fence()
        const next = await sealOne(at, head, row)
        // Another sealer took over: it goes on, this one does not.
        if (!next) return { done, left: 1 }
        head = next
        done += 1
      }
      await moveHead(at, { ...head, sealedAt: now.toISOString() })
      if (pending.length < BATCH) return { done }
    }
    return { done, left: 1 }
  },
}
