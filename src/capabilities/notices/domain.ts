import { hashOf } from '../../kernel/canonical.js'
import { GovernanceError } from '../../kernel/errors.js'
import type { NoticePromises } from '../../kernel/noticePorts.js'
import { isBlank } from '../../kernel/text.js'
import { type PromiseGap, promiseGaps } from './promises.js'

/** Both are put in force together. */
export const NOTICE_LOCALES = ['en', 'fr'] as const
export type NoticeLocale = (typeof NOTICE_LOCALES)[number]

/** A node of the editor's stored form. */
export interface NoticeNode {
  type: string
  children?: NoticeNode[]
  text?: string
  format?: number | string
  tag?: string
  fields?: { url?: string; linkType?: string }
}
export interface NoticeText {
  title: string
  content: { root: NoticeNode } | null
}
export type NoticeTexts = Record<NoticeLocale, NoticeText>
export type Promises = NoticePromises | null
export type Changes = Record<NoticeLocale, string>

/** Bits of a text node's `format`. */
export const BOLD = 1
export const ITALIC = 2
export const STRUCK = 4

/** What a page can show of them, from the inside out; words that are struck must not read as valid. */
export const SHOWN_FORMATS: readonly { bit: number; tag: string }[] = [
  { bit: BOLD, tag: 'strong' },
  { bit: ITALIC, tag: 'em' },
  { bit: STRUCK, tag: 's' },
  { bit: 8, tag: 'u' },
  { bit: 16, tag: 'code' },
  { bit: 32, tag: 'sub' },
  { bit: 64, tag: 'sup' },
  { bit: 128, tag: 'mark' },
]
const ALL_FORMATS = SHOWN_FORMATS.reduce((all, { bit }) => all | bit, 0)

/** What a notice may consist of; public pages know how to show exactly these. */
export const KNOWN_NODES: readonly string[] = [
  'root',
  'paragraph',
  'heading',
  'list',
  'listitem',
  'text',
  'linebreak',
  'tab',
  'link',
  'autolink',
]

/** Only addresses that a reader can follow safely: web, mail and telephone. */
export const isSafeLink = (url: string): boolean => /^(?:https?:\/\/|mailto:|tel:)[^\s]+$/i.test(url)

const walk = function* (node: NoticeNode): Generator<NoticeNode> {
  yield node
  for (const child of node.children ?? []) yield* walk(child)
}

const nodesOf = (text: NoticeText): NoticeNode[] => (text.content?.root ? [...walk(text.content.root)] : [])

/** The words of a text, without structure. */
export const plainText = (text: NoticeText): string =>
  nodesOf(text)
    .map((node) => node.text ?? (node.type === 'text' ? '' : ' '))
    .join('')
    .replace(/\s+/g, ' ')
    .trim()

/** In the language of the page; in the other one where this one was left out. */
export const languageOf = (texts: NoticeTexts, locale: NoticeLocale): NoticeLocale =>
  isLeftOut(texts[locale]) ? (locale === 'en' ? 'fr' : 'en') : locale

/**
 * In which language each of two versions is read where they are compared: the same one for both wherever they share
 * one, that of the page first.
 */
export const languagesOf = (
  from: NoticeTexts,
  to: NoticeTexts,
  locale: NoticeLocale,
): { from: NoticeLocale; to: NoticeLocale } => {
  const inOrder: NoticeLocale[] = locale === 'en' ? ['en', 'fr'] : ['fr', 'en']
  const shared = inOrder.find((one) => !isLeftOut(from[one]) && !isLeftOut(to[one]))
  return { from: shared ?? languageOf(from, locale), to: shared ?? languageOf(to, locale) }
}

export type GapKind = 'changes' | 'content' | 'link' | 'node' | 'title' | PromiseGap
/** Something that keeps a text from being published, in one language. */
export interface Gap {
  locale: NoticeLocale
  what: GapKind
  detail?: string
}

/** Nothing is said in this language: where that is allowed, its readers get the other one. */
export const isLeftOut = (text: NoticeText): boolean => isBlank(text.title) && isBlank(plainText(text))

/** What is missing or cannot be shown, per language; empty when the texts can be put in force. */
export const gapsOf = (
  texts: NoticeTexts,
  changes: Changes | null,
  promises: Promises = null,
  needed: 'all' | 'any' = 'all',
): Gap[] => {
  const said = NOTICE_LOCALES.filter((locale) => !isLeftOut(texts[locale]))
  return (needed === 'any' && said.length > 0 ? said : NOTICE_LOCALES).flatMap((locale) => {
    const text = texts[locale]
    const gaps: Gap[] = []
    if (isBlank(text.title)) gaps.push({ locale, what: 'title' })
    if (isBlank(plainText(text))) gaps.push({ locale, what: 'content' })
    for (const node of nodesOf(text)) {
      if (!KNOWN_NODES.includes(node.type)) gaps.push({ locale, what: 'node', detail: node.type })
      if (node.type === 'text' && (Number(node.format ?? 0) & ~ALL_FORMATS) !== 0)
        gaps.push({ locale, what: 'node', detail: `format ${node.format}` })
      if (/link$/.test(node.type) && !isSafeLink(node.fields?.url ?? '')) {
        gaps.push({ locale, what: 'link', detail: node.fields?.url ?? '' })
      }
    }
    if (changes && isBlank(changes[locale])) gaps.push({ locale, what: 'changes' })
    return [...gaps, ...promiseGaps(promises, locale).map((gap) => ({ locale, ...gap }))]
  })
}

/**
 * What a version says in one language, as a hash: title, text and promises, nothing that the editor adds on its own.
 * Without promises it is what it was before there were any.
 */
export const textHash = ({ title, content }: NoticeText, promises: Promises = null): string =>
  hashOf({ title, content, ...(promises ? { promises } : {}) })

export const sameTexts = (
  texts: NoticeTexts,
  hashes: Record<NoticeLocale, string>,
  promises: Promises = null,
): boolean => NOTICE_LOCALES.every((locale) => textHash(texts[locale], promises) === hashes[locale])

const LANGUAGE: Record<NoticeLocale, string> = { en: 'English', fr: 'French' }
const WHAT: Record<GapKind, string> = {
  title: 'the title',
  content: 'the text',
  changes: 'what has changed',
  link: 'a link that starts with https://, mailto: or tel:',
  node: 'a form of text that can be shown',
  purposeKey: 'a short name for each purpose (small letters, digits, hyphens)',
  purposeTwice: 'a purpose is listed twice',
  purposeLabel: 'a purpose, in words',
  recipient: 'a recipient, in words',
}

/** The refusal that names each gap in each language. */
export const incomplete = (gaps: Gap[]): GovernanceError => {
  const field = gaps.map(({ locale, what }) => `${LANGUAGE[locale]}: ${WHAT[what]}`).join('; ')
  return new GovernanceError(
    'invalidInput',
    `This version cannot be put in force yet. Missing: ${field}. Complete it, save, and try again.`,
    { field: gaps.map(({ locale, what }) => `${locale}-${what}`).join('; '), why: 'gaps' },
    { gaps },
  )
}

export const unchanged = (number: number): GovernanceError =>
  new GovernanceError(
    'stateConflict',
    `This is exactly version ${number}, which is in force already. Change the text first.`,
    { number: String(number) },
    { number },
  )

/** A number that can follow the newest version. */
export const nextNumber = (newest: { number: number } | null): number => (newest?.number ?? 0) + 1

/** Years ahead that a start may lie: further is a slip of the keyboard. */
const MOST_YEARS = 10

const badStart = (why: 'startInvalid' | 'startNotAfter' | 'startPast' | 'startTooFar', message: string) =>
  new GovernanceError('invalidInput', message, { field: 'inForceFrom', why }, { field: 'inForceFrom', why })

/** @throws GovernanceError `invalidInput` for what is past, no date, or not after everything published before. */
export const plannedStart = (asked: Date, now: Date, newest: { inForceFrom: Date } | null): Date => {
  if (Number.isNaN(asked.getTime())) throw badStart('startInvalid', 'Please give a day and a time.')
  if (asked <= now)
    throw badStart('startPast', 'This time is past. Give a later one, or none: then it takes effect at once.')
  const latest = new Date(now)
  latest.setUTCFullYear(latest.getUTCFullYear() + MOST_YEARS)
  if (asked > latest)
    throw badStart('startTooFar', 'This is more than ten years ahead. Please check the year.')
  if (newest && asked <= newest.inForceFrom)
    throw badStart(
      'startNotAfter',
      'Another version that is published already takes effect later than this. Give a time after it.',
    )
  return asked
}

/** A version that is published already and has not begun: what takes effect before it would overlap. */
export const mustNotOverlap = (
  now: Date,
  newest: { inForceFrom: Date; number: number; planned: boolean } | null,
): void => {
  // What was published at once has begun, whatever the clock of this process says.
  if (!newest?.planned || newest.inForceFrom <= now) return
  throw new GovernanceError(
    'stateConflict',
    `Version ${newest.number} is published already and takes effect later. What follows it must take effect after it: give a time.`,
    { number: String(newest.number), why: 'laterPublished' },
    { number: newest.number, why: 'laterPublished' },
  )
}

/** Never before the version it supersedes, also when clocks disagree. */
export const startOf = (now: Date, newest: { inForceFrom: Date } | null): Date =>
  newest && newest.inForceFrom >= now ? new Date(newest.inForceFrom.getTime() + 1) : now
