import type { Language } from './language.js'
import { ENGLISH, ENGLISH_STEMS } from './lists/english.js'
import { type Entry, wordsOf } from './lists/entry.js'
import { FRENCH, FRENCH_STEMS } from './lists/french.js'
import { HONEST, SHORT_WORDS } from './lists/names.js'

/** A word of the lists. */
export interface Term {
  word: string
  entry: Entry
  language: Language
  /** Strong and long enough to be sought behind signs, figures and spaces. */
  evaded: boolean
  /** May also be looked for across a space. */
  splits: boolean
  /** The same letters in the other list. */
  twin: Term | null
}

export interface Lexicon {
  exact: (word: string) => Term | null
  /** Behind repeated letters, other spellings of a sound, and inside of longer words. */
  sought: (word: string) => Term | null
  /** Of letters set apart: the word itself or with letters repeated, if it is worth seeking. */
  spelled: (word: string) => Term | null
  /** Behind signs that cover letters. */
  covered: (chunk: string) => Term | null
  /** A word of the phrases, also with letters repeated. */
  phrased: (word: string) => string | null
  /** A word of the phrases behind signs that cover some of its letters. */
  coveredPhrase: (chunk: string) => string | null
  /** Of a split word: no whole word by itself. */
  isPiece: (word: string) => boolean
  /** A short whole word. */
  isShort: (word: string) => boolean
}

const PROFANE = new Set([
  'fuck',
  'shit',
  'merde',
  'marde',
  'putain',
  'fucking',
  'fucker',
  'fucked',
  'bullshit',
])

/** The first letter, and stars for the others. */
const USUAL: Readonly<Record<string, string>> = {
  'f***': 'fuck',
  's***': 'shit',
  'c***': 'cunt',
  'p***': 'pute',
  'b****': 'bitch',
  'm****': 'merde',
  'w****': 'whore',
  'n*****': 'nigger',
  's*****': 'salope',
  'p*****': 'putain',
  'f******': 'fucking',
  'a******': 'asshole',
  'c******': 'connard',
}

/** Short words of phrases that are often written with a star. */
const SHORT_COVERED = ['con', 'cul', 'cave', 'fif', 'sale', 'cons']

const fits = (shape: string, word: string): boolean =>
  word.length === shape.length && [...shape].every((sign, at) => sign === '*' || word[at] === sign)

const squeezed = (word: string): string => word.replace(/(.)\1+/g, '$1')
const RUNS = /(.)\1*/g

/** Has the word each letter at least as often in a row as the term? "niger" is not "nigger", "cooool" not "col". */
const stretches = (word: string, term: string): boolean => {
  const longer = word.match(RUNS)!
  const shorter = term.match(RUNS)!
  return (
    longer.length === shorter.length && longer.every((run, index) => run.length >= shorter[index]!.length)
  )
}

/** Other letters for the same sound, in the direction of the disguise only. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/ph/g, 'f'],
  [/kk|ck|k/g, 'c'],
  [/vv/g, 'w'],
  [/v/g, 'u'],
  [/x/g, 'cks'],
  [/0/g, 'o'],
]

const compile = (lists: readonly (readonly [readonly Entry[], Language])[]): Map<string, Term> => {
  const terms = new Map<string, Term>()
  for (const [entries, language] of lists)
    for (const entry of entries)
      for (const word of wordsOf(entry.words)) {
        const strong = entry.weight >= 0.5 || PROFANE.has(word) || (entry.rule === 'sacre' && word.length > 4)
        const made: Term = {
          word,
          entry,
          language,
          evaded: strong && word.length >= 3,
          splits: strong && word.length >= 4,
          twin: null,
        }
        const known = terms.get(word)
        if (!known) terms.set(word, made)
        else if (known.language !== language && !known.twin) known.twin = made
      }
  return terms
}

/** @param vocabulary words that phrases are made of */
export const createLexicon = (vocabulary: ReadonlySet<string>): Lexicon => {
  const terms = compile([
    [ENGLISH, 'en'],
    [FRENCH, 'fr'],
  ])
  const bySqueezed = new Map<string, Term[]>()
  const byShape = new Map<string, Term[]>()
  const add = (map: Map<string, Term[]>, key: string, term: Term): void => {
    const known = map.get(key)
    if (known) known.push(term)
    else map.set(key, [term])
  }
  for (const term of terms.values()) {
    if (!term.evaded) continue
    add(bySqueezed, squeezed(term.word), term)
    if (term.word.length >= 4) add(byShape, `${term.word[0]}${term.word.length}`, term)
  }
  // The strongest first: what is covered is meant to be strong.
  for (const list of byShape.values()) list.sort((a, b) => b.entry.weight - a.entry.weight)
  const stems = [...ENGLISH_STEMS, ...FRENCH_STEMS]
  const pattern = stems.map((stem) => stem.replace(/[a-z]/g, '$&+')).join('|')
  const anyStem = new RegExp(pattern, 'g')
  const holdsStem = new RegExp(pattern)

  const spoken = new Map<string, string[]>()
  for (const word of vocabulary) spoken.set(squeezed(word), [...(spoken.get(squeezed(word)) ?? []), word])

  const exact = (word: string): Term | null => terms.get(word) ?? null
  const bySound = (word: string): Term | null => {
    if (!/[kvxz]|ph/.test(word) || word.length < 4) return null
    let heard = word
    for (const [sign, sound] of SOUNDS) heard = heard.replace(sign, sound)
    for (const form of [
      heard,
      word.replace(/z$/, 's'),
      word.replace(/vv/g, 'w'),
      word.replace(/v/g, 'u'),
      word.replace(/k/g, 'c'),
      word.replace(/k/g, 'qu'),
    ]) {
      const term = form === word ? undefined : terms.get(form)
      if (term?.evaded && term.word.length >= 4 && !term.entry.only && !term.entry.name) return term
    }
    return null
  }
  const byStretch = (word: string): Term | null => {
    if (!/(.)\1/.test(word)) return null
    const triple = /(.)\1\1/.test(word)
    for (const term of bySqueezed.get(squeezed(word)) ?? [])
      if (
        stretches(word, term.word) &&
        (triple || (term.word.length >= 4 && !term.entry.only && term.entry.weight >= 0.7))
      )
        return term
    return null
  }
  const byStem = (word: string): Term | null => {
    if (word.length < 6 || HONEST.has(word)) return null
    if (!holdsStem.test(word)) return null
    let strongest: Term | null = null
    for (const [found] of word.matchAll(anyStem)) {
      const stem = squeezed(found)
      const name = stems.find((one) => squeezed(one) === stem && stretches(found, one))
      const term = name && (terms.get(name) ?? terms.get(`${name}er`) ?? terms.get('motherfucker'))
      if (term && term.entry.weight > (strongest?.entry.weight ?? 0)) strongest = term
    }
    return strongest
  }
  const looked = new Map<string, Term | null>()
  const sought = (word: string): Term | null => {
    if (word.length < 3 || HONEST.has(word)) return null
    const known = looked.get(word)
    if (known !== undefined) return known
    const found = exact(word) ?? byStretch(word) ?? bySound(word) ?? byStem(word)
    // The same words come again and again; those of an attack do not, and must not fill the memory.
    if (looked.size < 20_000 && word.length < 24) looked.set(word, found)
    return found
  }
  return {
    exact,
    sought,
    spelled: (word) => {
      const term = exact(word) ?? byStretch(word)
      return term?.evaded ? term : null
    },
    covered: (chunk) => {
      const shape = chunk.replace(/[^a-z0-9]/g, '*')
      // One letter alone could be anything, but for those that are always written so.
      const usual = USUAL[shape]
      if (usual) return exact(usual)
      for (const term of byShape.get(`${shape[0]}${shape.length}`) ?? []) {
        const known = [...shape].filter((sign, at) => sign !== '*' && term.word[at] === sign).length
        const fits = [...shape].every((sign, at) => sign === '*' || term.word[at] === sign)
        if (fits && known >= 2) return term
      }
      return null
    },
    phrased: (word) => {
      if (vocabulary.has(word)) return word
      if (!/(.)\1\1/.test(word)) return null
      return spoken.get(squeezed(word))?.find((meant) => stretches(word, meant)) ?? null
    },
    coveredPhrase: (chunk) => {
      const shape = chunk.replace(/[^a-z0-9]/g, '*')
      const shown = shape.replace(/\*/g, '').length
      if (shape.length < 5)
        return shown >= 2 ? (SHORT_COVERED.find((word) => fits(shape, word)) ?? null) : null
      if (shown < 3) return null
      for (const word of vocabulary) if (fits(shape, word)) return word
      return null
    },
    isShort: (word) => SHORT_WORDS.has(word),
    isPiece: (word) => !SHORT_WORDS.has(word) && word.length <= 4,
  }
}
