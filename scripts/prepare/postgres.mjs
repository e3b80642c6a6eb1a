import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

import { has } from '../steps.mjs'
import { install, noApt } from './apt.mjs'

const installed = '/usr/lib/postgresql'
const clusters = '/etc/postgresql-common/createcluster.conf'

/**
 * Sees to it that the tests find Postgres binaries. Returns the variables to set, here none: the test run
 * looks in the usual places itself. What cannot be had is said here and named again at the end of the run.
 */
export async function preparePostgres() {
  if (process.env.POSTGRES_URI) return {}
  const there = (await has('initdb')) || (existsSync(installed) && readdirSync(installed).length > 0)
  if (there) return {}
  const reason = await noApt()
  if (reason) {
    console.log(`Postgres is missing and was not installed: ${reason}. Set POSTGRES_URI, or install it.`)
    return {}
  }
  console.log('Installing postgresql')
  try {
    // Before the server itself, so that it does not set up a cluster that nobody asked for.
    await install('postgresql-common')
    if (existsSync(clusters)) {
      const set = readFileSync(clusters, 'utf8').replace(
        /^#?\s*create_main_cluster.*$/m,
        'create_main_cluster = false',
      )
      writeFileSync(clusters, set)
    }
    await install('postgresql')
  } catch (error) {
    console.log(`Postgres was not installed: ${error.message}`)
  }
  return {}
}
