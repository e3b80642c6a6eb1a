import { isRecord } from '../../kernel/checks.js'
import { GovernanceError } from '../../kernel/errors.js'
import { cannotBeShown } from '../../kernel/text.js'
import { NOTICE_LOCALES } from './domain.js'

/** Deeper than any editor nests; what reads a tree of nodes calls itself for each level. */
const MOST_LEVELS = 60

type Why = 'characters' | 'telephone' | 'text' | 'wholeNumber'
interface Misfit {
  place: string
  why: Why
}

const wordsAt = (place: string, value: unknown): Misfit[] => {
  if (value === undefined || value === null) return []
  if (typeof value !== 'string') return [{ place, why: 'text' }]
  return cannotBeShown(value) ? [{ place, why: 'characters' }] : []
}

/** All words of a node, also those of kinds that are not known, as soon as one of them does not fit. */
const nodeAt = (place: string, given: unknown, level = 0): Misfit[] => {
  if (!isRecord(given) || typeof given.type !== 'string' || level > MOST_LEVELS)
    return [{ place, why: 'text' }]
  const { children, fields } = given
  if (children !== undefined && !Array.isArray(children)) return [{ place, why: 'text' }]
  if (fields !== undefined && fields !== null && !isRecord(fields)) return [{ place, why: 'text' }]
  const own = [
    ...wordsAt(place, given.text),
    ...(isRecord(fields) ? wordsAt(place, fields.url) : []),
    ...(given.type === 'text' && typeof given.text !== 'string' ? [{ place, why: 'text' } as const] : []),
  ]
  if (own.length > 0) return own
  for (const child of (children ?? []) as unknown[]) {
    const found = nodeAt(place, child, level + 1)
    if (found.length > 0) return found
  }
  return []
}

const contentAt = (place: string, content: unknown): Misfit[] => {
  if (content === undefined || content === null) return []
  return isRecord(content) ? nodeAt(place, content.root) : [{ place, why: 'text' }]
}

/** Groups and lists that are not what they should be are refused as a whole; what is left out is left as it is. */
const within = (
  place: string,
  given: unknown,
  look: (group: Record<string, unknown>) => Misfit[],
): Misfit[] => {
  if (given === undefined || given === null) return []
  return isRecord(given) ? look(given) : [{ place, why: 'text' }]
}
const rowsAt = (name: string, given: unknown): Misfit[] => {
  // Empty lists are a number where a form sends them.
  if (given === undefined || given === null || typeof given === 'number') return []
  if (!Array.isArray(given)) return [{ place: `en-${name}`, why: 'text' }]
  return given.flatMap((row) =>
    within(`en-${name}`, row, (both) =>
      NOTICE_LOCALES.flatMap((locale) => wordsAt(`${locale}-${name}`, both[locale])),
    ),
  )
}

/** Words beside it are fine ("poste 12", 1-866-…); without digits, or with signs of markup, it leads nowhere. */
const TELEPHONE = /^(?=(?:\D*\d){3})[+(\d][\p{L}\p{M}\d\s+().,:/#*’'–-]*$/u
const telephoneAt = (given: unknown): Misfit[] =>
  typeof given !== 'string' || given.trim() === '' || TELEPHONE.test(given.trim())
    ? []
    : [{ place: 'whomToAsk', why: 'telephone' }]

const promisesAt = (given: Record<string, unknown>): Misfit[] => [
  ...rowsAt('purposeLabel', given.purposes),
  ...rowsAt('recipient', given.recipients),
  ...within('whomToAsk', given.contact, (contact) => [
    ...['name', 'email', 'telephone', 'address'].flatMap((name) => wordsAt('whomToAsk', contact[name])),
    ...telephoneAt(contact.telephone),
  ]),
  ...within('keptAtMost', given.retention, ({ amount }) =>
    typeof amount === 'number' && !Number.isInteger(amount)
      ? [{ place: 'keptAtMost', why: 'wholeNumber' }]
      : [],
  ),
]

/** What of a draft, as it is sent, is no text or cannot be shown, by place. */
const misfitsOf = (draft: Record<string, unknown>): Misfit[] => [
  ...NOTICE_LOCALES.flatMap((locale) =>
    within(`${locale}-content`, draft[locale], ({ title, content, changes }) => [
      ...wordsAt(`${locale}-title`, title),
      ...contentAt(`${locale}-content`, content),
      ...wordsAt(`${locale}-changes`, changes),
    ]),
  ),
  ...within('promises', draft.promises, promisesAt),
]

const SENTENCES: Record<Why, string> = {
  characters: 'This has characters that cannot be shown',
  telephone: 'This has no telephone number that can be called',
  text: 'This must be text',
  wholeNumber: 'This must be a whole number',
}

/** @throws GovernanceError `invalidInput` that names each place */
export const mustFit = (draft: unknown): void => {
  const [first, ...others] = within('en-content', draft, misfitsOf)
  if (!first) return
  const places = [first, ...others].filter(({ why }) => why === first.why).map(({ place }) => place)
  const field = [...new Set(places)].join('; ')
  throw new GovernanceError(
    'invalidInput',
    `${SENTENCES[first.why]}: ${field}.`,
    { field, why: first.why },
    { field, why: first.why },
  )
}
