import type { CollectionConfig } from 'payload'

import type { Actor } from '../../kernel/actor.js'
import { randomToken } from '../../kernel/canonical.js'
import { doesNotExist, GovernanceError } from '../../kernel/errors.js'
import { type Ref, refOf } from '../../kernel/ref.js'
import { all, countRows, findRow, findRows, type Row } from '../../platform/db.js'
import { checkFile, FILE_TYPES } from '../../platform/files.js'
import { type Context, nowOf } from '../../platform/runtime.js'
import { createUnit, emit, unitFields } from '../../platform/unit.js'
import { requireOpen } from './case.js'
import { INCIDENTS } from './collections.js'
import { entry } from './events.js'
import { partsFor } from './merged.js'
import { rowFor } from './queries.js'
import type { CaseWork } from './standing.js'
import { caseOf, withoutWords } from './store.js'
import { requireMay } from './team.js'

export const EVIDENCE = 'gov-evidence'
const MOST_FILES = 50

/**
 * Files that belong to a case. No door of Payload's shows them: no list, file address or join. The content is in the
 * row, so that there is never one without the other, on no disk and behind no storage adapter
 * (docs/decisions/0015-evidence-in-the-database.md).
 */
export const evidenceCollection: CollectionConfig = {
  slug: EVIDENCE,
  labels: {
    singular: { en: 'Evidence file', fr: 'Pièce au dossier' },
    plural: { en: 'Evidence files', fr: 'Pièces au dossier' },
  },
  admin: { hidden: true },
  graphQL: false,
  disableDuplicate: true,
  lockDocuments: false,
  fields: [
    // In addresses, instead of the id: it cannot be guessed.
    { name: 'key', type: 'text', required: true, unique: true, index: true },
    { name: 'incident', type: 'text', required: true, index: true },
    { name: 'name', type: 'text', required: true },
    { name: 'mime', type: 'text', required: true },
    { name: 'size', type: 'number', required: true },
    { name: 'digest', type: 'text', required: true },
    { name: 'content', type: 'textarea', required: true },
    { name: 'addedAt', type: 'date', required: true },
    { name: 'addedBy', type: 'text' },
    { name: 'addedName', type: 'text' },
    ...unitFields(),
  ],
}

/** What is told of a file without opening it. */
export interface EvidenceFile {
  key: string
  name: string
  size: number
  at: string
  by: Ref
  byName: string
}
const TOLD = ['key', 'incident', 'name', 'size', 'addedAt', 'addedBy', 'addedName']

const toldOf = (row: Row): EvidenceFile => ({
  key: String(row.key),
  name: String(row.name),
  size: Number(row.size),
  at: new Date(row.addedAt as string).toISOString(),
  by: String(row.addedBy ?? ''),
  byName: String(row.addedName ?? ''),
})

/** The files of these cases, as they were added. Who may know of them, the caller judges. */
export const filesOf = async (ctx: Context, cases: readonly Ref[]): Promise<EvidenceFile[]> => {
  const where = { incident: { in: [...cases] } }
  return (await findRows(ctx, EVIDENCE, where, { limit: 1000, sort: 'addedAt', fields: TOLD })).map(toldOf)
}

/** Keeps a file with a case: its row, its content and the entry on the ledger are one write. */
export const addEvidence = async (
  ctx: Context,
  work: CaseWork,
  actor: Actor,
  id: string,
  given: unknown,
): Promise<{ number: string; state: string }> => {
  const at = { payload: ctx.payload }
  const { row, as } = await rowFor(at, work, actor, id)
  const found = caseOf(row)
  requireMay(as, 'addEvidence')
  requireOpen(found)
  const maxBytes = work.options.evidenceMegabytes * 1024 * 1024
  const { name, type, mime, size, digest, bytes } = await checkFile(given, {
    types: Object.keys(FILE_TYPES),
    maxBytes,
  })
  if ((await countRows(at, EVIDENCE, { incident: { equals: found.ref } })) >= MOST_FILES)
    throw new GovernanceError('stateConflict', `A case has ${MOST_FILES} files at most.`, {
      why: 'manyFiles',
    })
  const now = nowOf(at.payload)
  const data = {
    key: randomToken(18),
    incident: found.ref,
    name,
    mime,
    size,
    digest,
    content: Buffer.from(bytes).toString('base64'),
    addedAt: now.toISOString(),
    addedBy: actor.ref ?? null,
    addedName: actor.name ?? null,
  }
  const ledger = [entry('incidents.evidenceAdded', found.ref, actor, now, { format: type, digest })]
  await createUnit(at, EVIDENCE, data, { ledger }).catch((error: unknown) => {
    throw withoutWords(error)
  })
  return { number: found.number, state: found.state }
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
  const ref = refOf(INCIDENTS, whole.id)
  const parts = (await partsFor(at, standing, ref)).map((part) => refOf(INCIDENTS, part.id))
  const row = await findRow(
    at,
    EVIDENCE,
    all({ key: { equals: key } }, { incident: { in: [ref, ...parts] } }),
  )
  if (!row) throw doesNotExist()
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
