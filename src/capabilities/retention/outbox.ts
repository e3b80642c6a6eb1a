import { SYSTEM } from '../../kernel/actor.js'
import { isGovernanceError } from '../../kernel/errors.js'
import { SELF } from '../../kernel/ports.js'
import { all, findRows, type Row } from '../../platform/db.js'
import { codeOf } from '../../platform/failure.js'
import type { Context } from '../../platform/runtime.js'
import { type Decision, transition } from '../../platform/unit.js'
import { DELETIONS } from './collections.js'
import { nowOf, type Work } from './context.js'
import type { RetentionAction } from './events.js'
import { countFiles, type FilesPart, removeFile } from './files.js'
import { fileNamesOf } from './footprint.js'
import { step } from './steps.js'
import { removeStored } from './stored.js'
import { sweepAll } from './traces.js'

const filesDeleted: RetentionAction = 'retention.filesDeleted'
/** Files that are deleted side by side, and so many groups of them before the lease is asked for again. */
const AT_ONCE = 32
const GROUPS = 8
/** Units whose files one run tries again. */
const UNITS_PER_RUN = 500

const partsOf = (unit: Row): FilesPart[] => (unit.files as FilesPart[] | null) ?? []
const inGroups = <T>(every: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(every.length / size) }, (_, at) => every.slice(at * size, (at + 1) * size))

interface Outcome {
  left: FilesPart[]
  /** Files in a storage elsewhere that nobody can ask for. */
  unasked: number
  lastError?: string
}

/** Tries each once; what fails is what is left. A lost lease is no failure of a file: it ends the run. */
const tryEach = async <T>(
  work: Work,
  every: T[],
  act: (one: T) => Promise<void>,
): Promise<[T[], string?]> => {
  const failed: T[] = []
  let lastError: string | undefined
  for (const [at, group] of inGroups(every, AT_ONCE).entries()) {
    if (at > 0 && at % GROUPS === 0) await work.fence()
    await Promise.all(
      group.map(async (one) => {
        try {
          await step(work, 'file', () => act(one))
        } catch (error) {
          if (isGovernanceError(error) && error.code === 'leaseLost') throw error
          failed.push(one)
          lastError = codeOf(error)
        }
      }),
    )
  }
  return [failed, lastError]
}

const tryFiles = async (work: Work, unit: Row): Promise<Outcome> => {
  const { payload } = work
  const isRepeated = Number(unit.failures ?? 0) > 0
  const outcome: Outcome = { left: [], unasked: 0 }
  for (const part of partsOf(unit)) {
    if (part.stored) {
      const [stored, error] = await tryEach(work, part.stored, async (image) => {
        outcome.unasked += await removeStored(work, part.collection, image)
      })
      if (stored.length > 0) outcome.left.push({ ...part, stored, names: stored.flatMap(fileNamesOf) })
      outcome.lastError = error ?? outcome.lastError
      continue
    }
    const [names, error] = await tryEach(work, part.names, (name) =>
      removeFile(payload, part, name, isRepeated),
    )
    if (names.length > 0) outcome.left.push({ ...part, names })
    outcome.lastError = error ?? outcome.lastError
  }
  return outcome
}

/**
 * Deletes the files of a unit whose rows are gone. What cannot be deleted now stays listed, is counted as a failure,
 * stands on the certificate, and is tried again by every run: it holds up nothing else. What is through after the
 * certificate was written is said on the ledger.
 */
export const dropFiles = async (work: Work, unit: Row): Promise<Row> => {
  if (Number(unit.filesWaiting ?? 0) === 0) return unit
  return step(work, 'dropFiles', async () => {
    const { left, unasked, lastError } = await tryFiles(work, unit)
    const noTrace = async (): Promise<void> => undefined
    await sweepAll(work, unit, [{ store: 'unasked', count: unasked, sweep: noTrace }])
    await work.retention.options.onStep?.('between:dropFiles')
    await work.fence()
    const filesWaiting = countFiles(left)
    const late = unit.state === 'certified' && filesWaiting === 0
    const decide = (row: Row): Decision => ({
      data: {
        files: filesWaiting > 0 ? left : null,
        filesWaiting,
        ...(filesWaiting > 0 ? { failures: Number(row.failures ?? 0) + 1, lastError } : {}),
      },
      effects: late
        ? {
            ledger: [
              {
                action: filesDeleted,
                subject: SELF,
                actor: SYSTEM,
                at: nowOf(work.payload),
                facts: { number: row.certificate, files: Number(unit.filesWaiting) },
              },
            ],
          }
        : {},
    })
    return transition({ payload: work.payload }, DELETIONS, { key: { equals: unit.key } }, decide, unit)
  })
}

/** Files that a run before this one could not delete, or did not come to. */
export const dropWaitingFiles = async (work: Work): Promise<void> => {
  const where = { filesWaiting: { greater_than: 0 } }
  for (const unit of await findRows(work, DELETIONS, where, { limit: UNITS_PER_RUN, sort: 'updatedAt' })) {
    await work.fence()
    await dropFiles(work, unit)
  }
}

/** Files that are still to go. */
export const countWaiting = async ({ payload }: Context, certificate?: string): Promise<number> => {
  const waiting = { filesWaiting: { greater_than: 0 } }
  const where = certificate ? all({ certificate: { equals: certificate } }, waiting) : waiting
  const units = await findRows({ payload }, DELETIONS, where, { limit: 0, fields: ['filesWaiting'] })
  return units.reduce((sum, unit) => sum + Number(unit.filesWaiting), 0)
}
