import { isRecord } from '../../kernel/checks.js'
import { invalidOption } from '../../kernel/errors.js'
import type { Contact } from '../../kernel/breachPorts.js'
import { addressesIn } from '../../kernel/text.js'

/** Paths of fields in a collection of the host, such as `contact.email`. */
export interface CollectedOptions {
  /**
   * Where the address stands to which a notice is sent.
   * @default the first address in its e-mail fields and in those that retention's rule names under `people`
   */
  address?: string
  /** The language that a person reads: a value that begins with "fr" is French. @default the language of the site */
  language?: string
  /**
   * Whether it is safe to write to that address: yes is a checkbox that is ticked, or "yes", "oui", "true"; anything
   * else that was answered is no. Where nothing was answered, and where there is no such field, nobody asked, and no
   * mail leaves.
   */
  safeToWrite?: string
}
export type CollectedFields = Readonly<CollectedOptions>

const FIELDS = ['address', 'language', 'safeToWrite'] as const

const fieldsFrom = (option: string, given: unknown): CollectedFields => {
  if (!isRecord(given)) throw invalidOption(option, 'must be an object, or false.')
  for (const [key, value] of Object.entries(given)) {
    if (!(FIELDS as readonly string[]).includes(key))
      throw invalidOption(`${option}.${key}`, `is not known. Known: ${FIELDS.join(', ')}.`)
    if (value !== undefined && (typeof value !== 'string' || !/^[\w-]+(\.[\w-]+)*$/.test(value)))
      throw invalidOption(
        `${option}.${key}`,
        'must be the name of a field, or a path such as "contact.email".',
      )
  }
  return Object.freeze({ ...given })
}

/** @throws GovernanceError `invalidOption`, naming the option */
export const collectedFrom = (
  option: string,
  given: unknown = {},
): { collections: Readonly<Record<string, CollectedFields>>; leftOut: readonly string[] } => {
  if (!isRecord(given)) throw invalidOption(option, 'must be an object.')
  const named = Object.entries(given)
  return {
    collections: Object.freeze(
      Object.fromEntries(
        named.flatMap(([slug, value]) =>
          value === false ? [] : [[slug, fieldsFrom(`${option}['${slug}']`, value)]],
        ),
      ),
    ),
    leftOut: Object.freeze(named.flatMap(([slug, value]) => (value === false ? [slug] : []))),
  }
}

type Data = Readonly<Record<string, unknown>>

/** What stands at a path of a record. */
export const valueAt = (record: Data, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, name) => (isRecord(value) ? (value as Data)[name] : undefined), record)

/** The first address at the field that is declared for it. */
export const addressAt = (record: Data, path: string): null | string =>
  [valueAt(record, path)].flat().flatMap((value) => addressesIn(String(value ?? '')))[0] ?? null

const YES = ['yes', 'oui', 'true']

/** What a person said of writing to them. A no is whatever is not clearly a yes. */
export const saidIn = (record: Data, { safeToWrite }: CollectedFields): Contact['safe'] => {
  const said = safeToWrite === undefined ? undefined : valueAt(record, safeToWrite)
  if (said === undefined || said === null || said === '') return 'unasked'
  return YES.includes(String(said).trim().toLowerCase()) ? 'yes' : 'no'
}

export const languageOf = (record: Data, { language }: CollectedFields, usual: 'en' | 'fr'): 'en' | 'fr' => {
  const said = language === undefined ? undefined : valueAt(record, language)
  if (typeof said !== 'string' || said.trim() === '') return usual
  return /^fr/i.test(said.trim()) ? 'fr' : 'en'
}
