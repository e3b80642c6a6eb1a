import type { Folded } from './folding.js'
import type { Lexicon, Term } from './lexicon.js'

/** A word as it is read, and where it stands in the folded text. */
export interface Token {
  word: string
  start: number
  end: number
  term: Term | null
  /** Written so that a filter would not see it. */
  disguised: boolean
  /** How it is parted from the token before: by nothing, a sign within a sentence, or the end of one. */
  parted: 0 | 1 | 2
}

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

const isLetter = (code: number): boolean => code >= 97 && code <= 122

/** Words longer than this are no words. */
const LONGEST = 60
/** Letters that stand alone, at most, of which words are made again. */
const RUN = 48

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

interface Meant {
  word: string
  term: Term | null
}

const inChunk = (chunk: string, lexicon: Lexicon): Meant | null => {
  const bare = chunk.replace(EDGES, '')
  if (bare.length < 2 || bare.length > LONGEST) return null
  const tried = new Set<string>()
  let phrased: string | null = null
  const look = (word: string): Term | null => {
    if (word.length < 3 || tried.has(word)) return null
    tried.add(word)
    const term = lexicon.sought(word)
    phrased ??= word.length >= 3 && word !== bare ? lexicon.phrased(word) : null
    return term?.evaded ? term : null
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

/** Cuts a folded text into words, and sees through what was done to them. */
export const tokensOf = (folded: Folded, original: string, lexicon: Lexicon): Token[] => {
  const { text } = folded
  const tokens: Token[] = []
  let parted: 0 | 1 | 2 = 2
  const push = (word: string, start: number, end: number, term: Term | null, disguised: boolean): void => {
    tokens.push({ word, start, end, term, disguised, parted })
    parted = 0
  }
  const plain = (from: number, to: number): void => {
    let index = from
    while (index < to) {
      const code = text.charCodeAt(index)
      if (isLetter(code)) {
        let end = index + 1
        while (end < to && isLetter(text.charCodeAt(end))) end += 1
        word(index, end)
        index = end
      } else {
        const sign = text[index]!
        if (sign === '.' || sign === '!' || sign === '?') parted = 2
        else if (
          (sign === ',' || sign === ';' || sign === ':' || sign === '(' || sign === ')') &&
          parted === 0
        )
          parted = 1
        index += 1
      }
    }
  }
  const word = (start: number, end: number): void => {
    const letters = text.slice(start, end)
    const known = lexicon.exact(letters)
    if (known) return push(letters, start, end, known, false)
    const found = letters.length <= LONGEST ? lexicon.sought(letters) : null
    if (found) return push(found.word, start, end, found, true)
    // A capital I that stands for an l: sIut.
    const shown = original.slice(folded.starts[start], folded.ends[end - 1])
    if (shown.length === letters.length && /[a-z]I/.test(shown)) {
      const other = [...letters].map((sign, at) => (shown[at] === 'I' ? 'l' : sign)).join('')
      const term = lexicon.exact(other)
      if (term?.evaded) return push(term.word, start, end, term, true)
    }
    const meant = letters.length <= LONGEST ? lexicon.phrased(letters) : null
    push(meant ?? letters, start, end, null, meant !== null && meant !== letters)
  }
  const hashtag = (from: number, to: number): boolean => {
    if (text[from] !== '#' || to - from > LONGEST) return false
    // By its capitals: #FilsDePute. Folding leaves them where they were.
    const cuts: number[] = []
    for (let at = from + 1; at < to; at += 1) {
      const before = original[folded.starts[at - 1]!]!
      const here = original[folded.starts[at]!]!
      if (/\p{Lu}/u.test(here) && /\p{Ll}/u.test(before)) cuts.push(at)
    }
    if (cuts.length === 0) return false
    let start = from + 1
    for (const cut of [...cuts, to]) {
      plain(start, cut)
      start = cut
    }
    return true
  }

  let index = 0
  while (index < text.length) {
    if (text[index] === ' ' || text[index] === '\n' || text[index] === '\t' || text[index] === '\r') {
      if (text[index] === '\n') parted = 2
      index += 1
      continue
    }
    let end = index + 1
    while (end < text.length && text.charCodeAt(end) > 32) end += 1
    const chunk = text.slice(index, end)
    const strange = end - index <= LONGEST * 2 && hasSigns.test(chunk) && !ADDRESS.test(chunk)
    if (hashtag(index, end)) {
      index = end
      continue
    }
    const meant = strange ? inChunk(chunk, lexicon) : null
    if (meant) {
      const lead = /^["'(.,;:[]*/.exec(chunk)![0].length
      const tail = /["').,;:\]?]*$/.exec(chunk)![0].length
      push(meant.word, index + lead, Math.max(index + lead + 1, end - tail), meant.term, true)
      if (/[.!?]$/.test(chunk) && !/^[a-z](?:\.[a-z])+\.$/.test(chunk)) parted = 2
      else if (/[,;:)]$/.test(chunk)) parted = 1
    } else plain(index, end)
    index = end
  }
  return joined(tokens, text, lexicon)
}

/** Words of letters that stand apart (f u c k), and words split in two (con nard, f uck). */
const joined = (tokens: Token[], text: string, lexicon: Lexicon): Token[] => {
  const out: Token[] = []
  for (let index = 0; index < tokens.length;) {
    const single = tokens[index]!
    if (single.word.length === 1 && single.term === null) {
      let last = index
      while (last + 1 < tokens.length && last - index < RUN && alone(tokens, last + 1, text)) last += 1
      const made = last > index ? fromRun(tokens.slice(index, last + 1), lexicon) : null
      if (made) {
        out.push(...made)
        index = last + 1
        continue
      }
    }
    const pair = split(tokens, index, text, lexicon)
    if (pair) {
      out.push(pair.token)
      index += pair.taken
      continue
    }
    out.push(single)
    index += 1
  }
  return out
}

const alone = (tokens: Token[], at: number, text: string): boolean => {
  const [before, here] = [tokens[at - 1]!, tokens[at]!]
  if (here.word.length !== 1 || here.start - before.end > 4) return false
  return !text.slice(before.end, here.start).includes("'")
}

const fromRun = (run: Token[], lexicon: Lexicon): Token[] | null => {
  const letters = run.map(({ word }) => word).join('')
  const out: Token[] = []
  let hit = false
  let at = 0
  while (at < run.length) {
    let taken = 0
    for (let size = Math.min(16, run.length - at); size >= 2 && taken === 0; size -= 1) {
      const word = letters.slice(at, at + size)
      const sought = size >= 3 ? lexicon.sought(word) : null
      const term = sought?.evaded ? sought : null
      const phrased = term ? null : lexicon.phrased(word)
      if (!term && !phrased) continue
      out.push({
        ...run[at]!,
        word: term?.word ?? phrased!,
        end: run[at + size - 1]!.end,
        term,
        disguised: true,
      })
      taken = size
      hit ||= term !== null || (phrased !== null && phrased.length >= 5)
    }
    if (taken === 0) {
      out.push(run[at]!)
      taken = 1
    }
    at += taken
  }
  return hit ? out : null
}

const split = (
  tokens: Token[],
  at: number,
  text: string,
  lexicon: Lexicon,
): { token: Token; taken: number } | null => {
  const first = tokens[at]!
  if ((first.term && first.word.length > 3) || first.word.length > 5) return null
  let word = first.word
  let odd = lexicon.isPiece(first.word)
  for (let next = at + 1; next < tokens.length && next <= at + 3; next += 1) {
    const here = tokens[next]!
    const between = text.slice(tokens[next - 1]!.end, here.start)
    if (here.disguised || here.word.length > 8 || between.length > 2 || /['"\n.!?,;:()]/.test(between))
      return null
    word += here.word
    odd ||= lexicon.isPiece(here.word)
    const term = word.length >= 4 ? lexicon.exact(word) : null
    if (term?.splits && odd)
      return {
        token: { ...first, word: term.word, end: here.end, term, disguised: true },
        taken: next - at + 1,
      }
    if (word.length > 12) return null
  }
  return null
}
