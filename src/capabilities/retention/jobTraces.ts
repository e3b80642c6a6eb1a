import type { BasePayload, FlattenedField } from 'payload'

import { isRecord } from '../../kernel/checks.js'
import { GovernanceError } from '../../kernel/errors.js'
import { countRows, deleteRows, type Row } from '../../platform/db.js'
import { rowPages } from '../../platform/rowPages.js'
import { localesOf, partsOf } from '../../platform/fields.js'
import { perLocale } from '../../platform/references.js'
import type { Work } from './context.js'
import { namesRecord, type Named, withoutWords, wordsFor } from './jobWords.js'
import { type Id, rowsById, rewriteJob } from './store.js'
import { versionImages } from './uploads.js'

const JOBS = 'payload-jobs'
const PAGE = 100
/** A job that wrote nothing for so long does not run, whatever its row says. */
const RUNNING_MS = 10 * 60_000

/** Where a job keeps what it was given, what it did with it and how it went. */
const PARTS = ['input', 'log', 'error', 'meta', 'concurrencyKey'] as const

const WRITTEN = ['text', 'textarea', 'email', 'code', 'json', 'richText']

/** Of rich text what is to be read, of everything else every text. */
const leaves = (value: unknown, rich: boolean, key = ''): string[] => {
  if (typeof value === 'string') return !rich || key === 'text' || key === 'url' ? [value] : []
  if (Array.isArray(value)) return value.flatMap((one) => leaves(one, rich, key))
  return isRecord(value) ? Object.entries(value).flatMap(([name, one]) => leaves(one, rich, name)) : []
}

/** What somebody wrote into these fields, in all languages. */
const wordsIn = (payload: BasePayload, fields: FlattenedField[], data: Record<string, unknown>): string[] =>
  fields.flatMap((field) =>
    perLocale(field, data[field.name], localesOf(payload)).flatMap((value) => {
      if (value === null || value === undefined) return []
      if (WRITTEN.includes(field.type)) return leaves(value, field.type === 'richText')
      return partsOf(payload, field, value).flatMap((part) => wordsIn(payload, part.fields, part.data))
    }),
  )

const wordsOf = async (work: Work, collection: string, ids: Id[]): Promise<Set<string>> => {
  const { payload } = work
  const { flattenedFields, upload } = payload.collections[collection as never]!.config
  const images = [...(await rowsById(work, collection, ids)), ...(await versionImages(work, collection, ids))]
  const words = images.flatMap((image) => [
    ...wordsIn(payload, flattenedFields, image),
    ...(upload && typeof image.filename === 'string' ? [image.filename] : []),
  ])
  return new Set(words.map((word) => word.trim()))
}

const isDone = (job: Row): boolean => Boolean(job.completedAt) || job.hasError === true

/** By the machine's clock, as Payload dates jobs. */
const isRunning = (job: Row): boolean =>
  job.processing === true &&
  !isDone(job) &&
  Date.now() - new Date(job.updatedAt as string).getTime() < RUNNING_MS

const atWork = (): GovernanceError =>
  new GovernanceError('stateConflict', 'A job that works with this record is running right now.')

type Outcome = { delete: true } | { rewrite: Record<string, unknown> } | null

/**
 * A job that names a record has nothing to do once it is gone: done or waiting, it goes. Of one that only repeats its
 * words these words go: it may serve others too.
 */
const outcomeOf = (job: Row, named: Named, words: ReadonlySet<string>): Outcome => {
  const done = isDone(job)
  const parts = Object.fromEntries(
    PARTS.filter((part) => job[part]).map((part) => [part, job[part] as unknown]),
  )
  const names = namesRecord(parts, named)
  if (names === 'sure' || (names === 'maybe' && done)) return { delete: true }
  const blanked = withoutWords(parts, wordsFor(words, done))
  const changed = Object.entries(blanked).filter(([part, value]) => value !== parts[part])
  return changed.length > 0 ? { rewrite: Object.fromEntries(changed) } : null
}

interface Of {
  collection: string
  ids: Id[]
}

/**
 * What Payload's queue holds of these records. Asked while the records are there: their words are what is looked for.
 * @throws GovernanceError `stateConflict` while a job is at work on one of them: the unit is tried again later
 */
export const jobTraces = async (
  work: Work,
  parts: readonly Of[],
): Promise<{ store: string; count: number; sweep: () => Promise<unknown> }[]> => {
  const { payload } = work
  const at = { payload }
  if (!payload.collections[JOBS as never] || (await countRows(at, JOBS, {})) === 0) return []
  const slugs = new Set(Object.keys(payload.collections))
  const searched = await Promise.all(
    parts.map(async ({ collection, ids }) => ({
      named: { collection, ids: new Set(ids.map(String)), slugs } satisfies Named,
      words: await wordsOf(work, collection, ids),
    })),
  )
  const gone: Id[] = []
  const rewritten: { id: Id; data: Record<string, unknown> }[] = []
  for await (const jobs of rowPages(at, JOBS, [], { size: PAGE }))
    for (const job of jobs)
      for (const { named, words } of searched) {
        const outcome = outcomeOf(job, named, words)
        if (!outcome) continue
        if (isRunning(job)) throw atWork()
        if ('delete' in outcome) {
          gone.push(job.id)
          break
        }
        rewritten.push({ id: job.id, data: outcome.rewrite })
        Object.assign(job, outcome.rewrite)
      }
  const changed = rewritten.filter(({ id }) => !gone.includes(id))
  const ids = new Set([...gone, ...changed.map(({ id }) => id)])
  return [
    {
      store: 'jobs',
      count: ids.size,
      sweep: async () => {
        if (gone.length > 0) await deleteRows(at, JOBS, { id: { in: gone } })
        for (const { id, data } of changed) await rewriteJob(at, id, data)
      },
    },
  ]
}
