import { SYSTEM } from '../../kernel/actor.js'
import { yearsBefore } from '../../kernel/calendar.js'
import type { HoldPort } from '../../kernel/holdPorts.js'
import { timeZoneOf } from '../../platform/clock.js'
import { all, deleteRows, findRow, findRows, type Row } from '../../platform/db.js'
import type { Context, Runner } from '../../platform/runtime.js'
import { LEDGER } from './collections.js'
import { GENESIS } from './domain.js'
import { PRUNED } from './events.js'
import { dropMark, readMark, setMark } from './marks.js'
import type { SanitizedLedger } from './options.js'
import { append } from './store.js'
import { type Summary, summaryKey } from './summary.js'

const PAGE = 500
/** Entries removed under one summary at most. */
const MOST = 20_000

const heldAmong = async (ctx: Context, rows: Row[], holds: HoldPort | undefined): Promise<Set<string>> =>
  holds ? holds.isHeld(ctx, [...new Set(rows.map(({ subject }) => String(subject)))]) : new Set()

/** The entries from the beginning on that are old enough, up to the first that a hold keeps. */
const prefix = async (
  ctx: Context,
  after: { sequence: number; hash: string },
  before: Date,
  keepYears: number,
  holds: HoldPort | undefined,
): Promise<null | Summary> => {
  const summary: Summary = {
    count: 0,
    first: after.sequence + 1,
    last: after.sequence,
    firstAt: '',
    lastAt: '',
    actions: {},
    hash: after.hash,
    keepYears,
  }
  while (summary.count < MOST) {
    const rows = await findRows(
      ctx,
      LEDGER,
      { sequence: { greater_than: summary.last } },
      { sort: 'sequence', limit: PAGE, fields: ['sequence', 'hash', 'at', 'action', 'subject'] },
    )
    const held = await heldAmong(ctx, rows, holds)
    for (const row of rows) {
      // What does not follow is looked into by people before it is gone.
      const follows = Number(row.sequence) === summary.last + 1
      if (!follows || new Date(row.at as string) >= before || held.has(String(row.subject)))
        return summary.count > 0 ? summary : null
      const action = String(row.action)
      const at = new Date(row.at as string).toISOString()
      summary.count += 1
      summary.last = Number(row.sequence)
      summary.hash = String(row.hash)
      summary.firstAt ||= at
      summary.lastAt = at > summary.lastAt ? at : summary.lastAt
      summary.actions[action] = (summary.actions[action] ?? 0) + 1
    }
    if (rows.length < PAGE) break
  }
  return summary.count > 0 ? summary : null
}

const isHeldNow = async (ctx: Context, { first, last }: Summary, holds?: HoldPort): Promise<boolean> => {
  if (!holds) return false
  for (let from = first; from <= last; from += PAGE) {
    const to = Math.min(from + PAGE - 1, last)
    const rows = await findRows(
      ctx,
      LEDGER,
      all({ sequence: { greater_than_equal: from } }, { sequence: { less_than_equal: to } }),
      { limit: 2 * PAGE, fields: ['subject'] },
    )
    if ((await heldAmong(ctx, rows, holds)).size > 0) return true
  }
  return false
}

/**
 * Removes the beginning of the chain when its time is over: a whole month at once, so that summaries stay few. What is
 * to go is written down; then it is summed up in an entry; when that is sealed the beginning of the chain is moved;
 * and only then entries go. A process that ends anywhere in between leaves a chain that verifies.
 */
export const keeper = (
  { keepYears }: SanitizedLedger,
  ports: { holds: () => HoldPort | undefined },
  onStep: (step: string) => Promise<void> | void = () => undefined,
): Runner => ({
  key: 'ledger-keep',
  everySeconds: 3600,
  run: async ({ payload, fence, now }) => {
    const at = { payload }
    let summary = (await readMark<Summary>(at, 'pruning'))?.data ?? null
    if (!summary && keepYears !== null) {
      const anchor = (await readMark(at, 'anchor')) ?? { sequence: 0, hash: GENESIS }
      const before = yearsBefore(now, keepYears, timeZoneOf(payload))
      summary = await prefix(at, anchor, before, keepYears, ports.holds())
      if (summary) {
        await fence()
        await setMark(at, 'pruning', { sequence: summary.last, hash: summary.hash, data: { ...summary } })
        await onStep('noted')
      }
    }
    if (!summary) return { done: 0 }
    const anchor = await readMark(at, 'anchor')
    if ((anchor?.sequence ?? 0) < summary.last) {
      if (await isHeldNow(at, summary, ports.holds()))
        return { done: 0, left: summary.count, note: 'kept by a hold' }
      await fence()
      const key = summaryKey(summary.last)
      const facts = { ...summary }
      await append(at, { key, action: PRUNED, subject: 'system:ledger', actor: SYSTEM, at: now, facts })
      await onStep('summed')
      const sealed = await findRow(at, LEDGER, all({ key: { equals: key } }, { sequence: { exists: true } }))
      if (!sealed) return { done: 0, left: summary.count, note: 'waits for the seal' }
      await fence()
      await setMark(at, 'anchor', { sequence: summary.last, hash: summary.hash })
      await onStep('anchored')
    }
    for (let to = summary.first + PAGE - 1; ; to += PAGE) {
      await fence()
      await deleteRows(
        at,
        LEDGER,
        all({ sequence: { exists: true } }, { sequence: { less_than_equal: Math.min(to, summary.last) } }),
      )
      await onStep('removed')
      if (to >= summary.last) break
    }
    await dropMark(at, 'pruning')
    return { done: summary.count }
  },
})
