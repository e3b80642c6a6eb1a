import { stat, unlink } from 'node:fs/promises'
import { resolve, sep } from 'node:path'

import type { BasePayload, SanitizedCollectionConfig } from 'payload'

import { findRow, type Row } from '../../platform/db.js'

/** Files that a unit still has to delete. */
export interface FilesPart {
  collection: string
  names: string[]
  /** When they were listed: what was written later under such a name is somebody else's. */
  listedAt?: number
  /** Documents whose files a storage adapter keeps: its own hooks want to see them. */
  stored?: Row[]
}

/** Whether files of that collection lie in a storage of the host's, and not on this disk. */
export const isElsewhere = ({ upload }: SanitizedCollectionConfig): boolean =>
  typeof upload === 'object' &&
  (Boolean(upload.disableLocalStorage) || Boolean((upload as { adapter?: string }).adapter))

export const countFiles = (parts: readonly FilesPart[]): number =>
  parts.reduce((sum, { names }) => sum + names.length, 0)

const configOf = (payload: BasePayload, collection: string) =>
  payload.collections[collection as never]?.config

const pathOf = (payload: BasePayload, collection: string, name: string): null | string => {
  const { upload, slug } = configOf(payload, collection)!
  const folder = resolve((typeof upload === 'object' && upload.staticDir) || slug)
  const path = resolve(folder, name)
  return path.startsWith(folder + sep) ? path : null
}

/** A document of now shows a file of that name: the name was free, and somebody took it. */
const isTaken = async (payload: BasePayload, collection: string, name: string): Promise<boolean> => {
  const { upload } = configOf(payload, collection)!
  const sizes = (typeof upload === 'object' && upload.imageSizes) || []
  const fields = ['filename', ...sizes.map((size) => `sizes.${size.name}.filename`)]
  const row = await findRow({ payload }, collection, {
    or: fields.map((field) => ({ [field]: { equals: name } })),
  })
  return row !== null
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/**
 * Removes one file from the disk; one that is gone already is gone. By the time of a repetition its name may belong to
 * a new upload, whose file is younger than the list: that one stays. Where no document shows the younger one it is
 * waited for, once, since its document may be about to be written.
 */
export const removeFile = async (
  payload: BasePayload,
  part: FilesPart,
  name: string,
  isRepeated: boolean,
): Promise<void> => {
  const path = pathOf(payload, part.collection, name)
  if (path === null) return
  try {
    const { mtimeMs } = await stat(path)
    if (part.listedAt !== undefined && mtimeMs > part.listedAt) {
      if (await isTaken(payload, part.collection, name)) return
      if (!isRepeated) throw Object.assign(new Error('A younger file has this name.'), { code: 'YOUNGER' })
    }
    await unlink(path)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}
