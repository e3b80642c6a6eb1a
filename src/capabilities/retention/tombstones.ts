import { createReadStream } from 'node:fs'
import { appendFile, open, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'

import { keyedHash } from '../../kernel/canonical.js'
import { isRecord } from '../../kernel/checks.js'
import { all, compareAndSet, findRows, type Row } from '../../platform/db.js'
import { rowPages } from '../../platform/rowPages.js'
import type { Context } from '../../platform/runtime.js'
import { DELETIONS } from './collections.js'
import { nowOf, type Retention } from './context.js'
import type { UnitState } from './domain.js'

/** A line of the file: what one unit deleted, as keyed digests. It names nobody and no record. */
export interface Tombstone {
  at: string
  /** The chain of the ledger tells one installation from another. */
  site: string
  /** Tells whether the digests were made with the secret of now. */
  check: string
  unit: string
  collection: string
  certificate: string
  digests: string[]
}

const BATCH = 200
/** The last line is in here: a unit has at most a hundred digests. */
const TAIL = 64 * 1024

/** The path on this machine; bundlers of the host must not take it for a file to pack. */
const pathOf = (file: string): string => resolve(/*turbopackIgnore: true*/ process.cwd(), file)

export const checkOf = (secret: string): string => keyedHash(secret, 'retention:tombstones').slice(0, 16)

const readLine = (line: string): null | Tombstone => {
  try {
    const read: unknown = JSON.parse(line)
    if (!isRecord(read) || !Array.isArray(read.digests)) return null
    const texts = [read.site, read.check, read.unit, read.collection, ...read.digests]
    return texts.every((one) => typeof one === 'string') ? (read as unknown as Tombstone) : null
  } catch {
    return null
  }
}

const isThere = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: { code?: string }) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )

/** Every line of a file that can be read, one by one; none where there is no file. */
export async function* tombstonesIn(file: string): AsyncGenerator<null | Tombstone> {
  const path = pathOf(file)
  if (!(await isThere(path))) return
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity }))
    if (line.trim() !== '') yield readLine(line)
}

/** The last line of this site, from the end of the file; of a large file only the end is read. */
export const lastTombstone = async (file: string, site: string): Promise<null | Tombstone> => {
  const path = pathOf(file)
  if (!(await isThere(path))) return null
  const handle = await open(path)
  let last: null | Tombstone = null
  let isWhole: boolean
  try {
    const { size } = await handle.stat()
    isWhole = size <= TAIL
    const { buffer } = await handle.read(
      Buffer.alloc(Math.min(size, TAIL)),
      0,
      undefined,
      Math.max(0, size - TAIL),
    )
    for (const line of buffer.toString().split('\n')) {
      const read = readLine(line)
      if (read?.site === site) last = read
    }
  } finally {
    await handle.close()
  }
  if (last || isWhole) return last
  // Several sites write to one file, or somebody put other lines behind ours.
  for await (const read of tombstonesIn(file)) if (read?.site === site) last = read
  return last
}

/** Why the file cannot be read; null where it can, or is not there yet. */
export const problemReading = async (file: string): Promise<null | string> => {
  const path = pathOf(file)
  try {
    if (!(await isThere(path))) return null
    const handle = await open(path)
    await handle.read(Buffer.alloc(1), 0, 1, 0).finally(() => handle.close())
    return null
  } catch (error) {
    return String((error as { code?: string }).code ?? 'error')
  }
}

const tombstoneOf = (unit: Row, site: string, secret: string): Tombstone => ({
  at: new Date((unit.endedAt ?? unit.startedAt) as string).toISOString(),
  site,
  check: checkOf(secret),
  unit: String(unit.key),
  collection: String(unit.subjectCollection),
  certificate: String(unit.certificate ?? ''),
  digests: (unit.digests as null | string[]) ?? [],
})

const append = (file: string, stones: Tombstone[]): Promise<void> =>
  appendFile(pathOf(file), stones.map((one) => `${JSON.stringify(one)}\n`).join(''))

const certified = { state: { equals: 'certified' satisfies UnitState } }

/**
 * Writes what was certified since the last time. First the file, then the note of it: a crash in between writes a line
 * twice, which says the same. A file that cannot be written is told (health, doctor), and keeps no deletion waiting.
 */
export const exportTombstones = async (ctx: Context, retention: Retention): Promise<null | string> => {
  const file = retention.options.tombstonesFile
  if (!file) return null
  const at = { payload: ctx.payload }
  const { chain } = await retention.ledger.head(at)
  for (;;) {
    const fresh = all(certified, { exportedAt: { exists: false } })
    const units = await findRows(at, DELETIONS, fresh, { limit: BATCH, sort: ['endedAt', 'id'] })
    if (units.length === 0) return null
    try {
      await append(
        file,
        units.map((unit) => tombstoneOf(unit, chain, ctx.payload.secret)),
      )
    } catch (error) {
      return String((error as { code?: string }).code ?? 'error')
    }
    const exportedAt = nowOf(ctx.payload).toISOString()
    for (const { id } of units) await compareAndSet(at, DELETIONS, { id: { equals: id } }, { exportedAt })
  }
}

/** Everything that the database knows of, into a file that somebody names: for a first copy, or after one was lost. */
export const writeTombstones = async (ctx: Context, retention: Retention, file: string): Promise<number> => {
  const { chain } = await retention.ledger.head(ctx)
  let written = 0
  for await (const units of certifiedUnits(ctx)) {
    await append(
      file,
      units.map((unit) => tombstoneOf(unit, chain, ctx.payload.secret)),
    )
    written += units.length
  }
  return written
}

/** Every certified unit, a page at a time. */
export const certifiedUnits = ({ payload }: Context): AsyncGenerator<Row[]> =>
  rowPages({ payload }, DELETIONS, [certified], { size: BATCH })
