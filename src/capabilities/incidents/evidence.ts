import type { Actor } from '../../kernel/actor.js'
import { GovernanceError } from '../../kernel/errors.js'
import { type Case, type Outcome, requireOpen } from './case.js'
import { recorded } from './team.js'

const MOST_FILES = 50

/** A file that was judged. */
export interface NewFile {
  /** In addresses: it cannot be guessed. */
  key: string
  name: string
  type: string
  digest: string
}

const keysIn = ({ timeline }: Case): string[] => timeline.flatMap(({ file }) => file ?? [])

/** @throws GovernanceError `stateConflict` where the case is not open, or has as many files as a case may have. */
export const requireRoom = (found: Case): void => {
  requireOpen(found)
  if (keysIn(found).length >= MOST_FILES)
    throw new GovernanceError('stateConflict', `A case has ${MOST_FILES} files at most.`, {
      why: 'manyFiles',
    })
}

/** The line that makes a stored file one of the case. The ledger says what kind of file it is, not its name. */
export const addFile = (
  found: Case,
  { key, name, type, digest }: NewFile,
  actor: Actor,
  now: Date,
): Outcome => {
  requireRoom(found)
  const line = { words: name, file: key }
  return recorded(found, 'evidenceAdded', actor, now, line, { format: type, digest })
}

/** Is this stored file one of the case? What is pending is one from the moment that its history names it. */
export const isKept = (found: Case, row: Record<string, unknown>): boolean =>
  row.incident === found.ref && (row.pending !== true || keysIn(found).includes(String(row.key)))
