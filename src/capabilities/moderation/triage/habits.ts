import { RULES, type RecentText, type RuleCode, type Signal, type TriageSubject, type Why } from './rules.js'

/** Letters of a piece by which texts are compared. */
const PIECE = 6
/** Letters of a text that are compared: more say nothing new. */
const MOST_LETTERS = 4000
/** Words of a text that are compared: more say nothing new. */
const MOST_WORDS = 600
const MOST_RECENT = 50
/** From here on two texts are the same with small changes. */
const SIMILAR = 0.6
/** This many by the same author within ten minutes are a flood. */
const FLOOD = 5
const FLOOD_MINUTES = 10

const FACTOR = 16_777_619
/** What the first letter of a piece counts for in its hash. */
const LAST = [...Array(PIECE).keys()].reduce((power) => Math.imul(power, FACTOR), 1)

/** Letters and figures; of everything beyond ASCII only the blanks and the usual signs are none. */
const isSign = (code: number): boolean =>
  code < 128
    ? !((code >= 97 && code <= 122) || (code >= 48 && code <= 57))
    : code <= 0xbf || (code >= 0x2000 && code <= 0x206f)

/** What a text is made of, in overlapping pieces of letters, so that one changed word changes little. */
export const shinglesOf = (text: string): Set<number> => {
  const small = text.slice(0, MOST_LETTERS).toLowerCase()
  const pieces = new Set<number>()
  const last = new Array<number>(PIECE).fill(0)
  let hash = 0
  let count = 0
  let gap = false
  const take = (code: number): void => {
    const place = count % PIECE
    hash = (Math.imul(hash, FACTOR) + code - Math.imul(last[place]!, LAST)) | 0
    last[place] = code
    count += 1
    if (count >= PIECE) pieces.add(hash)
  }
  for (let index = 0; index < small.length; index += 1) {
    const code = small.charCodeAt(index)
    if (isSign(code)) {
      gap = count > 0
      continue
    }
    // One blank between words, however they were parted.
    if (gap) take(32)
    gap = false
    take(code)
  }
  if (pieces.size === 0 && count > 0) pieces.add(hash)
  return pieces
}

const likeness = (a: ReadonlySet<number>, b: ReadonlySet<number>): number => {
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  // What both would have to share; as soon as that is out of reach, it is not the same text.
  const needed = Math.ceil((SIMILAR / (1 + SIMILAR)) * (a.size + b.size))
  let left = small.size
  for (const piece of small) {
    if (!large.has(piece)) left -= 1
    if (left < needed) return 0
  }
  return left / (a.size + b.size - left)
}

const signal = (rule: RuleCode, length: number, weight: number, why: Why): Signal => ({
  rule,
  category: RULES[rule].category,
  span: [0, length],
  weight: Math.round(weight * 100) / 100,
  why,
})

export type Shingles = (text: string) => ReadonlySet<number>

/** Texts on one page are compared again and again: what the last ones are made of is kept for a while. */
export const createShingles = (most = 64): Shingles => {
  const kept = new Map<string, ReadonlySet<number>>()
  return (text) => {
    const known = kept.get(text)
    if (known) return known
    const made = shinglesOf(text)
    const [oldest] = kept.size >= most ? kept.keys() : []
    if (oldest !== undefined) kept.delete(oldest)
    // Long texts are seldom, and would fill the memory.
    if (text.length <= MOST_LETTERS) kept.set(text, made)
    return made
  }
}

/** The same text again, and many in a short time. Short thanks are alike by nature and count only from one author. */
export const readRepeats = (
  { text, now, recent = [] }: TriageSubject,
  words: readonly string[],
  shingles: Shingles = shinglesOf,
): Signal[] => {
  const signals: Signal[] = []
  const last = recent.slice(0, MOST_RECENT)
  if (last.length > 0) {
    const mine = shingles(text)
    let most = 0
    let alike = 0
    for (const other of last) {
      if (mine.size < 20 && !other.sameAuthor) continue
      if (other.text.length > text.length * 3 || text.length > other.text.length * 3) continue
      const how = other.text === text ? 1 : likeness(mine, shingles(other.text))
      if (how < SIMILAR) continue
      alike += 1
      most = Math.max(most, how)
    }
    if (alike > 0)
      signals.push(
        signal('near-duplicate', text.length, Math.min(0.9, 0.3 + most * 0.3 + alike * 0.05), 'similar'),
      )
    if (now && isFlood(last, now)) signals.push(signal('flood', text.length, 0.6, 'many'))
  }
  return [...signals, ...repetitions(text, words.slice(0, MOST_WORDS))]
}

const isFlood = (recent: readonly RecentText[], now: Date): boolean => {
  const since = now.getTime() - FLOOD_MINUTES * 60_000
  return recent.filter(({ sameAuthor, at }) => sameAuthor && at.getTime() >= since).length >= FLOOD
}

/** One sign or one word over and over. */
const repetitions = (text: string, words: readonly string[]): Signal[] => {
  const sign = /(\S)\1{19,}/u.exec(text)
  if (sign)
    return [{ ...signal('repetition', 0, 0.4, 'many'), span: [sign.index, sign.index + sign[0].length] }]
  if (words.length < 12) return []
  const counts = new Map<string, number>()
  let most = 0
  for (const word of words) {
    const count = (counts.get(word) ?? 0) + 1
    counts.set(word, count)
    if (count > most) most = count
  }
  return most >= 8 && most / words.length >= 0.4 ? [signal('repetition', text.length, 0.5, 'many')] : []
}

/** Letters at least, and words of four letters at least, before capitals are shouting. */
const LEAST_LETTERS = 15
const LEAST_WORDS = 3

/** A text, or most of it, in capitals. Abbreviations are short; a word in capitals is emphasis. */
export const readCapitals = (text: string): Signal[] => {
  const head = text.length > 4000 ? text.slice(0, 4000) : text
  let upper = 0
  let lower = 0
  for (let index = 0; index < head.length; index += 1) {
    const code = head.charCodeAt(index)
    if (code < 128) {
      if (code >= 65 && code <= 90) upper += 1
      else if (code >= 97 && code <= 122) lower += 1
    } else if (code >= 0xc0 && code <= 0xde) upper += 1
    else if (code >= 0xdf && code <= 0xff) lower += 1
  }
  if (upper < LEAST_LETTERS || upper < lower) return []
  const loud = head.match(/(?<!\p{L})\p{Lu}{4,}(?!\p{L})/gu)?.length ?? 0
  const all = upper / (upper + lower)
  if (loud < LEAST_WORDS || all < 0.7) return []
  return [signal('capitals', text.length, all > 0.9 ? 0.3 : 0.2, 'many')]
}
