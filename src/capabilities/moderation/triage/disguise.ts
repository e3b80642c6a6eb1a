import type { Lexicon, Term } from './lexicon.js'

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '2': 'z',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  '€': 'e',
  '£': 'l',
  '¢': 'c',
  '§': 's',
  '+': 't',
  '(': 'c',
  '<': 'c',
  '¥': 'y',
}
const MASKS = '*#_?%&@$'

export const isLetter = (code: number): boolean => code >= 97 && code <= 122

/** Words longer than this are no words. */
export const LONGEST = 60

const decoded = (chunk: string, one: string): string => {
  let out = ''
  for (const sign of chunk) {
    const code = sign.charCodeAt(0)
    if (isLetter(code)) out += sign
    else if (sign === '1' || sign === '!' || sign === '|') out += one
    else out += LEET[sign] ?? ''
  }
  return out
}

/** Letters of a chunk and where they stand, without what was put in between. */
const LETTERS_ONLY = /[^a-z]+/g

const hasSigns = /[a-z$@€(][^a-z\s"',]+[a-z]|[a-z][0-9@$€£¢§+<*#|]|[0-9@$€£¢§+(<*#!|][a-z]/
const ADDRESS = /:\/\/|^www\.|^[^\s@]+@[^\s@]+\.[a-z]{2}/
/** Signs that a chunk ends with and that say nothing of its letters. */
const EDGES = /^[^a-z0-9@$(|!*#]+|[^a-z0-9@$|*#]+$/g

export interface Meant {
  word: string
  term: Term | null
}

/** What a chunk between blanks says, behind signs and figures; null where it says what it shows. */
export const inChunk = (chunk: string, lexicon: Lexicon): Meant | null => {
  const bare = chunk.replace(EDGES, '')
  if (bare.length < 2 || bare.length > LONGEST) return null
  if (/^[a-z]@$/.test(bare)) return { word: bare.replace('@', 'a'), term: null }
  const tried = new Set<string>()
  let phrased: string | null = null
  const look = (word: string): Term | null => {
    if (word.length < 3 || tried.has(word)) return null
    tried.add(word)
    const term = lexicon.sought(word)
    phrased ??= word.length >= 3 && word !== bare ? lexicon.phrased(word) : null
    // A mild word is worth it too where somebody took the trouble to hide it.
    return term && (term.evaded || (term.entry.weight >= 0.4 && word.length >= 5)) ? term : null
  }
  const open = bare.replace(/^[!|(]+|[!|]+$/g, '')
  for (const form of [bare, open]) {
    if (!/[a-z]/.test(form) || !/[^a-z]/.test(form)) continue
    // Figures at the end count something: "top10" is no word in disguise, "a55" is one.
    for (const one of ['i', 'l']) {
      const found = look(decoded(form, one))
      if (found) return { word: found.word, term: found }
    }
  }
  // A sign between letters, or after each: f.u.c.k, con-nard. Apostrophes part words.
  if (!bare.includes("'") && /[a-z][^a-z0-9]+[a-z]/.test(bare)) {
    const joined = look(bare.replace(LETTERS_ONLY, ''))
    if (joined && joined.word.length > 2) return { word: joined.word, term: joined }
  }
  const hidden = masked(bare, lexicon)
  if (hidden) return { word: hidden.word, term: hidden }
  // Signs and figures for letters, in a word that only phrases know: gu3ule, k1ll, g**ule, Y.O.U.
  if (phrased && /[0-9@$!|€*+]/.test(open)) return { word: phrased, term: null }
  const apart = /^[a-z](?:[^a-z0-9'][a-z]){2,}$/.test(open.replace(/[.!?]+$/, ''))
    ? lexicon.phrased(open.replace(LETTERS_ONLY, ''))
    : null
  const behind = apart ?? (/[a-z]\*|\*[a-z]/.test(open) ? lexicon.coveredPhrase(open) : null)
  return behind ? { word: behind, term: null } : null
}

/** Letters covered by signs: f*ck, s#ope, c***. */
const masked = (bare: string, lexicon: Lexicon): Term | null => {
  if (!/^[a-z][a-z0-9*#_?%&@$.-]*[*#_?%&@$][a-z0-9*#_?%&@$]*$/.test(bare)) return null
  const covered = [...bare].filter((sign) => MASKS.includes(sign)).length
  if (covered === 0 || covered === bare.length) return null
  return lexicon.covered(bare)
}

/** Is there anything in it that could disguise a word? */
export const isStrange = (chunk: string): boolean =>
  chunk.length <= LONGEST * 2 && hasSigns.test(chunk) && !ADDRESS.test(chunk)
