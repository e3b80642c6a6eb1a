import { hashOf, keyedHash } from '../../kernel/canonical.js'
import { isRecord, isTexts } from '../../kernel/checks.js'
import type { Erasure } from '../../kernel/ledgerPort.js'
import { ERASED } from './events.js'

/** What the chain commits to. Personal values are not here, only keyed commitments to them. */
export interface EntryContent {
  key: string
  at: string
  action: string
  subject: string
  actorKind: string
  actorRef: null | string
  actorRoles: string[]
  facts: Record<string, unknown>
  commitments: Record<string, string>
  scope: null | string
  /** In whose name; not in the hash of an entry that has none, nor is a request. */
  onBehalfOf?: string
  request?: string
}

/** A personal value beside the chain, or what is left of it. */
export type PersonalValue =
  { value: string; salt: string } | { erasedAt: string; erasedUnder: string; erasedBy: string }

export const GENESIS = '0'.repeat(64)

/** SHA-256 over sequence, previous hash and content, as canonical JSON. */
export const entryHash = (sequence: number, previousHash: string, content: EntryContent): string =>
  hashOf({ sequence, previousHash, content })

/** Keyed with a salt of its own, so that erasing the salt with the value makes the commitment meaningless. */
export const commitmentOf = (salt: string, name: string, value: string): string =>
  keyedHash(salt, `${name}:${value}`)

export const commitmentsTo = (personal: Record<string, PersonalValue>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(personal).flatMap(([name, kept]) =>
      'value' in kept ? [[name, commitmentOf(kept.salt, name, kept.value)]] : [],
    ),
  )

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/**
 * As it is where the adapter gives it so, which they do: reckoning it again would be a tenth of a verification. What is
 * no instant stays what it is: somebody's edit is a finding, not the end of the verification.
 */
const instantOf = (at: unknown): string => {
  if (typeof at === 'string' && ISO.test(at)) return at
  const instant = new Date(at as string)
  return Number.isNaN(instant.getTime()) ? String(at) : instant.toISOString()
}

const isInstant = (at: unknown): boolean => !Number.isNaN(new Date(at as string).getTime())

/** When an entry was written, for screens: by the database where somebody took the entry's own word for it away. */
export const writtenAt = ({ at, createdAt }: Record<string, unknown>): string =>
  new Date([at, createdAt, 0].find(isInstant) as string).toISOString()

/** Is what an entry says of a kind that can be told? If not, somebody wrote into it past the plugin. */
export const isTellable = ({ at, facts, actorRoles, unreadable }: Record<string, unknown>): boolean =>
  !unreadable && isInstant(at) && isRecord(facts ?? {}) && isTexts(actorRoles ?? [])

const recordOf = (stored: unknown): Record<string, unknown> => (isRecord(stored) ? stored : {})

/** What an entry that was touched may hold in a value's place: neither kept nor erased by rule. */
const NO_VALUE: PersonalValue = { erasedAt: '', erasedUnder: '', erasedBy: '' }

const texts = (value: Record<string, unknown>, ...names: string[]): boolean =>
  names.every((name) => typeof value[name] === 'string')

const valueFrom = (stored: unknown): PersonalValue => {
  const value = recordOf(stored)
  const known = texts(value, 'value', 'salt') || texts(value, 'erasedAt', 'erasedUnder', 'erasedBy')
  return known ? (value as PersonalValue) : NO_VALUE
}

/** The personal values of a row, whatever somebody wrote into it past the plugin. */
export const personalIn = (row: Record<string, unknown>): Record<string, PersonalValue> =>
  Object.fromEntries(
    Object.entries(recordOf(row.personal)).map(([name, stored]) => [name, valueFrom(stored)]),
  )

export const contentOf = (row: Record<string, unknown>): EntryContent => ({
  key: String(row.key),
  at: instantOf(row.at),
  action: String(row.action),
  subject: String(row.subject),
  actorKind: String(row.actorKind),
  actorRef: (row.actorRef as string | null) ?? null,
  actorRoles: (row.actorRoles as string[] | null) ?? [],
  facts: (row.facts as Record<string, unknown> | null) ?? {},
  commitments: recordOf(row.commitments) as Record<string, string>,
  scope: (row.scope as string | null) ?? null,
  ...(row.onBehalfOf ? { onBehalfOf: String(row.onBehalfOf) } : {}),
  ...(row.request ? { request: String(row.request) } : {}),
})

/** What screens show of the personal values: without the salts, which are nobody's business. */
export const valuesOf = (row: Record<string, unknown>): Record<string, ShownValue> =>
  Object.fromEntries(
    Object.entries(personalIn(row)).map(([name, kept]) => [
      name,
      'value' in kept ? { value: kept.value } : { erasedAt: kept.erasedAt, erasedUnder: kept.erasedUnder },
    ]),
  )

export type ShownValue = { value: string } | { erasedAt: string; erasedUnder: string }

/** Values that name who acted: evidence of a record outlives it with them, until the person is erased. */
const ACTORS = { actorName: 'actorRef', onBehalfOfName: 'onBehalfOf' } as const

/** Does this erasure reach that value of an entry? */
export const erases = (
  { by, of }: Pick<Erasure, 'by' | 'of'>,
  { key, subject, actorRef, onBehalfOf }: EntryContent,
  name: string,
): boolean => {
  if (by === 'entry') return of.includes(key)
  if (!(name in ACTORS)) return of.includes(subject)
  const whose = { actorRef, onBehalfOf }[ACTORS[name as keyof typeof ACTORS]]
  return by === 'person' && of.includes(whose ?? '')
}

/** By so much may clocks of two processes differ. */
const CLOCKS_DIFFER = 60_000

/** When an erasure was ordered, and the last number that was sealed then. */
export interface Moment {
  at: string
  last?: unknown
}

/**
 * An erasure reaches what was there: what had a number, also where the clock was put back since, and what was written
 * until then. Otherwise one would be a pretext for taking values of later entries, too.
 */
export const wasThere = (sequence: unknown, { at }: Pick<EntryContent, 'at'>, then: Moment): boolean =>
  (typeof sequence === 'number' && sequence <= Number(then.last ?? 0)) ||
  Date.parse(at) <= Date.parse(then.at) + CLOCKS_DIFFER

/** Is a value gone because of this entry, which says that, when and under what it was erased? */
export const isErasedBy = (
  { sequence, content }: { sequence: number; content: EntryContent },
  name: string,
  kept: Extract<PersonalValue, { erasedBy: string }>,
  erasure: EntryContent | undefined,
): boolean =>
  erasure?.action === ERASED &&
  erasure.at === instantOf(kept.erasedAt) &&
  erasure.facts.under === kept.erasedUnder &&
  wasThere(sequence, content, { at: erasure.at, last: erasure.facts.last }) &&
  erases(erasure.facts as unknown as Erasure, content, name)
