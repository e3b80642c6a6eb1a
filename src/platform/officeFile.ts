import { unzipSync } from 'fflate'

/** Parts of a document that a program runs: macros, controls, and whole files inside it that open when pressed. */
const PARTS =
  /(?:^|\/)(?:vba(?:Project|Data)|activeX\d*|oleObject\d*)\.[a-z]+$|(?:^|\/)macrosheets\/|\/embeddings\/[^/]+\.bin$|^(?:Basic|Scripts)\//iu
/** The same, as the table of contents names them, whatever their files are called. */
const CONTENTS = /vbaProject|macroEnabled|macrosheet|activeX|oleObject/iu

const TABLE = '[Content_Types].xml'
const MOST_TABLE_BYTES = 1024 * 1024

/**
 * Does this document of an office program (a packed folder of parts) hold anything that runs? One that cannot be read,
 * or that has two parts of one name, of which two programs would read different ones, counts as if it did.
 */
export const holdsProgram = (bytes: Uint8Array): boolean => {
  const names: string[] = []
  try {
    const read = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        names.push(name)
        return name === TABLE && originalSize <= MOST_TABLE_BYTES
      },
    })
    if (new Set(names.map((name) => name.toLowerCase())).size !== names.length) return true
    if (names.some((name) => PARTS.test(name))) return true
    if (!names.includes(TABLE)) return false
    // Without zero bytes it reads the same in UTF-8 and in UTF-16.
    const table = read[TABLE] && Buffer.from(read[TABLE]).toString('latin1').replaceAll('\u0000', '')
    return table === undefined || CONTENTS.test(table)
  } catch {
    return true
  }
}
