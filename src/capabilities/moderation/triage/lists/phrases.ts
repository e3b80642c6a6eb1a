import type { Language } from '../language.js'
import type { RuleCode } from '../rules.js'

/**
 * What hurts as a phrase. One slot per word, matched on folded words (so that "Ta  G-U-E-U-L-E" is `ta gueule`):
 * `a|b` alternatives, `@name` a class of classes.ts, a trailing `?` may be missing, a trailing `*` up to four times, a
 * leading `!a|b` must not stand before, `^` begins and `$` ends a stretch between signs. No phrase goes over the end
 * of a sentence.
 */
export interface PhraseEntry {
  rule: Extract<RuleCode, 'degrading' | 'insult' | 'profanity' | 'sacre' | 'sexual' | 'threat'>
  weight: number
  /** Only in text of that language; without, wherever its words stand. */
  only?: Language
  patterns: readonly string[]
}
