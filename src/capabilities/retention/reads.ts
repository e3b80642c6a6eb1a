import type { Actor } from '../../kernel/actor.js'
import { doesNotExist } from '../../kernel/errors.js'
import { refOf } from '../../kernel/ref.js'
import { findRow, insertOnce } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { translatorFor } from '../../platform/translate.js'
import { beyondOn, type BeyondView } from './attestations.js'
import { CERTIFICATES, HANDLED } from './collections.js'
import { nowOf, type Retention } from './context.js'
import { fileNamesOf } from './footprint.js'
import { countWaiting } from './outbox.js'
import { ruleInWords } from './terms.js'
import { countVersions, dbId, iso, rowsById } from './store.js'
import type { Stores } from './traces.js'
import { ownUploads } from './uploads.js'
import { plural } from './worklist.js'

export interface FootprintView {
  rows: number
  versions: number
  files: number
}

/** What would go with one record: for the question before the deletion. @throws GovernanceError `notFound` */
export const footprintOf = async (
  ctx: Context,
  retention: Retention,
  collection: string,
  id: string,
): Promise<FootprintView> => {
  const at = { payload: ctx.payload }
  const rule = retention.rules.get(collection)
  const rows = rule ? await rowsById(at, collection, [dbId(ctx.payload, collection, id)]) : []
  if (!rule || rows.length === 0) throw doesNotExist()
  let files = ctx.payload.collections[collection as never]!.config.upload
    ? rows.flatMap(fileNamesOf).length
    : 0
  for (const [uploads, ids] of await ownUploads({ ...at, retention }, rule, rows)) {
    files += (await rowsById(at, uploads, ids)).flatMap(fileNamesOf).length
  }
  return {
    rows: rows.length,
    versions: await countVersions(
      at,
      collection,
      rows.map((row) => row.id),
    ),
    files,
  }
}

/** Notes that a person has dealt with a record; it still leaves on its date unless it is deleted now. */
export const markHandled = async (
  ctx: Context,
  retention: Retention,
  collection: string,
  id: string,
  actor: Actor,
): Promise<void> => {
  await footprintOf(ctx, retention, collection, id)
  await insertOnce({ payload: ctx.payload }, HANDLED, {
    subject: refOf(collection, id),
    byRef: actor.ref ?? actor.kind,
    at: nowOf(ctx.payload).toISOString(),
  })
}

/** What the certificate's own page shows. */
export interface CertificateView {
  number: string
  collection: string
  /** In words, in the language of the reader. */
  rule: string
  clause: string
  reason: string
  windowFrom: null | string
  windowTo: null | string
  rows: number
  versions: number
  uploads: number
  files: number
  /** Whose values were counted for statistics. */
  counted: number
  failures: number
  /** Had reached their date then, and stayed because of holds. */
  held: number
  /** Files that were there when it was written, and those that still are. */
  filesThen: number
  filesLeft: number
  endedAt: string
  by: string
  digest: string
  /** How much was found in each other store; null on certificates of an earlier version. */
  stores: null | Stores
  /** Where the site cannot reach, until when, and who confirmed that it is gone. */
  beyond: BeyondView[]
  ledgerHead: string
}

export const certificateByNumber = async (
  ctx: Context,
  number: string,
  locale: string,
): Promise<CertificateView | null> => {
  const row = await findRow({ payload: ctx.payload }, CERTIFICATES, { number: { equals: number } })
  if (!row) return null
  const collection = String(row.subjectCollection)
  return {
    number: String(row.number),
    collection: plural(ctx.payload, collection, locale),
    rule: ruleInWords(row, translatorFor(ctx.payload, locale)),
    clause: String(row.clause),
    reason: String(row.reason),
    windowFrom: row.windowFrom ? iso(row.windowFrom) : null,
    windowTo: row.windowTo ? iso(row.windowTo) : null,
    rows: Number(row.rows),
    versions: Number(row.versions),
    uploads: Number(row.uploads),
    files: Number(row.files),
    counted: Number(row.counted ?? 0),
    failures: Number(row.failures),
    held: Number(row.held ?? 0),
    filesThen: Number(row.filesLeft ?? 0),
    filesLeft: await countWaiting(ctx, String(row.number)),
    endedAt: iso(row.endedAt),
    by: String(row.byName ?? ''),
    digest: String(row.digest),
    stores: (row.stores as null | Stores) ?? null,
    beyond: await beyondOn({ payload: ctx.payload }, row),
    ledgerHead: String(row.ledgerHead ?? ''),
  }
}
