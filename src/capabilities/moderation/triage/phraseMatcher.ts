import { CLASSES } from './lists/classes.js'
import { ENGLISH_PHRASES } from './lists/englishPhrases.js'
import { ENGLISH_THREATS } from './lists/englishThreats.js'
import { FRENCH_PHRASES } from './lists/frenchPhrases.js'
import { FRENCH_THREATS } from './lists/frenchThreats.js'
import type { PhraseEntry } from './lists/phrases.js'
import { PITCHES } from './lists/pitches.js'
import type { Token } from './token.js'

interface Slot {
  words: ReadonlySet<string>
  /** Fewest and most words it takes. */
  least: 0 | 1
  most: number
  /** Is a group of people: honest before what people eat, drink or paint. */
  group: boolean
}

interface Pattern<E> {
  entry: E
  slots: Slot[]
  notAfter: ReadonlySet<string> | null
  begins: boolean
  ends: boolean
  /** What may come second; null where that cannot be said without trying. */
  second: ReadonlySet<string> | null
}

export interface PhraseHit<E> {
  entry: E
  /** Tokens from and to (exclusive). */
  from: number
  to: number
}

export type PhraseFinder<E> = (tokens: readonly Token[]) => PhraseHit<E>[]

const HONEST_AFTER_GROUP = new Set(
  `food restaurant fries toast fat fats coffee music cuisine mold mould water smoke weather cars shirt shoes paint tea
   ink hair snow bread film movie history market art ocean summer style accent lesson cuisine nourriture lessives`.split(
    /\s+/,
  ),
)

const read = (part: string): Slot | null => {
  const many = part.endsWith('*')
  const maybe = part.endsWith('?')
  const bare = many || maybe ? part.slice(0, -1) : part
  const words = new Set<string>()
  let group = false
  for (const one of bare.split('|')) {
    if (!one) return null
    if (!one.startsWith('@')) {
      words.add(one)
      continue
    }
    const members = CLASSES[one.slice(1)]
    if (!members) throw new Error(`There is no class of words "${one}".`)
    if (one.startsWith('@group')) group = true
    for (const member of members) words.add(member)
  }
  return { words, least: many || maybe ? 0 : 1, most: many ? 4 : 1, group }
}

const compile = <E>(pattern: string, entry: E): Pattern<E> => {
  const parts = pattern.split(' ')
  const notAfter = parts[0]!.startsWith('!') ? new Set(parts.shift()!.slice(1).split('|')) : null
  const begins = parts[0] === '^'
  if (begins) parts.shift()
  // Ends with the stretch, as a slot of its own or as one of the alternatives.
  let ends = false
  const slots: Slot[] = []
  for (const part of parts) {
    if (part === '$') {
      ends = true
      continue
    }
    const orEnd = part.endsWith('|$')
    const slot = read(orEnd ? part.slice(0, -2) : part)
    if (!slot) throw new Error(`"${pattern}" has an empty slot.`)
    slots.push(orEnd ? { ...slot, least: 0, most: -1 } : slot)
  }
  return { entry, slots, notAfter, begins, ends, second: secondOf(slots) }
}

const secondOf = ([first, ...rest]: Slot[]): ReadonlySet<string> | null => {
  if (!first || first.least !== 1 || first.most !== 1) return null
  const words = new Set<string>()
  for (const slot of rest) {
    // An end has no word.
    if (slot.most === -1) return null
    for (const word of slot.words) words.add(word)
    if (slot.least === 1) return words
  }
  return null
}

/** After these a comma does not part: "you, idiot", "toi, le con". */
const VOCATIVE = new Set(['you', 'u', 'toi', 'vous', 'fuck', 'va', 'tu', 'yourself', 'toe'])

const endOf = <E>(pattern: Pattern<E>, tokens: readonly Token[], from: number): number => {
  const goesOn = (at: number): boolean => {
    const token = tokens[at]
    if (!token) return false
    if (at === from) return true
    if (token.parted !== 1) return token.parted === 0
    return VOCATIVE.has(tokens[at - 1]!.word) || token.word === 'dehors' || token.word === 'out'
  }
  // Slots are few and words are tried greedily with a step back: short and bounded.
  const match = (slot: number, at: number): number => {
    if (slot === pattern.slots.length) return pattern.ends && goesOn(at) ? -1 : at
    const { words, least, most, group } = pattern.slots[slot]!
    if (most === -1) {
      if (!goesOn(at)) return slot === pattern.slots.length - 1 ? at : -1
      return words.has(tokens[at]!.word) ? match(slot + 1, at + 1) : -1
    }
    let taken = 0
    while (taken < most && goesOn(at + taken) && words.has(tokens[at + taken]!.word)) taken += 1
    if (group && taken > 0 && goesOn(at + taken) && HONEST_AFTER_GROUP.has(tokens[at + taken]!.word))
      return -1
    for (; taken >= least; taken -= 1) {
      const end = match(slot + 1, at + taken)
      if (end >= 0) return end
    }
    return -1
  }
  return match(0, from)
}

const finder = <E>(all: readonly (readonly [string, E])[]): PhraseFinder<E> => {
  const byFirst = new Map<string, Pattern<E>[]>()
  const put = (pattern: Pattern<E>, slot: number): void => {
    const first = pattern.slots[slot]
    if (!first) return
    for (const word of first.words) {
      const known = byFirst.get(word)
      if (!known) byFirst.set(word, [pattern])
      else if (known.at(-1) !== pattern) known.push(pattern)
    }
    if (first.least === 0) put(pattern, slot + 1)
  }
  for (const [text, entry] of all) put(compile(text, entry), 0)
  return (tokens) => {
    const hits: PhraseHit<E>[] = []
    for (let at = 0; at < tokens.length; at += 1) {
      const patterns = byFirst.get(tokens[at]!.word)
      if (!patterns) continue
      for (const pattern of patterns) {
        if (pattern.second && !pattern.second.has(tokens[at + 1]?.word ?? '')) continue
        if (pattern.begins && tokens[at]!.parted === 0) continue
        if (
          pattern.notAfter &&
          at > 0 &&
          tokens[at]!.parted === 0 &&
          pattern.notAfter.has(tokens[at - 1]!.word)
        )
          continue
        const end = endOf(pattern, tokens, at)
        if (end > at) hits.push({ entry: pattern.entry, from: at, to: end })
      }
    }
    return hits
  }
}

/** The words that phrases of abuse are made of. */
export const vocabularyOf = (entries: readonly PhraseEntry[]): Set<string> => {
  const words = new Set<string>()
  for (const { patterns } of entries)
    for (const pattern of patterns)
      for (const slot of compile(pattern, null).slots) for (const word of slot.words) words.add(word)
  return words
}

export const ALL_PHRASES: readonly PhraseEntry[] = [
  ...ENGLISH_THREATS,
  ...FRENCH_THREATS,
  ...ENGLISH_PHRASES,
  ...FRENCH_PHRASES,
]

export const createPhrases = (): PhraseFinder<PhraseEntry> =>
  finder(
    ALL_PHRASES.flatMap((entry) => entry.patterns.map((pattern): [string, PhraseEntry] => [pattern, entry])),
  )

export const createPitches = (): PhraseFinder<null> =>
  finder(PITCHES.map((pattern): [string, null] => [pattern, null]))
