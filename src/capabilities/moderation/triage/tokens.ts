import type { Folded } from './folding.js'
import { inChunk, isLetter, isStrange, LONGEST } from './disguise.js'
import type { Lexicon, Term } from './lexicon.js'
import { SPOKEN } from './lists/spoken.js'
import { joined } from './spelled.js'
import type { Token } from './token.js'

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
    const said = SPOKEN.get(letters)
    if (said) {
      for (const one of said) push(one, start, end, lexicon.exact(one), false)
      return
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
    if (hashtag(index, end)) {
      index = end
      continue
    }
    const meant = isStrange(chunk) ? inChunk(chunk, lexicon) : null
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
