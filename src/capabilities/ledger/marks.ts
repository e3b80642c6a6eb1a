import { all, compareAndSet, deleteRows, findRow, insertOnce, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { LEDGER_HEAD } from './collections.js'

/** What the ledger knows of itself beside the chain. Work that was begun has a mark until it is done. */
export type MarkKey =
  /** The last sealed number and hash; `data.chain` names this chain apart from any other. */
  | 'main'
  /** Everything up to here was removed by rule. */
  | 'anchor'
  /** A removal by rule that is under way. */
  | 'pruning'
  /** The head that was written to the file, and the one that was mailed. */
  | 'exported'
  | 'mailed'
  /** How far the daily check came, and what it found. */
  | 'checked'
  | 'finding'
  /** An erasure that is under way, by the key of its entry. */
  | `erase:${string}`

export interface Mark<Data = Record<string, unknown>> {
  key: MarkKey
  sequence: number
  hash: string
  data: Data
}

const markOf = <Data>(row: Row): Mark<Data> => ({
  key: row.key as MarkKey,
  sequence: Number(row.sequence),
  hash: String(row.hash),
  data: (row.data ?? {}) as Data,
})

const byKey = (key: MarkKey) => ({ key: { equals: key } })

export const readMark = async <Data = Record<string, unknown>>(
  { payload }: Context,
  key: MarkKey,
): Promise<Mark<Data> | null> => {
  const row = await findRow({ payload }, LEDGER_HEAD, byKey(key))
  return row && markOf<Data>(row)
}

/** Sets a mark, whether or not it is there. Only who holds the lease of that work does. */
export const setMark = async (
  { payload }: Context,
  key: MarkKey,
  { sequence = 0, hash = '', data = {} }: Partial<Omit<Mark, 'key'>>,
): Promise<void> => {
  const at = { payload }
  const known = await compareAndSet(at, LEDGER_HEAD, byKey(key), { sequence, hash, data })
  if (!known) await insertOnce(at, LEDGER_HEAD, { key, sequence, hash, data })
}

/** Sets a mark that is not there yet. @returns the one that is there then. */
export const firstMark = async <Data>(
  ctx: Context,
  key: MarkKey,
  { sequence = 0, hash = '', data = {} }: Partial<Omit<Mark, 'key'>>,
): Promise<Mark<Data>> => {
  const known = await readMark<Data>(ctx, key)
  if (known) return known
  const made = await insertOnce({ payload: ctx.payload }, LEDGER_HEAD, { key, sequence, hash, data })
  return made ? markOf<Data>(made) : (await readMark<Data>(ctx, key))!
}

export const dropMark = ({ payload }: Context, key: MarkKey): Promise<void> =>
  deleteRows({ payload }, LEDGER_HEAD, byKey(key))

/** Moves the head on, never back: a sealer that slept may wake up behind another one. */
export const moveHead = async (
  { payload }: Context,
  { sequence, hash, sealedAt }: { sequence: number; hash: string; sealedAt: string },
): Promise<void> => {
  await compareAndSet({ payload }, LEDGER_HEAD, all(byKey('main'), { sequence: { less_than: sequence } }), {
    sequence,
    hash,
    sealedAt,
  })
}
