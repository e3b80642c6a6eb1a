import type { Term } from './lexicon.js'

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
