import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'

import type { SanitizedCollectionConfig, SanitizedGlobalConfig } from 'payload'

import type { Leaves } from './image.js'
import type { Doc } from './target.js'

// Each copy of this module may have its own: the key changes with the file, so a digest is never a stale one.
// eslint-disable-next-line no-restricted-syntax
const digests = new Map<string, string>()

/** SHA-256 of a stored file; read again only when it changed. */
const digestOf = async (path: string): Promise<string | undefined> => {
  const found = await stat(path).catch(() => null)
  if (!found) return undefined
  const key = `${path}:${found.size}:${found.mtimeMs}:${found.ino}`
  const known = digests.get(key)
  if (known) return known
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
  const digest = hash.digest('hex')
  if (digests.size > 500) digests.clear()
  digests.set(key, digest)
  return digest
}

/** Digest of the file that belongs to an upload, under `_file`; nothing where there is none or it is elsewhere. */
export const fileOf = async (
  config: SanitizedCollectionConfig | SanitizedGlobalConfig,
  doc: Doc,
): Promise<Leaves> => {
  const upload = 'upload' in config ? config.upload : undefined
  if (!upload || upload.disableLocalStorage || typeof doc.filename !== 'string') return {}
  const digest = await digestOf(join(upload.staticDir ?? '', doc.filename))
  return digest ? { _file: digest } : {}
}
