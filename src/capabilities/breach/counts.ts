/** What is known of somebody who is to be told. */
export type PersonState =
  'again' | 'failed' | 'gone' | 'noAddress' | 'queued' | 'told' | 'unasked' | 'unsafe' | 'waiting'

/** Their mail is still to come. */
export const PENDING: readonly PersonState[] = ['waiting', 'again', 'queued']
/** They get no mail, for a reason that is known before any leaves. */
export const UNREACHABLE: readonly PersonState[] = ['unsafe', 'unasked', 'noAddress', 'gone']

export interface Counts {
  /** Records that the search found. */
  records: number
  /** People to be written to: each address once. */
  people: number
  told: number
  failed: number
  /** Said that it is not safe to write to them. */
  unsafe: number
  /** Left an address, and nobody had asked whether it is safe. */
  unasked: number
  noAddress: number
  /** Their record went while the kit worked. */
  gone: number
  /** Records deleted before, at least and at most. They cannot be searched any more. */
  deleted: number
  deletedMost: number
  /** A value was searched for: whether deleted records had it cannot be told. */
  untold: boolean
}

/** On the ledger: numbers, and no word. */
export const tallyOf = ({ untold: _, ...numbers }: Counts): Record<string, number> => numbers

/** People, and records, whom no mail reaches. */
export const unreached = (counts: Counts | null): number =>
  counts
    ? counts.unsafe + counts.unasked + counts.noAddress + counts.gone + counts.failed + counts.deletedMost
    : 0

/**
 * Deleted records: `ever` came, `seen` are there. What retention counted beside says how many more there may be, where
 * records came before anything was kept of their receipt.
 */
export const deletedOf = (
  { ever, seen }: { ever: number; seen: number },
  retention: { least: number; most: number },
  /** The search covers all that retention counted: no form, and nothing chosen. */
  whole: boolean,
): { deleted: number; deletedMost: number } => {
  const known = Math.max(ever - seen, 0)
  if (!whole) return { deleted: known, deletedMost: known }
  const deleted = Math.max(known, retention.least)
  return { deleted, deletedMost: Math.max(deleted, known === 0 ? retention.most : 0) }
}

/** One person in several records: a no outweighs every yes, and a yes what nobody asked. */
const WEIGHT: Partial<Record<PersonState, number>> = { noAddress: 0, unasked: 1, waiting: 2, unsafe: 3 }
export const heavier = (a: PersonState, b: PersonState): PersonState =>
  (WEIGHT[b] ?? 9) > (WEIGHT[a] ?? 9) ? b : a
