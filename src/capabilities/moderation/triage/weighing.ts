import { isBuiltIn, type RuleCode, type Signal } from './rules.js'

/** What follows from signals for the order of the queue and for a host that lets rules hold; pure. */

/** In three steps, so that one strong word does not keep what waits longest waiting; danger is 1 and goes first. */
export const priorityOf = (signals: readonly Signal[]): number => {
  const most = strongest(signals)
  return most >= 0.8 ? 0.6 : most >= 0.5 ? 0.3 : 0
}

export const strongest = (signals: readonly Signal[]): number =>
  signals.reduce((most, { weight }) => Math.max(most, weight), 0)

/** From here on a rule that the host lets hold does hold: what is quoted or said of oneself is not held. */
export const HOLDS_FROM = 0.5

/** The rule by which a machine holds it; null where nobody allowed it to. */
export const heldBy = (signals: readonly Signal[], hold: readonly RuleCode[]): null | string =>
  signals.find(
    ({ rule, weight, why }) =>
      (hold as readonly string[]).includes(rule) &&
      // A bare link or a text in capitals weighs little by its nature: who lets that rule hold means all of it.
      (weight >= HOLDS_FROM || why === 'plain' || why === 'many' || why === 'likely'),
  )?.rule ?? null

const HURTING: readonly string[] = ['slur', 'degrading', 'insult', 'sexual'] satisfies RuleCode[]

/** Who moderates reads many of these: the words are covered until they are wanted. Threats are read at once. */
export const isHurting = ({ rule, category }: Pick<Signal, 'category' | 'rule'>): boolean =>
  isBuiltIn(rule) ? HURTING.includes(rule) : category === 'discrimination'

export interface Stretch {
  text: string
  /** Numbers of the signals that mark it, by their place in the list. */
  marks: number[]
}

/** Most marks in one text: what is marked everywhere is marked nowhere. */
const MOST_MARKS = 30

/** A text cut where signals begin and end, so that each stretch can be shown as text, marked or not. */
export const stretchesOf = (
  text: string,
  spans: readonly (readonly [number, number])[],
  /** Those that count also where they mark all of it, and however many there are. */
  always: (index: number) => boolean = () => false,
): Stretch[] => {
  const within = spans
    .map(([start, end], index) => ({ start: Math.max(0, start), end: Math.min(text.length, end), index }))
    // What marks the whole text marks nothing in it.
    .filter(({ start, end, index }) => start < end && (end - start < text.length || always(index)))
    .filter(({ index }, at) => at < MOST_MARKS || always(index))
  const cuts = [...new Set([0, text.length, ...within.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  )
  return cuts.slice(0, -1).map((start, at) => {
    const end = cuts[at + 1]!
    const marks = within.filter((one) => one.start <= start && one.end >= end).map(({ index }) => index)
    return { text: text.slice(start, end), marks }
  })
}
