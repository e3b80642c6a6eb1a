import { isRecord } from '../../kernel/checks.js'

/** Whether a job of Payload's queue names a record, or repeats its words. Pure: rows come in, answers go out. */

/** A record as a job may name it. */
export interface Named {
  collection: string
  ids: ReadonlySet<string>
  /** Slugs of the site: of an object that names two collections nobody knows whose id it holds. */
  slugs: ReadonlySet<string>
}

const ID_KEY = /^(_?ids?|values?|docs?|(doc|document|record|entity|item|submission)_?ids?)$/i
/** Long enough to be nobody else's: ids of MongoDB, UUIDs. */
const UNIQUE = 20

const texts = (value: unknown): string[] =>
  [value].flat().flatMap((one) => {
    if (typeof one === 'string' || typeof one === 'number') return [String(one)]
    return isRecord(one) && (typeof one.id === 'string' || typeof one.id === 'number') ? [String(one.id)] : []
  })

const inText = (text: string, { collection, ids }: Named): boolean =>
  [...ids].some(
    (id) =>
      text === `${collection}:${id}` ||
      (id.length >= UNIQUE && text.includes(id)) ||
      text.split(/[?#\s]/).some((part) => part.endsWith(`/${collection}/${id}`)),
  )

/** `sure`: it can be no other record. Otherwise it may be. */
export const namesRecord = (value: unknown, named: Named): 'maybe' | 'no' | 'sure' => {
  if (typeof value === 'string') return inText(value, named) ? 'sure' : 'no'
  if (Array.isArray(value)) return strongest(value.map((one) => namesRecord(one, named)))
  if (!isRecord(value)) return 'no'
  const own = Object.values(value).filter((one): one is string => typeof one === 'string')
  const collections = new Set(own.filter((one) => named.slugs.has(one)))
  const holds = Object.entries(value).some(
    ([key, one]) => ID_KEY.test(key) && texts(one).some((id) => named.ids.has(id)),
  )
  const here = holds && collections.has(named.collection) ? (collections.size === 1 ? 'sure' : 'maybe') : 'no'
  return strongest([here, ...Object.values(value).map((one) => namesRecord(one, named))])
}

const strongest = (answers: ('maybe' | 'no' | 'sure')[]): 'maybe' | 'no' | 'sure' =>
  answers.includes('sure') ? 'sure' : answers.includes('maybe') ? 'maybe' : 'no'

/** Shorter ones stand in many jobs that have nothing to do with a record. */
const ALONE = 3
const WITHIN = 8

/** Written by a person: an id, a code or a date alone could be something that a job which waits still needs. */
const isPersons = (word: string): boolean =>
  /[\s@]/.test(word) || (/^[+\d().\-/]+$/.test(word) && word.replaceAll(/\D/g, '').length >= 10)

/** The words by which a job is searched: all of them in one that is done, a person's own in one that waits. */
export const wordsFor = (words: ReadonlySet<string>, done: boolean): string[] =>
  [...words].filter((word) => word.length >= ALONE && (done || isPersons(word)))

const blankText = (text: string, words: readonly string[]): string =>
  words.reduce(
    (left, word) => (left === word ? '' : word.length >= WITHIN ? left.replaceAll(word, '') : left),
    text,
  )

/** The same value without these words; the very same object where none of them stands in it. */
export const withoutWords = <T>(value: T, words: readonly string[]): T => {
  if (typeof value === 'string') return blankText(value, words) as T
  if (Array.isArray(value)) {
    const parts: unknown[] = value.map((one: unknown) => withoutWords(one, words))
    return parts.every((part, index) => part === value[index]) ? value : (parts as T)
  }
  if (!isRecord(value)) return value
  const entries = Object.entries(value).map(([key, one]) => [key, withoutWords(one, words)] as const)
  return entries.every(([key, one]) => one === (value as Record<string, unknown>)[key])
    ? value
    : (Object.fromEntries(entries) as T)
}
