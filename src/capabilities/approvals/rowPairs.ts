import { diffArrays } from 'diff'

import { canonicalJSON } from '../../kernel/canonical.js'

export type RowData = Record<string, unknown>

/** A row of a list before and after; `from` and `to` are places from 1. */
export interface RowPair {
  before?: RowData
  after?: RowData
  from?: number
  to?: number
  /** The same row in another place. */
  moved?: true
}

interface Placed {
  row: RowData
  key: string
  place: number
}

const placed = (rows: readonly RowData[]): Placed[] =>
  rows.map((row, index) => ({ row, key: canonicalJSON(row), place: index + 1 }))

const kindOf = ({ row }: Placed): unknown => row.blockType

const pairUp = (gone: Placed[], come: Placed[]): RowPair[] => {
  const left = [...gone]
  const pairs = come.map((after): RowPair => {
    const index = left.findIndex((before) => kindOf(before) === kindOf(after))
    const before = index < 0 ? undefined : left.splice(index, 1)[0]
    return {
      after: after.row,
      to: after.place,
      ...(before ? { before: before.row, from: before.place } : {}),
    }
  })
  return [...pairs, ...left.map(({ row, place }): RowPair => ({ before: row, from: place }))]
}

/**
 * Which row became which. Rows have no identity of their own in what is approved, so equal ones are the same; between
 * them a row that went and one of the same kind that came are one row that changed.
 * @returns the rows that differ, in the order of what is new
 */
export const pairRows = (before: readonly RowData[], after: readonly RowData[]): RowPair[] => {
  const edits = diffArrays(placed(before), placed(after), {
    comparator: (one, other) => one.key === other.key,
  })
  const gone = edits.flatMap(({ removed, value }) => (removed ? value : []))
  const moves = new Map<Placed, Placed>()
  for (const row of edits.flatMap(({ added, value }) => (added ? value : []))) {
    const from = gone.find((one) => one.key === row.key && ![...moves.values()].includes(one))
    if (from) moves.set(row, from)
  }
  const movedAway = new Set(moves.values())
  const pairs: RowPair[] = []
  let went: Placed[] = []
  let came: Placed[] = []
  const flush = (): void => {
    pairs.push(...pairUp(went, came))
    went = []
    came = []
  }
  for (const { added, removed, value } of edits) {
    if (removed) went.push(...value.filter((row) => !movedAway.has(row)))
    else if (added) {
      for (const row of value) {
        const from = moves.get(row)
        if (!from) came.push(row)
        else pairs.push({ before: from.row, after: row.row, from: from.place, to: row.place, moved: true })
      }
    } else flush()
  }
  flush()
  return pairs
}
