import type { BasePayload, PayloadRequest } from 'payload'

import { GovernanceError } from '../../kernel/errors.js'
import { type CheckedFile, checkFile, FILE_TYPES } from '../../platform/files.js'

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

const cleaned = async (
  payload: BasePayload,
  file: GivenFile,
  { maxBytes, nameless }: Wish,
): Promise<GivenFile> => {
  const given = new File([new Uint8Array(file.data)], file.name, { type: file.mimetype })
  const checked = await checkFile(given, { types: Object.keys(FILE_TYPES), maxBytes })
  const data = PICTURES[checked.type] ? await redrawn(payload, checked) : Buffer.from(checked.bytes)
  // The name that somebody gave a file often is their own.
  const name = nameless ? `file.${FILE_TYPES[checked.type]!.ends[0]}` : checked.name
  return { ...file, name, data, mimetype: checked.mime, size: data.byteLength }
}

interface Wish {
  maxBytes: number
  /** Names of files are not kept. */
  nameless: boolean
}

/** Judges what came with a submission by its content, and takes out of pictures what they say beside what they show. */
export const cleanFiles = async (req: PayloadRequest, wish: Wish): Promise<void> => {
  const files = (req.files ?? {}) as Record<string, GivenFile | GivenFile[]>
  const clean: Record<string, GivenFile | GivenFile[]> = {}
  for (const [field, given] of Object.entries(files)) {
    const list: GivenFile[] = []
    for (const file of Array.isArray(given) ? given : [given])
      list.push(await cleaned(req.payload, file, wish))
    clean[field] = Array.isArray(given) ? list : list[0]!
  }
  if (Object.keys(clean).length > 0) Object.assign(req, { files: clean })
  if (req.file?.data) Object.assign(req, { file: clean.file ?? (await cleaned(req.payload, req.file, wish)) })
}
