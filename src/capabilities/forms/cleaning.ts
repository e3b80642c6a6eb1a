import type { BasePayload, PayloadRequest } from 'payload'

import { GovernanceError, isGovernanceError } from '../../kernel/errors.js'
import { type CheckedFile, checkFile, FILE_TYPES } from '../../platform/files.js'
import { translatorFor } from '../../platform/translate.js'
import { type FormShape, type Problem, refuseProblems } from './domain.js'
import {
  BODY_WITH_FILES,
  type FileProblem,
  isFileProblem,
  isTooLarge,
  limitsInWords,
  takesKind,
  type UploadField,
  uploadFieldsOf,
} from './fileRules.js'

/** A file as Payload hands it over. */
interface GivenFile {
  name: string
  data: Buffer
  mimetype: string
  size: number
}
/** What the library for pictures can do, as far as it matters here: the host gives it to Payload. */
type Sharp = (
  input: Uint8Array,
  options?: { animated?: boolean; limitInputPixels?: number },
) => { rotate: () => ReturnType<Sharp>; toFormat: (format: string) => { toBuffer: () => Promise<Buffer> } }

/** Pictures by the format that they are written in again. One that cannot be written anew is not taken. */
const PICTURES: Readonly<Record<string, string>> = {
  jpg: 'jpeg',
  png: 'png',
  gif: 'gif',
  webp: 'webp',
  avif: 'avif',
  tif: 'tiff',
  heic: 'heif',
}
const MOVING = ['gif', 'webp']
/** A small file may unpack to a picture that fills the memory. */
const MOST_PIXELS = 64_000_000

const notCleaned = (): GovernanceError =>
  new GovernanceError(
    'invalidInput',
    'This picture could not be freed of what it says about you (where and when it was taken). Send it as JPEG or PNG.',
    { field: 'file', why: 'picture' },
    { field: 'file' },
  )

/** Where it was taken, when, and with which device: drawn anew, a picture says none of it. */
const redrawn = async (payload: BasePayload, { bytes, type }: CheckedFile): Promise<Buffer> => {
  const sharp = payload.config.sharp as unknown as Sharp | undefined
  if (!sharp) throw notCleaned()
  const moves = MOVING.includes(type)
  try {
    const picture = sharp(bytes, { animated: moves, limitInputPixels: MOST_PIXELS })
    // Which side is up is one of the things that go: it is turned first.
    return await (moves ? picture : picture.rotate()).toFormat(PICTURES[type]!).toBuffer()
  } catch {
    throw notCleaned()
  }
}

interface Wish {
  form: FormShape | null
  /** Names of files are not kept. */
  nameless?: boolean
  /** Fields whose file is here already and is named by code of the host's own. */
  named?: string[]
  /** Only looked at: what is refused anyway is not worth the drawing. */
  look?: boolean
}

const refuse = (why: FileProblem): GovernanceError =>
  new GovernanceError('invalidInput', 'This file is not taken here.', { field: 'file', why })

const cleaned = async (
  payload: BasePayload,
  file: GivenFile,
  { nameless, look }: Pick<Wish, 'look' | 'nameless'>,
  field?: UploadField,
): Promise<GivenFile> => {
  const given = new File([new Uint8Array(file.data)], file.name, { type: file.mimetype })
  if (field && isTooLarge(field, file.size)) throw refuse('fileSize')
  const checked = await checkFile(given, { types: Object.keys(FILE_TYPES), maxBytes: BODY_WITH_FILES })
  if (field && !takesKind(payload, field, checked.mime)) throw refuse('fileKind')
  if (look) return file
  const data = PICTURES[checked.type] ? await redrawn(payload, checked) : Buffer.from(checked.bytes)
  if (field && isTooLarge(field, data.byteLength)) throw refuse('fileSize')
  // The name that somebody gave a file often is their own.
  const name = nameless ? `file.${FILE_TYPES[checked.type]!.ends[0]}` : checked.name
  return { ...file, name, data, mimetype: checked.mime, size: data.byteLength }
}

type Files = Record<string, GivenFile | GivenFile[]>
type Problems = Record<string, Problem>

/** Of a file that goes with no field of the form its own refusal is told. */
const problemIn = (error: unknown, field: UploadField | undefined): FileProblem => {
  if (!field || !isGovernanceError(error)) throw error
  const why = error.params.why as Problem | undefined
  return why && isFileProblem(why) ? why : 'fileSize'
}

/** Each file as it may be kept, and what is wrong with the others, by field. */
const judge = async (
  payload: BasePayload,
  files: Files,
  wish: Wish,
): Promise<{ clean: Files; problems: Problems }> => {
  const fields = uploadFieldsOf(wish.form)
  const problems: Problems = Object.fromEntries(
    fields
      .filter(({ name, required }) => required && !(name in files) && !wish.named?.includes(name))
      .map(({ name }) => [name, 'missing']),
  )
  const clean: Files = {}
  for (const [name, given] of Object.entries(files)) {
    const field = fields.find((one) => one.name === name)
    const list = Array.isArray(given) ? given : [given]
    if (field && !field.multiple && list.length > 1) {
      problems[name] = 'fileMany'
      continue
    }
    try {
      const kept: GivenFile[] = []
      for (const file of list) kept.push(await cleaned(payload, file, wish, field))
      clean[name] = Array.isArray(given) ? kept : kept[0]!
    } catch (error) {
      problems[name] = problemIn(error, field)
    }
  }
  return { clean, problems }
}

/** What is wrong with files beside what is wrong with the rest, so that all of it is said at once. */
export const problemsOfFiles = async (
  req: PayloadRequest,
  files: unknown,
  form: FormShape,
): Promise<Problems> => (await judge(req.payload, (files ?? {}) as Files, { form, look: true })).problems

/** Where it is the only problem, its sentence says what to do; otherwise each is told at its field. */
export const refuseFiles = (payload: BasePayload, problems: Problems, form: FormShape | null): void => {
  const [[name, why] = [], ...others] = Object.entries(problems)
  const field = uploadFieldsOf(form).find((one) => one.name === name)
  if (why && field && others.length === 0 && isFileProblem(why)) {
    const values = limitsInWords(payload, field)
    const sentence = translatorFor(payload, 'en')(`governance:refusals:${why}`, values)
    throw new GovernanceError('invalidInput', sentence, { why, ...values }, { fields: problems })
  }
  refuseProblems(problems, form?.fields)
}

/** Judges what came with a submission by its content, and takes out of pictures what they say beside what they show. */
export const cleanFiles = async (req: PayloadRequest, wish: Wish): Promise<void> => {
  const { clean, problems } = await judge(req.payload, (req.files ?? {}) as Files, wish)
  refuseFiles(req.payload, problems, wish.form)
  if (Object.keys(clean).length > 0) Object.assign(req, { files: clean })
  if (req.file?.data)
    Object.assign(req, { file: clean.file ?? (await cleaned(req.payload, req.file as GivenFile, wish)) })
}
