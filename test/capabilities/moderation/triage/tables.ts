import type { Triage } from '../../../../src/capabilities/moderation/triage/engine.js'
import { type Case, type Figure, figures, firstCases, secondCases } from './measure.js'

const share = (part: number, whole: number): string =>
  whole === 0 ? 'none' : `${part} of ${whole} (${((part / whole) * 100).toFixed(1)}%)`

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const NAMES: Readonly<Record<string, string>> = {
  abuse: 'abuse',
  mild: 'strong language and sacres',
  links: 'links',
  personal: 'personal information',
  spam: 'phrases of advertising',
  capitals: 'capitals',
  repeats: 'repeats',
}

const KINDS: Readonly<Record<string, string>> = {
  address: 'links to numbers',
  capitals: 'all in capitals',
  denied: 'abuse that is denied',
  evasion: 'abuse in disguise',
  friend: 'honest words that look like bad ones',
  harmless: 'harmless comments, also of a health centre',
  links: 'links as they are',
  mixed: 'links with mixed scripts',
  more: 'abuse and strong language of all kinds, missed at first',
  'more-harmless': 'harmless comments that are near to abuse',
  nocapitals: 'abbreviations',
  nolink: 'what only looks like a link',
  nopersonal: 'numbers that name nobody',
  norepeats: 'texts that are alike by nature',
  nospam: 'honest offers and requests',
  obfuscated: 'links in disguise',
  personal: 'personal information',
  place: 'places that contain bad words',
  plain: 'abuse and strong language as it is',
  punycode: 'punycode',
  quoted: 'abuse that is quoted',
  reclaimed: 'words reclaimed',
  repeated: 'repeats',
  sacre: 'sacres, and the same words in church',
  script: 'scripts',
  short: 'shortened links',
  spam: 'advertising',
  surname: 'names that contain bad words',
  userinfo: 'user-info before the address',
}

const functions = (cases: readonly Case[], table: readonly Figure[]): string =>
  [
    row(['function', 'found', 'false alarms']),
    row(['---', '---', '---']),
    ...table.map(({ of, cases: all, found, others, alarms }) =>
      row([NAMES[of] ?? of, share(found, all), share(alarms, others)]),
    ),
    '',
    `${cases.length} cases, ${cases.filter(({ locale }) => locale === 'en').length} of them in English.`,
  ].join('\n')

const kinds = (first: readonly Figure[], second: readonly Figure[]): string =>
  [
    row(['kind of case', 'right in the first set', 'right in the second']),
    row(['---', '---', '---']),
    ...[...new Set([...first, ...second].map(({ of }) => of))].sort().map((kind) => {
      const [a, b] = [first, second].map((set) => set.find(({ of }) => of === kind))
      return row([
        KINDS[kind] ?? kind,
        a ? `${a.found} of ${a.cases}` : '',
        b ? `${b.found} of ${b.cases}` : '',
      ])
    }),
  ].join('\n')

/** The tables of docs/triage.md, as measured now. */
export const tables = (triage: Triage): string => {
  const [first, second] = [firstCases(), secondCases()]
  const [of, held] = [figures(triage, first), figures(triage, second)]
  return [
    '**The first set**, which the lists were made with:',
    functions(first, of.table),
    '**The second set**, written before any result was seen and never tuned on:',
    functions(second, held.table),
    '**By kind**: right means that the case raised what it should and nothing else.',
    kinds(of.kinds, held.kinds),
  ].join('\n\n')
}
