/**
 * The whole suite on every database. Prepares what is missing by itself, also where only package registries
 * can be reached; a database that cannot be had fails the run. `--full` (`npm run test:full -- FILE`): the bigger runs,
 * of which every other run tries a sample. Further arguments go to vitest.
 */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { prepareMongod } from './prepare/mongod.mjs'
import { preparePostgres } from './prepare/postgres.mjs'
import { CommandFailed, main, root, run } from './steps.mjs'

const full = process.argv.includes('--full')
const args = process.argv.slice(2).filter((arg) => arg !== '--full')
const results = resolve(root, process.env.VITEST_JSON ?? 'test/.results/vitest.json')

main(async () => {
  const env = {
    ...(await preparePostgres()),
    ...(await prepareMongod()),
    VITEST_JSON: results,
    REQUIRE_DATABASES: '1',
    ...(full ? { FULL: '1' } : {}),
  }
  const passed = await run('npx', ['--no-install', 'vitest', 'run', ...args], { env }).then(
    () => true,
    () => false,
  )
  if (existsSync(results)) {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(results, 'utf8'))
    console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} not run (${results})`)
  }
  if (!passed) throw new CommandFailed('The suite did not pass on every database.')
})
