import type { Folded } from './folding.js'
import { RULES, type RecentText, type RuleCode, type Signal, type TriageSubject, type Why } from './rules.js'

const SHINGLE = 4
/** Words of a text that are compared: more say nothing new. */
const MOST_WORDS = 600
const MOST_RECENT = 50
/** From here on two texts are the same with small changes. */
const SIMILAR = 0.6
/** This many by the same author within ten minutes are a flood. */
const FLOOD = 5
const FLOOD_MINUTES = 10

const wordsIn = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\u200B-\u200F\u00AD]/gu, '')
    .split(/[^\p{L}\p{N}]+/u, MOST_WORDS)
    .filter(Boolean)

const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** What a text is made of, in overlapping pieces: letters of its words, so that one changed word changes little. */
export const shinglesOf = (text: string): Set<number> => {
  const joined = wordsIn(text).join(' ')
  const pieces = new Set<number>()
  const size = SHINGLE + 2
  for (let index = 0; index + size <= joined.length; index += 1) pieces.add(hashOf(joined.slice(index, index + size)))
  if (pieces.size === 0 && joined) pieces.add(hashOf(joined))
  return pieces
}

const likeness = (a: ReadonlySet<number>, b: ReadonlySet<number>): number => {
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  // Too unlike in length to be the same.
  if (small.size / large.size < SIMILAR) return 0
  let shared = 0
  for (const piece of small) if (large.has(piece)) shared += 1
  return shared / (a.size + b.size - shared)
}

const signal = (rule: RuleCode, length: number, weight: number, why: Why): Signal => ({
  rule,
  category: RULES[rule].category,
  span: [0, length],
  weight: Math.round(weight * 100) / 100,
  why,
})

/** The same text again, and many in a short time. Short thanks are alike by nature and count only from one author. */
export const readRepeats = ({ text, now, recent = [] }: TriageSubject): Signal[] => {
  const signals: Signal[] = []
  const last = recent.slice(0, MOST_RECENT)
  if (last.length > 0) {
    const mine = shinglesOf(text)
    let most = 0
    let alike = 0
    for (const other of last) {
      if (mine.size < 20 && !other.sameAuthor) continue
      if (other.text.length > text.length * 3 || text.length > other.text.length * 3) continue
      const how = other.text === text ? 1 : likeness(mine, shinglesOf(other.text))
      if (how < SIMILAR) continue
      alike += 1
      most = Math.max(most, how)
    }
    if (alike > 0) signals.push(signal('near-duplicate', text.length, Math.min(0.9, 0.3 + most * 0.3 + alike * 0.05), 'similar'))
    if (now && isFlood(last, now)) signals.push(signal('flood', text.length, 0.6, 'many'))
  }
  return [...signals, ...repetitions(text)]
}

const isFlood = (recent: readonly RecentText[], now: Date): boolean => {
  const since = now.getTime() - FLOOD_MINUTES * 60_000
  return recent.filter(({ sameAuthor, at }) => sameAuthor && at.getTime() >= since).length >= FLOOD
}

/** One sign or one word over and over. */
const repetitions = (text: string): Signal[] => {
  const sign = /(\S)\1{19,}/u.exec(text)
  if (sign)
    return [{ ...signal('repetition', 0, 0.4, 'many'), span: [sign.index, sign.index + sign[0].length] }]
  const words = wordsIn(text)
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

/** Letters of the folded text that are there at all: nothing to read, nothing to say. */
export const isSilent = ({ text }: Folded): boolean => !/[a-z0-9]/.test(text)
