import { unlink } from 'node:fs/promises'
import { resolve, sep } from 'node:path'

import type { BasePayload } from 'payload'

import { rawDb, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import type { Retention } from './context.js'
import { cameWith } from './domain.js'
import { fileNamesOf, uploadsIn } from './footprint.js'
import { keptAmong } from './heldBy.js'
import type { RetentionRule } from './options.js'
import { type Id, isVersioned, rowsById } from './store.js'
import { usedElsewhere } from './uses.js'

const versionsOf = async (ctx: Context, collection: string, ids: Id[]): Promise<Row[]> => {
  if (!isVersioned(ctx.payload, collection) || ids.length === 0) return []
  const { docs } = await rawDb(ctx.payload).findVersions({
    collection,
    where: { parent: { in: ids } },
    limit: 0,
    pagination: false,
    req: {},
  })
  return docs as unknown as Row[]
}

/** The records as their versions and drafts have them. */
export const versionImages = async (ctx: Context, collection: string, ids: Id[]): Promise<Row[]> =>
  (await versionsOf(ctx, collection, ids)).map(({ version }) => version as Row)

/** When each upload was first named by a record of this unit: the moment of the latest record that names it. */
const namedBy = async (
  ctx: Context,
  rule: RetentionRule,
  rows: Row[],
): Promise<Map<string, Map<string, { id: Id; at: Date }>>> => {
  const { config } = ctx.payload.collections[rule.collection as never]!
  const received = new Map(rows.map((row) => [String(row.id), new Date(row.createdAt as string)]))
  const versions = await versionsOf(
    ctx,
    rule.collection,
    rows.map((row) => row.id),
  )
  const images = [
    ...rows.map((row) => ({ image: row, parent: row.id as unknown })),
    ...versions.map((version) => ({ image: version.version as Row, parent: version.parent as unknown })),
  ]
  const found = new Map<string, Map<string, { id: Id; at: Date }>>()
  for (const { image, parent } of images) {
    const at = received.get(String(parent)) ?? new Date(0)
    for (const ref of uploadsIn(ctx.payload, config.flattenedFields, image, rule.files)) {
      if (!ctx.payload.collections[ref.collection as never]?.config.upload) continue
      const named = found.get(ref.collection) ?? new Map<string, { id: Id; at: Date }>()
      const before = named.get(String(ref.id))
      named.set(String(ref.id), { id: ref.id, at: before && before.at > at ? before.at : at })
      found.set(ref.collection, named)
    }
  }
  return found
}

/**
 * Upload documents that came with these rows (and their versions), that nothing else of the site uses and no hold
 * keeps, by collection. Whoever fills in a form names a file by its id: it does not follow that the file is theirs.
 */
export const ownUploads = async (
  ctx: Context & { retention: Retention },
  rule: RetentionRule,
  rows: Row[],
): Promise<Map<string, Id[]>> => {
  const leaving = { collection: rule.collection, ids: rows.map((row) => row.id) }
  const own = new Map<string, Id[]>()
  for (const [collection, named] of await namedBy(ctx, rule, rows)) {
    const ids = [...named.values()].map(({ id }) => id)
    const held = await keptAmong(ctx, ctx.retention, collection, ids)
    const uploads = await rowsById(ctx, collection, ids)
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
      .map((upload) => upload.id)
    const used = await usedElsewhere(ctx, collection, theirs, leaving)
    own.set(
      collection,
      theirs.filter((id) => !used.has(String(id))),
    )
  }
  return own
}

/** Names of the files of upload documents, those of their drafts and versions too. */
export const allFileNames = async (ctx: Context, collection: string, rows: Row[]): Promise<string[]> => {
  const versions = await versionsOf(
    ctx,
    collection,
    rows.map((row) => row.id),
  )
  const images = [...rows, ...versions.map((version) => version.version as Row)]
  return [...new Set(images.flatMap(fileNamesOf))]
}

/** Removes one file of an upload collection from the disk. @returns true when a file was there. */
export const removeFile = async (
  payload: BasePayload,
  collection: string,
  name: string,
): Promise<boolean> => {
  const { upload, slug } = payload.collections[collection as never]!.config
  const folder = resolve((typeof upload === 'object' && upload.staticDir) || slug)
  const path = resolve(folder, name)
  if (!path.startsWith(folder + sep)) return false
  try {
    await unlink(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
