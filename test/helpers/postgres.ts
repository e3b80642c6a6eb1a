import { execFileSync } from 'node:child_process'
import { accessSync, chownSync, constants, mkdirSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'

import type { LegState } from './legs.js'
import type { Guardian } from './servers.js'

type Started = { state: LegState; stop: () => Promise<void> }
const nothing = async (): Promise<void> => undefined

/**
 * A Postgres for one run: `POSTGRES_URI`, a `DATABASE_URI` that is one, or a throw-away cluster made with
 * the local binaries. As root the cluster belongs to the user `postgres`: the server refuses to run as root.
 */
export async function startPostgres(directory: string, guardian: Guardian, brief: boolean): Promise<Started> {
  const given = process.env.POSTGRES_URI ?? process.env.DATABASE_URI
  if (given && /^postgres(ql)?:\/\//.test(given)) return { state: { ready: true, uri: given }, stop: nothing }

  const binaries = findBinaries()
  if (!binaries) {
    const reason =
      'no initdb in PATH or /usr/lib/postgresql/*/bin, and neither POSTGRES_URI nor DATABASE_URI is set'
    return { state: { ready: false, reason }, stop: nothing }
  }
  const data = join(directory, 'postgres')
  try {
    const asOwner = ownedBy(data)
    const port = await freePort()
    asOwner(join(binaries, 'initdb'), [
      '-D',
      data,
      '-A',
      'trust',
      '-U',
      'postgres',
      '-N',
      '-E',
      'UTF8',
      '--no-instructions',
    ])
    guardian.watch('pidfile', join(data, 'postmaster.pid'))
    const options = [
      `-p ${port}`,
      '-c listen_addresses=127.0.0.1',
      // No socket: its path may be too long where the temporary directory is deep.
      "-c unix_socket_directories=''",
      // Processes that race, beside two workers whose sites each have a pool: the default of either is reached.
      '-c fsync=off -c synchronous_commit=off -c full_page_writes=off',
      '-c max_connections=500 -c max_locks_per_transaction=256',
      // Databases of seconds: nothing to tidy up in them, and to compile a query takes longer than to run it.
      ...(brief ? ['-c jit=off -c autovacuum=off'] : []),
    ].join(' ')
    asOwner(join(binaries, 'pg_ctl'), [
      '-D',
      data,
      '-w',
      '-t',
      '30',
      '-l',
      join(data, 'log'),
      '-o',
      options,
      'start',
    ])
    return {
      state: { ready: true, uri: `postgres://postgres@127.0.0.1:${port}/postgres` },
      stop: async () => asOwner(join(binaries, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop']),
    }
  } catch (error) {
    return { state: { ready: false, reason: `Postgres did not start: ${firstLine(error)}` }, stop: nothing }
  }
}

/** Makes the directory, and returns a runner of commands as the user that may own a cluster. */
function ownedBy(data: string): (command: string, args: string[]) => void {
  mkdirSync(data, { mode: 0o700 })
  const root = process.getuid?.() === 0
  if (root) {
    const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
    chownSync(data, id('-u'), id('-g'))
  }
  return (command, args) => {
    const [file, all] = root ? ['runuser', ['-u', 'postgres', '--', command, ...args]] : [command, args]
    // pg_ctl hands its standard streams to the server: with pipes this call would wait for the server's end.
    execFileSync(file, all, {
      cwd: data,
      stdio: command.endsWith('pg_ctl') ? 'ignore' : 'pipe',
      timeout: 40_000,
    })
  }
}

function findBinaries(): string | undefined {
  const installed = '/usr/lib/postgresql'
  const versions = ((): string[] => {
    try {
      return readdirSync(installed).sort((a, b) => Number(b) - Number(a))
    } catch {
      return []
    }
  })()
  const places = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((v) => join(installed, v, 'bin')),
  ]
  return places.find(
    (place) => place !== '' && ['initdb', 'pg_ctl'].every((name) => canRun(join(place, name))),
  )
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

export function firstLine(error: unknown): string {
  const stderr = (error as { stderr?: unknown }).stderr?.toString().trim()
  return (stderr || (error instanceof Error ? error.message : String(error))).split('\n')[0] ?? ''
}
