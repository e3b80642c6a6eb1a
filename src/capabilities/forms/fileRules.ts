import type { BasePayload } from 'payload'
import { validateMimeType } from 'payload/shared'

import { FILE_TYPES } from '../../platform/files.js'
import type { FormField, FormShape, Problem } from './domain.js'

/** A field for files, as the form builder stores it. */
export interface UploadField extends FormField {
  name: string
  multiple?: boolean | null
  /** In bytes. */
  maxFileSize?: null | number
  mimeTypes?: null | { mimeType?: null | string }[]
  uploadCollection?: null | string
}

const KB = 1024
/** Bytes of a submission with files. */
export const BODY_WITH_FILES = 8 * KB * KB

export const uploadFieldsOf = (form: FormShape | null): UploadField[] =>
  (form?.fields ?? []).filter(
    (field): field is UploadField => field.blockType === 'upload' && Boolean(field.name),
  )

/** What the form says of kinds, and what the collection says that the files go into: both must take one. */
const patternsOf = ({ collections }: BasePayload, field: UploadField): string[][] => {
  const own = (field.mimeTypes ?? []).flatMap(({ mimeType }) => mimeType || [])
  const theirs = collections[field.uploadCollection as never]?.config.upload
  return [own, (theirs && theirs.mimeTypes) || []].filter((patterns) => patterns.length > 0)
}

export const takesKind = (payload: BasePayload, field: UploadField, mime: string): boolean =>
  patternsOf(payload, field).every((patterns) => validateMimeType(mime, patterns))

/** Ends of the names of what it takes, kind by kind; null where it takes all that is taken anywhere. */
export const kindsOf = (payload: BasePayload, field: UploadField): (readonly string[])[] | null =>
  patternsOf(payload, field).length === 0
    ? null
    : Object.values(FILE_TYPES).flatMap(({ mime, ends }) => (takesKind(payload, field, mime) ? [ends] : []))

const limitOf = ({ maxFileSize }: UploadField): number =>
  maxFileSize && maxFileSize > 0 ? Math.min(maxFileSize, BODY_WITH_FILES) : BODY_WITH_FILES

export const isTooLarge = (field: UploadField, size: number): boolean => size > limitOf(field)

/** Values for the sentence that says which files this field takes. */
export const limitsInWords = (payload: BasePayload, field: UploadField): Record<string, string> => {
  const limit = limitOf(field)
  const isMany = limit >= KB * KB
  return {
    limit: String(Math.max(1, Math.floor(limit / (isMany ? KB * KB : KB)))),
    prefix: isMany ? 'M' : 'K',
    kinds: (kindsOf(payload, field) ?? []).map(([end]) => end?.toUpperCase()).join(', '),
  }
}

const FILE_PROBLEMS = [
  'emptyFile',
  'fileKind',
  'fileMacros',
  'fileMany',
  'fileMismatch',
  'fileOdd',
  'fileSize',
  'fileType',
  'picture',
] as const
export type FileProblem = (typeof FILE_PROBLEMS)[number]

/** Told in the words of the refusal, not in those of an answer that was typed. */
export const isFileProblem = (problem: Problem): problem is FileProblem =>
  (FILE_PROBLEMS as readonly string[]).includes(problem)
