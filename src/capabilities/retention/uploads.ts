import type { FlattenedField } from 'payload'

import { rowsAmong, versionsAmong } from '../../platform/among.js'
import { rawDb, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import type { Retention } from './context.js'
import { cameWith } from './domain.js'
import { isElsewhere } from './files.js'
import { fileNamesOf, isColumn, pointersIn, uploadsIn } from './footprint.js'
import { keptAmong } from './heldBy.js'
import type { Hold } from './holdKinds.js'
import type { RetentionRule } from './options.js'
import { type Id, isVersioned, rowsById } from './store.js'
import { usedElsewhere } from './uses.js'

/** Versions of these rows, with no more than these fields of them. */
const versionsOf = async (ctx: Context, collection: string, ids: Id[], fields?: string[]): Promise<Row[]> => {
  if (!isVersioned(ctx.payload, collection) || ids.length === 0) return []
  const { docs } = await rawDb(ctx.payload).findVersions({
    collection,
    where: { parent: { in: ids } },
    limit: 0,
    pagination: false,
    ...(fields
      ? { select: { parent: true, version: Object.fromEntries(fields.map((name) => [name, true])) } }
      : {}),
    req: {},
  })
  return docs as unknown as Row[]
}

/** The records as their versions and drafts have them. */
export const versionImages = async (ctx: Context, collection: string, ids: Id[]): Promise<Row[]> => {
  const versions = await versionsOf(ctx, collection, ids)
  return versions.map(({ version }) => version as Row)
}

/** Fields in which a record of this rule may name an upload; none where no record does. */
const pointing = ({ payload }: Context, rule: RetentionRule): FlattenedField[] => {
  const { flattenedFields } = payload.collections[rule.collection as never]!.config
  const chosen = rule.files?.map((path) => path.split('.')[0])
  const targets = Object.values(payload.collections).filter(({ config }) => config.upload)
  return flattenedFields.filter((field) =>
    chosen
      ? chosen.includes(field.name)
      : targets.some(({ config }) => pointersIn(payload, rule.collection, [field], config.slug).length > 0),
  )
}

export const mayNameUploads = (ctx: Context, rule: RetentionRule): boolean => pointing(ctx, rule).length > 0

/** The fields that have to be read to know the uploads of a record; undefined: all of it. */
export const uploadFields = (ctx: Context, rule: RetentionRule): string[] | undefined => {
  const fields = pointing(ctx, rule)
  return fields.every(isColumn) ? fields.map(({ name }) => name) : undefined
}

/** What a version names, or so `many` of them. */
export interface Naming {
  parent?: unknown
  version?: unknown
  many?: number
}

/** Versions of these records with the fields that may name uploads; none where no field does. */
export const namingVersions = async (ctx: Context, rule: RetentionRule, ids: Id[]): Promise<Naming[]> => {
  if (!mayNameUploads(ctx, rule) || !isVersioned(ctx.payload, rule.collection)) return []
  const fields = uploadFields(ctx, rule)
  const looked = fields && (await versionsAmong(ctx, rule.collection, ids, fields))
  return looked ?? ((await versionsOf(ctx, rule.collection, ids, fields)) as Naming[])
}

/** When each upload was first named by a record of this unit: the moment of the latest record that names it. */
const namedBy = (
  ctx: Context,
  rule: RetentionRule,
  rows: Row[],
  versions: readonly Naming[],
): Map<string, Map<string, { id: Id; at: Date }>> => {
  const found = new Map<string, Map<string, { id: Id; at: Date }>>()
  const fields = pointing(ctx, rule)
  if (fields.length === 0) return found
  const received = new Map(rows.map((row) => [String(row.id), new Date(row.createdAt as string)]))
  const images = [
    ...rows.map((row) => ({ image: row, parent: row.id as unknown })),
    ...versions.map(({ version, parent }) => ({ image: version as Row, parent })),
  ]
  for (const { image, parent } of images) {
    const at = received.get(String(parent))
    // Of a record that stays.
    if (!at) continue
    for (const ref of uploadsIn(ctx.payload, fields, image, rule.files)) {
      if (!ctx.payload.collections[ref.collection as never]?.config.upload) continue
      const named = found.get(ref.collection) ?? new Map<string, { id: Id; at: Date }>()
      const before = named.get(String(ref.id))
      named.set(String(ref.id), { id: ref.id, at: before && before.at > at ? before.at : at })
      found.set(ref.collection, named)
    }
  }
  return found
}

/** Of an upload what its own end needs: where it has one file, on this disk, that is not the whole document. */
const uploadRows = (ctx: Context, collection: string, ids: Id[]): Promise<Row[]> => {
  const { config } = ctx.payload.collections[collection as never]!
  const { upload } = config
  if (isElsewhere(config) || (typeof upload === 'object' && (upload.imageSizes ?? []).length > 0))
    return rowsById(ctx, collection, ids)
  const drafts = typeof config.versions === 'object' && Boolean(config.versions.drafts)
  return rowsAmong(ctx, collection, 'id', ids, ['filename', 'createdAt', ...(drafts ? ['_status'] : [])])
}

/**
 * Upload documents that came with these rows (and their versions), that nothing else of the site uses and no hold
 * keeps, by collection. Whoever fills in a form names a file by its id: it does not follow that the file is theirs.
 */
export const ownUploadRows = async (
  ctx: Context & { retention: Retention },
  rule: RetentionRule,
  rows: Row[],
  known: { holds?: readonly Hold[]; naming?: readonly Naming[] } = {},
): Promise<Map<string, Row[]>> => {
  const leaving = { collection: rule.collection, ids: rows.map((row) => row.id) }
  const naming = known.naming ?? (await namingVersions(ctx, rule, leaving.ids))
  const own = new Map<string, Row[]>()
  for (const [collection, named] of namedBy(ctx, rule, rows, naming)) {
    const ids = [...named.values()].map(({ id }) => id)
    const [held, uploads, used] = await Promise.all([
      keptAmong(ctx, ctx.retention, collection, ids, known.holds),
      uploadRows(ctx, collection, ids),
      usedElsewhere(ctx, collection, ids, leaving),
    ])
    const theirs = uploads
      .filter((upload) => !held.has(String(upload.id)))
      .filter((upload) =>
        cameWith(
          {
            createdAt: new Date(upload.createdAt as string),
            published: isVersioned(ctx.payload, collection) && upload._status === 'published',
          },
          named.get(String(upload.id))!.at,
        ),
      )
    own.set(
      collection,
      theirs.filter(({ id }) => !used.has(String(id))),
    )
  }
  return own
}

/** The same by their ids. */
export const ownUploads = async (
  ctx: Context & { retention: Retention },
  rule: RetentionRule,
  rows: Row[],
): Promise<Map<string, Id[]>> => {
  const own = await ownUploadRows(ctx, rule, rows)
  return new Map([...own].map(([collection, uploads]) => [collection, uploads.map(({ id }) => id)]))
}

/** Names of the files of upload documents, those of their drafts and versions too. */
export const allFileNames = async (ctx: Context, collection: string, rows: Row[]): Promise<string[]> => {
  const ids = rows.map((row) => row.id)
  const versions = await versionsOf(ctx, collection, ids, ['filename', 'sizes'])
  const images = [...rows, ...versions.map((version) => version.version as Row)]
  return [...new Set(images.flatMap(fileNamesOf))]
}
