import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

import { cardKind, isCard, isOntarioCard, isPostalCode, isRamq, isSocialInsurance } from './numbers.js'
import { RULES, type RuleCode, type Signal, type Why } from './rules.js'

/** Numbers that a country calls free of charge, and the short ones for help, belong to nobody. */
const FREE_OF_CHARGE = /^\+1(?:800|833|844|855|866|877|888|900)/
const PHONE =
  /(?<![\p{L}\p{N}.,$€-])(?:\+|00)?\(?\d(?:[ \u00A0.\-–—()/]{0,3}\d){6,14}(?![\p{N}]|[.,]\d|[-–]\d)/gu
/** Read from its sign outwards, within bounds: what only looks like one must not cost more than it is worth. */
const BEFORE_AT = /[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}$/u
const AFTER_AT = /^[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,4}\.\p{L}{2,24}(?![\p{L}\p{N}])/u
const AT =
  '(?:\\s{0,2}[[({<]\\s{0,2}(?:at|arobase|@|a commercial|chez)\\s{0,2}[\\])}>]\\s{0,2}|\\s{1,2}(?:at|arobase|arobas)\\s{1,2}|\\s{1,2}@\\s{1,2})'
const DOT =
  '(?:\\s{0,2}[[({<]\\s{0,2}(?:dot|point|\\.)\\s{0,2}[\\])}>]\\s{0,2}|\\s{1,2}(?:dot|point)\\s{1,2}|\\s{0,2}\\.\\s{0,2})'
const HIDDEN_EMAIL = new RegExp(
  `(?<![\\p{L}\\p{N}])[\\p{L}\\p{N}._+-]{2,64}${AT}[\\p{L}\\p{N}-]{2,63}${DOT}(?:[\\p{L}\\p{N}-]{2,40}${DOT})?(?:com|ca|org|net|fr|info|qc|io|me|co|uk)(?![\\p{L}\\p{N}])`,
  'giu',
)
const DIGITS = /(?<![\p{L}\p{N}])\d(?:[ \u00A0-]?\d){8,18}(?:[ \u00A0-]{0,2}[A-Z]{2})?(?![\p{L}\p{N}])/gu
const RAMQ = /(?<![\p{L}\p{N}])[a-z]{4}[ \u00A0-]{0,2}\d{4}[ \u00A0-]{0,2}\d{4}(?![\p{L}\p{N}])/giu
const POSTAL = /(?<![\p{L}\p{N}])[a-z]\d[a-z][ \u00A0-]?\d[a-z]\d(?![\p{L}\p{N}])/giu
const HEALTH_WORDS =
  /health|ohip|carte\s+soleil|assurance[\s-]maladie|carte\s+sant|ramq|num[eé]ro\s+de\s+sant|medicare|carte\s+d['’]assurance|\bhc(?:n|#)/iu
const SIN_WORDS = /\bsin\b|\bs\.i\.n|\bnas\b|\bn\.a\.s|social\s+insurance|assurance\s+sociale/iu

/** What numbers without a space or dash are as often as not, and what says that it is a phone. */
const FILE_WORDS =
  /\b(?:file|case|chart|order|ticket|tracking|invoice|reference|ref|account|confirmation|isbn|dossier|facture|commande|suivi|r[eé]f[eé]rence|compte|billet)\b/iu
const PHONE_WORDS =
  /\b(?:phone|call|text|cell|mobile|t[eé]l|t[eé]l[eé]phone|appel\w*|cellulaire|textez|rejoin\w*)\b/iu
/** 613-555-0142, 1 (613) 555 0142, 6135550142: nobody writes one as 20240115-22. */
const isGrouped = (found: string): boolean =>
  ['3-3-4', '1-3-3-4', '10', '11', '3-7', '1-10', '3-3-2-2', '1-3-7', '1-3-3-2-2'].includes(
    (found.match(/\d+/gu) ?? []).map(({ length }) => length).join('-'),
  )

/** How far before a number a word says what it is. */
const NEAR = 48
/** Numbers looked at in one text: more are no comment. */
const MOST = 50

export const readPersonal = (text: string): Signal[] => {
  const signals: Signal[] = []
  const taken: [number, number][] = []
  const free = (from: number, to: number): boolean =>
    taken.every(([start, end]) => to <= start || from >= end)
  const add = (rule: RuleCode, from: number, to: number, weight: number, why: Why): void => {
    if (signals.length >= MOST || !free(from, to)) return
    taken.push([from, to])
    signals.push({ rule, category: RULES[rule].category, span: [from, to], weight, why })
  }
  const said = (words: RegExp, at: number): boolean => words.test(text.slice(Math.max(0, at - NEAR), at))

  let signs = 0
  for (let at = text.indexOf('@'); at >= 0 && signs < MOST; at = text.indexOf('@', at + 1)) {
    signs += 1
    const before = BEFORE_AT.exec(text.slice(Math.max(0, at - 64), at))?.[0]
    const after = before && AFTER_AT.exec(text.slice(at + 1, at + 200))?.[0]
    if (after) add('email', at - before.length, at + 1 + after.length, 0.6, 'plain')
  }
  if (/arobas|[[({<]\s{0,2}(?:at|chez|@|a commercial)|\bat\b|\s@\s/iu.test(text))
    for (const { 0: found, index } of text.matchAll(HIDDEN_EMAIL))
      add('email', index, index + found.length, 0.6, 'disguised')
  if (!/\d/u.test(text)) return signals

  for (const { 0: found, index } of text.matchAll(RAMQ))
    if (isRamq(found)) add('health-card', index, index + found.length, 0.9, 'valid')
  for (const { 0: found, index } of text.matchAll(DIGITS)) {
    const digits = found.replace(/\D/gu, '')
    const end = index + found.length
    const bare = end - (/[ \u00A0-]{0,2}[A-Z]{2}$/u.exec(found)?.[0].length ?? 0)
    if (digits.length >= 13 && isCard(digits) && cardKind(digits))
      add('payment-card', index, bare, 0.9, 'valid')
    else if (digits.length === 10 && isOntarioCard(digits)) {
      const version = bare < end
      const grouped = /^\d{4}[ \u00A0-]\d{3}[ \u00A0-]\d{3}/u.test(found)
      if (version || grouped || said(HEALTH_WORDS, index))
        add('health-card', index, end, version || grouped ? 0.9 : 0.8, 'valid')
    } else if (digits.length === 9 && isSocialInsurance(digits)) {
      const grouped = /^\d{3}[ \u00A0-]\d{3}[ \u00A0-]\d{3}$/u.test(found)
      if (grouped || said(SIN_WORDS, index))
        add('social-insurance', index, bare, said(SIN_WORDS, index) ? 0.9 : 0.7, 'valid')
    }
  }
  let tried = 0
  for (const { 0: found, index } of text.matchAll(PHONE)) {
    if ((tried += 1) > MOST) break
    const digits = found.replace(/\D/gu, '')
    if (digits.length > 15 || !free(index, index + found.length)) continue
    // 10 000 000 and 2024 2025: numbers, not phone numbers.
    const number = parsePhoneNumberFromString(found.replace(/^00/u, '+'), 'CA') ?? null
    const french = /^0[1-9](?:[ .-]?\d{2}){4}$/u.test(found) ? parsePhoneNumberFromString(found, 'FR') : null
    const valid = number?.isValid() ? number : french?.isValid() ? french : null
    if (!valid || FREE_OF_CHARGE.test(valid.number)) continue
    const foreign = /^(?:\+|00)(?!1)/u.test(found) || valid === french
    if (!foreign && !isGrouped(found)) continue
    if (/^\d+$/u.test(found) && said(FILE_WORDS, index) && !said(PHONE_WORDS, index)) continue
    add('phone', index, index + found.trimEnd().length, 0.6, 'valid')
  }
  for (const { 0: found, index } of text.matchAll(POSTAL))
    if (isPostalCode(found)) add('postal-code', index, index + found.length, 0.3, 'likely')
  return signals
}
