import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'

import { checkFile, FILE_TYPES } from '../../src/platform/files.js'
import { holdsProgram } from '../../src/platform/officeFile.js'

const TABLE = '[Content_Types].xml'
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const table = (type = WORD): string =>
  `<Types><Override PartName="/word/document.xml" ContentType="${type}"/></Types>`
const pack = (parts: Record<string, Uint8Array | string>): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    zipSync(
      Object.fromEntries(
        Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part]),
      ),
    ),
  )
const document = (parts: Record<string, Uint8Array | string> = {}): Uint8Array<ArrayBuffer> =>
  pack({ [TABLE]: table(), 'word/document.xml': '<w:document/>', 'docProps/app.xml': '<a/>', ...parts })

/** Another name of the same length, in the parts themselves and in the list of them. */
const renamed = (bytes: Uint8Array, from: string, to: string): Uint8Array =>
  new Uint8Array(Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(from, to), 'latin1'))

describe('a document of an office program', () => {
  it.each([
    ['a plain one', {}],
    [
      'one with a picture and a table of another program',
      { 'word/media/a.png': 'x', 'word/embeddings/a.xlsx': 'x' },
    ],
    ['one with printer settings', { 'xl/printerSettings/printerSettings1.bin': 'x' }],
  ])('is taken: %s', (_, parts) => {
    expect(holdsProgram(document(parts))).toBe(false)
  })

  it.each([
    ['macros', { 'word/vbaProject.bin': 'x' }],
    ['macros in capitals', { 'word/VBAPROJECT.BIN': 'x' }],
    [
      'macros under another name',
      { [TABLE]: table('application/vnd.ms-office.vbaProject'), 'word/a.dat': 'x' },
    ],
    [
      'macros in a table of contents in UTF-16',
      { [TABLE]: new Uint8Array(Buffer.from(table('application/vnd.ms-office.vbaProject'), 'utf16le')) },
    ],
    ['a controlled part', { 'word/activeX/activeX1.xml': 'x' }],
    ['a file that opens when pressed', { 'word/embeddings/oleObject1.bin': 'x' }],
    ['the same without its name', { 'word/embeddings/a.bin': 'x' }],
    ['sheets of macros', { 'xl/macrosheets/sheet1.xml': 'x' }],
    ['macros of another office program', { 'Basic/Standard/Module1.xml': 'x' }],
  ])('is refused with %s', (_, parts) => {
    expect(holdsProgram(document(parts))).toBe(true)
  })

  it('is refused where two parts have one name, or nothing of it can be read', () => {
    const twice = renamed(document({ 'word/documens.xml': 'y' }), 'word/documens.xml', 'word/document.xml')
    expect(holdsProgram(twice)).toBe(true)
    expect(holdsProgram(document().slice(0, 100))).toBe(true)
  })

  it('is judged so wherever somebody sends one', async () => {
    const send = (bytes: Uint8Array<ArrayBuffer>) =>
      checkFile(new File([bytes], 'plan.docx'), { types: Object.keys(FILE_TYPES), maxBytes: 1024 * 1024 })
    expect((await send(document())).type).toBe('docx')
    await expect(send(document({ 'word/vbaProject.bin': 'x' }))).rejects.toMatchObject({
      params: { why: 'fileMacros' },
    })
  })
})
