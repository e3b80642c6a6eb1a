import type { Lexicon } from './lexicon.js'
import type { Token } from './token.js'

/** Letters that stand alone, at most, of which words are made again. */
const RUN = 48
/** Lookups that a text may cost here: whoever writes thousands of letters apart is seen by the first ones. */
const MOST_LOOKUPS = 3000

/** Words of letters that stand apart (f u c k), and words split in two (con nard, f uck). */
export const joined = (tokens: Token[], text: string, lexicon: Lexicon): Token[] => {
  const out: Token[] = []
  const budget = { left: MOST_LOOKUPS }
  for (let index = 0; index < tokens.length;) {
    const single = tokens[index]!
    if (single.word.length === 1 && single.term === null && budget.left > 0) {
      let last = index
      while (last + 1 < tokens.length && last - index < RUN && alone(tokens, last + 1, text)) last += 1
      const made = last > index ? fromRun(tokens.slice(index, last + 1), lexicon, budget) : null
      // Nothing in it: its letters are not tried again one by one.
      if (last - index >= 3 || made) {
        out.push(...(made ?? tokens.slice(index, last + 1)))
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
  return /^(?:[\s._*|/\\~+=-]*|[,;:])$/.test(text.slice(before.end, here.start))
}

interface Budget {
  left: number
}

/** The longest word from here on that one of the two knows. */
const longestAt = <T>(
  letters: string,
  at: number,
  least: number,
  budget: Budget,
  look: (word: string) => T | null,
) => {
  for (let size = Math.min(16, letters.length - at); size >= least; size -= 1) {
    if ((budget.left -= 1) < 0) return null
    const found = look(letters.slice(at, at + size))
    if (found !== null) return { found, size }
  }
  return null
}

const fromRun = (run: Token[], lexicon: Lexicon, budget: Budget): Token[] | null => {
  const letters = run.map(({ word }) => word).join('')
  // Words of the lists first, wherever they begin: in "a n i g g e r" the "an" is none.
  const terms = new Map<number, { word: string; term: Token['term']; size: number }>()
  for (let at = 0; at < letters.length;) {
    const made = longestAt(letters, at, 3, budget, lexicon.spelled)
    if (made) terms.set(at, { word: made.found.word, term: made.found, size: made.size })
    at += made?.size ?? 1
  }
  const out: Token[] = []
  let said = 0
  let longest = 0
  for (let at = 0; at < run.length;) {
    let made = terms.get(at)
    if (!made) {
      let free = at
      while (free < run.length && !terms.has(free)) free += 1
      const phrased = longestAt(letters.slice(0, free), at, 2, budget, lexicon.phrased)
      if (phrased) made = { word: phrased.found, term: null, size: phrased.size }
    }
    if (made) {
      const { word, term, size } = made
      out.push({ ...run[at]!, word, end: run[at + size - 1]!.end, term, disguised: true })
      said += size
      longest = Math.max(longest, size)
    } else out.push(run[at]!)
    at += made?.size ?? 1
  }
  // Short words are made by chance, unless all of the letters make some.
  return terms.size > 0 || longest >= 5 || (said === run.length && longest >= 4) ? out : null
}

const split = (
  tokens: Token[],
  at: number,
  text: string,
  lexicon: Lexicon,
): { token: Token; taken: number } | null => {
  const first = tokens[at]!
  if ((first.term && first.word.length > 3) || first.word.length > 9) return null
  let word = first.word
  let odd = lexicon.isPiece(first.word)
  // Of a long word, any part that is no short word will do: two honest words seldom make a bad one.
  let strange = !lexicon.isShort(first.word)
  for (let next = at + 1; next < tokens.length && next <= at + 3; next += 1) {
    const here = tokens[next]!
    const between = text.slice(tokens[next - 1]!.end, here.start)
    if (here.disguised || here.word.length > 8 || between.length > 2 || /['"\n.!?,;:()]/.test(between))
      return null
    word += here.word
    odd ||= lexicon.isPiece(here.word)
    strange ||= !lexicon.isShort(here.word)
    const term = word.length >= 4 ? lexicon.exact(word) : null
    if (term?.splits && (odd || (strange && word.length >= 7)))
      return {
        token: { ...first, word: term.word, end: here.end, term, disguised: true },
        taken: next - at + 1,
      }
    if (word.length > 12) return null
  }
  return null
}
