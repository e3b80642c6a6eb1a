import { unlink } from 'node:fs/promises'
import { resolve, sep } from 'node:path'

import { type BasePayload, createLocalReq, type Where } from 'payload'

import { all, findRows, rawDb, type Row } from '../../platform/db.js'
import type { Context } from '../../platform/runtime.js'
import { fileNamesOf, pointersTo, uploadsIn } from './footprint.js'
import type { RetentionRule } from './options.js'
import { heldIds, type Id, isVersioned } from './store.js'

const localesOf = (payload: BasePayload): string[] =>
  payload.config.localization ? payload.config.localization.localeCodes : []

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

/** Upload documents that only these rows (and their versions) use and no hold keeps, by collection. */
export const ownUploads = async (
  ctx: Context,
  rule: RetentionRule,
  rows: Row[],
): Promise<Map<string, Id[]>> => {
  const { payload } = ctx
  const { config } = payload.collections[rule.collection as never]!
  const locales = localesOf(payload)
  const versions = await versionsOf(
    ctx,
    rule.collection,
    rows.map((row) => row.id),
  )
  const images = [...rows, ...versions.map((version) => version.version as Row)]
  const found = new Map<string, Map<string, Id>>()
  for (const image of images) {
    for (const ref of uploadsIn(config.flattenedFields, image, locales, rule.files)) {
      if (!payload.collections[ref.collection as never]?.config.upload) continue
      found.set(
        ref.collection,
        (found.get(ref.collection) ?? new Map<string, Id>()).set(String(ref.id), ref.id),
      )
    }
  }
  const own = new Map<string, Id[]>()
  for (const [collection, ids] of found) {
    const used = await usedElsewhere(
      ctx,
      collection,
      [...ids.values()],
      rule.collection,
      rows.map((row) => row.id),
    )
    for (const id of await heldIds(ctx, collection)) used.add(id)
    own.set(
      collection,
      [...ids.values()].filter((id) => !used.has(String(id))),
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

/** Which of these documents another row of the site (or one of its versions) still points to. */
export const usedElsewhere = async (
  ctx: Context,
  target: string,
  ids: Id[],
  leaving: string,
  leavingIds: Id[],
): Promise<Set<string>> => {
  const { payload } = ctx
  const used = new Set<string>()
  for (const { collection, path, polymorphic } of pointersTo(payload, target)) {
    const { config } = payload.collections[collection as never]!
    const query = (prefix: string): Where => ({
      [`${prefix}${path}${polymorphic ? '.value' : ''}`]: { in: ids },
    })
    const note = (images: Row[]): void => {
      for (const image of images) {
        for (const ref of uploadsIn(config.flattenedFields, image, localesOf(payload), [path])) {
          if (ref.collection === target) used.add(String(ref.id))
        }
      }
    }
    const stay: Where[] = collection === leaving ? [{ id: { not_in: leavingIds } }] : []
    note(await findRows(ctx, collection, all(query(''), ...stay), { limit: 0 }))
    if (!isVersioned(payload, collection)) continue
    const stayVersions: Where[] = collection === leaving ? [{ parent: { not_in: leavingIds } }] : []
    const { docs } = await rawDb(payload).findVersions({
      collection,
      where: all(query('version.'), ...stayVersions),
      limit: 0,
      pagination: false,
      req: {},
    })
    note(docs.map((version) => version.version as unknown as Row))
  }
  return used
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

/** Storage adapters delete in their own `afterDelete` hooks of the upload collection; the local disk needs none. */
export const removeStored = async (payload: BasePayload, collection: string, rows: Row[]): Promise<void> => {
  const { config } = payload.collections[collection as never]!
  if (typeof config.upload !== 'object' || !config.upload.disableLocalStorage) return
  const req = await createLocalReq({}, payload)
  for (const row of rows) {
    for (const hook of config.hooks?.afterDelete ?? []) {
      await hook({ id: row.id, collection: config, context: {}, doc: row as never, req })
    }
  }
}
