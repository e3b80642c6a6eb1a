import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { MongoBinary, MongoMemoryReplSet, MongoMemoryServer } from 'mongodb-memory-server'

import type { Leg, LegState } from './legs.js'
import { firstLine } from './postgres.js'
import type { Guardian } from './servers.js'

type Started = { standalone: LegState; replica: LegState; stop: () => Promise<void> }

/** A download that shows no progress for so long is given up: a run without network does not hang. */
const SILENCE_MS = 20_000
/** And one that is too slow altogether, so that `npm test` stays within its five minutes. */
const DOWNLOAD_MS = 120_000

/**
 * MongoDB twice, through `mongodb-memory-server`: a standalone server, which has no transactions, and a
 * replica set of one, which has. A `MONGODB_URI`, or a `DATABASE_URI` that is one, takes the place of the leg
 * that it fits.
 */
export async function startMongo(directory: string, guardian: Guardian, wanted: Set<Leg>): Promise<Started> {
  const given = [process.env.MONGODB_URI, process.env.DATABASE_URI].find((uri) => uri?.startsWith('mongodb'))
  const givenLeg: Leg = given?.includes('replicaSet=') ? 'mongodb-replica' : 'mongodb'
  const stops: (() => Promise<unknown>)[] = []

  const start = async (leg: Leg, run: () => Promise<{ uri: string; pids: number[] }>): Promise<LegState> => {
    if (!wanted.has(leg)) return { ready: false, reason: 'not named in TEST_DATABASES' }
    if (given && givenLeg === leg) return { ready: true, uri: given }
    try {
      const { uri, pids } = await run()
      for (const pid of pids) guardian.watch('pid', pid)
      return { ready: true, uri }
    } catch (error) {
      return { ready: false, reason: `mongod did not start: ${firstLine(error)}` }
    }
  }

  const missing = [...wanted].every((leg) => !leg.startsWith('mongodb') || (given && leg === givenLeg))
    ? undefined
    : await findBinary()
  if (missing) {
    const unless = (leg: Leg): LegState =>
      given && givenLeg === leg ? { ready: true, uri: given } : { ready: false, reason: missing }
    const stop = async (): Promise<void> => undefined
    return { standalone: unless('mongodb'), replica: unless('mongodb-replica'), stop }
  }

  // Named, because versions below 7 would be given an engine that is no longer there.
  const storageEngine = 'wiredTiger' as const
  const args = ['--wiredTigerCacheSizeGB', '0.25', '--setParameter', 'diagnosticDataCollectionEnabled=false']
  const dbPath = (name: string): string => {
    const path = join(directory, name)
    mkdirSync(path)
    return path
  }
  const [standalone, replica] = await Promise.all([
    start('mongodb', async () => {
      const server = await MongoMemoryServer.create({
        instance: { args, dbPath: dbPath('mongodb'), storageEngine },
      })
      stops.push(() => server.stop({ doCleanup: true, force: true }))
      return { uri: server.getUri(), pids: pidOf(server) }
    }),
    start('mongodb-replica', async () => {
      const set = await MongoMemoryReplSet.create({
        instanceOpts: [{ args, dbPath: dbPath('mongodb-replica'), storageEngine }],
        replSet: { count: 1, storageEngine },
      })
      stops.push(() => set.stop({ doCleanup: true, force: true }))
      return { uri: set.getUri(), pids: set.servers.flatMap(pidOf) }
    }),
  ])
  return {
    standalone,
    replica,
    stop: async () => void (await Promise.allSettled(stops.map((stop) => stop()))),
  }
}

const pidOf = (server: MongoMemoryServer): number[] => {
  const pid = server.instanceInfo?.instance.mongodProcess?.pid
  return pid ? [pid] : []
}

/** Finds or downloads mongod. Returns why not, or nothing when it is there. */
export async function findBinary(): Promise<string | undefined> {
  try {
    const runtime = process.env.MONGOMS_RUNTIME_DOWNLOAD
    process.env.MONGOMS_RUNTIME_DOWNLOAD = 'false'
    try {
      await MongoBinary.getPath()
      return undefined
    } finally {
      if (runtime === undefined) delete process.env.MONGOMS_RUNTIME_DOWNLOAD
      else process.env.MONGOMS_RUNTIME_DOWNLOAD = runtime
    }
  } catch (error) {
    if (process.env.MONGOMS_SYSTEM_BINARY) return `MONGOMS_SYSTEM_BINARY cannot be used: ${firstLine(error)}`
  }
  return download()
}

/** Downloads in a process of its own: the package retries and cannot be interrupted, a process can. */
function download(): Promise<string | undefined> {
  const code = `import('mongodb-memory-server').then(({ MongoBinary }) => MongoBinary.getPath())
    .catch((error) => { console.error(error.message); process.exit(1) })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, MONGOMS_MAX_RETRIES: process.env.MONGOMS_MAX_RETRIES ?? '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return new Promise((resolve) => {
    let said = ''
    const giveUp = (reason: string): void => {
      child.kill('SIGKILL')
      resolve(`mongod could not be downloaded: ${reason}`)
    }
    const silent = (): NodeJS.Timeout =>
      setTimeout(giveUp, SILENCE_MS, `no answer for ${SILENCE_MS / 1000} s`)
    let silence = silent()
    const whole = setTimeout(giveUp, DOWNLOAD_MS, `not complete after ${DOWNLOAD_MS / 1000} s`)
    const heard = (): void => {
      clearTimeout(silence)
      silence = silent()
    }
    child.stdout.on('data', heard)
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString()
      heard()
    })
    child.on('close', (code) => {
      clearTimeout(silence)
      clearTimeout(whole)
      resolve(
        code === 0
          ? undefined
          : `mongod could not be downloaded: ${said.trim().split('\n').at(-1) || `exit code ${code}`}`,
      )
    })
  })
}
