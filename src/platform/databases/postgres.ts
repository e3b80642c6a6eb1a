import type { Differences, DriverError } from './differences.js'
import { inSets, removeParameters, setInVersion } from './drizzle.js'

/** A text that is no number, a number too large, a byte that no text has. */
const NO_VALUE = ['22P02', '22003', '22021']
/** A deadlock, of which this was chosen to end; a transaction that cannot be told from one after the other. */
const CONFLICT = ['40P01', '40001']
/** A table, a column. */
const NOT_THERE = ['42P01', '42703']

/** It quotes the row that failed ("Failing row contains …") and a value that it could not read. */
const removeQuotes = (error: DriverError): void => {
  const { code, message = '', stack, detail, where } = error
  if (typeof detail === 'string') error.detail = undefined
  if (typeof where === 'string') error.where = undefined
  if (!/^22/.test(String(code))) return
  const wordless = message.replace(/: ".*/s, '')
  Object.assign(error, { message: wordless, stack: stack?.replace(message, () => wordless) })
}

interface Sessions {
  execute: (args: { db: unknown; raw: string }) => Promise<unknown>
  sessions: Record<number | string, undefined | { db: unknown }>
}

export const postgres: Differences = {
  adapter: 'postgres',
  ...inSets((sql, column, values) => sql`${column} = any(${sql.param(values)})`),
  setInVersion,
  limitWait: async (adapter, transactionID) => {
    const { execute, sessions } = adapter as unknown as Sessions
    await execute({ db: sessions[transactionID]?.db, raw: "SET LOCAL lock_timeout = '5s'" })
  },
  // A column that points to another table has an index by itself.
  indexPointer: async () => undefined,
  isUniqueViolation: ({ code, message = '' }) => code === '23505' || /duplicate key/i.test(message),
  // The second writer waits for the first, except where both wait for one another or a host asks for more isolation.
  isWriteConflict: ({ code }) => CONFLICT.includes(String(code)),
  isNoValue: ({ code }) => NO_VALUE.includes(String(code)),
  isUnmigrated: ({ code }) => NOT_THERE.includes(String(code)),
  removeValues: (error) => {
    removeParameters(error)
    removeQuotes(error)
  },
}
