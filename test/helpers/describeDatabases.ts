import { describe, expect } from 'vitest'

import { databases, reasonNotRun, type TestDatabase } from './databases.js'
import { LEGS, notRun, runsOn } from './legs.js'

/**
 * One suite per database. A database that this run does not have is a skipped suite, so that its tests are
 * counted and named with the reason at the end of the run. Which files run on a replica set: `runsOn`.
 */
export function describeDatabases(title: string, suite: (database: TestDatabase) => void): void {
  const available = databases()
  const file = expect.getState().testPath ?? ''
  for (const name of LEGS.filter((leg) => runsOn(leg, file))) {
    const database = available.find((one) => one.name === name)
    if (database) {
      describe(`${title} (${name})`, () => suite(database))
    } else {
      const transactions = name === 'postgres' || name === 'mongodb-replica'
      const adapter = async (): Promise<never> => {
        throw new Error(`The database ${name} is not available in this run: ${reasonNotRun(name)}.`)
      }
      describe.skip(notRun(title, name), () => suite({ name, transactions, adapter }))
    }
  }
}
