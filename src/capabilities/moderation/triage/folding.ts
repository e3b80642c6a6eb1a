import { resolveConfusablesTransformer } from 'obscenity'

/** A text as it is read, in small Latin letters, and where each of them stands in the original. */
export interface Folded {
  text: string
  /** Of each letter: where in the original it starts and ends. */
  starts: Int32Array
  ends: Int32Array
}

/** Letters that no table below knows: small capitals, ligatures that are two letters. */
const OWN: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  ꜰ: 'f',
  ꜱ: 's',
  ᴀ: 'a',
  ʙ: 'b',
  ᴅ: 'd',
  ᴇ: 'e',
  ɢ: 'g',
  ʜ: 'h',
  ɪ: 'i',
  ᴊ: 'j',
  ʟ: 'l',
  ᴍ: 'm',
  ɴ: 'n',
  ᴏ: 'o',
  ᴘ: 'p',
  ʀ: 'r',
  ᴛ: 't',
  ᴜ: 'u',
  ᴠ: 'v',
  ᴡ: 'w',
  ʏ: 'y',
  ᴢ: 'z',
  // Greek as it looks in a Latin word.
  ι: 'i',
  μ: 'u',
  η: 'n',
  ω: 'w',
  '¡': 'i',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '‹': '"',
  '›': '"',
  '。': '.',
  '．': '.',
  '․': '.',
  '…': '.',
  '–': '-',
  '—': '-',
  '‐': '-',
  '‑': '-',
  '•': '*',
  '·': '*',
  '∗': '*',
  '✱': '*',
}

const FOREIGN =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Hebrew}]/u
const FOREIGN_ALL = new RegExp(FOREIGN.source, 'gu')
const TWO_SCRIPTS = new RegExp(`\\p{Script=Latin}${FOREIGN.source}|${FOREIGN.source}\\p{Script=Latin}`, 'u')
const DROPPED = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/u
const DROPPED_ALL = new RegExp(DROPPED.source, 'gu')
const WIDE = /[^\u0000-\u007F]/

/** Letters in squares and circles that no decomposition names. */
const boxed = (point: number): string | undefined => {
  for (const first of [0x1f150, 0x1f170, 0x1f1e6])
    if (point >= first && point < first + 26) return String.fromCharCode(97 + point - first)
  return undefined
}

/** Is the text itself in another script? Then its letters are what they are, no disguise. */
const isForeign = (text: string): boolean => {
  if (!/[\u0370-\u05FF\u13A0-\u13FF]/.test(text)) return false
  const foreign = text.match(FOREIGN_ALL)?.length ?? 0
  // Nobody writes one word in two scripts by accident.
  return foreign > 0 && !TWO_SCRIPTS.test(text) && foreign * 2 > (text.match(/\p{L}/gu)?.length ?? 0)
}

export type Folder = (text: string) => Folded

/** Holds what it has looked up: letters are few, texts many. */
export const createFolder = (): Folder => {
  const alike = resolveConfusablesTransformer() as { transform: (point: number) => number | undefined }
  const known = new Map<number, string>()

  const latin = (letter: string): string => {
    const own = OWN[letter]
    if (own !== undefined) return own
    const code = letter.codePointAt(0)!
    if (code < 128) return letter
    if (/\s/u.test(letter)) return ' '
    const resolved = alike.transform(code) ?? code
    return resolved < 128 && resolved >= 33 ? String.fromCodePoint(resolved).toLowerCase() : letter
  }
  const look = (point: number): string => {
    const letter = String.fromCodePoint(point)
    if (DROPPED.test(letter)) return ''
    const own = boxed(point) ?? OWN[letter.toLowerCase()]
    if (own !== undefined) return own
    const parts = letter.normalize('NFKD').replace(DROPPED_ALL, '').toLowerCase()
    return [...parts].map(latin).join('')
  }
  const folded = (point: number): string => {
    const seen = known.get(point)
    if (seen !== undefined) return seen
    const made = look(point)
    // A text of rare signs must not fill the memory.
    if (known.size < 20_000) known.set(point, made)
    return made
  }

  /** Nothing to resolve: each letter is itself. */
  const ascii = (text: string): Folded => {
    const starts = new Int32Array(text.length)
    const ends = new Int32Array(text.length)
    for (let index = 0; index < text.length; index += 1) {
      starts[index] = index
      ends[index] = index + 1
    }
    return { text: text.toLowerCase(), starts, ends }
  }

  return (text) => {
    if (!WIDE.test(text)) return ascii(text)
    const plain = isForeign(text)
    let starts = new Int32Array(text.length * 2 + 16)
    let ends = new Int32Array(text.length * 2 + 16)
    let count = 0
    const put = (from: number, to: number): void => {
      if (count === starts.length) {
        starts = grown(starts)
        ends = grown(ends)
      }
      starts[count] = from
      ends[count] = to
      count += 1
    }
    let out = ''
    for (let index = 0; index < text.length;) {
      const point = text.codePointAt(index)!
      const size = point > 0xffff ? 2 : 1
      if (point < 128) {
        out += point >= 65 && point <= 90 ? String.fromCharCode(point + 32) : text[index]!
        put(index, index + 1)
      } else {
        const as =
          plain && FOREIGN.test(text.slice(index, index + size))
            ? text.slice(index, index + size)
            : folded(point)
        // A mark belongs to the letter before it, and is marked with it.
        if (as === '' && count > 0 && ends[count - 1] === index) ends[count - 1] = index + size
        out += as
        for (let unit = 0; unit < as.length; unit += 1) put(index, index + size)
      }
      index += size
    }
    return { text: out, starts: starts.subarray(0, count), ends: ends.subarray(0, count) }
  }
}

const grown = (places: Int32Array): Int32Array<ArrayBuffer> => {
  const more = new Int32Array(places.length * 2)
  more.set(places)
  return more
}

/** From a stretch of the folded text to the original. */
export const originalSpan = (folded: Folded, start: number, end: number): [number, number] => [
  folded.starts[start] ?? 0,
  folded.ends[end - 1] ?? 0,
]
