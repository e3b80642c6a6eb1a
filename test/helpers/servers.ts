import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, statfsSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { type Leg, LEGS, LEGS_VARIABLE, type LegState, type LegStates, wantedLegs } from './legs.js'
import { startMongo } from './mongod.js'
import { startPostgres } from './postgres.js'

export type Guardian = { watch: (kind: 'pid' | 'pidfile' | 'dir', value: number | string) => void }
export type Servers = { states: LegStates; stop: () => Promise<void> }

const GIB = 2 ** 30
const MEMORY = '/dev/shm'

/**
 * Memory where there is plenty of it, else the directory for temporary files. Each test file has databases of its own,
 * of which mongod keeps every index in a file: on a busy disk it took four times as long to start a site on it.
 */
const inMemory = (): string => {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize > 6 * GIB && freemem() > 8 * GIB ? MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}

/**
 * Starts the database servers of one run and says, for each leg, where it is or why it is not.
 * Sets `GOVERNANCE_TEST_LEGS` for the processes that the caller starts afterwards.
 * `brief`: for databases of seconds, so in memory and as Postgres is quickest for them; benchmarks measure it as it is.
 * Everything lives in one temporary directory, which goes when this process does, killed or not.
 */
export async function startServers(
  wanted: Set<Leg> = wantedLegs(),
  { brief = false }: { brief?: boolean } = {},
): Promise<Servers> {
  const directory = mkdtempSync(join(brief ? inMemory() : tmpdir(), 'governance-test-'))
  // The `postgres` user has to reach its data directory in here.
  chmodSync(directory, 0o755)
  const guard = spawn(process.execPath, [fileURLToPath(new URL('./guardian.mjs', import.meta.url))], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guard.unref()
  // Without a listener the guardian's early end would end the run too.
  guard.stdin.on('error', () => undefined)
  const guardian: Guardian = { watch: (kind, value) => guard.stdin.write(`${kind} ${value}\n`) }
  guardian.watch('dir', directory)

  const states = Object.fromEntries(
    LEGS.map((leg): [Leg, LegState] => [leg, { ready: false, reason: 'not named in TEST_DATABASES' }]),
  ) as LegStates
  if (wanted.has('sqlite')) states.sqlite = { ready: true, uri: directory }

  const stops: (() => Promise<void>)[] = []
  await Promise.all([
    wanted.has('postgres') &&
      startPostgres(directory, guardian, brief).then(({ state, stop }) => {
        states.postgres = state
        stops.push(stop)
      }),
    (wanted.has('mongodb') || wanted.has('mongodb-replica')) &&
      startMongo(directory, guardian, wanted).then(({ standalone, replica, stop }) => {
        if (wanted.has('mongodb')) states.mongodb = standalone
        if (wanted.has('mongodb-replica')) states['mongodb-replica'] = replica
        stops.push(stop)
      }),
  ])
  process.env[LEGS_VARIABLE] = JSON.stringify(states)

  return {
    states,
    stop: async () => {
      await Promise.allSettled(stops.map((stop) => stop()))
      const ended = new Promise((done) => guard.once('exit', done))
      // Otherwise a process with nothing else to wait for ends here, before its caller is through.
      guard.ref()
      guard.stdin.end()
      await ended
    },
  }
}
