// One of two processes that find people and tell them, side by side on one database and on a clock that all share. It
// starts, says so, and works from the moment it is told after how many of its writes it is killed: at any moment then,
// with whatever is under way.
import { once } from 'node:events'

export interface Death {
  /** Never without it. */
  writes?: number
  /** So much later. */
  ms?: number
}

const line = async (): Promise<Death> => {
  const [text] = (await once(process.stdin, 'data')) as [Buffer]
  return JSON.parse(text.toString()) as Death
}

const ORIGINALS = Symbol.for('payload-plugin-governance.originals')
const WRITES = ['create', 'updateOne', 'updateMany', 'deleteMany'] as const

const work = async (uri: string, port: number, began: number): Promise<void> => {
  // Without this, Node 20 sometimes ends silently while the editor's modules load.
  await import('lexical')
  const [{ governanceTick }, { adapterFor }, { emailTo }, { breachSite, sharedClock, WORK }] =
    await Promise.all([
      import('../../../src/index.js'),
      import('../../helpers/databases.js'),
      import('../../helpers/smtp.js'),
      import('./standing.js'),
    ])
  const site = await breachSite(
    { name: 'sqlite', transactions: false, adapter: () => Promise.reject(new Error('not used')) },
    {
      on: { db: adapterFor(uri), uri, drop: async () => undefined },
      config: { email: emailTo(port) },
      plugin: { now: sharedClock(began), outbox: { connections: 5 } },
    },
  )
  let death: Death = {}
  let written = 0
  const raw = (site.payload.db as unknown as Record<symbol, Record<string, unknown>>)[ORIGINALS]!
  for (const name of WRITES) {
    const original = raw[name] as (args: unknown) => Promise<unknown>
    raw[name] = async (args: unknown) => {
      written += 1
      if (written === death.writes) setTimeout(() => process.kill(process.pid, 'SIGKILL'), death.ms)
      return original(args)
    }
  }
  process.stdout.write('ready\n')
  death = await line()
  written = 0
  for (;;) {
    // Whoever has the lease works; the other one looks again.
    await governanceTick(site.payload, { force: true, only: WORK }).catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

work(process.argv[2] ?? '', Number(process.argv[3]), Number(process.argv[4])).catch((error: unknown) => {
  process.stderr.write(error instanceof Error ? String(error.stack) : String(error))
  process.exit(1)
})
