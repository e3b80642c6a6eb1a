import { utimes } from 'node:fs/promises'
import { join, resolve } from 'node:path'

import type { CollectionAfterChangeHook, CollectionBeforeChangeHook, PayloadRequest } from 'payload'

import type { Seal } from '../../platform/runtime.js'
import { timeless } from '../../platform/timeless.js'
import { refuseFiles } from './cleaning.js'
import { SENT_WITH } from './collections.js'
import type { FormShape, Problem } from './domain.js'

const UPLOADING = 'governanceUploading'
interface Mark {
  form: string
  /** Where the time is not kept. */
  day: null | string
}

const markOf = (req: Partial<PayloadRequest> | undefined): Mark | undefined =>
  req?.context?.[UPLOADING] as Mark | undefined

/** Files that Payload found odd, by field: the form builder tells so in English, among what a program would want. */
const notUploaded = (error: unknown): Record<string, Problem> => {
  const { errors } = ((error as { data?: unknown }).data ?? {}) as {
    errors?: { message?: string; path?: string }[]
  }
  const odd = (Array.isArray(errors) ? errors : []).filter(({ message }) =>
    message?.includes('Failed to upload file'),
  )
  return Object.fromEntries(odd.map(({ path }): [string, Problem] => [String(path), 'fileOdd']))
}

/**
 * What these hooks upload came with a submission: of that form, on that day where its time is not kept. Nothing that
 * the same request uploads before or after them did, whether they succeed or not.
 */
export const uploadingFor =
  (
    markFor: (
      req: PayloadRequest,
      data: Record<string, unknown>,
    ) => Promise<{ form: string; day: Date | null; shape: FormShape } | null>,
    hooks: CollectionBeforeChangeHook[],
  ): CollectionBeforeChangeHook =>
  async (args) => {
    // Looked up each time: Payload gives a request another context with each operation that it serves.
    const { req } = args
    let data = args.data as Record<string, unknown>
    const mark = args.operation === 'create' ? await markFor(req, data) : null
    const before = req.context[UPLOADING]
    if (mark) req.context[UPLOADING] = { form: mark.form, day: mark.day?.toISOString() ?? null }
    try {
      for (const hook of hooks) data = ((await hook({ ...args, data })) as typeof data | undefined) ?? data
      return data
    } catch (error) {
      refuseFiles(req.payload, notUploaded(error), mark?.shape ?? null)
      throw error
    } finally {
      if (before === undefined) delete req.context[UPLOADING]
      else req.context[UPLOADING] = before
    }
  }

/** Says of a file what it came with, and no more of its time than is kept. */
export const markFile: CollectionBeforeChangeHook = ({ data, operation, req }) => {
  const mark = markOf(req)
  if (operation !== 'create' || !mark) return data as Record<string, unknown>
  const stamps = mark.day ? { createdAt: mark.day, updatedAt: mark.day } : {}
  return { ...(data as Record<string, unknown>), ...stamps, [SENT_WITH]: mark.form }
}

/** The disk tells when a file was written, too. Files that an adapter puts elsewhere are that place's to date. */
export const dateFile: CollectionAfterChangeHook = async ({ collection, doc, operation, req }) => {
  const day = markOf(req)?.day
  if (operation !== 'create' || !day || collection.upload.disableLocalStorage) return
  const { filename, sizes } = doc as {
    filename?: string
    sizes?: Record<string, { filename?: string } | null>
  }
  const names = [filename, ...Object.values(sizes ?? {}).map((size) => size?.filename)]
  const at = new Date(day)
  for (const name of names)
    if (name) await utimes(join(resolve(collection.upload.staticDir ?? collection.slug), name), at, at)
}

/** The row of such a file, below every API: nothing of it tells the second in which it came. */
export const fileSeal = (uploads: ReadonlySet<string>): Seal => ({
  key: 'forms-files',
  applies: (collection) => uploads.has(collection),
  judge: async ({ collection, data, operation, version }, { payload, req }) =>
    operation === 'create' && !version && data?.[SENT_WITH] && markOf(req)?.day
      ? { args: { ...timeless(payload, collection, data) } }
      : undefined,
})
