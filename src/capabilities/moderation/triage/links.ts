import LinkifyIt from 'linkify-it'

import { hostOf, imitates, isAddress, isBareHost, isMixed, isShortener } from './hosts.js'
import { RULES, type RuleCode, type Signal } from './rules.js'

/** The endings that obfuscated hosts are looked for with: those that people write out. */
const COMMON =
  'com|ca|org|net|info|biz|xyz|online|site|shop|store|top|club|io|co|ru|fr|me|live|link|click|win|vip|app|dev|tk|ws|cc|gg|us|uk|quebec'

const BARE =
  /(?<![\p{L}\p{N}@/._-])(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,6}(?:xn--[a-z0-9-]{2,58}|\p{L}{2,24})(?![\p{L}\p{N}@-])(?:\/[^\s<>"]{0,200})?/giu
const SCHEME = /(?:https?|ftp):\/\/[^\s<>"'«»]{3,2000}/gi
const SCRIPT = /\b(?:javascript|vbscript)\s{0,3}:\s{0,3}\S|\bdata:(?:text\/html|image\/svg)[^\s]{0,100}/gi
/** Each with a cheap look first: most texts have nothing of the kind. */
const OBFUSCATED: readonly (readonly [RegExp, RegExp])[] = [
  // hxxp://…, h**p://…
  [/h(?:xx|\*\*|__)p/i, /\bh(?:xx|\*\*|__)ps?(?:\s?:\s?\/\s?\/\s?|\[:\]\/\/|:\\\\)[^\s<>"]{3,200}/gi],
  // h t t p : / /, http : // …
  [/\/\s?\//, /\bh\s?t\s?t\s?p\s?s?\s?:\s?\/\s?\/\s{0,2}[\p{L}\p{N}][^\s<>"]{2,200}/giu],
  // example [dot] com, example(dot)com, example [.] com, example {point} ca
  [
    /[[({<*_]\s{0,2}(?:d[o0]t|point|pt|\.|,)\s{0,2}[\])}>*_]/i,
    new RegExp(
      `[\\p{L}\\p{N}][\\p{L}\\p{N}-]{0,62}\\s{0,2}[[({<*_]\\s{0,2}(?:dot|d0t|point|pt|\\.|,)\\s{0,2}[\\])}>*_]` +
        '\\s{0,2}\\p{L}{2,12}\\b',
      'giu',
    ),
  ],
  // example dot com; in French "point" is a word, so that fewer endings count after it
  [
    /\sd[o0]t\s/i,
    new RegExp(
      '(?<![\\p{L}\\p{N}])(?!(?:the|a|this|that|one|le|ce|un|dernier|premier)\\s)[\\p{L}\\p{N}-]{2,63}' +
        `\\s{1,2}(?:dot|d0t)\\s{1,2}(?:${COMMON})\\b`,
      'giu',
    ),
  ],
  [
    /\spoint\s/i,
    new RegExp(
      '(?<![\\p{L}\\p{N}])(?!(?:le|ce|un|au|du|dernier|premier|tel)\\s)[\\p{L}\\p{N}-]{3,63}\\s{1,2}point\\s{1,2}' +
        '(?:com|org|net|info|qc|ca(?=\\s{0,2}(?:[.,!?/)]|$)))',
      'giu',
    ),
  ],
  // example . com, example .com, example. com: only before endings that are no words
  [
    /\s\.|\.\s{1,2}(?:com|org|net|info|biz|xyz|shop|online|ru|io)/i,
    /(?<![\p{L}\p{N}])[\p{L}\p{N}-]{3,63}(?:\s{1,2}\.\s{0,2}|\.\s{1,2})(?:com|org|net|info|biz|xyz|shop|online|ru|io)(?![\p{L}\p{N}])/giu,
  ],
  [/w\s?w\s?w\s/i, /\bw\s?w\s?w\s{1,2}[\p{L}\p{N}-]{3,63}\s{1,2}(?:com|ca|org|net)\b/giu],
  [/www[,;]/i, /\bwww[,;][\p{L}\p{N}-]{3,63}[,;](?:com|ca|org|net)\b/giu],
  [
    /,(?:com|org|net|xyz|info)/i,
    /(?<![\p{L}\p{N}])[\p{L}\p{N}-]{3,63},(?:com|org|net|xyz|info)(?![\p{L}\p{N}])/giu,
  ],
]

const HIDDEN = /[\u00AD\u200B-\u200F\u2060-\u2064\uFEFF]/u
const DOTS = /[\u3002\uFF0E\u2024\uFF61]/u

export type LinkReader = (text: string) => Signal[]

/** Links as people write and hide them. `linkify-it` knows where one ends, `tldts` which endings exist. */
export const createLinks = (): LinkReader => {
  const linkify = new LinkifyIt({}, { fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  const signal = (rule: RuleCode, from: number, to: number, weight: number): Signal => ({
    rule,
    category: RULES[rule].category,
    span: [from, to],
    weight,
    why: rule === 'link-obfuscated' ? 'disguised' : 'plain',
  })

  return (original) => {
    // What hides in a host hides nothing here; where everything stands in the original is kept.
    const places: number[] = []
    let text = original
    if (
      /[^\u0000-\u007F]/u.test(original) &&
      (HIDDEN.test(original) || DOTS.test(original) || /[\uFF00-\uFF5E]/u.test(original))
    ) {
      text = ''
      for (let index = 0; index < original.length; index += 1) {
        const unit = original[index]!
        if (/[\u00AD\u200B-\u200F\u2060-\u2064\uFEFF]/u.test(unit)) continue
        text += /[\u3002\uFF0E\u2024\uFF61]/u.test(unit)
          ? '.'
          : /[\uFF01-\uFF5E]/u.test(unit)
            ? String.fromCharCode(unit.charCodeAt(0) - 0xfee0)
            : unit
        places.push(index)
      }
      places.push(original.length)
    }
    const hides = places.length > 0
    const at = (index: number): number => (hides ? (places[index] ?? original.length) : index)
    const upTo = (index: number): number => (hides ? (places[index - 1] ?? original.length - 1) + 1 : index)
    const signals: Signal[] = []
    const taken: [number, number][] = []
    const free = (from: number, to: number): boolean =>
      taken.every(([start, end]) => to <= start || from >= end)

    const judge = (from: number, to: number): void => {
      const found = text.slice(from, to)
      taken.push([from, to])
      const { host, userInfo } = hostOf(found)
      const add = (rule: RuleCode, weight: number): void => {
        signals.push(signal(rule, at(from), upTo(to), weight))
      }
      const hidden = hides && upTo(to) - at(from) !== to - from
      const wide =
        hides && /[\u3002\uFF0E\u2024\uFF61\uFF01-\uFF5E]/u.test(original.slice(at(from), upTo(to)))
      if (userInfo) add('link-user-info', 0.7)
      if (isMixed(host) || imitates(host)) add('link-mixed-scripts', 0.8)
      if (host.split('.').some((label) => label.startsWith('xn--'))) add('link-punycode', 0.6)
      if (isAddress(host)) add('link-address', 0.6)
      if (isShortener(host)) add('link-shortened', 0.5)
      if (hidden || wide) add('link-obfuscated', 0.7)
      add('link', 0.2)
    }

    if (text.includes('://')) {
      const pretested = linkify.pretest(text) ? (linkify.match(text) ?? []) : []
      for (const { index, lastIndex } of pretested) {
        // It ends a link before signs that only attackers put into hosts; those are read with it.
        SCHEME.lastIndex = index
        const whole = SCHEME.exec(text)
        const end =
          whole && whole.index === index ? index + whole[0].replace(/[.,;:!?)\]}]+$/u, '').length : lastIndex
        if (free(index, Math.max(end, lastIndex))) judge(index, Math.max(end, lastIndex))
      }
      for (const { 0: found, index } of text.matchAll(SCHEME)) {
        const end = index + found.replace(/[.,;:!?)\]}]+$/u, '').length
        if (free(index, end)) judge(index, end)
      }
    }
    if (text.includes(':'))
      for (const { 0: found, index } of text.matchAll(SCRIPT)) {
        taken.push([index, index + found.length])
        signals.push(signal('link-script', at(index), upTo(index + found.length), 0.8))
      }
    // A full stop between two letters: else there is no host.
    if (/[\p{L}\p{N}]\.[\p{L}\p{N}]/u.test(text))
      for (const { 0: found, index } of text.matchAll(BARE)) {
        const end = index + found.replace(/[.,;:!?)\]}]+$/u, '').length
        if (free(index, end) && isBareHost(text.slice(index, end), text.slice(end, end + 4)))
          judge(index, end)
      }
    for (const [look, pattern] of OBFUSCATED) {
      if (!look.test(text)) continue
      for (const { 0: found, index } of text.matchAll(pattern)) {
        const end = index + found.length
        if (!free(index, end)) continue
        taken.push([index, end])
        signals.push(signal('link-obfuscated', at(index), upTo(end), 0.7))
      }
    }
    const links = signals.filter(({ rule }) => rule === 'link' || rule === 'link-obfuscated')
    if (links.length >= 3) {
      const first = links.reduce((least, { span }) => Math.min(least, span[0]), Infinity)
      const last = links.reduce((most, { span }) => Math.max(most, span[1]), 0)
      signals.push({ ...signal('link-many', first, last, 0.6), why: 'many' })
    }
    return signals
  }
}
