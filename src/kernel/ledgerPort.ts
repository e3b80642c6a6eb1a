import type { Actor } from './actor.js'
import type { Place } from './ports.js'

/** A place in the chain, known from inside or, as an exported head, from outside the database. */
export interface Head {
  sequence: number
  hash: string
}

/** A head as it stands in a file: which chain, when it was written down. */
export interface ExportedHead extends Head {
  chain?: string
  at?: string
}

/** What the caller knows from outside the database, and where from. */
export interface Known {
  heads: ExportedHead[]
  from: string[]
}

/**
 * What does not fit. `rewritten`: the chain holds in itself, but it is not the one whose head was exported.
 * `replaced`: it is another chain altogether. `summary`: its beginning is gone, and no entry says by which rule.
 */
export const PROBLEMS = [
  'edited',
  'removed',
  'inserted',
  'moved',
  'truncated',
  'rewritten',
  'replaced',
  'valueEdited',
  'valueRemoved',
  'summary',
] as const
export type Problem = (typeof PROBLEMS)[number]

export interface Finding {
  /** Number of the entry. */
  at: number
  problem: Problem
  /** The last number that is concerned, where it is more than one. */
  until?: number
  /** Of a personal value. */
  name?: string
}

/** What a check found, and when: kept until a whole check finds nothing any more. */
export interface StoredFinding {
  at: string
  findings: Finding[]
}

export interface Verification {
  ok: boolean
  /** Sealed entries that were looked at, and the last number. */
  count: number
  last: number
  /** The tail that no sealer has reached yet. */
  unsealed: number
  /** Personal values that were erased by rule. */
  erased: number
  /** Entries up to this one were removed by rule; 0 when none were. */
  removedTo: number
  heads: {
    /** How many exported heads stand in this chain, and where they came from. */
    compared: number
    from: string[]
  }
  findings: Finding[]
  /** The first of the findings. */
  at?: number
  problem?: Problem
}

/** Whose or what personal values are erased; `of` names people, records or keys (or numbers) of entries. */
export interface Erasure {
  by: 'entry' | 'person' | 'subject'
  of: string[]
  /** The ground: a law, a rule, a decision. Not a story, and no names: it is never erased. */
  under: string
}

/** An entry, as who proves something by it needs it. */
export interface ProvenEntry {
  subject: string
  action: string
  facts: Record<string, unknown>
  /** Null while no sealer has reached it. */
  sequence: null | number
}

/** For certificates, which stand on the ledger and name its head. */
export interface LedgerProofPort extends Pick<LedgerCommands, 'verify'> {
  /** The last sealed place, and which chain it is: a database that was set up anew has another one. */
  head: (place: Place) => Promise<Head & { chain: string }>
  /** Entries of these actions: about these things, or a page of all, from the number of the page on. */
  entriesOf: (
    place: Place,
    actions: readonly string[],
    of: { subjects: readonly string[] } | { after: string },
  ) => Promise<(ProvenEntry & { key: string })[]>
}

/** What the terminal and the ledger's own screens call. */
export interface LedgerCommands {
  /** The whole chain, against the file of heads and against what the caller knows besides. */
  verify: (
    place: Place,
    known?: Known,
    /** Told from time to time at which number it is. */
    progress?: (sequence: number) => void,
  ) => Promise<Verification>
  /** A head as the mail gives it (`120:9f…`), or a file of heads; null when it is neither. */
  readHeads: (text: string) => Promise<ExportedHead[] | null>
  /**
   * How many entries had something to erase.
   * @throws GovernanceError `notAllowed`, `invalidInput`.
   */
  erase: (place: Place, erasure: Erasure, actor: Actor) => Promise<{ key: string; entries: number }>
  /** What the last check found and nobody has put right; null when all is well. */
  found: (place: Place) => Promise<null | StoredFinding>
}
