import { createLocalReq, type PayloadRequest, type SanitizedCollectionConfig, type TypeWithID } from 'payload'

import type { Row } from '../../platform/db.js'
import { isOurs } from '../../platform/merge.js'
import type { Work } from './context.js'
import { fileNamesOf } from './footprint.js'
import { versionImages } from './uploads.js'

type Answer = 'gone' | 'there' | 'unknown'

const GONE = [404, 410]
const WAIT_MS = 10_000

/** A storage that serves files itself is asked for the first byte. */
const askAt = async (address: string): Promise<Answer> => {
  if (!/^https?:\/\//.test(address)) return 'unknown'
  const answer = await fetch(address, {
    headers: { range: 'bytes=0-0' },
    signal: AbortSignal.timeout(WAIT_MS),
  })
  await answer.body?.cancel()
  // Without the right to list, a storage says "forbidden" of what is not there, and never of what this address opens.
  return [...GONE, 403].includes(answer.status) ? 'gone' : answer.ok ? 'there' : 'unknown'
}

/** What the storage answers to whoever asks for the file: by the handlers that serve it to visitors. */
const ask = async (
  req: PayloadRequest,
  { upload, slug }: SanitizedCollectionConfig,
  doc: Row,
  filename: string,
): Promise<'unasked' | Answer> => {
  const handlers = (typeof upload === 'object' && upload.handlers) || []
  for (const handler of handlers) {
    const params = { collection: slug, filename, ...(doc.prefix ? { prefix: String(doc.prefix) } : {}) }
    const answer = await handler(req, { doc: doc as unknown as TypeWithID, headers: new Headers(), params })
    if (!(answer instanceof Response)) continue
    await answer.body?.cancel()
    if (GONE.includes(answer.status)) return 'gone'
    if (answer.ok) return 'there'
    const { location } = Object.fromEntries(answer.headers)
    return answer.status >= 300 && answer.status < 400 && location ? askAt(location) : 'unknown'
  }
  return 'unasked'
}

const stillThere = (): Error =>
  Object.assign(new Error('A file is still in the storage.'), { code: 'fileStored' })

/** What the storage's plugin needs to know of the files of these documents, one for each that names a new one. */
export const storedImages = async (work: Work, collection: string, rows: Row[]): Promise<Row[]> => {
  const ids = rows.map(({ id }) => id)
  const seen = new Set<string>()
  return [...rows, ...(await versionImages(work, collection, ids))].filter((image) => {
    const names = fileNamesOf(image).filter((name) => !seen.has(name))
    for (const name of names) seen.add(name)
    return names.length > 0
  })
}

/**
 * Deletes files that lie in a storage of the host's. Its plugin does it in `afterDelete` of the upload collection and
 * only logs what goes wrong: each file is asked for afterwards, and while the storage still has one, or does not
 * answer, it is tried again.
 * @returns how many files nobody could ask for: the certificate says so
 */
export const removeStored = async (work: Work, collection: string, image: Row): Promise<number> => {
  const { payload } = work
  const { config } = payload.collections[collection as never]!
  const req = await createLocalReq({ context: { governance: 'retention' } }, payload)
  for (const hook of config.hooks.afterDelete ?? [])
    if (!isOurs(hook))
      await hook({ id: image.id, collection: config, context: req.context, doc: image as never, req })
  let unasked = 0
  for (const name of fileNamesOf(image)) {
    const answer = await ask(req, config, image, name)
    if (answer === 'there' || answer === 'unknown') throw stillThere()
    if (answer === 'unasked') unasked += 1
  }
  return unasked
}
