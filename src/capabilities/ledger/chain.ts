import type { Finding, Head } from '../../kernel/ledgerPort.js'
import {
  commitmentOf,
  type EntryContent,
  entryHash,
  GENESIS,
  isErasedBy,
  type PersonalValue,
} from './domain.js'

/** An entry as it is stored. */
export interface SealedEntry extends Head {
  previousHash: string
  content: EntryContent
  personal?: Record<string, PersonalValue>
}

/** Where a walk along the chain stands. */
export interface Walk extends Head {
  /** Entries that were looked at, and personal values that were erased by rule. */
  count: number
  erased: number
  findings: Finding[]
  /** The last head that fitted. */
  known: number
  compared: number
}

export const startAt = ({ sequence, hash }: Head = { sequence: 0, hash: GENESIS }): Walk => ({
  sequence,
  hash,
  count: 0,
  erased: 0,
  findings: [],
  known: sequence,
  compared: 0,
})

/** More say nothing new; a chain that was overwritten would fill the memory with them. */
const ENOUGH = 100
const note = (walk: Walk, finding: Finding): void => {
  const last = walk.findings.at(-1)
  // An entry that was moved also breaks the link of the next one: once is enough.
  if (last?.at === finding.at && !finding.name) return
  if (walk.findings.length < ENOUGH) walk.findings.push(finding)
}

const fits = (entry: SealedEntry, sequence: number, previousHash: string): boolean => {
  try {
    return entryHash(sequence, previousHash, entry.content) === entry.hash
  } catch {
    // What cannot be hashed, such as a date that is none, was never sealed.
    return false
  }
}

const follows = (walk: Walk, entry: SealedEntry): boolean =>
  entry.previousHash === walk.hash && fits(entry, walk.sequence + 1, walk.hash)

/** Which entry was touched, where one does not follow on the last: itself, or the one before it. */
const culprit = (walk: Walk, entry: SealedEntry): Finding => {
  const { sequence, previousHash } = entry
  if (previousHash === walk.hash) {
    return fits(entry, sequence - 1, previousHash) || fits(entry, sequence + 1, previousHash)
      ? { at: sequence, problem: 'moved' }
      : { at: sequence, problem: 'edited' }
  }
  // True to what it followed on: then that one has another hash now than it had.
  if (fits(entry, sequence, previousHash) && walk.count > 0) return { at: walk.sequence, problem: 'edited' }
  const moved = [-1, 1].some((step) => fits(entry, sequence + step, previousHash))
  return { at: sequence, problem: moved ? 'moved' : 'edited' }
}

const lookAtValues = (walk: Walk, entry: SealedEntry, erasures: ReadonlyMap<string, EntryContent>): void => {
  const { commitments } = entry.content
  const personal = entry.personal ?? {}
  for (const name of Object.keys(commitments)) {
    const kept = personal[name]
    if (kept && 'value' in kept) {
      if (commitmentOf(kept.salt, name, kept.value) !== commitments[name])
        note(walk, { at: entry.sequence, problem: 'valueEdited', name })
    } else if (kept && isErasedBy(entry, name, kept, erasures.get(kept.erasedBy))) {
      walk.erased += 1
    } else note(walk, { at: entry.sequence, problem: 'valueRemoved', name })
  }
  for (const name of Object.keys(personal))
    if (!(name in commitments)) note(walk, { at: entry.sequence, problem: 'valueEdited', name })
}

/** What is known besides the entries themselves. */
export interface Beside {
  /** Entries that erased personal values, by key; those that the entries name. */
  erasures?: ReadonlyMap<string, EntryContent>
  /** Hashes of these places as they were exported. */
  heads?: ReadonlyMap<number, string>
  /** The head that the database itself has written down. */
  own?: Head
}

/**
 * Takes the next entries, in the order of their numbers, and goes on behind whatever does not fit: one entry that was
 * touched hides no other.
 */
export const walkOn = (
  walk: Walk,
  entries: readonly SealedEntry[],
  { erasures = new Map(), heads = new Map(), own }: Beside = {},
): void => {
  for (const [index, entry] of entries.entries()) {
    const expected = walk.sequence + 1
    const twin = entries[index + 1]
    const isFalseTwin = twin?.sequence === entry.sequence && !follows(walk, entry) && follows(walk, twin)
    if (entry.sequence < expected || !Number.isInteger(entry.sequence) || isFalseTwin) {
      note(walk, { at: Math.ceil(entry.sequence), problem: 'inserted' })
      continue
    }
    if (entry.sequence > expected) {
      const until = entry.sequence - 1
      note(walk, { at: expected, problem: 'removed', ...(until > expected ? { until } : {}) })
      // What it followed on is gone: it can only be true to itself.
      if (!fits(entry, entry.sequence, entry.previousHash))
        note(walk, { at: entry.sequence, problem: 'edited' })
    } else if (!follows(walk, entry)) {
      note(walk, culprit(walk, entry))
    }
    walk.sequence = entry.sequence
    walk.hash = entry.hash
    walk.count += 1
    lookAtValues(walk, entry, erasures)
    compare(walk, heads.get(entry.sequence))
    if (own?.sequence === entry.sequence && own.hash !== entry.hash)
      note(walk, { at: entry.sequence, problem: 'edited' })
  }
}

const compare = (walk: Walk, head: string | undefined): void => {
  if (head === undefined) return
  walk.compared += 1
  if (head === walk.hash) {
    walk.known = walk.sequence
    return
  }
  const at = walk.known + 1
  note(walk, { at, problem: 'rewritten', ...(walk.sequence > at ? { until: walk.sequence } : {}) })
  walk.known = walk.sequence
}

/** At the end of the chain: what was known to be there, up to `last`, and is not. */
export const endOf = (walk: Walk, last: number): void => {
  if (last <= walk.sequence) return
  const at = walk.sequence + 1
  note(walk, { at, problem: 'truncated', ...(last > at ? { until: last } : {}) })
}
