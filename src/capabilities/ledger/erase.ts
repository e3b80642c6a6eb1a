import type { Where } from 'payload'

import { type Actor, hasRole } from '../../kernel/actor.js'
import { hashOf, randomToken } from '../../kernel/canonical.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { Erasure } from '../../kernel/ledgerPort.js'
import type { FootprintPort } from '../../kernel/ports.js'
import { countAmong } from '../../platform/among.js'
import { all, compareAndSet, findRows, type Row } from '../../platform/db.js'
import { takeLease } from '../../platform/lease.js'
import { type Context, nowOf, type Runner } from '../../platform/runtime.js'
import { LEDGER, LEDGER_HEAD } from './collections.js'
import { contentOf, erases, type Moment, personalIn, type PersonalValue, wasThere } from './domain.js'
import { ERASED } from './events.js'
import { dropMark, firstMark, type Mark, type MarkKey } from './marks.js'
import { ERASERS } from './readers.js'
import { ledgerRows } from './rows.js'
import { headMark } from './seal.js'
import { append } from './store.js'

/** Under whose hand values were erased by retention, which has its own evidence of who and why. */
const RETENTION: Actor = { kind: 'system', ref: 'system:retention', roles: [] }

/** An erasure as it waits to be carried out. */
interface Order extends Erasure, Moment {
  actor: Actor
  count: number
  /** Key of the entry that will say so, where it is another than the mark's. */
  entry?: string
}

const whereOf = ({ by, of }: Pick<Erasure, 'by' | 'of'>): Where => {
  const among = { in: of }
  if (by === 'entry') return { key: among }
  if (by === 'subject') return { subject: among }
  return { or: [{ actorRef: among }, { onBehalfOf: among }, { subject: among }] }
}

/** Whose values, of entries up to when. */
type Reach = Pick<Order, 'at' | 'by' | 'last' | 'of'>

const PAGE = 200

/** Rows that this erasure reaches and that still hold a value it erases, a page at a time. */
const rowsFor = async function* (ctx: Context, order: Reach): AsyncGenerator<Row> {
  for (let last: Row | undefined; ;) {
    const where = all(whereOf(order), ...(last ? [{ id: { greater_than: last.id } }] : []))
    const rows = await ledgerRows(ctx, where, { sort: 'id', limit: PAGE })
    for (const row of rows) if (namesIn(row, order).length > 0) yield row
    if (rows.length < PAGE) return
    last = rows.at(-1)
  }
}

const namesIn = (row: Row, order: Reach): string[] => {
  const content = contentOf(row)
  if (!wasThere(row.sequence, content, order)) return []
  return Object.entries(personalIn(row))
    .filter(([name, kept]) => 'value' in kept && erases(order, content, name))
    .map(([name]) => name)
}

/** Evidence first, then the values: wherever a process ends, the next run goes on from the mark. */
const carryOut = async (
  ctx: Context,
  { key, data: order }: Mark<Order>,
  fence: () => Promise<void>,
): Promise<number> => {
  const { by, of, under, at, last, actor, count, entry: entryKey = key.slice('erase:'.length) } = order
  await append(ctx, {
    key: entryKey,
    action: ERASED,
    subject: by === 'entry' ? 'system:ledger' : (of[0] ?? 'system:ledger'),
    actor,
    at: new Date(at),
    facts: { by, of, under, count, ...(last === undefined ? {} : { last }) },
    ...(actor.request ? { request: actor.request } : {}),
  })
  let done = 0
  for await (const row of rowsFor(ctx, order)) {
    if (done % 50 === 0) await fence()
    const gone = Object.fromEntries(
      namesIn(row, order).map((name) => [
        name,
        { erasedAt: at, erasedUnder: under, erasedBy: entryKey } satisfies PersonalValue,
      ]),
    )
    await compareAndSet(
      ctx,
      LEDGER,
      { id: { equals: row.id } },
      { personal: { ...(row.personal as object), ...gone } },
    )
    done += 1
  }
  await dropMark(ctx, key)
  return done
}

const LEASE = 'ledger-erase'

/** One at a time over all processes: two on the same entry could bring back what the other erased. */
const carryOutAll = async (ctx: Context, fence: () => Promise<void>): Promise<number> => {
  const rows = await findRows(ctx, LEDGER_HEAD, { key: { like: 'erase:' } }, { limit: 100 })
  let done = 0
  for (const row of rows.filter(({ key }) => String(key).startsWith('erase:')))
    done += await carryOut(ctx, { ...row, data: row.data } as unknown as Mark<Order>, fence)
  return done
}

/** Finishes erasures whose process ended. */
export const eraser: Runner = {
  key: LEASE,
  everySeconds: 60,
  run: async ({ payload, fence }) => ({ done: await carryOutAll({ payload }, fence) }),
}

const countOf = async (ctx: Context, order: Reach): Promise<number> => {
  let count = 0
  for await (const row of rowsFor(ctx, order)) count += row ? 1 : 0
  return count
}

/** Entries are also named by their number. */
const keysOf = async (ctx: Context, { by, of }: Erasure): Promise<string[]> => {
  const numbers = by === 'entry' ? of.filter((name) => /^\d+$/.test(name)).map(Number) : []
  if (numbers.length === 0) return of
  const rows = await findRows(ctx, LEDGER, { sequence: { in: numbers } }, { limit: numbers.length })
  return [...of.filter((name) => !/^\d+$/.test(name)), ...rows.map(({ key }) => String(key))]
}

const order = async (
  ctx: Context,
  key: string,
  erasure: Erasure,
  actor: Actor,
  entry = key,
): Promise<{ key: string; entries: number }> => {
  const then: Moment = { at: nowOf(ctx.payload).toISOString(), last: (await headMark(ctx)).sequence }
  const entries = await countOf(ctx, { ...erasure, ...then })
  if (entries === 0) return { key, entries }
  const mark: MarkKey = `erase:${key}`
  await firstMark<Order>(ctx, mark, { data: { ...erasure, ...then, actor, count: entries, entry } })
  const lease = await takeLease(ctx, LEASE, 60, () => nowOf(ctx.payload))
  // Somebody erases already: their run, or the next one, does this too.
  if (!lease) return { key, entries }
  try {
    await carryOutAll(ctx, lease.fence)
  } finally {
    await lease.release()
  }
  return { key, entries }
}

const refuse = (field: string, message: string): never => {
  throw new GovernanceError('invalidInput', message, { field }, { field })
}

/**
 * Erases personal values beside the chain, which stays whole and says when and under what. The erasure is an entry.
 * @returns how many entries had something to erase.
 * @throws GovernanceError `notAllowed`, `invalidInput`.
 */
export const erase = async (
  { payload }: Context,
  erasure: Erasure,
  actor: Actor,
): Promise<{ key: string; entries: number }> => {
  const ctx = { payload }
  if (actor.kind !== 'system' && !hasRole(actor, ...ERASERS))
    throw new GovernanceError('notAllowed', 'Your role does not allow this.')
  const under = erasure.under.trim()
  if (under === '' || under.length > 200)
    refuse('under', 'Please say under what it is erased, in at most 200 characters and without names.')
  if (erasure.of.length === 0 || erasure.of.length > 500) refuse('of', 'Please say whose values are erased.')
  const of = await keysOf(ctx, erasure)
  return order(ctx, randomToken(12), { by: erasure.by, of, under }, actor)
}

/** What the ledger holds about records that retention deletes: words go, who acted stays. */
export const footprint = (on: boolean): FootprintPort => ({
  stores: on ? ['ledger'] : [],
  receiptSubjects: async () => [],
  found: async (place, records): Promise<Record<string, number>> => {
    if (!on || records.length === 0) return {}
    const ctx = { payload: (place as Context).payload }
    if ((await countAmong(ctx, LEDGER, 'subject', records)) === 0) return { ledger: 0 }
    const then = { at: nowOf(ctx.payload).toISOString(), last: (await headMark(ctx)).sequence }
    return { ledger: await countOf(ctx, { by: 'subject', of: records, ...then }) }
  },
  forget: async (place, records) => {
    if (!on || records.length === 0) return
    const ctx = { payload: (place as Context).payload }
    const erasure: Erasure = { by: 'subject', of: records, under: 'retention' }
    // The same deletion, repeated after a crash, is the same erasure. A later one, of records that came to have the
    // same ids, has an entry of its own.
    const key = `retention:${hashOf(records).slice(0, 40)}`
    await order(ctx, key, erasure, RETENTION, `retention:${randomToken(12)}`)
  },
})
