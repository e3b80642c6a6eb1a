import { link, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { CollectionConfig } from 'payload'

import { governanceTick } from '../../src/index.js'
import { type Stand, stand } from '../helpers/boot.js'
import type { FreshDatabase, TestDatabase } from '../helpers/databases.js'
import { alone } from '../capabilities/retention/site.js'
import { fillSets } from './fillSets.js'
import { insertRaw, settle } from './insertRaw.js'

/** When all that was filled in is due. */
const NOW = '2026-05-01T12:00:00.000Z'
const WORDS = 'Good day, when are you open in summer? I would like to come by with my mother. Thank you.'

const collectionsIn = (folder: string): CollectionConfig[] => [
  { slug: 'scans', upload: { staticDir: folder }, fields: [{ name: 'note', type: 'text' }] },
  {
    slug: 'letters',
    versions: { drafts: true },
    fields: [
      { name: 'words', type: 'textarea' },
      { name: 'scan', type: 'upload', relationTo: 'scans' },
      { name: 'lines', type: 'array', fields: [{ name: 'line', type: 'text' }] },
    ],
  },
  { slug: 'pages', fields: [{ name: 'title', type: 'text' }] },
]

export interface Desk {
  site: Stand
  folder: string
  /** Called at each step of a deletion. */
  watch: (onStep: (step: string) => void) => void
  stop: () => Promise<void>
}

/** A site with letters, of which half bring a file. `pace`: undefined boots it without the plugin. */
export const desk = async (
  database: TestDatabase,
  pace: 'full' | 'gentle' | undefined,
  shared?: { on: FreshDatabase; folder: string },
): Promise<Desk> => {
  const folder = shared?.folder ?? (await mkdtemp(join(tmpdir(), 'governance-bench-')))
  let watcher: (step: string) => void = () => undefined
  const site = await stand(database, {
    collections: collectionsIn(folder),
    start: NOW,
    ...(shared ? { on: shared.on } : {}),
    ...(pace
      ? {
          plugin: {
            ...alone,
            retention: {
              collections: { letters: {} },
              pace,
              // All letters go at once: a run would ask before.
              mostShare: 1,
              onStep: (step: string) => watcher(step),
            },
          },
        }
      : { ungoverned: true }),
  })
  return {
    site,
    folder,
    watch: (onStep) => {
      watcher = onStep
    },
    stop: async () => {
      await site.stop()
      if (!shared) await rm(folder, { recursive: true, force: true })
    },
  }
}

const CHUNK = 2000
/** A moment of its own for each, all of them long due. */
const momentOf = (serial: number): string =>
  new Date(Date.parse('2025-01-01T00:00:00.000Z') + serial * 10).toISOString()

/** More than so many are made by the database itself, where it can. */
const MANY = 100_000
const nameOf = (serial: number): string => `scan-${serial}.txt`

/** Names of one file; a file takes some ten thousand names, so that each call makes one of its own. */
const linkEach = async (folder: string, names: string[]): Promise<void> => {
  const one = join(folder, '..', `governance-bench-file-${process.pid}`)
  await writeFile(one, 'what somebody sent')
  await Promise.all(names.map((name) => link(one, join(folder, name))))
  await rm(one)
}

/**
 * So many letters with two versions each, every other one with a file, through the driver. The files are names of one
 * file where there would be hundreds of thousands: what is measured is the end of a name, not of its blocks.
 */
export const fill = async ({ site, folder }: Desk, count: number, governed = true): Promise<void> => {
  const { payload } = site
  await mkdir(folder, { recursive: true })
  if (governed && count > MANY && (await fillSets(payload, count, WORDS))) {
    for (let from = 0; from < count; from += CHUNK) {
      const serials = Array.from({ length: Math.min(CHUNK, count - from) / 2 }, (_, at) => from + at * 2)
      await linkEach(folder, serials.map(nameOf))
    }
    return settle(payload)
  }
  for (let from = 0; from < count; from += CHUNK) {
    const serials = Array.from({ length: Math.min(CHUNK, count - from) }, (_, at) => from + at)
    const dates = (serial: number) => ({ createdAt: momentOf(serial), updatedAt: momentOf(serial) })
    const withFile = serials.filter((serial) => serial % 2 === 0)
    const names = withFile.map(nameOf)
    if (count > MANY) await linkEach(folder, names)
    else await Promise.all(names.map((name) => writeFile(join(folder, name), 'what somebody sent')))
    const scans = await insertRaw(
      payload,
      'scans',
      withFile.map((serial, at) => ({
        filename: names[at],
        mimeType: 'text/plain',
        filesize: 18,
        url: `/api/scans/file/${names[at]}`,
        ...dates(serial),
      })),
    )
    const scanOf = (serial: number): object => (serial % 2 === 0 ? { scan: scans[(serial - from) / 2] } : {})
    const letters = await insertRaw(
      payload,
      'letters',
      serials.map((serial) => ({
        words: WORDS,
        _status: 'published',
        ...scanOf(serial),
        ...dates(serial),
        ...(governed ? { deleteAfter: momentOf(serial + 1) } : {}),
      })),
    )
    for (const latest of [false, true])
      await insertRaw(
        payload,
        'letters',
        serials.map((serial, at) => ({
          parent: letters[at],
          latest,
          version: { words: WORDS, _status: 'published', ...scanOf(serial), ...dates(serial) },
          ...dates(serial),
        })),
        true,
      )
  }
  await settle(payload)
}

/** What is left of letters, versions and files' documents: nothing, or the figures say nothing. */
export const left = async ({ site: { payload } }: Desk): Promise<number> => {
  const letters = await payload.db.count({ collection: 'letters' })
  const scans = await payload.db.count({ collection: 'scans' })
  const versions = await payload.db.countVersions({ collection: 'letters', where: {} })
  return letters.totalDocs + scans.totalDocs + versions.totalDocs
}

/** Runs until nothing is due. @returns how many records went */
export const deleteAll = async ({ site: { payload } }: Desk): Promise<number> => {
  let done = 0
  for (;;) {
    const { ran } = await governanceTick(payload, { force: true, only: ['retention'] })
    const report = ran.retention
    if (!report || report.error) throw new Error(`The run failed: ${report?.error ?? 'it did not run'}`)
    done += report.done
    if (!report.left) return done
    if (report.done === 0) throw new Error(`A run deleted nothing, ${report.left} are left.`)
  }
}
