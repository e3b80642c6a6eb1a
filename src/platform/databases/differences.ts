import type { DatabaseAdapter, PayloadRequest } from 'payload'

/** One link in the chain of causes that a failed query comes as. */
export interface DriverError {
  name?: unknown
  code?: unknown
  message?: string
  stack?: string
  params?: unknown
  detail?: unknown
  where?: unknown
  cause?: unknown
  errorLabels?: string[]
  hasErrorLabel?: (label: string) => boolean
}

type Id = number | string

/** Versions of these documents, written or deleted in the transaction of `req` where it has one. */
export interface VersionsOf {
  collection: string
  ids: Id[]
  req: Partial<PayloadRequest>
}

/** Fields of one version, and nothing else of it. */
export interface VersionFields {
  collection: string
  id: number | string
  /** By the name of a field of the document itself, not of its groups; none is localized. */
  fields: Record<string, unknown>
  /** Of the version, as it is: this is no change of what it says. */
  updatedAt: string
  req: Partial<PayloadRequest>
}

/** `gone`: the documents have just been deleted, and their versions before them. */
export interface PurgedVersionsOf extends VersionsOf {
  gone?: boolean
}

/** These documents, and none that was made later than that. */
export interface DocumentsOf extends VersionsOf {
  createdTo: null | string
}

/** A column and the values that one looks for in it. */
export interface Among {
  column: string
  values: readonly Id[]
}

/** Values of columns, each combination once. Columns of versions are `parent` and `version_<field>`. */
export interface Lookup {
  collection: string
  versions?: boolean
  columns: readonly string[]
  among: Among
  /** Rows that hold none of these, or nothing at all. */
  beside?: Among
}
export type Looked = Record<string, unknown>[]

/**
 * What a database does in its own way, one file each. An error tells by itself whose it is, so that nothing here needs
 * to know which database the site runs on. Each is asked about one link of the chain.
 */
export interface Differences {
  /** The name that its adapters give themselves. */
  adapter: string
  /**
   * Deletes versions in one statement: those of these documents and, where a document that goes leaves its versions
   * without it, those that were written meanwhile.
   */
  deleteVersions: (db: DatabaseAdapter, versions: PurgedVersionsOf) => Promise<void>
  /** A version may be written of a document that is gone. */
  versionsStay?: true
  /** Deletes documents in one statement. */
  deleteDocuments: (db: DatabaseAdapter, documents: DocumentsOf) => Promise<void>
  /** Reads columns and nothing else; null where that is not to be had, and Payload's own way is taken. */
  lookUp: (db: DatabaseAdapter, wanted: Lookup) => Promise<Looked | null>
  /** How many rows hold one of these values; null where that is not to be had. */
  countAmong: (db: DatabaseAdapter, wanted: Omit<Lookup, 'columns'>) => Promise<null | number>
  /** Of these collections those that hold anything at all, asked at once. */
  filled: (db: DatabaseAdapter, collections: readonly string[]) => Promise<Set<string>>
  /**
   * Sets these fields of a version in one statement. With the whole version, as Payload's own takes it, words of the
   * meantime would be lost, and on SQL those in other languages be gone for a moment.
   */
  setInVersion: (db: DatabaseAdapter, change: VersionFields) => Promise<void>
  /** Says how long a transaction may wait for another one, where it would wait for ever: for one that sleeps, say. */
  limitWait: (db: DatabaseAdapter, transactionID: number | string) => Promise<void>
  /** Lets it find the rows that point to a document without reading them all, where Payload's schema does not. */
  indexPointer: (db: DatabaseAdapter, pointer: { collection: string; path: string }) => Promise<void>
  /** A unique key was taken by somebody else. */
  isUniqueViolation: (error: DriverError) => boolean
  /** Somebody else writes the same row right now, and this database refuses instead of letting the second one wait. */
  isWriteConflict: (error: DriverError) => boolean
  /** A value that this database cannot even hold, or compare with: the caller's mistake. */
  isNoValue: (error: DriverError) => boolean
  /** A table or column that is not there: the migrations of the site have not run. */
  isUnmigrated: (error: DriverError) => boolean
  /** Takes what people wrote out of the error, which Payload logs. */
  removeValues: (error: DriverError) => void
}

export const never = (): boolean => false
