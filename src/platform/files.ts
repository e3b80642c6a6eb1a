import { fileTypeFromBuffer } from 'file-type'

import { sha256 } from '../kernel/canonical.js'
import { GovernanceError, tooLarge } from '../kernel/errors.js'
import { wellFormed } from '../kernel/text.js'
import { holdsProgram } from './officeFile.js'

/** A file that somebody sent, judged: what it is comes from its content, never from what it says of itself. */
export interface CheckedFile {
  /** As its sender called it, without folders and without what cannot be shown. */
  name: string
  /** A code of `FILE_TYPES`. */
  type: string
  mime: string
  size: number
  digest: string
  bytes: Uint8Array<ArrayBuffer>
}

interface FileType {
  mime: string
  /** Ends of names that fit. */
  ends: readonly string[]
}

const office = (kind: string): string => `application/vnd.openxmlformats-officedocument.${kind}`
const openDocument = (kind: string): string => `application/vnd.oasis.opendocument.${kind}`

/**
 * What can be told by its content, by the code that `file-type` gives it. Nothing that a program runs: no page, no
 * drawing with scripts, no document with macros, no archive.
 */
export const FILE_TYPES: Readonly<Record<string, FileType>> = {
  pdf: { mime: 'application/pdf', ends: ['pdf'] },
  jpg: { mime: 'image/jpeg', ends: ['jpg', 'jpeg', 'jfif'] },
  png: { mime: 'image/png', ends: ['png'] },
  gif: { mime: 'image/gif', ends: ['gif'] },
  webp: { mime: 'image/webp', ends: ['webp'] },
  avif: { mime: 'image/avif', ends: ['avif'] },
  heic: { mime: 'image/heic', ends: ['heic', 'heif'] },
  tif: { mime: 'image/tiff', ends: ['tif', 'tiff'] },
  docx: { mime: office('wordprocessingml.document'), ends: ['docx'] },
  xlsx: { mime: office('spreadsheetml.sheet'), ends: ['xlsx'] },
  pptx: { mime: office('presentationml.presentation'), ends: ['pptx'] },
  odt: { mime: openDocument('text'), ends: ['odt'] },
  ods: { mime: openDocument('spreadsheet'), ends: ['ods'] },
  odp: { mime: openDocument('presentation'), ends: ['odp'] },
  mp3: { mime: 'audio/mpeg', ends: ['mp3'] },
  m4a: { mime: 'audio/mp4', ends: ['m4a'] },
  wav: { mime: 'audio/wav', ends: ['wav'] },
  ogg: { mime: 'audio/ogg', ends: ['ogg', 'oga'] },
  opus: { mime: 'audio/ogg', ends: ['opus', 'ogg', 'oga'] },
  mp4: { mime: 'video/mp4', ends: ['mp4', 'm4v'] },
  mov: { mime: 'video/quicktime', ends: ['mov'] },
  webm: { mime: 'video/webm', ends: ['webm'] },
  // Text has no mark of its own: what else has none, is UTF-8 and holds no control characters.
  txt: { mime: 'text/plain', ends: ['txt', 'csv', 'log', 'md', 'eml'] },
}

/** Packed folders of parts. */
const OFFICE = ['docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp']

const refused = (why: string, sentence: string): GovernanceError =>
  new GovernanceError('invalidInput', sentence, { field: 'file', why }, { field: 'file' })

const isText = (bytes: Uint8Array): boolean => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return !/[\u0000-\u0008\u000E-\u001A\u001C-\u001F\u007F]/u.test(text)
  } catch {
    return false
  }
}

/** A code of `FILE_TYPES`, or what else it is; undefined where nobody can tell. */
const typeOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> => {
  try {
    const found = await fileTypeFromBuffer(bytes)
    return found?.ext ?? (isText(bytes) ? 'txt' : undefined)
  } catch {
    // Broken in a way that the library does not expect.
    return undefined
  }
}

const nameOf = (given: string): string => {
  const last = wellFormed(given).split(/[\\/]/).pop() ?? ''
  const shown = last
    .replace(/[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, '')
    .trim()
  // The end says what it is: a name is cut before it.
  const dot = shown.lastIndexOf('.')
  const [stem, end] = dot > 0 ? [shown.slice(0, dot), shown.slice(dot)] : [shown, '']
  return `${[...stem].slice(0, 120).join('')}${end.slice(0, 20)}`
}

/**
 * Judges a file of a form before anything of it is kept.
 * @throws GovernanceError `invalidInput` for what is none, is empty, is of a type that is not taken, or is not what its
 * name says; `tooLarge`
 */
export const checkFile = async (
  given: unknown,
  { types, maxBytes }: { types: readonly string[]; maxBytes: number },
): Promise<CheckedFile> => {
  if (!(given instanceof Blob) || !('name' in given)) throw refused('noFile', 'Please choose a file.')
  if (given.size > maxBytes) throw tooLarge(maxBytes)
  if (given.size === 0) throw refused('emptyFile', 'This file is empty.')
  const name = nameOf(String(given.name))
  const bytes = new Uint8Array(await given.arrayBuffer())
  const type = await typeOf(bytes)
  const known = type !== undefined && types.includes(type) ? FILE_TYPES[type] : undefined
  if (type === undefined || !known)
    throw refused(
      'fileType',
      'Files of this type are not taken. Send a picture, a PDF, a document without macros, plain text, a recording or a film.',
    )
  if (OFFICE.includes(type) && holdsProgram(bytes))
    throw refused(
      'fileMacros',
      'This document holds macros or files of its own. Save it as a PDF, and send that.',
    )
  const end = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  // What a browser says of it comes from the name. Where it says something of another type, one of them lies.
  const says = given.type.split(';')[0]!.trim().toLowerCase()
  const lies = Object.entries(FILE_TYPES).some(
    ([code, { mime }]) => code !== type && mime === says && mime !== known.mime,
  )
  if (!known.ends.includes(end) || lies)
    throw refused(
      'fileMismatch',
      'What is in this file is not what its name says. Save it anew in the program that it comes from, and send that.',
    )
  return { name, type, mime: known.mime, size: bytes.byteLength, digest: sha256(bytes), bytes }
}

/** A file for whoever may have it: it is saved, never shown, whatever is in it. */
export const fileResponse = (file: {
  name: string
  mime: string
  bytes: Uint8Array<ArrayBuffer>
}): Response => {
  const plain = file.name.replace(/[^\w.-]/g, '_')
  const exact = encodeURIComponent(file.name).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return new Response(file.bytes, {
    headers: {
      'content-type': file.mime,
      'content-length': String(file.bytes.byteLength),
      'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${exact}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
