import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { Triage } from '../../../../src/capabilities/moderation/triage/engine.js'
import {
  isBuiltIn,
  NOTABLE,
  RULES,
  type Signal,
  type TriageFunction,
} from '../../../../src/capabilities/moderation/triage/rules.js'

const directory = fileURLToPath(new URL('./cases/', import.meta.url))

export interface Case {
  locale: string
  kind: string
  /** The function that should ask for attention; 'lesser': abuse may be shown, but weighs less; '-': nothing. */
  expects: '-' | 'lesser' | TriageFunction
  text: string
  /** A text that was written before. */
  before?: string
}

const unescaped = (text: string): string =>
  text.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

const readCases = (file: string): Case[] =>
  readFileSync(`${directory}${file}`, 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => {
      const [head = '', text = '', before] = line.split(' | ')
      const [locale, kind, expects] = head.split(' ')
      return {
        locale: locale!,
        kind: kind!,
        expects: expects as Case['expects'],
        text: unescaped(text),
        ...(before === undefined ? {} : { before: unescaped(before) }),
      }
    })

/** The second set is never tuned on. */
export const secondCases = (): Case[] => readCases('second.txt')
export const firstCases = (): Case[] =>
  readdirSync(directory)
    .filter((file) => file.endsWith('.txt') && file !== 'second.txt')
    .sort()
    .flatMap(readCases)

/** Below this a pitch is one phrase of advertising, which says little. */
const LEAST: Partial<Record<TriageFunction, number>> = { abuse: NOTABLE, spam: NOTABLE, personal: NOTABLE }

const at = new Date('2026-03-02T12:00:00Z')

export const signalsOf = (triage: Triage, the: Case): Signal[] =>
  triage({
    text: the.text,
    locale: the.locale,
    now: at,
    ...(the.before === undefined ? {} : { recent: [{ text: the.before, at, sameAuthor: false }] }),
  })

/** Functions that ask for attention. */
export const raised = (signals: readonly Signal[]): Set<TriageFunction> =>
  new Set(
    signals.flatMap(({ rule, weight }) => {
      if (!isBuiltIn(rule)) return []
      const of: TriageFunction = RULES[rule].of
      return weight >= (LEAST[of] ?? 0) ? [of] : []
    }),
  )

/** Said beside another function without being a false alarm: abuse may shout and swear, spam has links. */
const BESIDE: Partial<Record<string, readonly TriageFunction[]>> = {
  abuse: ['mild', 'capitals'],
  mild: ['capitals'],
  lesser: ['mild'],
  spam: ['links', 'repeats'],
  links: ['personal'],
  personal: ['links'],
  repeats: ['spam', 'links'],
}

export interface Figure {
  of: string
  cases: number
  found: number
  others: number
  alarms: number
}

export const FUNCTIONS: readonly TriageFunction[] = [
  'abuse',
  'mild',
  'links',
  'personal',
  'spam',
  'capitals',
  'repeats',
]

/** Per function: of the cases that have it, how many are found; of all others, how many are alarmed at for nothing. */
export const figures = (
  triage: Triage,
  cases: readonly Case[],
): { table: Figure[]; kinds: Figure[]; wrong: string[] } => {
  const judged = cases.map((the) => ({ the, signals: signalsOf(triage, the) }))
  const wrong: string[] = []
  const table = FUNCTIONS.map((of): Figure => {
    const mine = judged.filter(({ the }) => the.expects === of)
    const others = judged.filter(({ the }) => the.expects !== of && !BESIDE[the.expects]?.includes(of))
    const missed = mine.filter(({ signals }) => !raised(signals).has(of))
    const alarmed = others.filter(({ signals }) => raised(signals).has(of))
    const line = (what: string, { the, signals }: (typeof judged)[number]): string =>
      `${what} ${of}: ${the.locale} ${the.kind} | ${the.text} → ${signals.map(({ rule, weight, why }) => `${rule} ${weight} ${why}`).join(', ')}`
    wrong.push(...missed.map((one) => line('missed', one)), ...alarmed.map((one) => line('alarm', one)))
    return {
      of,
      cases: mine.length,
      found: mine.length - missed.length,
      others: others.length,
      alarms: alarmed.length,
    }
  })
  const kinds = [...new Set(cases.map(({ kind }) => kind))].sort().map((kind): Figure => {
    const these = judged.filter((one) => one.the.kind === kind)
    const right = these.filter(({ the, signals }) => isRight(the, raised(signals)))
    return { of: kind, cases: these.length, found: right.length, others: 0, alarms: 0 }
  })
  return { table, kinds, wrong }
}

const isRight = (the: Case, found: ReadonlySet<TriageFunction>): boolean => {
  const beside = BESIDE[the.expects] ?? []
  const needed = the.expects === '-' || the.expects === 'lesser' || found.has(the.expects)
  return needed && [...found].every((of) => of === the.expects || beside.includes(of))
}
