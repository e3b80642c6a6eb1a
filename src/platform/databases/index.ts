import type { BasePayload, DatabaseAdapter, Where } from 'payload'

import { type Differences, type DriverError } from './differences.js'
import { mongodb } from './mongodb.js'
import { postgres } from './postgres.js'
import { sqlite } from './sqlite.js'

const ALL: readonly Differences[] = [sqlite, postgres, mongodb]

/** An error and its causes, each once. */
export const causesOf = (error: unknown): unknown[] => {
  const chain: unknown[] = []
  let at: unknown = error
  while (at !== undefined && at !== null && !chain.includes(at)) {
    chain.push(at)
    at = (at as { cause?: unknown }).cause
  }
  return chain
}

/** The differences of the database behind this adapter; undefined for one that is not known here. */
export const differencesOf = (db: DatabaseAdapter): Differences | undefined =>
  ALL.find(({ adapter }) => adapter === db.name)

/** Lets the database find the rows that point to a document without reading them all. */
export const indexPointer = async (
  { db }: BasePayload,
  pointer: { collection: string; path: string },
): Promise<void> => differencesOf(db)?.indexPointer(db, pointer)

const linksOf = (error: unknown): DriverError[] =>
  causesOf(error).filter((one): one is DriverError => typeof one === 'object')

const some =
  (what: 'isNoValue' | 'isUniqueViolation' | 'isUnmigrated' | 'isWriteConflict') =>
  (error: unknown): boolean =>
    linksOf(error).some((link) => ALL.some((database) => database[what](link)))

export const isWriteConflict = some('isWriteConflict')
export const isNoValue = some('isNoValue')
export const isUnmigrated = some('isUnmigrated')
const isTaken = some('isUniqueViolation')

/** Payload reports unique violations as a ValidationError on every database; the drivers' own codes are a net. */
export const isUniqueViolation = (error: unknown): boolean =>
  isTaken(error) ||
  linksOf(error).some((link) => {
    const { status, data } = link as { status?: number; data?: { errors?: unknown } }
    // A production build shortens the names of classes: neither `error.name` nor a second copy of the class counts.
    return status === 400 && Array.isArray(data?.errors)
  })

/** Databases name the values of a failed write in its error, which Payload logs: that would be people's words. */
export const removeValues = (error: unknown): void => {
  for (const link of linksOf(error)) for (const database of ALL) database.removeValues(link)
}

/**
 * A text that does not begin so. Payload hands `not_like` to SQL as it is, a pattern for the whole text; for MongoDB it
 * is words to look for anywhere. Both conditions together leave out what begins so on each of them.
 */
export const notBeginning = (field: string, start: string): Where => ({
  and: [{ [field]: { not_like: `${start}%` } }, { [field]: { not_like: start } }],
})
