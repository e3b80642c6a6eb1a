import { languageIn } from '../../kernel/labels.js'
import type { Ref } from '../../kernel/ref.js'

/** What a sentence is made from: an entry without its personal values. */
export interface Told {
  action: string
  actorKind: string
  actorRef: Ref | null
  actorRoles: string[]
  onBehalfOf: Ref | null
  facts: Record<string, unknown>
  /** False where somebody wrote into the entry what cannot be told. */
  tellable?: boolean
}

/** A piece of a sentence: words, which may stand for a person or a thing. */
export interface Part {
  text: string
  ref?: Ref
}

const nameOfLanguage = (code: string, language: string): string => {
  try {
    return languageIn(language, code)
  } catch {
    // No code of a language: what stands there is all that can be said.
    return code
  }
}

/** Lists, numbers and names of languages. */
export interface Forms {
  joined: (words: string[]) => string
  number: (value: number) => string
  languageName: (code: string) => string
}

/** Made once for many sentences: each of these formatters takes longer to make than a sentence. */
export const formsOf = (language: 'en' | 'fr'): Forms => {
  const lists = new Intl.ListFormat(language, { type: 'conjunction' })
  const numbers = new Intl.NumberFormat(`${language}-CA`)
  const names = new Map<string, string>()
  return {
    joined: (words) => lists.format(words),
    number: (value) => numbers.format(value),
    languageName: (code) => {
      if (!names.has(code)) names.set(code, nameOfLanguage(code, language))
      return names.get(code)!
    },
  }
}

/** How things are said in one language. */
export interface Speech extends Forms {
  /** The words at a key below `governance:`, placeholders left in; undefined where there are none. */
  words: (key: string) => string | undefined
  language: 'en' | 'fr'
  /** Languages of the site's content; none without localization. */
  locales: readonly string[]
  when: (at: string) => string
  /** The name of a role, by its code. */
  role: (code: string) => string
  /** False where the host calls this role otherwise than the sentences do. */
  isUsual: (role: string) => boolean
  /** What a person or thing is called for this reader; undefined where they may not know. */
  name: (ref: Ref) => string | undefined
}

type Facts = Record<string, unknown>

const list = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : []
const one = (name: string) => (facts: Facts) => (Number(facts[name]) === 1 ? 'One' : '')
const found = (facts: Facts) => (facts.found ? 'Found' : '')

/** Which sentence of an action fits: the end of its key. */
const CASES: Record<string, (facts: Facts) => string> = {
  'approvals.submitted': ({ round }) => (Number(round) > 1 ? 'Again' : ''),
  'approvals.withdrawn': ({ because }) => (because ? 'Gone' : ''),
  'approvals.published': ({ because, plannedBy }) => (because ? 'Unapproved' : plannedBy ? 'Planned' : ''),
  'approvals.refused': ({ attempt }) =>
    attempt === 'delete' ? 'Delete' : attempt === 'replaceFile' ? 'File' : '',
  'approvals.commented': ({ suggests }) => (suggests ? 'Suggests' : ''),
  'approvals.posted': ({ corrects }) => (corrects ? 'Corrects' : ''),
  'consents.withdrawn': ({ via }) => (via === 'receipt' ? '' : 'Recorded'),
  'forms.received': ({ version }) => (version == null ? 'Unbound' : ''),
  'forms.read': (facts) =>
    facts.counted ? 'Counted' : (facts.deleted ? 'Deleted' : '') + one('count')(facts),
  // How many they were would tell whom one of them concerns that there is one. Older entries named them.
  'incidents.read': ({ cases, counted, several, values }) =>
    counted || values !== undefined ? 'Counted' : several || list(cases).length > 0 ? 'List' : '',
  'ledger.read': one('count'),
  'signIn.failed': one('count'),
  'moderation.reported': ({ danger }) => (danger ? 'Danger' : ''),
  'moderation.removed': ({ category }) => (category ? '' : 'Plain'),
  'retention.dated': one('count'),
  'retention.held': ({ kind }) =>
    ({ person: 'Person', case: 'Case', query: 'Query' })[typeof kind === 'string' ? kind : ''] ?? '',
  'retention.released': ({ caseClosed }) => (caseClosed ? 'Closed' : ''),
  'retention.deleted': one('rows'),
  'retention.deletedByHand': one('rows'),
  'retention.attested': one('certificates'),
  'retention.filesDeleted': one('files'),
  'retention.replayed': one('rows'),
  'roles.granted': found,
  'roles.revoked': found,
}

/** Highest first: a person who holds several is called by this one. */
const RANK = ['ed', 'aed', 'privacy-officer', 'administrator', 'communications', 'content-creator']

const keyed = (say: Speech, key: string): string => say.words(`sentences:${key}`) ?? ''

const filled = (template: string, values: Record<string, string>): string =>
  template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')

const whoIs = (told: Told, say: Speech, name: string | undefined): string => {
  const role = RANK.find((code) => told.actorRoles.includes(code)) ?? told.actorRoles[0]
  const isStaff = told.actorKind === 'staff'
  const key = !isStaff ? told.actorKind : !role ? 'none' : say.isUsual(role) ? role : 'other'
  const template = keyed(say, `who:${name ? 'named' : 'bare'}:${key}`) || keyed(say, 'who:bare:none')
  return filled(template, { name: name ?? '', role: role ? say.role(role) : '' })
}

const textOf = ({ facts }: Told, say: Speech): string => {
  const languages = (typeof facts.locale === 'string' ? [facts.locale] : say.locales).map((code) =>
    say.languageName(code),
  )
  const key = languages.length === 0 ? 'none' : languages.length === 1 ? 'one' : 'many'
  return filled(keyed(say, `text:${key}`), { languages: say.joined(languages) })
}

const person = (ref: unknown, say: Speech): Part => {
  const known = typeof ref === 'string' ? ref : ''
  return { text: (known && say.name(known)) || keyed(say, 'somebody'), ...(known ? { ref: known } : {}) }
}

const inTheNameOf = (ref: Ref, say: Speech): Part[] => {
  const name = say.name(ref)
  if (!name) return [{ text: keyed(say, 'who:forSomebody') }]
  const [before = '', after = ''] = keyed(say, 'who:for').split('{{person}}')
  return [{ text: before }, { text: name, ref }, { text: after }]
}

const INSTANTS = ['at', 'startsAt', 'endsAt', 'dueAt']
/** Facts that are codes, and where their words are. */
const WORDS: Record<string, string> = {
  severity: 'incidents:severity',
  category: 'moderation:categories',
}

const factOf = (name: string, told: Told, say: Speech): Part | undefined => {
  const value = told.facts[name]
  const quoted = (words: string): Part => ({ text: filled(keyed(say, 'quoted'), { words }) })
  if (name === 'text') return { text: textOf(told, say) }
  if (name === 'from' || (name === 'to' && typeof value === 'string')) return person(value, say)
  if (value === undefined || value === null) return undefined
  if (name === 'roles') return quoted(say.joined(list(value).map(say.role)))
  if (name === 'to')
    return {
      text: say.joined(list(value).map((role) => say.words(`incidents:role:${role}`) ?? say.role(role))),
    }
  if (name === 'locale') return { text: say.languageName(String(value)) }
  if (INSTANTS.includes(name)) return { text: say.when(String(value)) }
  const words = WORDS[name] ? say.words(`${WORDS[name]}:${String(value)}`) : undefined
  if (typeof value === 'number') return { text: say.number(value) }
  // Within a sentence: labels begin with a capital.
  return { text: words ? words.charAt(0).toLocaleLowerCase(say.language) + words.slice(1) : String(value) }
}

/** For a code without a sentence, and for an entry that lacks what its sentence says: who, and the words. */
const plain = (told: Told, say: Speech, who: Part): Part[] => {
  const words = say.words(`ledger:action:${told.action.replace('.', ':')}`) ?? told.action
  return [who, { text: say.language === 'fr' ? `\u00a0: ${words}` : `: ${words}` }]
}

/** Placeholders of the sentence for each action, with the cases that have one of their own. */
export const templateOf = ({ action, facts }: Pick<Told, 'action' | 'facts'>, say: Speech): string => {
  const key = `does:${action.replace('.', ':')}`
  const special = CASES[action]?.(facts) ?? ''
  return (special && keyed(say, key + special)) || keyed(say, key)
}

/** The entry as a sentence, in pieces. `actor` is the name of who did it, for readers who may know it. */
export const sentenceOf = (told: Told, say: Speech, actor?: string): Part[] => {
  if (told.tellable === false) return [{ text: keyed(say, 'untellable') }]
  const who: Part = {
    text: whoIs(told, say, actor),
    ...(told.actorRef && told.actorKind === 'staff' ? { ref: told.actorRef } : {}),
  }
  const inPlaceOf = told.onBehalfOf ?? told.facts.for
  const parts: Part[] = []
  for (const piece of templateOf(told, say).split(/(\{\{\w+\}\})/)) {
    const name = /^\{\{(\w+)\}\}$/.exec(piece)?.[1]
    if (!name) parts.push({ text: piece })
    else if (name === 'who') {
      parts.push(who)
      if (!inPlaceOf) continue
      parts.push(...inTheNameOf(String(inPlaceOf), say))
    } else {
      const part = factOf(name, told, say)
      if (!part) return plain(told, say, who)
      parts.push(part)
    }
  }
  const said = parts.filter(({ text }) => text !== '')
  return said.length > 0 ? said : plain(told, say, who)
}

export const textOfSentence = (parts: Part[]): string => parts.map(({ text }) => text).join('')
