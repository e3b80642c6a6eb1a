import { type Differences, never } from './differences.js'
import { inSets, removeParameters, setInVersion } from './drizzle.js'

export const sqlite: Differences = {
  adapter: 'sqlite',
  ...inSets(
    (sql, column, values) =>
      sql`${column} in (select value from json_each(${sql.param(JSON.stringify(values))}))`,
    // Rows of before governance may spell a date in any way; one that cannot be told is none of the rows of today.
    (sql, column, at) => sql`coalesce(strftime('%Y-%m-%dT%H:%M:%fZ', ${column}), '') <= ${sql.param(at)}`,
  ),
  setInVersion,
  // `busyTimeout` says it.
  limitWait: async () => undefined,
  // A column that points to another table has an index by itself.
  indexPointer: async () => undefined,
  isUniqueViolation: ({ code, message = '' }) =>
    code === 'SQLITE_CONSTRAINT_UNIQUE' || /UNIQUE constraint failed/i.test(message),
  // One writer at a time: the second waits (`busyTimeout`) and then finds what the first wrote.
  isWriteConflict: never,
  // A column takes any value of any type; where that matters, what is written is judged before (retention/gate.ts).
  isNoValue: never,
  // It has no codes for these.
  isUnmigrated: ({ message }) => typeof message === 'string' && /no such (table|column)/i.test(message),
  removeValues: removeParameters,
}

/**
 * Options of the adapter without which SQLite is not fit for this: it gives the id of a deleted row to the next one,
 * and refuses what another process is writing beside instead of waiting. The others do neither.
 */
export const missingOptions = (adapter: object): { autoIncrement: boolean; busyTimeout: boolean } => {
  const { name, autoIncrement, busyTimeout } = adapter as {
    name?: string
    autoIncrement?: boolean
    busyTimeout?: number
  }
  const isSqlite = name === 'sqlite'
  return { autoIncrement: isSqlite && !autoIncrement, busyTimeout: isSqlite && !busyTimeout }
}
