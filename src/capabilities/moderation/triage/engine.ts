import { createAbuse, type Reading } from './abuse.js'
import { createFolder, originalSpan } from './folding.js'
import { createShingles, readCapitals, readRepeats } from './habits.js'
import { createLexicon } from './lexicon.js'
import { createLinks } from './links.js'
import { readPersonal } from './personal.js'
import { ALL_PHRASES, createPhrases, createPitches, vocabularyOf } from './phraseMatcher.js'
import { RULES, type Signal, type TriageSubject } from './rules.js'
import { tokensOf } from './tokens.js'

/** What is read of a text. Comments are shorter by far; what is longer is a case for a moderator for that alone. */
export const READ = 20_000
/** Signals that are kept of one text, the weightiest. */
export const KEPT = 50

/** The built-in detectors: pure, at once, and never a verdict. */
export type Triage = (subject: TriageSubject) => Signal[]

/** Cuts between letters, never within one. */
const head = (text: string): string => {
  if (text.length <= READ) return text
  const last = text.charCodeAt(READ - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? READ - 1 : READ)
}

export const createTriage = (): Triage => {
  const fold = createFolder()
  const lexicon = createLexicon(vocabularyOf(ALL_PHRASES))
  const readAbuse = createAbuse(createPhrases())
  const findPitches = createPitches()
  const readLinks = createLinks()
  const shingles = createShingles()

  const pitches = ({ tokens, folded }: Reading, links: number): Signal[] => {
    const hits = findPitches(tokens)
    if (hits.length === 0) return []
    // Of what overlaps, one; a word may end one phrase and begin the next.
    const apart: { from: number; to: number }[] = []
    for (const hit of hits)
      if (!apart.some(({ from, to }) => hit.from < to - 1 && from < hit.to - 1)) apart.push(hit)
    const weight = Math.min(
      0.9,
      (apart.length > 1 ? 0.5 + 0.1 * (apart.length - 1) : 0.35) + (links > 0 ? 0.2 : 0),
    )
    return apart.slice(0, 5).map(({ from, to }) => ({
      rule: 'pitch',
      category: RULES.pitch.category,
      span: [
        originalSpan(folded, tokens[from]!.start, tokens[from]!.end)[0],
        originalSpan(folded, tokens[to - 1]!.start, tokens[to - 1]!.end)[1],
      ],
      weight: Math.round(weight * 100) / 100,
      why: apart.length > 1 ? 'many' : 'plain',
    }))
  }

  return (subject) => {
    const text = head(subject.text)
    const folded = fold(text)
    const reading: Reading = { text, folded, tokens: tokensOf(folded, text, lexicon), locale: subject.locale }
    const links = readLinks(text)
    const signals = [
      ...readAbuse(reading),
      ...links,
      ...pitches(reading, links.length),
      ...readRepeats(
        { ...subject, text },
        reading.tokens.map(({ word }) => word),
        shingles,
      ),
      ...readCapitals(text),
      ...readPersonal(text),
    ]
    return sorted(signals).slice(0, KEPT)
  }
}

/** The weightiest first, then where they stand. */
export const sorted = (signals: readonly Signal[]): Signal[] =>
  [...signals].sort((a, b) => b.weight - a.weight || a.span[0] - b.span[0] || (a.rule < b.rule ? -1 : 1))
