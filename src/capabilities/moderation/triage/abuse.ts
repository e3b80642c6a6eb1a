import type { Folded } from './folding.js'
import { originalSpan } from './folding.js'
import { ACCENTED, judged, type Language, leaning } from './language.js'
import { isOfAnimal, isOfSelf } from './contexts.js'
import { honestAt } from './honest.js'
import { AFTER_PLACES, BEFORE_NAMES, BEFORE_PLACES, OF_PLACES } from './lists/names.js'
import { CLASSES } from './lists/classes.js'
import { wordsOf } from './lists/entry.js'
import type { Term } from './lexicon.js'
import type { PhraseFinder, PhraseHit } from './phraseMatcher.js'
import type { PhraseEntry } from './lists/phrases.js'
import { RULES, type RuleCode, type Signal, type Why } from './rules.js'
import type { Token } from './token.js'

/** A text, folded and cut, for the detectors that read words. */
export interface Reading {
  text: string
  folded: Folded
  tokens: readonly Token[]
  locale?: string
}

/** A word that is quoted, said of oneself, or denied weighs this much of what it would. */
const LESSER = 0.4
const MOST_SIGNALS = 40

const set = (list: string): ReadonlySet<string> => new Set(wordsOf(list))
/** Before what somebody was called. */
const TOLD =
  set(`called calls call calling said says say saying yelled yelling shouted screamed told tells slur slurs word words term
  terms insult insults labelled labeled traite traitee traites traitees traiter traitent traitait appele appelee appeler appelait appelaient dit disait disent
  crie criait criaient hurle insulte insultes mot mots terme termes expression injure injures nomme qualifie qualifiee
  named spelled tag graffiti chanted`)
/** After it: "fag is a slur", "le mot X blesse". */
const IS_WORD = set(
  'slur slurs insult insulte word mot term terme offensive hurtful derogatory blessant injurieux racist raciste homophobic homophobe',
)
const SELF =
  set(`im am i we us our my proud proudly fellow fier fiere fiers fieres moi je suis nous sommes notre mes reclaim reclaimed reclaiming march
  pride fierte marche community communaute ourselves self`)
/** Said to or of others, it is not reclaimed. */
const OTHERS = set('you your u ur tu toi vous te ton ta these those them ces eux')
const NOT = set('not isn aren wasn never no nobody pas jamais nt aint doesn didn aren cannot')

/** No given names. */
const INSULTING: ReadonlySet<string> = new Set(
  ['efill', 'einsult', 'dirty', 'sale', 'ffill', 'finsult', 'you', 'group', 'groupe'].flatMap((name) => [
    ...CLASSES[name]!,
  ]),
)

/** The language around a word: of its sentence, else of the whole text, else of the page. */
const languageAt = (reading: Reading): ((at: number) => Language | null) => {
  const { tokens, folded, text, locale } = reading
  const sentences = new Map<number, Language | null>()
  const startOf = new Array<number>(tokens.length)
  let start = 0
  tokens.forEach((token, at) => {
    if (token.parted === 2) start = at
    startOf[at] = start
  })
  const said = (from: number, to: number): Language | null => {
    const words: string[] = []
    for (let at = from; at < to; at += 1) if (!tokens[at]!.term) words.push(tokens[at]!.word)
    const first = folded.starts[tokens[from]!.start] ?? 0
    const last = folded.ends[tokens[to - 1]!.end - 1] ?? text.length
    return judged(words, ACCENTED.test(text.slice(first, last)) ? 1 : 0).language
  }
  let whole: Language | null | undefined
  return (at) => {
    const from = startOf[at]!
    if (!sentences.has(from)) {
      let to = from + 1
      while (to < tokens.length && startOf[to] === from) to += 1
      // A long stretch may hold both: only what stands around the word counts.
      sentences.set(from, to - from > 24 ? null : said(from, to))
    }
    const near = sentences.get(from) ?? said(Math.max(from, at - 8), Math.min(tokens.length, at + 8))
    if (near) return near
    if (whole === undefined) whole = said(0, Math.min(tokens.length, 200))
    return whole ?? (locale === 'fr' || locale === 'en' ? locale : null)
  }
}

export const createAbuse = (phrases: PhraseFinder<PhraseEntry>): ((reading: Reading) => Signal[]) => {
  return (reading) => {
    const { tokens, folded, text } = reading
    if (tokens.length === 0) return []
    const hits = phrases(tokens)
    if (hits.length === 0 && !tokens.some(({ term }) => term)) return []
    const honest = honestAt(tokens)
    const languageOf = languageAt(reading)
    const shown = (at: number): string => {
      const [from, to] = originalSpan(folded, tokens[at]!.start, tokens[at]!.end)
      return text.slice(from, to)
    }
    const capitalized = (at: number): boolean => {
      const token = tokens[at]
      return token !== undefined && /^\p{Lu}\p{Ll}/u.test(shown(at))
    }
    const signals: Signal[] = []
    const add = (rule: RuleCode, from: number, to: number, weight: number, why: Why): void => {
      const [start] = originalSpan(folded, tokens[from]!.start, tokens[from]!.end)
      const [, end] = originalSpan(folded, tokens[to - 1]!.start, tokens[to - 1]!.end)
      const rounded = Math.round(Math.min(1, weight) * 100) / 100
      signals.push({ rule, category: RULES[rule].category, span: [start, end], weight: rounded, why })
    }

    /** Is it the name of a place or of somebody? */
    const isName = (at: number, term: Term | null): boolean => {
      const shape = shown(at)
      if (!/^\p{Lu}/u.test(shape) || (shape.length > 2 && shape === shape.toUpperCase())) return false
      let before = at - 1
      while (before >= 0 && at - before <= 3 && OF_PLACES.has(tokens[before]!.word)) before -= 1
      const heads = before >= 0 && tokens[at]!.parted === 0 && BEFORE_PLACES.has(tokens[before]!.word)
      if (heads) return true
      const next = tokens[at + 1]
      if (next?.parted === 0 && AFTER_PLACES.has(next.word) && capitalized(at + 1)) return true
      const prior = tokens[at - 1]
      if (prior && tokens[at]!.parted !== 1 && BEFORE_NAMES.has(prior.word)) return true
      if (!term?.entry.name) return false
      const amid = tokens[at]!.parted === 0
      return (
        amid &&
        (capitalized(at - 1) ||
          (next?.parted === 0 && capitalized(at + 1)) ||
          leaning(tokens[at - 1]?.word ?? '') !== 0)
      )
    }

    /** Marie Conne, Pierre Connard: somebody may be called so, and it may be meant. */
    const maybeName = (at: number): Why | null => {
      const prior = tokens[at - 1]
      if (
        !prior ||
        tokens[at]!.parted !== 0 ||
        tokens[at]!.disguised ||
        !capitalized(at) ||
        !capitalized(at - 1)
      )
        return null
      return prior.term || leaning(prior.word) !== 0 || INSULTING.has(prior.word) ? null : 'name'
    }

    const context = (from: number, to: number, reclaimed: boolean, ours = false): Why | null => {
      const start = folded.starts[tokens[from]!.start]!
      const end = folded.ends[tokens[to - 1]!.end - 1]!
      const near = (list: ReadonlySet<string>, back: number): boolean => {
        for (let at = from - 1; at >= 0 && from - at <= back; at -= 1) {
          if (list.has(tokens[at]!.word)) return true
          if (tokens[at + 1]!.parted === 2) return false
        }
        return false
      }
      const before = text.slice(Math.max(0, start - 60), start)
      const open = /["“«‹„][^"“”«»‹›\n]*$/u.test(before)
      const close = open && /^[^"“«‹„\n]{0,60}["”»›]/u.test(text.slice(end, end + 62))
      if (close || near(TOLD, 6)) return 'quoted'
      for (let at = to; at < tokens.length && at < to + 5; at += 1)
        if (IS_WORD.has(tokens[at]!.word)) return 'quoted'
      if (reclaimed) {
        const after = [tokens[to]?.word ?? '', tokens[to + 1]?.word ?? '', tokens[to + 2]?.word ?? '']
        if (
          (near(SELF, 6) && !near(OTHERS, 4)) ||
          after.some(
            (word) => /^(pride|march|fier|fiere|proud|fierte|community|and|et)$/.test(word) && SELF.has(word),
          )
        )
          return 'reclaimed'
      }
      if (from > 0 && tokens[from]!.parted === 0 && near(NOT, 3)) return 'denied'
      if (!ours && isOfSelf(tokens, from, to)) return 'self'
      return isOfAnimal(tokens, from, to) ? 'animal' : null
    }

    const covered = new Array<boolean>(tokens.length).fill(false)
    const longest = [...hits].sort(
      (a, b) => b.entry.weight - a.entry.weight || b.to - b.from - (a.to - a.from),
    )
    for (const { entry, from, to } of longest as PhraseHit<PhraseEntry>[]) {
      if (signals.length >= MOST_SIGNALS) break
      if (entry.only && languageOf(from) !== null && languageOf(from) !== entry.only) continue
      let free = false
      for (let at = from; at < to; at += 1) free ||= !covered[at] && !honest[at]
      if (!free || honest[to - 1] || honest[from]) continue
      const term = tokens
        .slice(from, to)
        .reduce((most, { term: one }) => Math.max(most, one?.entry.weight ?? 0), 0)
      const disguised = tokens.slice(from, to).some((token) => token.disguised)
      const damped = context(
        from,
        to,
        tokens.slice(from, to).some(({ term: one }) => one?.entry.reclaimed),
        entry.rule === 'threat' || entry.rule === 'sexual',
      )
      const weight =
        Math.max(entry.weight, entry.rule === 'insult' ? Math.min(0.95, term + 0.05) : 0) +
        (disguised ? 0.1 : 0)
      add(
        entry.rule,
        from,
        to,
        damped ? weight * LESSER : weight,
        damped ?? (disguised ? 'disguised' : entry.rule === 'degrading' ? 'group' : 'addressed'),
      )
      for (let at = from; at < to; at += 1) covered[at] = true
    }
    for (let at = 0; at < tokens.length && signals.length < MOST_SIGNALS; at += 1) {
      const { term, disguised } = tokens[at]!
      if (!term || covered[at] || honest[at]) continue
      let judgedTerm: Term = term
      if (term.entry.only || term.twin) {
        const language = languageOf(at)
        if (term.language !== language) {
          if (term.twin && term.twin.language === language) judgedTerm = term.twin
          else if (term.entry.only) continue
        }
      }
      const { entry } = judgedTerm
      if ((!disguised || /^\p{L}+$/u.test(shown(at))) && isName(at, judgedTerm)) continue
      // Two or three letters in capitals are an abbreviation.
      if (judgedTerm.word.length <= 3 && entry.only && /^\p{Lu}+$/u.test(shown(at))) continue
      const damped =
        entry.weight >= 0.4 ? (maybeName(at) ?? context(at, at + 1, Boolean(entry.reclaimed))) : null
      const weight = entry.weight + (disguised && entry.weight >= 0.3 ? 0.1 : 0)
      add(
        entry.rule,
        at,
        at + 1,
        damped ? weight * LESSER : weight,
        damped ?? (disguised ? 'disguised' : 'plain'),
      )
    }
    return signals
  }
}
