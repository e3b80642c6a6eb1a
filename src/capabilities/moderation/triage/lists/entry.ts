import type { RuleCode } from '../rules.js'

/**
 * Words of one kind. Written small, without accents (the text is folded the same way); `bat{,s,te}` is short for
 * `bat bats batte`.
 */
export interface Entry {
  rule: Extract<RuleCode, 'insult' | 'profanity' | 'sacre' | 'sexual' | 'slur'>
  /** 0 to 1, of the word alone: not said to anybody, not quoted, not disguised. */
  weight: number
  /** Also an honest word of the other language, or a common abbreviation there: judged in its own language only. */
  only?: true
  /** Also a surname, a given name or a place: not counted beside other capitalized words. */
  name?: true
  /** Said by the people themselves: weighs less in the first person and beside pride. */
  reclaimed?: true
  words: string
}

/** `bat{,s}` → `bat`, `bats`; several pairs of braces multiply. */
export const expand = (pattern: string): string[] => {
  const open = pattern.indexOf('{')
  if (open < 0) return [pattern]
  const close = pattern.indexOf('}', open)
  const rest = expand(pattern.slice(close + 1))
  return pattern
    .slice(open + 1, close)
    .split(',')
    .flatMap((middle) => rest.map((end) => pattern.slice(0, open) + middle + end))
}

export const wordsOf = (list: string): string[] => list.split(/\s+/).filter(Boolean).flatMap(expand)
