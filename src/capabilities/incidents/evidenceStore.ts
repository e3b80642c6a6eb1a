import type { Actor } from '../../kernel/actor.js'
import { randomToken } from '../../kernel/canonical.js'
import { doesNotExist, isGovernanceError } from '../../kernel/errors.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { all, deleteRows, findRow, findRows, insert, type Row, setAll } from '../../platform/db.js'
import { checkFile, FILE_TYPES } from '../../platform/files.js'
import { type Context, nowOf, type Runner } from '../../platform/runtime.js'
import { emit } from '../../platform/unit.js'
import type { Case } from './case.js'
import { INCIDENTS } from './collections.js'
import { entry } from './events.js'
import { addFile, isKept, requireRoom } from './evidence.js'
import { EVIDENCE } from './evidenceCollection.js'
import { partsFor, rowOf } from './merged.js'
import { rowFor } from './queries.js'
import type { CaseWork } from './standing.js'
import { caseOf, changeCase, withoutWords } from './store.js'
import { requireMay } from './team.js'

/** What is told of a file without opening it. */
export interface EvidenceFile {
  key: string
  name: string
  size: number
  at: string
  by: Ref
  byName: string
}
const TOLD = ['key', 'incident', 'name', 'size', 'addedAt', 'addedBy', 'addedName', 'pending']

const toldOf = (row: Row): EvidenceFile => ({
  key: String(row.key),
  name: String(row.name),
  size: Number(row.size),
  at: new Date(row.addedAt as string).toISOString(),
  by: String(row.addedBy ?? ''),
  byName: String(row.addedName ?? ''),
})

/** The files of these cases, as they were added. Who may know of them, the caller judges. */
export const filesOf = async (ctx: Context, cases: readonly Case[]): Promise<EvidenceFile[]> => {
  const where = { incident: { in: cases.map(({ ref }) => ref) } }
  const rows = await findRows(ctx, EVIDENCE, where, { limit: 1000, sort: 'addedAt', fields: TOLD })
  return rows.filter((row) => cases.some((found) => isKept(found, row))).map(toldOf)
}

/**
 * Keeps a file with a case. The content is written first and counts for nothing; the line in the history of the case,
 * with its entry on the ledger, makes it a file of the case, if that is still open and has room.
 */
export const addEvidence = async (
  ctx: Context,
  work: CaseWork,
  actor: Actor,
  id: string,
  given: unknown,
): Promise<{ number: string; state: string }> => {
  const at = { payload: ctx.payload }
  const { row, as } = await rowFor(at, work, actor, id)
  requireMay(as, 'addEvidence')
  requireRoom(caseOf(row))
  const maxBytes = work.options.evidenceMegabytes * 1024 * 1024
  const { name, type, mime, size, digest, bytes } = await checkFile(given, {
    types: Object.keys(FILE_TYPES),
    maxBytes,
  })
  const key = randomToken(18)
  await insert(at, EVIDENCE, {
    ...{ key, incident: refOf(INCIDENTS, row.id), name, mime, size, digest, pending: true },
    content: Buffer.from(bytes).toString('base64'),
    addedAt: nowOf(at.payload).toISOString(),
    addedBy: actor.ref ?? null,
    addedName: actor.name ?? null,
  }).catch((error: unknown) => {
    throw withoutWords(error)
  })
  try {
    const { number, state } = await changeCase(at, work, actor, id, 'addEvidence', (found, now) =>
      addFile(found, { key, name, type, digest }, actor, now),
    )
    await setAll(at, EVIDENCE, { key: { equals: key } }, { pending: null })
    return { number, state }
  } catch (error) {
    // Closed, merged or full meanwhile. What is not known to have failed, the runner decides.
    if (isGovernanceError(error)) await deleteRows(at, EVIDENCE, { key: { equals: key } })
    throw error
  }
}

/** Minutes after which a file that no history names was left behind by a process that died. */
const LEFT_MINUTES = 10

/** Ends what a process left half done: a file that the history names is kept, any other goes. */
export const evidenceRunner: Runner = {
  key: 'incident-evidence',
  everySeconds: 600,
  run: async ({ payload, now }) => {
    const at = { payload }
    const before = new Date(now.getTime() - LEFT_MINUTES * 60_000).toISOString()
    const left = await findRows(
      at,
      EVIDENCE,
      all({ pending: { equals: true } }, { addedAt: { less_than: before } }),
      { limit: 200, fields: TOLD },
    )
    for (const row of left) {
      const of = await rowOf(at, String(row.incident))
      const key = { key: { equals: row.key } }
      if (of && isKept(caseOf(of), row)) await setAll(at, EVIDENCE, key, { pending: null })
      else await deleteRows(at, EVIDENCE, key)
    }
    return { done: left.length }
  },
}

/** One file, for one of the case's people; that they opened it is on the ledger before it leaves. */
export const openEvidence = async (
  ctx: Context,
  work: CaseWork,
  actor: Actor,
  id: string,
  key: string,
): Promise<{ name: string; mime: string; bytes: Uint8Array<ArrayBuffer> }> => {
  const at = { payload: ctx.payload }
  const { row: whole, standing } = await rowFor(at, work, actor, id)
  const parts = await partsFor(at, standing, refOf(INCIDENTS, whole.id))
  const row = await findRow(at, EVIDENCE, { key: { equals: key } })
  if (!row || ![whole, ...parts].some((one) => isKept(caseOf(one), row))) throw doesNotExist()
  const facts = { digest: String(row.digest) }
  await emit(at, {
    ledger: [entry('incidents.evidenceOpened', String(row.incident), actor, nowOf(at.payload), facts)],
  })
  return {
    name: String(row.name),
    mime: String(row.mime),
    bytes: new Uint8Array(Buffer.from(String(row.content), 'base64')),
  }
}
